"""Buttons that say more of themselves than their text: to who points at them, and to screen readers."""

from PySide6.QtWidgets import QPushButton, QWidget


def explained_button(text: str, name: str, about: str, parent: QWidget) -> QPushButton:
    """A button of that name, with a sentence about what it does."""
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setToolTip(about)
    button.setAccessibleDescription(about)
    return button
