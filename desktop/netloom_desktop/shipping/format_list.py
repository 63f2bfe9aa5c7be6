"""The formats in which a run can be exported: what each is, and a button that does it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from netloom.settings.exports import FORMATS
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say


class FormatList(QWidget):
    """`wanted(ExportFormat)` asks for an export."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_formats")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        self.buttons: dict[str, QPushButton] = {}
        for row, format in enumerate(FORMATS):
            title, about = label(theme, self, bold=True), label(theme, self, color="muted_text")
            say(title, format.title)
            say(about, format.about)
            button = QPushButton("Export…", self)
            button.setObjectName(f"export_{format.id}")
            button.setAccessibleName(f"Export as {format.title}")
            button.setAccessibleDescription(format.about)
            button.clicked.connect(lambda _=False, format=format: self.wanted.emit(format))
            grid.addWidget(title, 3 * row, 0)
            grid.addWidget(about, 3 * row + 1, 0)
            grid.addWidget(button, 3 * row, 1, 2, 1)
            grid.setRowMinimumHeight(3 * row + 2, 12)
            self.buttons[format.id] = button

    def allow(self, allowed: bool) -> None:
        """Whether there is a run that can be exported."""
        for button in self.buttons.values():
            button.setEnabled(allowed)
