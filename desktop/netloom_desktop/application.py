"""Starts the window: `netloom-desktop [FILE]`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from netloom_desktop.main_window import MainWindow
from netloom_desktop.style import dress
from netloom_desktop.theme import Theme, system_theme

_NO_DISPLAY = (
    "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. Start netloom-desktop in a "
    "graphical session; the command line, netloom, needs none."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with the project file that is named, and return the exit status when it is closed."""
    named = list(sys.argv[1:] if arguments is None else arguments)
    if not _has_display():
        sys.stderr.write(f"{_NO_DISPLAY}\n")
        return 2
    application = application_of(["netloom-desktop"])
    window = MainWindow()
    window.show()
    if named:
        window.open(Path(named[0]).absolute())
    return application.exec()


def application_of(arguments: Sequence[str], theme: Theme | None = None) -> QApplication:
    """The one application of this process, dressed in our colours."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(list(arguments))
    application.setApplicationName("Netloom")
    application.setOrganizationName("Netloom")
    application.setDesktopFileName("netloom-desktop")
    application.setStyle("Fusion")
    dress(application, theme or system_theme())
    return application


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
