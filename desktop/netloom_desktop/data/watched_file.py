"""Tells when a file is another one than before, as when a spreadsheet program has saved it anew."""

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_CALM: Final = 500  # milliseconds without a change: who writes may be at it for a while

Stamp = tuple[int, int] | None


class WatchedFile(QObject):
    """`changed()` once the file has changed, come or gone, and nobody writes to it any more."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp: Stamp = None
        self._watcher = QFileSystemWatcher(self)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self._look)
        self._watcher.fileChanged.connect(lambda _: self._calm.start())
        self._watcher.directoryChanged.connect(lambda _: self._calm.start())

    def watch(self, path: Path | None) -> None:
        """Watch this file instead of the one before; None for no file."""
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        self._calm.stop()
        self._path, self._stamp = path, _stamp(path)
        self._add()

    def _add(self) -> None:
        """The folder is watched as well: many programs write a new file and give it the name of the old one."""
        if self._path is not None:
            here = [str(path) for path in (self._path, self._path.parent) if os.path.exists(path)]
            fresh = set(here) - {*self._watcher.files(), *self._watcher.directories()}
            if fresh:
                self._watcher.addPaths(sorted(fresh))

    def _look(self) -> None:
        self._add()
        if (now := _stamp(self._path)) != self._stamp:
            self._stamp = now
            self.changed.emit()


def _stamp(path: Path | None) -> Stamp:
    try:
        found = path.stat() if path is not None else None
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns) if found is not None else None
