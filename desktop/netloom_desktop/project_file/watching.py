"""Notices that another program has changed, removed or brought back a file."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from netloom_desktop.file_on_disk import NOTHING, FileOnDisk, fingerprint_at

_SETTLED: Final = 250  # milliseconds: who replaces a file takes it away first
_Stamp = tuple[int, int, int]


class FileWatch(QObject):
    """`seen(str)` is the fingerprint of what is there now, whenever it is another one than before."""

    seen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = FileOnDisk()
        self._last: str = NOTHING
        self._stamp: _Stamp | None = None
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED)
        self._timer.timeout.connect(self.look)
        self._watcher.fileChanged.connect(lambda _: self._timer.start())
        self._watcher.directoryChanged.connect(lambda _: self._timer.start())

    def follow(self, file: FileOnDisk) -> None:
        """Watch a file, of which that is known, and nothing else."""
        if file.path != self._file.path:
            self._watch_nothing()
        if (file.path, file.fingerprint) != (self._file.path, self._file.fingerprint):
            self._last, self._stamp = file.fingerprint, None
            self._timer.start()
        self._file = file
        self._watch()

    def look(self) -> None:
        """Look at once: the system does not tell of every change, as on network drives."""
        if self._file.path is None:
            return
        self._watch()
        stamp = _stamp(self._file.path)
        if stamp is not None and stamp == self._stamp:
            return
        found = fingerprint_at(self._file.path)
        if found is not None:
            self._stamp = stamp
            self._tell(found)

    def _tell(self, found: str) -> None:
        if found != self._last:
            self._last = found
            self.seen.emit(found)

    def _watch(self) -> None:
        """The folder, too: a file that is replaced is another one for the system."""
        path = self._file.path
        watched = {*self._watcher.files(), *self._watcher.directories()}
        for each in (path, path.parent) if path else ():
            if str(each) not in watched and each.exists():
                self._watcher.addPath(str(each))

    def _watch_nothing(self) -> None:
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
