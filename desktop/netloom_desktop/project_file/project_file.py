"""The project's file as the window has it: what the File menu does, and what goes on by itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from netloom.project import Project
from netloom_desktop.editor import Editor
from netloom_desktop.file_on_disk import FileOnDisk
from netloom_desktop.project_file.dropping import FileDrops
from netloom_desktop.project_file.notices import Notices
from netloom_desktop.project_file.opening import Opening
from netloom_desktop.project_file.outside import Outside
from netloom_desktop.project_file.own_locks import OwnLocks
from netloom_desktop.project_file.parts import FileParts
from netloom_desktop.project_file.recent_menu import RecentMenu
from netloom_desktop.project_file.recovering import Recovering
from netloom_desktop.project_file.saving import Saving
from netloom_desktop.recent import RecentProjects
from netloom_desktop.theme import Theme


class ProjectFile(QObject):
    """`table_dropped(Path)` asks for a table to be opened. `notices` belongs above the page that is shown."""

    table_dropped = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.editor = editor
        self.notices = Notices(theme)
        parts = FileParts(editor, window, self.notices, OwnLocks(editor, self), RecentProjects())
        self.parts = parts
        self.saving = Saving(parts)
        self.opening = Opening(parts, self.saving)
        self.outside = Outside(parts, self.opening, self)
        self.recovering = Recovering(parts, self.saving, self)
        self.recent_menu = RecentMenu(parts.recent, self.opening.open_recent, window)
        drops = FileDrops(window)
        drops.project.connect(self.opening.open)
        drops.table.connect(self.table_dropped)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions of the File menu do, by their ids."""
        return {
            "new": self.opening.new,
            "open": self.opening.choose,
            "open_recent": self.recent_menu.pop_up,
            "save": self.saving.save,
            "save_as": self.saving.save_as,
            "save_copy": self.saving.save_copy,
            "revert": self.opening.revert,
            "recover": self.recovering.offer,
        }

    def follow_with(self, actions: dict[str, QAction]) -> None:
        """Let the actions be open to use when they would do something."""
        actions["open_recent"].setMenu(self.recent_menu)

        def follow(_: object = None) -> None:
            actions["revert"].setEnabled(self.editor.path is not None and not self.editor.is_saved)

        self.editor.file_changed.connect(follow)
        follow()

    def open(self, path: Path) -> None:
        """Show the project in a file, or say why that cannot be."""
        self.opening.open(path)

    def begin_with(self, project: Project) -> None:
        """Show a project that came from elsewhere and that no file holds yet."""
        self.opening.new(project)

    def begin(self) -> None:
        """The window is seen: offer what an earlier one could not save."""
        self.recovering.offer(asked=False)

    def may_leave(self) -> bool:
        """Whether the project may be left: it is saved, or the user says so."""
        return self.saving.may_leave()

    def close(self) -> None:
        """The window is closed: nothing of it stays behind but what was saved."""
        self.recovering.autosave.close()
        self.parts.locks.release()


def title_of(file: FileOnDisk) -> str:
    """The window's title; Qt puts a mark in place of `[*]` while there is something to save."""
    read_only = " (read-only)" if file.read_only else ""
    return f"{file.name.replace('[*]', '[*][*]')}[*]{read_only} — Netloom"
