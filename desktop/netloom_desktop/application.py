"""Starts the window: `netloom-desktop [FILE]`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from netloom_desktop.display import NO_DISPLAY, has_display
from netloom_desktop.garbage import CalmCollector
from netloom_desktop.icons import app_icon
from netloom_desktop.main_window import MainWindow
from netloom_desktop.style import dress
from netloom_desktop.theme import Theme, system_theme

INSTALL: Final = "--install-entry"
HELP: Final = f"""Usage: netloom-desktop [FILE]

Opens the window, with the project FILE if one is named.

  {INSTALL}   put Netloom among the programs of this desktop (Linux), for this user
  --help            this text
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with the project file that is named, and return the exit status when it is closed."""
    named = list(sys.argv[1:] if arguments is None else arguments)
    options = [word for word in named if word.startswith("-")]
    if options:
        return _without_window(options[0])
    if not has_display():
        sys.stderr.write(f"{NO_DISPLAY}\n")
        return 2
    application = application_of(["netloom-desktop"])
    window = first_window(application, Path(named[0]).absolute() if named else None)
    window.show()
    return application.exec()


def first_window(application: QApplication, path: Path | None = None) -> MainWindow:
    """The window as it starts: with the project in a file, or the welcome page. It can be seen before all of it is
    there."""

    def begin() -> None:
        CalmCollector(window.canvas.stirred, application)
        window.open(path) if path else window.show_welcome()

    window = MainWindow(then=begin)
    window.welcome.setVisible(path is None)
    return window


def _without_window(option: str) -> int:
    """What is done without a window; the exit status."""
    if option == INSTALL:
        return _install()
    sys.stdout.write(HELP) if option == "--help" else sys.stderr.write(f"There is no option {option}.\n\n{HELP}")
    return 0 if option == "--help" else 2


def _install() -> int:
    if sys.platform in ("win32", "darwin"):
        sys.stderr.write(f"{INSTALL} is for Linux desktops. Here, netloom-desktop starts the window.\n")
        return 2
    from netloom.errors import NetloomError
    from netloom_desktop.desktop_entry import install_entry

    try:
        written = install_entry()
    except NetloomError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{path} written\n" for path in written))
    return 0


def application_of(arguments: Sequence[str], theme: Theme | None = None) -> QApplication:
    """The one application of this process, dressed in our colours."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(list(arguments))
    application.setApplicationName("Netloom")
    application.setOrganizationName("Netloom")
    application.setDesktopFileName("netloom-desktop")
    application.setWindowIcon(app_icon())
    application.setStyle("Fusion")
    dress(application, theme or system_theme())
    return application
