"""The menu of projects that were opened or saved last."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from netloom_desktop.recent import RecentProjects, is_missing


class RecentMenu(QMenu):
    """Filled each time it is opened: other windows open projects as well."""

    def __init__(self, recent: RecentProjects, open: Callable[[Path], None], parent: QWidget | None = None) -> None:
        super().__init__("Open &recent", parent)
        self.recent = recent
        self._open = open
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def pop_up(self) -> None:
        """Open it by itself, where the pointer is."""
        self.popup(QCursor.pos())

    def fill(self) -> None:
        """Show the list as it is now."""
        self.clear()
        paths = self.recent.paths()
        for number, path in enumerate(paths, 1):
            action = self.addAction(_words(number, path))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self._open(path))
        self.addSeparator()
        self.addAction("&Clear list", self.recent.clear).setEnabled(bool(paths))


def _words(number: int, path: Path) -> str:
    key = f"&{number % 10}" if number <= 10 else ""
    missing = " (missing)" if is_missing(path) else ""
    return f"{key}  {path.name.replace('&', '&&')}{missing}"
