"""New, open, revert: each asks before changes are lost, and tells why it cannot be."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from netloom.errors import NetloomError
from netloom.files import Holder
from netloom.project import Project
from netloom.storage import in_file
from netloom_desktop.file_on_disk import FileOnDisk, read
from netloom_desktop.in_pictures import SUFFIXES, read_picture
from netloom_desktop.project_file import questions
from netloom_desktop.project_file.notices import Answer, Notice
from netloom_desktop.project_file.parts import FileParts
from netloom_desktop.project_file.saving import FILTER, Saving, folder_of

_FILTERS: Final = f"{FILTER};;Picture that carries its project (*.png *.svg)"


class Opening:
    """A project takes the place of the one that is shown."""

    def __init__(self, parts: FileParts, saving: Saving) -> None:
        self.parts = parts
        self.editor = parts.editor
        self.saving = saving

    def new(self, project: Project | None = None) -> None:
        """Begin an empty project, or one that no file holds yet."""
        if self.saving.may_leave():
            self.editor.new(project)

    def choose(self) -> None:
        """Let a file be chosen, and show the project in it."""
        name, _ = QFileDialog.getOpenFileName(
            self.parts.window, "Open project", str(folder_of(self.editor.file)), _FILTERS
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Show the project in a file, or the one that a picture carries; or say why that cannot be."""
        if self.saving.may_leave():
            carried = path.suffix.lower() in SUFFIXES
            read = (lambda: self.editor.new(read_picture(path))) if carried else (lambda: self._open(path))
            self._trying("The project was not opened", read)
            self.parts.locks.settle()

    def open_recent(self, path: Path) -> None:
        """Show a project of the list of recent ones; one that is gone can be taken from the list."""
        if path.exists():
            self.open(path)
        elif self.parts.ask(questions.not_there(path.name, str(path.parent))) == "remove":
            self.parts.recent.remove(path)

    def revert(self) -> None:
        """Go back to what the file holds."""
        file = self.editor.file
        if file.path and self.parts.ask(questions.reverting(file)) == "revert":
            self.reload("Revert")

    def reload(self, label: str) -> bool:
        """Show what the file holds now, in a step that can be undone; whether it is shown."""
        return self._trying("The project was not read again", lambda: self.editor.reload(label))

    def _open(self, path: Path) -> None:
        holder = self.parts.locks.take(path)
        if holder is None:
            self.editor.open(path)
            self.parts.notices.drop("read_only")
        elif not self._opened_beside(path, holder):
            return
        self.parts.recent.add(path)
        self._tell_if_it_cannot_be_written(path)

    def _opened_beside(self, path: Path, holder: Holder) -> bool:
        """Whether it is shown in spite of the other window that has it, in the way that was chosen."""
        answer = self.parts.ask(questions.in_use(FileOnDisk(path), holder))
        project, file = read(path) if answer != questions.CANCEL else (self.editor.project, self.editor.file)
        if answer == "copy":
            self.editor.new(in_file(project, path, None))
        elif answer == "read_only":
            self.editor.begin(project, replace(file, read_only=True))
            self._tell_read_only(file, "is open elsewhere")
        elif answer == "anyway":
            self.parts.locks.take(path, by_force=True)
            self.editor.begin(project, file)
        return answer != questions.CANCEL

    def _tell_if_it_cannot_be_written(self, path: Path) -> None:
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            self._tell_read_only(self.editor.file, "cannot be written")

    def _tell_read_only(self, file: FileOnDisk, why: str) -> None:
        answers = (Answer("save_as", "Save as…", self.saving.save_as), Answer("close", "Close"))
        text = f"{file.name} {why}: changes can be saved under another name."
        self.parts.notices.tell(Notice("read_only", text, answers))

    def _trying(self, what: str, do: Callable[[], None]) -> bool:
        try:
            do()
        except NetloomError as error:
            self.parts.ask(questions.failed(what, str(error)))
            return False
        return True
