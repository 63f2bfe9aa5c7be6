"""Problems one below the other, the worst first: walked with the arrow keys, each with its button."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom_desktop.problem_list.row import ProblemRow
from netloom_desktop.theme import Theme
from netloom_desktop.words import dye, label, say

SHOWN: Final = 100  # rows; who has more problems mends these first


class ProblemRows(QScrollArea):
    """Signals: `wanted(Problem)` asks to go to where a problem is, `mended(Problem)` for the change that mends it."""

    wanted = Signal(object)
    mended = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: list[ProblemRow] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        self._more = label(theme, self, color="muted_text")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._more)
        self._column.addStretch()
        self.setWidget(inside)

    def show_problems(self, problems: Sequence[Problem], where: Callable[[Problem], str]) -> None:
        """Show problems, and in words where each is; rows that stay the same are left as they are."""
        shown = problems[:SHOWN]
        while len(self.rows) > len(shown):
            self._remove(self.rows.pop())
        while len(self.rows) < len(shown):
            self._add()
        for row, problem in zip(self.rows, shown, strict=True):
            row.tell(problem, where(problem))
        more = len(problems) - len(shown)
        say(self._more, f"{more:,} more, which are shown as these are mended." if more else "")

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        dye(self._more, theme, "muted_text")
        for row in self.rows:
            row.show_theme(theme)

    def _add(self) -> None:
        row = ProblemRow(self.theme, self)
        row.setObjectName(f"problem_{len(self.rows) + 1}")
        row.wanted.connect(self.wanted)
        row.mended.connect(self.mended)
        row.left.connect(lambda by: self._walk(row, by))
        self._column.insertWidget(len(self.rows), row)
        self.rows.append(row)

    def _remove(self, row: ProblemRow) -> None:
        """The focus goes to what is left."""
        if row.isAncestorOf(self.focusWidget() or self) or row.hasFocus():
            (self.rows[-1] if self.rows else self.parentWidget() or self).setFocus()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _walk(self, row: ProblemRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()
            self.ensureWidgetVisible(self.rows[place], 0, 8)


def counts_in_words(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`; nothing, where there are none."""
    found = [problem.severity for problem in problems]
    every = (("error", found.count("error")), ("warning", found.count("warning")), ("note", found.count("note")))
    return ", ".join(f"{count:,} {severity}{'' if count == 1 else 's'}" for severity, count in every if count)
