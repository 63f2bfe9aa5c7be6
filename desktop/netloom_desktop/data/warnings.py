"""What to be careful about in the data: each in a learner's words, with the button that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom_desktop.editor import Editor
from netloom_desktop.mending import mend
from netloom_desktop.problem_list.row import ProblemRow
from netloom_desktop.problem_list.rows import ProblemRows
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say


class WarningList(QWidget):
    """Shows what it is told. `column_wanted(str)` asks to go to a column."""

    column_wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_warnings")
        self.setAccessibleName("What to be careful about in the data")
        self.editor, self.theme = editor, theme
        self.summary = label(theme, self, color="muted_text")
        self._list = ProblemRows(theme, self)
        self._list.wanted.connect(self._go_to)
        self._list.mended.connect(lambda problem: mend(self.editor, problem))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.summary)
        column.addWidget(self._list, 1)
        self.show_problems(())

    @property
    def rows(self) -> list[ProblemRow]:
        """What is listed, from top to bottom."""
        return self._list.rows

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; rows that stay the same are left as they are."""
        self._list.show_problems(problems, _where)
        say(self.summary, "" if problems else "Nothing about the data stands out.")

    def _go_to(self, problem: Problem) -> None:
        if problem.column:
            self.column_wanted.emit(problem.column)


def _where(problem: Problem) -> str:
    return f"column {problem.column}" if problem.column else "the data"
