"""A page before there is anything on it: what can be done here, and the button to begin."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say


class Invitation(QWidget):
    """A heading, lines below it, and `button`, in the middle."""

    def __init__(self, heading: str, lines: Iterable[str], button: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.button = QPushButton(button, self)
        self.button.setDefault(True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(14)
        self._column.addStretch(2)
        self._say(heading, size=22, bold=True)
        for line in lines:
            self._say(line, size=14, color="muted_text")
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(3)

    def _say(self, words: str, *, size: int, bold: bool = False, color: str = "text") -> None:
        line = label(self.theme, self, size=size, bold=bold, color=color)
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        say(line, words)
        self._column.addWidget(line)
