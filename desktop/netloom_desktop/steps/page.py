"""What the pages of the steps share: a heading, words, and a column in the middle that never grows too wide to read."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from netloom_desktop.steps.work import STEPS, StepId
from netloom_desktop.theme import font

WIDEST: Final = 860  # pixels: longer lines tire


class Page(QScrollArea):
    """A page: what is added to `column` stands below its heading."""

    def __init__(self, id: StepId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        step = next(step for step in STEPS if step.id == id)
        self.setObjectName(f"{id}_page")
        self.setAccessibleName(f"{step.title}: {step.about}")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        inside = QWidget(self)
        middle = QWidget(inside)
        middle.setMaximumWidth(WIDEST)
        row = QHBoxLayout(inside)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        self.column = QVBoxLayout(middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.setWidget(inside)
        self.say(step.title, size=24, bold=True)
        self.say(step.about, size=15)

    def say(self, text: str, *, size: int = 13, bold: bool = False) -> QLabel:
        """Add some words, shown as they are."""
        label = plain_label(text, self, size=size, bold=bold)
        self.column.addWidget(label)
        return label

    def notice(self, text: str) -> QLabel:
        """Add words that must not be missed."""
        label = self.say(text)
        label.setObjectName("notice")
        return label


def plain_label(text: str, parent: QWidget, *, size: int = 13, bold: bool = False) -> QLabel:
    """A label that wraps, whose text can be chosen and copied, and is never read as markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(font(size, bold=bold))
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
