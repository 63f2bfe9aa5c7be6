"""Opens the window as `netloom-desktop` does, says so once it has been painted, and closes it."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer

from netloom_desktop.application import application_of, first_window
from netloom_desktop.first_paint import FirstPaint


def painted() -> None:
    print("painted", flush=True)
    QTimer.singleShot(0, window.close)


application = application_of(["netloom-desktop"])
window = first_window(application)
window.show()
seen = FirstPaint(window, painted)
sys.exit(application.exec())
