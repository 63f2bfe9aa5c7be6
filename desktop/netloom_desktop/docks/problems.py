"""The list of problems, the worst first: where each is, what it says and how it is mended; or what is fine."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom.project import Project
from netloom_desktop.editor import Editor
from netloom_desktop.mending import MendAll, mend, mendable
from netloom_desktop.planned import PlannedProject
from netloom_desktop.problem_list.row import ProblemRow
from netloom_desktop.problem_list.rows import ProblemRows, counts_in_words
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, dye, label, say


class ProblemList(QWidget):
    """Signals: `block_wanted(str)` and `column_wanted(str)` ask to go where a problem is. The window's title of this
    widget tells how many there are."""

    block_wanted = Signal(object)
    column_wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.theme = theme
        self.setObjectName("problems")
        self.setAccessibleName("Problems")
        self.trouble = label(theme, self, color="error")
        self.trouble.setContentsMargins(10, 6, 10, 6)
        self.summary = label(theme, self, color="muted_text")
        self.mend_all = QPushButton("Fix &all that can be fixed", self)
        self.mend_all.setObjectName("mend_all")
        self._list = ProblemRows(theme, self)
        self._list.wanted.connect(self._go_to)
        self._list.mended.connect(lambda problem: mend(self.editor, problem))
        self._mending = MendAll(editor, self)
        self.mend_all.clicked.connect(self._mending.begin)
        self._lay_out()
        editor.plan_changed.connect(self.follow)
        self.follow(editor.planned)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 4, 10, 4)
        head.addWidget(self.summary, 1)
        head.addWidget(self.mend_all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.trouble)
        whole.addLayout(head)
        whole.addWidget(self._list, 1)

    @property
    def rows(self) -> list[ProblemRow]:
        """What is listed, from top to bottom."""
        return self._list.rows

    def tell(self, sentence: str) -> None:
        """Say why the list may be out of date; nothing, when it no longer is."""
        say(self.trouble, sentence)

    def follow(self, planned: PlannedProject) -> None:
        """Show the problems of a plan; rows that stay the same are left as they are."""
        labels = _labels(self.editor.project) if planned.problems else {}
        self._list.show_problems(planned.problems, lambda problem: _where(problem, labels))
        say(self.summary, summary(planned))
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if planned.problems else Qt.FocusPolicy.StrongFocus
        )  # a place to go to
        self.mend_all.setVisible(len(mendable(planned.problems)) > 1)
        self.setWindowTitle(title(planned.problems))

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        dye(self.trouble, theme, "error")
        dye(self.summary, theme, "muted_text")
        self._list.show_theme(theme)

    def _go_to(self, problem: Problem) -> None:
        if problem.node:
            self.block_wanted.emit(problem.node)
        elif problem.column:
            self.column_wanted.emit(problem.column)


def title(problems: Sequence[Problem]) -> str:
    """The title of the list: how many of each there are."""
    found = counts_in_words(problems)
    return f"Problems ({found})" if found else "Problems"


def summary(planned: PlannedProject) -> str:
    """What the plan says in one sentence: how many problems there are, or what is fine."""
    if planned.found is None:
        return "The network is being worked out."
    if planned.problems:
        first = "Each says what to do." if planned.errors else "None of them keeps the network from being trained."
        return f"{counts_in_words(planned.problems)}. {first}"
    blocks = counted(sum(block.used for block in planned.blocks.values()), "block")
    learnt = f", {planned.parameters} to learn" if planned.parameters else ""
    memory = f", {planned.memory}" if planned.memory else ""
    return f"Nothing is wrong: all {blocks} fit together{learnt}{memory}."


def _labels(project: Project) -> dict[str, str]:
    return {node.id: node.label for network in project.networks() for node in network.nodes}


def _where(problem: Problem, labels: dict[str, str]) -> str:
    if problem.node:
        return labels.get(problem.node, problem.node)
    return f"column {problem.column}" if problem.column else "the whole network"


__all__ = ["ProblemList", "summary", "title"]
