"""The list of problems, the worst first: where each is, what it says and how it is mended; or what is fine."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom.project import Project
from netloom_desktop.docks.problem_row import ProblemRow
from netloom_desktop.editor import Editor
from netloom_desktop.mending import MendAll, mend, mendable
from netloom_desktop.planned import PlannedProject
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, dye, label, say

SHOWN: Final = 100  # rows; who has more problems mends these first


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
        self.rows: list[ProblemRow] = []
        self._more = label(theme, self, color="muted_text")
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
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self.area)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._more)
        self._column.addStretch()
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.trouble)
        whole.addLayout(head)
        whole.addWidget(self.area, 1)

    def tell(self, sentence: str) -> None:
        """Say why the list may be out of date; nothing, when it no longer is."""
        say(self.trouble, sentence)

    def follow(self, planned: PlannedProject) -> None:
        """Show the problems of a plan; rows that stay the same are left as they are."""
        shown = planned.problems[:SHOWN]
        while len(self.rows) > len(shown):
            self._remove(self.rows.pop())
        while len(self.rows) < len(shown):
            self._add()
        labels = _labels(self.editor.project) if shown else {}
        for row, problem in zip(self.rows, shown, strict=True):
            row.tell(problem, _where(problem, labels))
        more = len(planned.problems) - len(shown)
        say(self._more, f"{more:,} more, which are shown as these are mended." if more else "")
        say(self.summary, summary(planned))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if shown else Qt.FocusPolicy.StrongFocus)  # a place to go to
        self.mend_all.setVisible(len(mendable(planned.problems)) > 1)
        self.setWindowTitle(title(planned.problems))

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        dye(self.trouble, theme, "error")
        for each in (self.summary, self._more):
            dye(each, theme, "muted_text")
        for row in self.rows:
            row.show_theme(theme)

    def _add(self) -> None:
        row = ProblemRow(self.theme, self)
        row.setObjectName(f"problem_{len(self.rows) + 1}")
        row.wanted.connect(self._go_to)
        row.mended.connect(lambda problem: mend(self.editor, problem))
        row.left.connect(lambda by: self._walk(row, by))
        self._column.insertWidget(len(self.rows), row)
        self.rows.append(row)

    def _remove(self, row: ProblemRow) -> None:
        """The focus goes to what is left."""
        if row.isAncestorOf(self.focusWidget() or self) or row.hasFocus():
            (self.rows[-1] if self.rows else self).setFocus()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _walk(self, row: ProblemRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()
            self.area.ensureWidgetVisible(self.rows[place], 0, 8)

    def _go_to(self, problem: Problem) -> None:
        if problem.node:
            self.block_wanted.emit(problem.node)
        elif problem.column:
            self.column_wanted.emit(problem.column)


def title(problems: Iterable[Problem]) -> str:
    """The title of the list: how many of each there are."""
    found = _counts(problems)
    return f"Problems ({found})" if found else "Problems"


def summary(planned: PlannedProject) -> str:
    """What the plan says in one sentence: how many problems there are, or what is fine."""
    if planned.found is None:
        return "The network is being worked out."
    if planned.problems:
        first = "Each says what to do." if planned.errors else "None of them keeps the network from being trained."
        return f"{_counts(planned.problems)}. {first}"
    blocks = counted(sum(block.used for block in planned.blocks.values()), "block")
    learnt = f", {planned.parameters} to learn" if planned.parameters else ""
    memory = f", {planned.memory}" if planned.memory else ""
    return f"Nothing is wrong: all {blocks} fit together{learnt}{memory}."


def _counts(problems: Iterable[Problem]) -> str:
    found = Counter(problem.severity for problem in problems)
    words = (counted(found[severity], severity) for severity in ("error", "warning", "note") if found[severity])
    return ", ".join(words)


def _labels(project: Project) -> dict[str, str]:
    return {node.id: node.label for network in project.networks() for node in network.nodes}


def _where(problem: Problem, labels: dict[str, str]) -> str:
    if problem.node:
        return labels.get(problem.node, problem.node)
    return f"column {problem.column}" if problem.column else "the whole network"


__all__ = ["ProblemList", "summary", "title"]
