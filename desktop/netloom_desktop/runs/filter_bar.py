"""What is above the table of runs: which of them are shown."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.runs.columns import Column, measured_columns
from netloom_desktop.runs.filtering import Filter, endings_of, tags_of
from netloom_desktop.runs.rows import Row
from netloom_desktop.theme import Theme
from netloom_desktop.training.plots.flow import Flow
from netloom_desktop.words import counted, label, say

ALL_TAGS, ALL_ENDS, NO_FIGURE = "All tags", "However it ended", "Any figure"


class FilterBar(QWidget):
    """`changed(Filter)` tells what is to be shown."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.filter = Filter()
        self.text = self._line("filter_text", "Find runs by words…", "Words of the name, settings, note or tags.", 220)
        self.text.setClearButtonEnabled(True)
        self.tags = self._choice("filter_tag", "Tag", ALL_TAGS)
        self.endings = self._choice("filter_ended", "How it ended", ALL_ENDS)
        self.figures = self._choice("filter_figure", "Figure", NO_FIGURE)
        self.bounds = self._choice("filter_bound", "At least or at most", "at least")
        self.bounds.addItem("at most", "at most")
        self.value = self._line("filter_value", "number", "How much the figure is at least or at most.", 80)
        self.clear = QPushButton("Show all", self)
        self.clear.setObjectName("filter_clear")
        self.clear.clicked.connect(self.show_all)
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("runs_count")
        chosen = QWidget(self)
        flow = Flow(chosen)
        for widget in (self.text, self.tags, self.endings, self.figures, self.bounds, self.value, self.clear):
            flow.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(chosen, 1)
        row.addWidget(self.words)
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._read()

    def _line(self, name: str, hint: str, about: str, width: int) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setPlaceholderText(hint)
        line.setToolTip(about)
        line.setAccessibleName(about)
        line.setFixedWidth(width)
        line.textChanged.connect(lambda _: self._read())
        return line

    def _choice(self, name: str, about: str, first: str) -> CalmComboBox:
        box = CalmComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(about)
        box.addItem(first, "")
        box.activated.connect(lambda _: self._read())
        box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setFixedHeight(self.text.sizeHint().height())
        return box

    def show_all(self) -> None:
        """Let every run through."""
        self.text.clear()
        self.value.clear()
        for box in (self.tags, self.endings, self.figures):
            box.setCurrentIndex(0)
        self._read()

    def offer(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        """Have what these runs can be told apart by."""
        _fill(self.tags, [(tag, tag) for tag in tags_of(rows)])
        _fill(self.endings, [(ending, ending) for ending in endings_of(rows)])
        _fill(self.figures, [(column.title, column.id) for column in measured_columns(columns, rows)])
        self._read()

    def count(self, shown: int, all_runs: int) -> None:
        """Say how many runs are shown."""
        found = counted(all_runs, "run")
        say(self.words, f"{shown:,} of {found}" if self.filter.is_set else found)

    def _read(self) -> None:
        value = _number(self.value.text())
        wanted = Filter(
            text=self.text.text(),
            tag=self.tags.currentData() or "",
            ended=self.endings.currentData() or "",
            column=self.figures.currentData() or "",
            bound="at most" if self.bounds.currentIndex() else "at least",
            value=value,
        )
        bounded = bool(wanted.column)
        self.bounds.setEnabled(bounded)
        self.value.setEnabled(bounded)
        self.clear.setEnabled(wanted.is_set)
        if wanted != self.filter:
            self.filter = wanted
            self.changed.emit(wanted)


def _fill(box: CalmComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer these behind the first, which lets all through; what was chosen stays, as long as it is there."""
    if [box.itemData(place) for place in range(1, box.count())] == [value for _, value in choices]:
        return
    current = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(current), 0))


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "").strip())
    except ValueError:
        return None
    return number if number == number else None
