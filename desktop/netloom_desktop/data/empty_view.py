"""The Data page before there is any data: what can be opened, and how."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from netloom_desktop.data.view import DataView
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say


class EmptyView(DataView):
    """Says it in words, with one button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_empty")
        self.button = QPushButton("&Open table…", self)
        self.button.setObjectName("data_open_first")
        self.button.setDefault(True)
        self.button.clicked.connect(self.open_wanted)
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


_LINES = (
    ("There is no table yet", 22, True),
    ("Open one, or drop a file here: CSV or TSV (also .gz), Parquet, Excel.", 14, False),
    ("You choose the column to predict; a first model that fits the table is made for you, to be changed.", 14, False),
)
