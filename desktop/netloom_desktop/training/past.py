"""Runs of earlier days, and those that train without this window: the same events, read from their folders."""

from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import ValidationError
from PySide6.QtCore import QObject, QTimer, Signal

from netloom.errors import NetloomError
from netloom.events import Event, from_line
from netloom.files import whole_lines
from netloom.project import Project
from netloom.protocol import EVENTS, is_training
from netloom.run_folders import PROJECT
from netloom.storage import load
from netloom_desktop.training.run import Run

ENDS: Final = 16_000  # bytes at the beginning and at the end of a file that are looked at for a list
AT_ONCE: Final = 100_000  # bytes that are read before the window gets its turn
PAUSE: Final = 200  # milliseconds between looks at a file that grows


def glance(folder: Path) -> Run:
    """A run with what the beginning and the end of its events say: how it began, how far it came, how it ended."""
    run = Run(folder=folder)
    first, last = _ends(folder / EVENTS)
    for event in (*first[:1], *last):
        run.hear(event)
    if run.state in ("training", "paused") and not is_training(folder):
        run.state = "ended"
    return run


def project_of(folder: Path) -> Project | None:
    """The project as a run trained it; None if that cannot be read."""
    try:
        return load(folder / PROJECT)
    except NetloomError:
        return None


def _ends(file: Path) -> tuple[list[Event], list[Event]]:
    try:
        with file.open("rb") as opened:
            beginning = opened.read(ENDS)
            size = opened.seek(0, SEEK_END)
            start = max(size - ENDS, 0)
            opened.seek(start)
            ending = opened.read()
    except OSError:
        return [], []
    lines = whole_lines(ending)
    return _events(whole_lines(beginning)[:1]), _events(lines[1:] if start else lines)


def _events(lines: list[bytes]) -> list[Event]:
    """The events of these lines; what is none, as a later version may write, is passed over."""
    found = []
    for line in lines:
        try:
            found.append(from_line(line))
        except ValidationError:
            continue
    return found


def _part(opened: BinaryIO) -> bytes:
    """The next part of a file; where that is no whole line yet, as much as is needed."""
    content = part = opened.read(AT_ONCE)
    while part and b"\n" not in part:
        part = opened.read(AT_ONCE)
        content += part
    return content


class Follower(QObject):
    """Reads the events of a run's folder from the first on, a part at a time, and goes on while they grow.

    Signals: `heard(Run)` after each part, and `done(Run)` once there will be no more.
    """

    heard = Signal(object)
    done = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run = Run(folder=folder)
        self._file = folder / EVENTS
        self._place = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._read)
        self._timer.start(0)

    def stop(self) -> None:
        """Read no more, for good."""
        self._timer.stop()
        self.deleteLater()

    def _read(self) -> None:
        may_grow = is_training(self._file.parent)  # asked first: what was written before its end is read yet
        lines = self._next_lines()
        for event in _events(lines):
            self.run.hear(event)
        if lines:
            self.heard.emit(self.run)
            self._timer.start(0)
        elif self.run.is_over or not may_grow:
            self.run.state = "failed" if self.run.state == "failed" else "ended"
            self.done.emit(self.run)
        else:
            self._timer.start(PAUSE)

    def _begin_anew(self) -> None:
        """What was read is cut off: the run goes on from an earlier moment."""
        self._place = 0
        self.run = Run(self.run.label, self.run.project, self.run.folder)

    def _next_lines(self) -> list[bytes]:
        try:
            with self._file.open("rb") as opened:
                if opened.seek(0, SEEK_END) < self._place:
                    self._begin_anew()
                opened.seek(self._place)
                lines = whole_lines(_part(opened))
        except OSError:
            return []
        self._place += sum(len(line) + 1 for line in lines)
        return lines
