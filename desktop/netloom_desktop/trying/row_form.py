"""The row as a form: a line for each column that the network reads, with what is typical or wrong beside it."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom.protocol import RowField
from netloom_desktop.theme import Theme
from netloom_desktop.trying.cells import Cell, cell_of
from netloom_desktop.trying.tried_row import TriedRow
from netloom_desktop.words import dye, label, say

_NAME: Final = 200  # pixels at most; a longer name is seen in its tooltip
_CELL: Final = 190
_BETWEEN: Final = 6
_AT_ONCE: Final = 25  # lines, about as many as are seen at a time; the others when the window has nothing else to do
_COLORS: Final = {"error": "error", "warning": "warning", "note": "warning"}


class RowForm(QScrollArea):
    """Follows the row that is tried."""

    def __init__(self, row: TriedRow, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("row_form")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.row, self.theme = row, theme
        self.cells: dict[str, Cell] = {}
        self.words: dict[str, QLabel] = {}
        self._fields: tuple[RowField, ...] = ()
        self._names = 0  # pixels that their names take, alike in all parts
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._make_part)
        row.described.connect(self._fill)
        row.changed.connect(self._tell)
        self._fill()

    def _fill(self) -> None:
        """Show the row as it is; the fields are made anew where they are others."""
        if self._fields != self.row.fields:
            self._make()
        for name, cell in self.cells.items():
            cell.put(self.row.cells.get(name, ""))

    def _make(self) -> None:
        self._fields = self.row.fields
        self._next.stop()
        self.cells, self.words = {}, {}
        measure = self.fontMetrics().horizontalAdvance
        self._names = min(max((measure(_shown(field)) for field in self._fields), default=0), _NAME)
        inside = QWidget()
        self._parts = QVBoxLayout(inside)
        self._parts.setContentsMargins(2, 2, 10, 2)
        self._parts.setSpacing(_BETWEEN)
        self._parts.addStretch(1)
        self._make_part()
        self.setWidget(inside)

    def _make_part(self) -> None:
        """Make the lines that are next: one grid of very many would be laid out anew with each of them."""
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(_BETWEEN)
        grid.setColumnMinimumWidth(0, self._names)
        grid.setColumnStretch(2, 1)
        fields = self._fields[len(self.cells) :][:_AT_ONCE]
        for place, field in enumerate(fields):
            for column, widget in enumerate(self._line(field, part)):
                grid.addWidget(widget, place, column)
        self._tell_of(fields)  # before they are in the window, which would be laid out after each word
        self._parts.insertWidget(self._parts.count() - 1, part)
        if len(self.cells) < len(self._fields):
            self._next.start()

    def _line(self, field: RowField, parent: QWidget) -> tuple[QWidget, ...]:
        cell, words = cell_of(field, self.theme, parent), label(self.theme, parent, size=12)
        cell.setFixedWidth(_CELL)
        cell.put(self.row.cells.get(field.name, ""))
        cell.changed.connect(lambda text: self.row.put(field.name, text))
        words.setObjectName(f"about_{field.name}")
        title = QLabel(parent)
        title.setTextFormat(Qt.TextFormat.PlainText)
        name = _shown(field)
        title.setText(title.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME))
        title.setToolTip("" if title.text() == name else name)
        title.setBuddy(cell)
        self.cells[field.name], self.words[field.name] = cell, words
        return title, cell, words

    def _tell(self) -> None:
        """Say beside each cell what is wrong with it, or else what is usual."""
        self._tell_of([cell.field for cell in self.cells.values()])

    def _tell_of(self, fields: Iterable[RowField]) -> None:
        problems = {each.column: each for each in self.row.answer.problems} if self.row.answer is not None else {}
        for field in fields:
            self._say(self.words[field.name], field, problems.get(field.name))

    def _say(self, words: QLabel, field: RowField, problem: Problem | None) -> None:
        dye(words, self.theme, _COLORS[problem.severity] if problem is not None else "muted_text")
        say(words, f"⚠ {problem.message}" if problem is not None else field.about)


def _shown(field: RowField) -> str:
    return " ".join(field.name.split())
