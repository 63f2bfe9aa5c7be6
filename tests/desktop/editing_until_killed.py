"""A real window in which somebody edits at random, until the process is killed: `editing_until_killed.py FILE SEED`.

It prints each step as soon as it is done: when, in nanoseconds, and the SHA-256 of the project.
"""

import hashlib
import os
import random
import sys
import time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from netloom.storage import to_text
from netloom_desktop.application import application_of, main
from netloom_desktop.main_window import MainWindow

CONTROL, SHIFT, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier(0)
KEYS = Qt.Key
LARGEST = 60  # blocks
EDITS = (
    (KEYS.Key_M, PLAIN),
    (KEYS.Key_D, CONTROL),
    (KEYS.Key_C, PLAIN),
    (KEYS.Key_Right, PLAIN),
    (KEYS.Key_Down, SHIFT),
    (KEYS.Key_L, CONTROL),
    (KEYS.Key_Z, CONTROL),
    (KEYS.Key_Y, CONTROL),
    (KEYS.Key_S, CONTROL),
)


class Somebody:
    """Edits with the keys, now faster, now slower."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.random = random.Random(seed)

    def edit(self) -> None:
        canvas = self.window.canvas
        canvas.setFocus()
        QTest.keyClick(canvas, KEYS.Key_A, CONTROL)
        large = len(self.window.editor.project.nodes) > LARGEST
        QTest.keyClick(canvas, *((KEYS.Key_Delete, PLAIN) if large else self.random.choice(EDITS)))
        self.tell()
        QTimer.singleShot(self.random.choice((5, 40, 150, 600)), self.edit)

    def tell(self) -> None:
        text = to_text(self.window.editor.project).encode()
        os.write(1, f"{time.monotonic_ns()} {hashlib.sha256(text).hexdigest()}\n".encode())


def begin() -> None:
    (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    if not window.is_furnished:
        QTimer.singleShot(10, begin)
        return
    somebody = Somebody(window, int(sys.argv[2]))
    somebody.tell()
    somebody.edit()


if __name__ == "__main__":
    application_of(["netloom-desktop"])
    QTimer.singleShot(0, begin)
    sys.exit(main([sys.argv[1]]))
