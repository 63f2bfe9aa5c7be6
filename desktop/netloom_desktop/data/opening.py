"""Opening a table: which file, how it is read, and what becomes of the project. Each is one step that can be undone."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from netloom.edits import SetData
from netloom.project import Project
from netloom.protocol import NewProject, Replaced, ReplaceTable, Reply, Request, Started
from netloom.settings.sources import TableFile, without_place
from netloom_desktop.data.decisions import Decisions
from netloom_desktop.data.import_dialog import ImportDialog, Wish
from netloom_desktop.data.table import OpenTable
from netloom_desktop.editor import Editing
from netloom_desktop.parts import Parts

_ALL = "All files (*)"


class Opening(QObject):
    """Without data yet, a file becomes a starter project; with data, it takes the place of the table."""

    def __init__(self, parts: Parts, table: OpenTable, page: QWidget) -> None:
        super().__init__(page)
        self.parts = parts
        self.table = table
        self.page = page

    def ask(self) -> None:
        """Let a file be chosen, and open it."""
        folder = self.parts.editor.path.parent if self.parts.editor.path else Path.home()
        tables = f"Tables ({' '.join(f'*{suffix}' for suffix in TableFile.suffixes)})"
        name, _ = QFileDialog.getOpenFileName(self.page, "Open table", str(folder), f"{tables};;{_ALL}")
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Ask how a file is to be read, and open it."""
        self._show(Wish(path, TableFile()))

    def ask_options(self) -> None:
        """Ask how the project's own table is to be read."""
        state = self.table.state
        self._show(Wish(state.path, state.source))

    def _show(self, wish: Wish) -> None:
        dialog = ImportDialog(wish, self.parts.engines, self.parts.theme, self.page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.made.connect(self._take)
        project = self.parts.editor.project
        if project.data.columns:
            dialog.compare_with(project, "Use this table")
            dialog.request_of = lambda wanted: None if wanted == wish and wish.source.path else self._replace(wanted)
        else:
            dialog.ask_target("Make a project")
            dialog.request_of = self._begin
        dialog.open()

    def _begin(self, wish: Wish) -> Request:
        return NewProject(data=str(wish.path), target=wish.target, out=self._out(), source=without_place(wish.source))

    def _replace(self, wish: Wish) -> Request:
        project = self.parts.editor.project
        return ReplaceTable(project=project, data=str(wish.path), out=self._out(), source=without_place(wish.source))

    def _out(self) -> str:
        return str(self.parts.editor.path or "")

    def _take(self, wish: Wish, reply: Reply) -> None:
        editor = self.parts.editor
        match reply:
            case Started():
                editor.do(f"Open {wish.path.name}", *_started(editor.project, reply))
                tell = Decisions(reply.decisions, self.parts, self.page).open
                QTimer.singleShot(0, self.page, tell)  # what the project changes is shown first
            case Replaced():
                same = wish.path == self.table.state.path
                editor.do("Change import options" if same else f"Open {wish.path.name}", SetData(data=reply.data))


def _started(project: Project, started: Started) -> list[Editing]:
    """A network that is there already stays."""
    if project.nodes:
        return [SetData(data=started.project.data)]
    return [lambda _: started.project]
