"""The Data page before there is any data: what can be opened, and how."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom_desktop.data.view import DataView
from netloom_desktop.invitation import Invitation
from netloom_desktop.theme import Theme

_LINES = (
    "Open one, or drop a file here: CSV or TSV (also .gz), Parquet, Excel.",
    "You choose the column to predict; a first model that fits the table is made for you, to be changed.",
)


class EmptyView(DataView):
    """Says it in words, with one button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_empty")
        invitation = Invitation("There is no table yet", _LINES, "&Open table…", theme, self)
        self.button = invitation.button
        self.button.setObjectName("data_open_first")
        self.button.clicked.connect(self.open_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(invitation)
