"""How long a window does not answer, measured as one who waits for it does."""

import time

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

EVERY = 5  # milliseconds


class Pulse(QObject):
    """A timer that notes the seconds between its beats, and for how long at most the window itself computed in one: the
    rest is waiting, for whatever it may be."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps, self.computed = [0.0], 0.0
        self.last = time.perf_counter(), time.thread_time()
        self.timer = QTimer(self, interval=EVERY, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._beat)
        self.timer.start()

    def feel(self, seconds: float) -> None:
        """Let the window do what it does for so long, as it does by itself: QTest.qWait would sleep in between."""
        loop = QEventLoop()
        self.last = time.perf_counter(), time.thread_time()
        self.timer.start()
        QTimer.singleShot(round(1_000 * seconds), loop.quit)
        loop.exec()
        self.timer.stop()

    @property
    def gap(self) -> float:
        """The longest."""
        return max(self.gaps)

    @property
    def late(self) -> float:
        """The longest but for one in a hundred."""
        return sorted(self.gaps)[len(self.gaps) * 99 // 100]

    def __str__(self) -> str:
        figures = (1_000 * self.gap, 1_000 * self.computed, 1_000 * self.late)
        return "{:.0f} ms, of them at most {:.0f} ms computing; 99th percentile {:.0f} ms".format(*figures)

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.gaps.append(now[0] - self.last[0])
        self.computed, self.last = max(self.computed, now[1] - self.last[1]), now
