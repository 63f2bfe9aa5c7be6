"""The small map in the corner: all blocks as rectangles, and the part that is shown. At most ten pictures a second."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from netloom_desktop.canvas.geometry import Point, Rect, around
from netloom_desktop.canvas.paint import FarShapes, paint_far

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

WIDTH: Final = 200
HEIGHT: Final = 140
EDGE: Final = 12
PAUSE: Final = 100  # milliseconds between two pictures


class Minimap(QWidget):
    """Stands in the lower right corner of a canvas. Pressed or dragged, it brings that part into the view."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName("Small map of the network")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.drawn = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._draw)
        editor = canvas.editor  # not the scene's own `changed`: each item would note each change of its own for it
        for told in (editor.project_changed, editor.plan_changed, editor.entered, editor.selection_changed):
            told.connect(self.soon)
        for moved in (canvas.moved, canvas.stirred):
            moved.connect(self.soon)
        self.place()

    def soon(self, _: object = None) -> None:
        """Something is elsewhere: draw a new picture within a tenth of a second."""
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def place(self) -> None:
        """Stand in the corner."""
        room = self.canvas.viewport().rect()
        self.move(room.width() - WIDTH - EDGE, room.height() - HEIGHT - EDGE)

    def _draw(self) -> None:
        self.drawn += 1
        self.update()

    def _transform(self) -> QTransform:
        """From the scene to this map: everything, and the part that is shown, fit in."""
        box = self._box()
        scale = min((WIDTH - 12) / max(box.width, 1.0), (HEIGHT - 12) / max(box.height, 1.0))
        transform = QTransform.fromTranslate(WIDTH / 2, HEIGHT / 2)
        transform.scale(scale, scale)
        return transform.translate(-box.center.x, -box.center.y)

    def _box(self) -> Rect:
        boxes = [box for box in (self.canvas.graph.box(), self.canvas.shown()) if box is not None]
        return around(boxes) or Rect(0, 0, 1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = self.canvas.graph.ink
        painter = QPainter(self)
        back = QColor(ink.theme.panel)
        back.setAlpha(235)
        painter.setPen(QPen(ink.theme.color("outline")))
        painter.setBrush(back)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setTransform(self._transform())
        shapes = self.canvas.graph.far_shapes()
        paint_far(painter, FarShapes(shapes.blocks, shapes.chosen, shapes.broken, []), ink)
        pen = QPen(ink.theme.color("accent"), 1.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(*self.canvas.shown()))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            self._go(event.position())

    def _go(self, place: QPointF) -> None:
        inverted, _ = self._transform().inverted()
        self.canvas.center_on(Point(*inverted.map(place).toTuple()))
