"""The recent projects on the welcome page: opened by a click, those that are gone told and taken out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netloom_desktop.recent import RecentProjects, is_missing
from netloom_desktop.theme import Theme
from netloom_desktop.welcome.card import Card
from netloom_desktop.words import label, say

NONE = "Projects that you open or save are listed here."


class RecentList(QWidget):
    """`wanted(path)` is called for the project to open. The list is read anew whenever the page is shown."""

    def __init__(self, wanted: Callable[[Path], object], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.wanted, self.theme = wanted, theme
        self.recent = RecentProjects()
        self.rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.follow()

    def follow(self) -> None:
        """List what there is now."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        paths = self.recent.paths()
        self.rows = [self._row(number, path) for number, path in enumerate(paths)] or [self._nothing()]
        for row in self.rows:
            self._column.addWidget(row)

    def show_theme(self, theme: Theme) -> None:
        """Show the list in other colours."""
        self.theme = theme
        self.follow()

    def _row(self, number: int, path: Path) -> QWidget:
        if is_missing(path):
            return self._missing(number, path)
        card = Card(path.stem, _folder(path), self.theme, self)
        card.setObjectName(f"recent_{number}")
        card.setToolTip(str(path))
        card.clicked.connect(lambda: self.wanted(path))
        return card

    def _missing(self, number: int, path: Path) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 4, 0, 4)
        told = label(self.theme, row, color="muted_text")
        say(told, f"{path.name} is no longer in {_folder(path)}.")
        button = QPushButton("Remove", row)
        button.setObjectName(f"recent_{number}_remove")
        button.setAccessibleName(f"Remove {path.name} from the list")
        button.clicked.connect(lambda: self._remove(path))
        line.addWidget(told, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _remove(self, path: Path) -> None:
        self.recent.remove(path)
        self.follow()

    def _nothing(self) -> QLabel:
        told = label(self.theme, self, color="muted_text")
        say(told, NONE)
        return told


def _folder(path: Path) -> str:
    """The folder of a file, short where it is below the user's own."""
    try:
        return str(Path("~") / path.parent.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path.parent)
