"""The row as a form: a line for each column that the network reads, with what is typical or wrong beside it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from netloom.errors import Problem
from netloom.protocol import RowField
from netloom_desktop.theme import Theme
from netloom_desktop.trying.cells import Cell, cell_of
from netloom_desktop.trying.tried_row import TriedRow
from netloom_desktop.words import dye, label, say

_NAME: Final = 200  # pixels at most; a longer name is seen in its tooltip
_CELL: Final = 190
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
        row.described.connect(self._fill)
        row.changed.connect(self._tell)
        self._fill()
        self._tell()

    def _fill(self) -> None:
        """Show the row as it is; the fields are made anew where they are others."""
        if [cell.field for cell in self.cells.values()] != list(self.row.fields):
            self._make()
        for name, cell in self.cells.items():
            cell.put(self.row.cells.get(name, ""))

    def _make(self) -> None:
        inside = QWidget(self)
        self.cells, self.words = {}, {}
        grid = QGridLayout(inside)
        grid.setContentsMargins(2, 2, 10, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for place, field in enumerate(self.row.fields):
            for column, widget in enumerate(self._line(field, inside)):
                grid.addWidget(widget, place, column)
        grid.setRowStretch(len(self.row.fields), 1)
        self.setWidget(inside)

    def _line(self, field: RowField, parent: QWidget) -> tuple[QWidget, ...]:
        cell, words = cell_of(field, self.theme, parent), label(self.theme, parent, size=12)
        cell.setFixedWidth(_CELL)
        cell.changed.connect(lambda text: self.row.put(field.name, text))
        words.setObjectName(f"about_{field.name}")
        title = QLabel(parent)
        title.setTextFormat(Qt.TextFormat.PlainText)
        name = " ".join(field.name.split())
        title.setText(title.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME))
        title.setToolTip("" if title.text() == name else name)
        title.setBuddy(cell)
        self.cells[field.name], self.words[field.name] = cell, words
        return title, cell, words

    def _tell(self) -> None:
        """Say beside each cell what is wrong with it, or else what is usual."""
        problems = {each.column: each for each in self.row.answer.problems} if self.row.answer is not None else {}
        for name, words in self.words.items():
            self._say(words, self.cells[name].field, problems.get(name))

    def _say(self, words: QLabel, field: RowField, problem: Problem | None) -> None:
        dye(words, self.theme, _COLORS[problem.severity] if problem is not None else "muted_text")
        say(words, f"⚠ {problem.message}" if problem is not None else field.about)
