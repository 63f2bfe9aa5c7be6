"""Before there is a file to score: what can be done here, and how to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

_LINES = (
    ("Predict new rows", 22, True),
    ("Drop a file here, or choose one: CSV or TSV (also .gz), Parquet, Excel.", 14, False),
    ("You see each row with its prediction, and which columns are unlike those it has learnt from.", 14, False),
)


class Invitation(QWidget):
    """`chosen()` asks for a file."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("score_invitation")
        self.button = QPushButton("&Choose file…", self)
        self.button.setObjectName("score_choose")
        self.button.setDefault(True)
        self.button.clicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(2)
        for words, size, bold in _LINES:
            line = label(theme, self, size=size, bold=bold, color="text" if bold else "muted_text")
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            say(line, words)
            column.addWidget(line)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
