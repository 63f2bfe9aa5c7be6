"""Looking through all objects for garbage takes Python as long as several frames: it is done when nothing moves."""

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, SignalInstance

EVERY: Final = 2_000  # milliseconds
CALM: Final = 1.0  # seconds after the last movement
_ROUNDS: Final = 10  # of looking through the newer objects, after which Python would look through all
_NEVER: Final = 1_000_000


class CalmCollector(QObject):
    """From now on, what is loaded by now is looked through no more, and the rest when nothing has `stirred` for a
    while. It holds for the whole process, so the program that owns it makes one."""

    def __init__(self, stirred: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()
        newest, newer, _ = gc.get_threshold()
        gc.set_threshold(newest, newer, _NEVER)
        self._stirred_at = time.monotonic()
        stirred.connect(self._note)
        timer = QTimer(self, interval=EVERY)
        timer.timeout.connect(self._collect)
        timer.start()

    def _note(self) -> None:
        self._stirred_at = time.monotonic()

    def _collect(self) -> None:
        if gc.get_count()[2] > _ROUNDS and time.monotonic() - self._stirred_at > CALM:
            gc.collect()
