"""The rows of a file that is scored: the answers first, set apart from what the file holds."""

from typing import Any, Final

from PySide6.QtGui import QColor

from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.cells import Index, Role
from netloom_desktop.data.rows_model import RowsModel
from netloom_desktop.scoring.scores import Scores
from netloom_desktop.theme import Theme, font

_SIZE: Final = 13
_TINT: Final = 26  # of 255, of the accent on the ground


class ScoredRows(RowsModel):
    """The columns of the answers are tinted, and say what they are."""

    def __init__(self, table: Scores, theme: Theme, parent: Any = None) -> None:
        self.scores = table
        self.tint = theme.color("accent")
        self.tint.setAlpha(_TINT)
        self.bold = font(_SIZE, bold=True)
        super().__init__(table, theme, parent)
        table.answered_anew.connect(self.fetch_anew)

    def kind(self, column: int) -> str:
        return "answer" if self._is_answer(column) else super().kind(column)

    def _follow(self, state: TableState) -> None:
        super()._follow(state)
        drift = self.scores.scored.drift if self.scores.scored is not None else None
        self._kinds = {column.name: column.kind for column in drift.columns} if drift is not None else {}

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if self._is_answer(index.column()):
            if role == Role.BackgroundRole:
                return QColor(self.tint)
            if role == Role.FontRole and not self._is_share(index.column()):
                return self.bold
        return super().data(index, role)

    def _is_share(self, column: int) -> bool:
        return self.name(column).startswith("probability")

    def _is_answer(self, column: int) -> bool:
        return self.scores.scored is not None and column < len(self.scores.scored.added)
