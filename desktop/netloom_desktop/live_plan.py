"""Keeps the plan true: each edit that could change it is worked out anew, while the window goes on."""

from PySide6.QtCore import QObject, Signal

from netloom.project import Project
from netloom.protocol import Failed, Language, Planned, PlanProject, Reply, Warm
from netloom_desktop.editor import Change, Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.planned import planned_after, without_layout


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
        self._asked: PlanProject | None = None
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
            self._asked = None
        self._ask()

    def _ask(self) -> None:
        """Ask for a plan, unless the last one that was asked for is the same."""
        asked = PlanProject(project=without_layout(self.editor.project), code=self._languages)
        if self._has_begun and asked != self._asked:
            self._asked, opened = asked, self._opened
            self.client.ask(asked, lambda reply: self._hear(asked.project, reply) if opened == self._opened else None)

    def _hear(self, project: Project, reply: Reply) -> None:
        """A plan is shown although the project may have changed meanwhile: most of it still holds."""
        if isinstance(reply, Planned):
            self.editor.set_planned(planned_after(self.editor.planned, project, reply))
            self.told.emit("")
        elif isinstance(reply, Failed):
            self._asked = None  # the next edit, or the same one, asks again
            self.told.emit(reply.message)
