"""Save, save as, save a copy; and the question before a project is left that no file holds."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from netloom.errors import NetloomError
from netloom.storage import in_file
from netloom_desktop.file_on_disk import NOTHING, FileOnDisk, fingerprint_at, written
from netloom_desktop.project_file import questions
from netloom_desktop.project_file.parts import FileParts

ENDING: Final = "netloom"
FILTER: Final = f"Netloom project (*.{ENDING})"


class Saving:
    """Nothing that another program or window wrote is overwritten without a question."""

    def __init__(self, parts: FileParts) -> None:
        self.parts = parts
        self.editor = parts.editor

    def save(self) -> bool:
        """Write the project to its file; whether it is there now."""
        file = self.editor.file
        if file.path is None or self._is_of_another(file.path):
            return self.save_as()
        seen = fingerprint_at(file.path)
        if seen in (None, NOTHING, file.fingerprint):
            return self._write(file.path)
        answer = self.parts.ask(questions.overwriting(file))
        if answer == "overwrite":
            return self._write(file.path)
        return answer == "save_as" and self.save_as()

    def save_as(self) -> bool:
        """Let a file be chosen, and write the project to it; whether it is there now."""
        path = self._free_path("Save project as")
        if path is None:
            return False
        own = self.editor.path
        return self.save() if own and os.path.realpath(path) == os.path.realpath(own) else self._write(path)

    def save_copy(self) -> bool:
        """Let a file be chosen, and write the project to it as well; the window stays with its own file."""
        path = self._free_path("Save a copy of the project")
        return path is not None and self._trying(lambda: self._write_copy(path), self.save_copy)

    def may_leave(self) -> bool:
        """Whether the project may be left: it is saved, or the user says so."""
        if self.editor.is_saved:
            return True
        answer = self.parts.ask(questions.unsaved(self.editor.file))
        return answer == "discard" or (answer == "save" and self.save())

    def _is_of_another(self, path: Path) -> bool:
        """Whether another window has the file; it may have been closed meanwhile."""
        if not self.editor.file.read_only or self.parts.locks.take(path) is not None:
            return self.editor.file.read_only
        self.editor.mark(replace(self.editor.file, read_only=False))
        self.parts.notices.drop("read_only")
        return False

    def _write(self, path: Path) -> bool:
        if not self._trying(lambda: self._write_own(path), self.save_as):
            return False
        self.parts.notices.drop("changed", "removed", "read_only")
        return True

    def _write_own(self, path: Path) -> None:
        self.editor.save(path)
        self.parts.recent.add(path)

    def _write_copy(self, path: Path) -> None:
        written(in_file(self.editor.project, self.editor.path, path), path)

    def _trying(self, write: Callable[[], None], again: Callable[[], bool]) -> bool:
        """Whether it was written; if not, why is told, and another name can be chosen."""
        try:
            write()
        except NetloomError as error:
            why = str(error)
        else:
            why = ""
        self.parts.locks.settle()
        return not why or (self.parts.ask(questions.not_saved(why)) == "save_as" and again())

    def _free_path(self, title: str) -> Path | None:
        """A file that was chosen and that no other window has open."""
        while path := self._chosen(title):
            holder = self.parts.locks.take(path)
            if holder is None:
                return path
            if self.parts.ask(questions.target_in_use(FileOnDisk(path), holder)) == questions.CANCEL:
                break
        return None

    def _chosen(self, title: str) -> Path | None:
        """A file from the dialog, which asks by itself before one that is there is taken."""
        file = self.editor.file
        dialog = QFileDialog(self.parts.window, title, str(folder_of(file)), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING)
        dialog.selectFile(file.name if file.path else f"{_plain(self.editor.project.name)}.{ENDING}")
        names = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(names[0]) if names else None


def folder_of(file: FileOnDisk) -> Path:
    """The folder that dialogs begin in."""
    return file.folder or Path.home()


def _plain(name: str) -> str:
    """A project's name as that of a file."""
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name) or "Untitled"
