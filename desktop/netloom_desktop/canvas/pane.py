"""The canvas with what belongs around it: the way into groups above, the small map in the corner."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom_desktop.canvas.breadcrumb import Breadcrumb
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.minimap import Minimap
from netloom_desktop.editor import Editor
from netloom_desktop.theme import Theme


class CanvasPane(QWidget):
    """What a window has in its middle."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.breadcrumb = Breadcrumb(editor, self)
        self.canvas = Canvas(editor, theme, self)
        self.minimap = Minimap(self.canvas)
        self.minimap.hide()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.breadcrumb)
        column.addWidget(self.canvas, 1)
        self.canvas.moved.connect(self.minimap.place)

    def put_above(self, widget: QWidget) -> None:
        """Put something above the canvas."""
        self._column.insertWidget(1, widget)

    def show_minimap(self, shown: bool) -> None:
        """Show the small map, or hide it."""
        self.minimap.setVisible(shown)
        self.minimap.place()
        self.minimap.soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.minimap.place()
