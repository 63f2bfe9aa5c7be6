"""Doing something soon, but not more often than it is seen, and less often on a machine that takes long for it."""

from collections.abc import Callable
from math import ceil
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

WORDS: Final = 200  # milliseconds: words that change faster are not read
REST: Final = 1  # times as long as it took, at least, until it is begun again: half the time is for others


class Pace(QObject):
    """Does `act` at most every so many milliseconds, the `least`, once `soon` has asked for it. How long it takes is
    counted until what came of it is painted."""

    def __init__(self, act: Callable[[], object], milliseconds: int, parent: QObject) -> None:
        super().__init__(parent)
        self._act, self.least = act, milliseconds
        self._begun = self._next = 0.0  # when it was begun last, and when it may be begun again
        self._again = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.now)
        self._painted = QTimer(self, singleShot=True, interval=0)
        self._painted.timeout.connect(self._rest)

    def soon(self, _: object = None) -> None:
        """Do it at the next turn."""
        self._again = True
        if not (self._timer.isActive() or self._painted.isActive()):
            self._wait()

    def now(self) -> None:
        """Do it at once."""
        self._timer.stop()
        self._again, self._begun = False, perf_counter()
        self._painted.start()
        self._act()

    def stop(self) -> None:
        """Do it no more, until it is asked for again."""
        self._again = False
        self._timer.stop()

    def _rest(self) -> None:
        self._next = self._begun + max(self.least / 1_000, (perf_counter() - self._begun) * (1 + REST))
        if self._again:
            self._wait()

    def _wait(self) -> None:
        self._timer.start(max(ceil((self._next - perf_counter()) * 1_000), 0))
