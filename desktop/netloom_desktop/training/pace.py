"""Doing something soon, but not more often than it is seen, and less often on a machine that takes long for it."""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer

WORDS: Final = 200  # milliseconds: words that change faster are not read
REST: Final = 3  # times as long as it took, at least, until it is done again


class Pace(QObject):
    """Does `act` at most every so many milliseconds, once `soon` has asked for it."""

    def __init__(self, act: Callable[[], object], milliseconds: int, parent: QObject) -> None:
        super().__init__(parent)
        self._act, self._least = act, milliseconds
        self._wait = milliseconds
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)

    def soon(self, _: object = None) -> None:
        """Do it at the next turn."""
        if not self._timer.isActive():
            self._timer.start(self._wait)

    def now(self) -> None:
        """Do it at once."""
        self._timer.stop()
        started = perf_counter()
        self._act()
        self._wait = max(self._least, round((perf_counter() - started) * 1_000 * REST))

    def stop(self) -> None:
        """Do it no more, until it is asked for again."""
        self._timer.stop()
