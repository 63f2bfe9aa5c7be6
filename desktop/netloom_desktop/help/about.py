"""What this program is, which versions it runs on, and under which licence."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from netloom_desktop.icons import app_icon
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

LICENCE = (
    "Netloom is free software under the MIT licence. The bundled tables have licences of their own, which lie beside "
    "them."
)
SAYS = "Builds, trains, explains and ships neural networks by wiring blocks."
WIDTH = 460
_ICON = QSize(72, 72)


class About(QDialog):
    """Closed with Esc or its button; what it says can be chosen and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle("About Netloom")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(_ICON, self.devicePixelRatio()))
        column.addWidget(picture)
        self._say(theme, column, f"Netloom {own_version()}", size=20, bold=True)
        self._say(theme, column, SAYS, size=14)
        self._say(theme, column, "\n".join(versions()), size=13).setObjectName("versions")
        self._say(theme, column, LICENCE, size=13)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setFixedHeight(column.totalHeightForWidth(WIDTH))

    def _say(self, theme: Theme, column: QVBoxLayout, text: str, *, size: int, bold: bool = False) -> QLabel:
        made = label(theme, self, size=size, bold=bold)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        say(made, text)
        column.addWidget(made)
        return made


def own_version() -> str:
    """The version of Netloom that runs; `unknown` where it was not installed."""
    try:
        return version("netloom")
    except PackageNotFoundError:
        return "unknown"


def versions() -> tuple[str, ...]:
    """What a report of a mistake needs to name."""
    python = f"Python {platform.python_version()}"
    return (f"{python}, Qt {qVersion()}, {_torch()}", f"{platform.system()} {platform.machine()}, {sys.executable}")


def _torch() -> str:
    """Read from what is installed: the window itself never loads torch."""
    try:
        return f"torch {version('torch')}"
    except PackageNotFoundError:
        return "no torch"
