"""The lock of the file that this window works on."""

import os
from pathlib import Path

from PySide6.QtCore import QObject

from netloom.files import Holder, Lock, take_lock
from netloom_desktop.editor import Editor


class OwnLocks(QObject):
    """Of all locks that were taken, only that of the file which the editor has is kept."""

    def __init__(self, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._taken: dict[str, Lock] = {}
        editor.file_changed.connect(self.settle)

    def take(self, path: Path, *, by_force: bool = False) -> Holder | None:
        """Lock a file that is about to become the editor's; or say who has locked it."""
        real = os.path.realpath(path)
        if real not in self._taken:
            lock = take_lock(path, by_force=by_force)
            if isinstance(lock, Holder):
                return lock
            self._taken[real] = lock
        return None

    def settle(self, _: object = None) -> None:
        """Release all locks but that of the editor's file."""
        path = self.editor.path
        self._release_but(os.path.realpath(path) if path else "")

    def release(self) -> None:
        """Release all: the window is closed."""
        self._release_but("")

    def _release_but(self, kept: str) -> None:
        for real in [real for real in self._taken if real != kept]:
            self._taken.pop(real).release()
