"""How many rows each part has, asked of the engine whenever that could be different."""

from PySide6.QtCore import QObject, Signal

from netloom.project import Layout, Node, Project
from netloom.protocol import PartSizes, Reply, SplitRows
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.question import Question
from netloom_desktop.editor import Change, Editor
from netloom_desktop.engine_client import EngineClient


class SplitSizes(QObject):
    """Nothing is asked until it is begun, or without data. Signals: `changed(PartSizes | None)`, and `told(str)` with
    the sentence why there are none, or nothing."""

    changed = Signal(object)
    told = Signal(object)

    def __init__(self, editor: Editor, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.sizes: PartSizes | None = None
        self._has_begun = False
        self._question = Question(engines, self)
        self._question.answered.connect(self._hear)
        editor.project_changed.connect(self._follow)

    def begin(self) -> None:
        """Ask from now on, and now; where it had begun, the table is another one."""
        self._has_begun = True
        self._question.forget()
        self._ask()

    def stop(self) -> None:
        """There is no table that could be asked."""
        self._has_begun = False
        self._question.forget()
        self._show(None)

    def show_table(self, state: TableState) -> None:
        """Ask once the table is read, and again when it is another one."""
        if state.state == "read" and not self._has_begun:
            self.begin()
        elif state.state != "read" and self._has_begun:
            self.stop()

    def _follow(self, change: Change) -> None:
        if change.opened:
            self._question.forget()
            self._show(None)
        self._ask()

    def _ask(self) -> None:
        project, folder = self.editor.project, self.editor.folder
        if self._has_begun and project.data.source.path and project.data.columns:
            plain = project.model_copy(update={"layout": Layout()})
            about = project.data, ends_of(project), folder
            self._question.ask(about, lambda: SplitRows(project=plain, folder=folder))

    def _hear(self, reply: Reply) -> None:
        self._show(reply if isinstance(reply, PartSizes) else None, getattr(reply, "message", ""))

    def _show(self, sizes: PartSizes | None, why: str = "") -> None:
        self.sizes = sizes
        self.changed.emit(sizes)
        self.told.emit(why)


def ends_of(project: Project) -> tuple[Node, ...]:
    """The blocks where data enters and leaves: of the network, all that questions about the data depend on."""
    return tuple(node for node in project.nodes if not node.block.inputs or not node.block.outputs)
