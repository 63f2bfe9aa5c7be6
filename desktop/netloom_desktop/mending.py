"""Mending problems: the change that each brings along, of one or of all that have one."""

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QObject

from netloom.errors import NetloomError, Problem
from netloom.project import Project
from netloom_desktop.editor import Editor

ROUNDS: Final = 30  # each mends what the one before has brought to light
_ALL: Final = "Fix all that can be fixed"


def mend(editor: Editor, problem: Problem) -> bool:
    """Make the change that mends a problem, as one step; whether it was made."""
    return problem.fix is not None and editor.do(problem.fix.label, *problem.fix.edits)


def mendable(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that one change would mend. Notes are no problems: what they offer is a matter of taste."""
    return tuple(problem for problem in problems if problem.fix is not None and problem.severity != "note")


class MendAll(QObject):
    """Mends all that can be mended, and what that brings to light, until nothing is left: one step for undo.

    One change may do away with several problems, so of those at one place one is mended, and all is planned again.
    """

    def __init__(self, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._left = 0
        self._times = 0
        self._made: Project | None = None
        editor.plan_changed.connect(self._go_on)

    def begin(self) -> None:
        """Mend what there is."""
        self._left, self._made = ROUNDS, self.editor.project
        self._times += 1
        self._go_on()

    def _go_on(self, _: object = None) -> None:
        """The next round, once the plan is that of the last one; none, if somebody else has changed the project."""
        editor = self.editor
        if self._made is None or not editor.planned.is_of(editor.project):
            return
        mended = _mended(editor.project, _one_a_place(mendable(editor.planned.problems)))
        if editor.project is not self._made or mended == editor.project or not self._left:
            self._made = None
            editor.end_merging()
            return
        self._left -= 1
        self._made = mended
        editor.do(_ALL, lambda _: mended, merge=(_ALL, self._times))
        self._made = editor.project


def _one_a_place(problems: Iterable[Problem]) -> Iterator[Problem]:
    known = set()
    for problem in problems:
        place = problem.node, problem.column
        if place not in known:
            known.add(place)
            yield problem


def _mended(project: Project, problems: Iterable[Problem]) -> Project:
    """The project after all changes that still fit."""
    for problem in problems:
        assert problem.fix is not None
        try:
            changed = project
            for edit in problem.fix.edits:
                changed = edit(changed)
        except NetloomError:
            continue
        project = changed
    return project
