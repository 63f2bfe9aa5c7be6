"""The runs of the project as a table: which are drawn, how far each is, how good it became."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry, RunBook
from netloom_desktop.training.colors import Look, look
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.run import figure_names
from netloom_desktop.training.wording import duration, figure_title, figure_words

_FIRST: Final = ("Run", "State", "Epochs", "Best epoch")
_ICON: Final = 14


class RunList(QTableWidget):
    """Follows a book of runs, the latest first. `chosen(Entry | None)` tells which one is looked at."""

    chosen = Signal(object)

    def __init__(self, book: RunBook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        self.setObjectName("run_list")
        self.setAccessibleName("Runs of this project; those that are ticked are drawn")
        self.book, self.theme = book, theme
        self._figures: tuple[str, ...] | None = None
        self._entries: list[Entry] = []
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        palette = self.palette()  # the marks of the runs keep their colours in a chosen row
        palette.setColor(palette.ColorRole.Highlight, theme.color("grid"))
        palette.setColor(palette.ColorRole.HighlightedText, theme.color("text"))
        palette.setColor(palette.ColorRole.Window, theme.color("wire"))  # the outline of the boxes
        self.setPalette(palette)
        self.setIconSize(QSize(_ICON, _ICON))
        self._pace = Pace(self.follow, WORDS, self)
        self.itemChanged.connect(self._tick)
        self.itemSelectionChanged.connect(lambda: self.chosen.emit(self.current))
        book.listed.connect(self._pace.soon)
        book.changed.connect(self._pace.soon)
        book.heard.connect(self._pace.soon)
        self.follow()

    @property
    def current(self) -> Entry | None:
        """The run that is looked at."""
        row = self.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) and self.selectedItems() else None

    def choose(self, entry: Entry) -> None:
        """Look at a run."""
        self.follow()
        if entry in self._entries:
            self.selectRow(self._entries.index(entry))

    def follow(self) -> None:
        """Show all runs as they are now."""
        current = self.current
        self._entries = list(reversed(self.book.entries))
        figures = figure_names([entry.run for entry in self._entries])
        self.blockSignals(True)
        if figures != self._figures:
            self._head(figures)
        self.setRowCount(len(self._entries))
        for row, entry in enumerate(self._entries):
            self._show_row(row, entry)
        if current in self._entries:
            self.selectRow(self._entries.index(current))
        self.blockSignals(False)

    def _head(self, figures: tuple[str, ...]) -> None:
        self._figures = figures
        headings = (*_FIRST, *map(figure_title, figures), "Time")
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(headings)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _show_row(self, row: int, entry: Entry) -> None:
        run = entry.run
        state = f"{entry.state_words} {run.part:.0%}" if run.state == "training" else entry.state_words
        best = f"{run.best_epoch:,}" if run.best_epoch else ""
        figures = [figure_words(run.best_of(name)) for name in self._figures or ()]
        seconds = duration(run.finished.seconds) if run.finished is not None else ""
        texts = (entry.name, state, f"{run.epochs:,} of {run.planned_epochs:,}", best, *figures, seconds)
        for column, text in enumerate(texts):
            self._cell(row, column).setText(text)
        name = self._cell(row, 0)
        name.setCheckState(Qt.CheckState.Checked if entry.drawn else Qt.CheckState.Unchecked)
        name.setIcon(mark_icon(look(self.theme, entry.color)) if entry.drawn else QIcon())

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        found = self.item(row, column)
        if found is None:
            found = QTableWidgetItem()
            self.setItem(row, column, found)
        return found

    def _tick(self, item: QTableWidgetItem) -> None:
        if item.column() == 0 and item.row() < len(self._entries):
            entry = self._entries[item.row()]
            self.book.draw(entry, item.checkState() == Qt.CheckState.Checked)


def mark_icon(look: Look) -> QIcon:
    """The mark of a run, as it is in the plots, in its colour."""
    pixmap = QPixmap(_ICON * 3, _ICON * 3)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(3)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.color))
    painter.drawPath(_path(look.mark))
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # in a chosen row, too, it has the colour of the curve
    return icon


def _path(mark: str) -> QPainterPath:
    path, size = QPainterPath(), float(_ICON)
    corners = _CORNERS.get(mark)
    if corners is None:
        path.addEllipse(1, 1, size - 2, size - 2)
    else:
        path.addPolygon(QPolygonF([QPointF(x * size, y * size) for x, y in corners]))
        path.closeSubpath()
    return path


_CORNERS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "s": ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)),
    "t": ((0.05, 0.1), (0.95, 0.1), (0.5, 0.95)),
    "d": ((0.5, 0.0), (0.9, 0.5), (0.5, 1.0), (0.1, 0.5)),
    "star": (
        (0.5, 0.0), (0.62, 0.36), (1.0, 0.38), (0.7, 0.6), (0.81, 0.97), (0.5, 0.76), (0.19, 0.97), (0.3, 0.6),
        (0.0, 0.38), (0.38, 0.36),
    ),
    "p": ((0.5, 0.0), (1.0, 0.38), (0.81, 0.97), (0.19, 0.97), (0.0, 0.38)),
    "h": ((0.5, 0.0), (0.95, 0.25), (0.95, 0.75), (0.5, 1.0), (0.05, 0.75), (0.05, 0.25)),
    "+": (
        (0.35, 0.0), (0.65, 0.0), (0.65, 0.35), (1.0, 0.35), (1.0, 0.65), (0.65, 0.65), (0.65, 1.0), (0.35, 1.0),
        (0.35, 0.65), (0.0, 0.65), (0.0, 0.35), (0.35, 0.35),
    ),
}  # fmt: skip  # corners read best side by side
