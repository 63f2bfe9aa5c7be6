"""A view that may be higher than the window."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(view: QWidget) -> QScrollArea:
    """The view in what scrolls it up and down; it is as wide as there is room."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(view)
    return area
