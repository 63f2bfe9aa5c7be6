"""The rows behind a figure of a report: below a matrix or a chart, as they are in the table."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom.protocol import Choice
from netloom_desktop.data.grid import Grid
from netloom_desktop.results.answers_model import AnswersModel
from netloom_desktop.results.shown import Shown
from netloom_desktop.words import counted, label, say

NO_ANSWERS: Final = "What was answered to each row was not kept with this report. Measure the run again to see rows."
_LOWEST: Final = 72  # pixels of the rows, where the window is small
_FITTED: Final = 25  # columns whose width follows what they hold


class RowsPanel(QWidget):
    """`choose` shows rows; before it does, `hint` says how."""

    def __init__(self, shown: Shown, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_rows")
        self.shown, self._what = shown, ""
        self.words = label(shown.theme, self, bold=True)
        self.words.setObjectName("rows_words")
        self.grid = Grid(shown.theme, self)
        self.grid.setObjectName("answered_rows")
        self.grid.setAccessibleName("Rows behind what is chosen")
        self.model = AnswersModel(shown, self)
        self.grid.setModel(self.model)
        self.grid.setMinimumHeight(_LOWEST)
        self.grid.hide()
        self.model.came.connect(self._came)
        self.model.told.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.grid, 1)
        column.addStretch(0)
        say(self.words, hint if shown.answers else NO_ANSWERS)

    def choose(self, choice: Choice, what: str) -> None:
        """Show the rows of a choice, and say what they are."""
        if self.shown.answers and (choice != self.model.choice or what != self._what):
            self._what = what
            say(self.words, f"{what}: reading the rows…")
            self.model.choose(choice)

    def _came(self) -> None:
        say(self.words, f"{self._what}: {counted(self.model.rows, 'row')}")
        if not self.grid.isVisible() and self.model.rows:
            self.grid.show()
        self.grid.setVisible(bool(self.model.rows))
        if self.grid.verticalScrollBar().value() == 0:
            self.grid.fit_columns(0, _FITTED)

    def _tell(self, message: str) -> None:
        self.grid.hide()
        say(self.words, message)
