"""Keeps the plan true: each edit that could change it is worked out anew, while the window goes on.

Only what an edit changes travels: the engine is told how the project differs from one that it has answered, and tells
how the plan does. One that has forgotten that project, or has been started anew, says so, and is told the whole.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from netloom.edits import Difference
from netloom.project import Project
from netloom.protocol import Failed, Language, PlanChange, PlanChanged, Planned, PlanProject, Reply, Warm
from netloom_desktop.editor import Change, Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.planned import planned_after, without_layout


@dataclass(frozen=True)
class Answered:
    """A project without its layout, the version under which the engine knows it, and what it answered."""

    version: int
    project: Project
    found: Planned


class LivePlan(QObject):
    """Gives the editor each newer plan. It waits to be begun, so that the window is seen first.

    `told(str)` says why there is no newer plan, or, empty, that there is one.
    """

    told = Signal(object)

    def __init__(self, editor: Editor, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.client = client
        self._languages: tuple[Language, ...] = ()
        self._asked: tuple[Project, tuple[Language, ...]] | None = None
        self._answered: Answered | None = None
        self._version = 0  # of what was asked for last; none is given twice
        self._opened = 0  # how many projects were; what is said of an earlier one is of no use
        self._has_begun = False
        editor.project_changed.connect(self._changed)

    def begin(self) -> None:
        """Start the engine, and plan what is there."""
        if not self._has_begun:
            self._has_begun = True
            self.client.ask(Warm(what="plan"), lambda _: None)
            self._ask()

    def show_code(self, languages: tuple[Language, ...]) -> None:
        """Let plans hold the source in these languages from now on; in none, they are quicker."""
        if languages != self._languages:
            self._languages = languages
            if languages:
                self._ask()

    def _changed(self, change: Change) -> None:
        if change.opened:
            self._opened += 1
            self._asked = self._answered = None
        self._ask()

    def _ask(self) -> None:
        """Ask for a plan, unless the last one that was asked for is the same."""
        asked = without_layout(self.editor.project), self._languages
        if self._has_begun and asked != self._asked:
            self._asked = asked
            self._send(asked[0], self._answered)

    def _send(self, project: Project, before: Answered | None) -> None:
        """Ask for the plan of a project, by how it differs from one that was answered."""
        self._version += 1
        version, opened = self._version, self._opened

        def hear(reply: Reply) -> None:
            if opened == self._opened:
                self._hear(Asked(version, project, before), reply)

        self.client.ask(self._request(version, project, before), hear)

    def _request(self, version: int, project: Project, before: Answered | None) -> PlanProject | PlanChange:
        if before is None:
            return PlanProject(project=project, code=self._languages, version=version)
        change = Difference.between(before.project, project)
        return PlanChange(base=before.version, version=version, change=change, code=self._languages)

    def _hear(self, asked: "Asked", reply: Reply) -> None:
        """A plan is shown although the project may have changed meanwhile: most of it still holds."""
        if isinstance(reply, PlanChanged) and asked.before is not None:
            reply = reply.after(asked.before.found)
        if isinstance(reply, Planned):
            self._answered = Answered(asked.version, asked.project, reply)
            self.editor.set_planned(planned_after(self.editor.planned, asked.project, reply))
            self.told.emit("")
        elif isinstance(reply, Failed) and asked.before is not None and self._asked is not None:
            self._answered = None
            self._send(self._asked[0], None)  # the newest, which may wait for its turn behind this one
        elif isinstance(reply, Failed):
            self._asked = None  # the next edit, or the same one, asks again
            self.told.emit(reply.message)


@dataclass(frozen=True)
class Asked:
    """What a plan was asked of, and the answer that it was said by, if any."""

    version: int
    project: Project
    before: Answered | None
