"""What stands in the scene: plain items that show prepared values and know nothing else.

Geometry changes in one method of each item, with Qt told beforehand; nothing changes while painting; no item owns a
timer, a signal, or another item.
"""

from typing import Any, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from netloom.project import Comment, Frame, Wire
from netloom_desktop.canvas.badges import ROOM, Badge, paint_badge
from netloom_desktop.canvas.geometry import BEND_RADIUS, WIDTH, Course, Point
from netloom_desktop.canvas.paint import PLAIN, FarShapes, Ink, Prepared, State, paint_block, paint_far

_EDGE: Final = 14.0  # around a block, for its ports and its outline
Option = QStyleOptionGraphicsItem


class BlockItem(QGraphicsRectItem):
    """A block. Its rectangle is where it may paint: Qt has that at hand, and asks nothing of Python for it."""

    def __init__(self, ready: Prepared, ink: Ink) -> None:
        super().__init__()
        self.ready = ready
        self.ink = ink
        self.state = PLAIN
        self.badge: Badge | None = None
        self.setPen(ink.none)
        self.setZValue(1)  # above the wires, whose ends its ports cover
        self.show_as(ready)

    def show_as(self, ready: Prepared) -> None:
        """Show other values."""
        self.ready = ready
        self._fit()
        self.update()

    def show_badge(self, badge: Badge | None) -> None:
        """Show a few words below it, or none."""
        if badge != self.badge:
            self.badge = badge
            self._fit()
            self.update()

    def _fit(self) -> None:
        below = ROOM if self.badge is not None else _EDGE
        self.setRect(-_EDGE, -_EDGE, WIDTH + 2 * _EDGE, self.ready.height + _EDGE + below)

    def show_state(self, state: State) -> None:
        """Show as chosen or not, and with these ports lit."""
        if state != self.state:
            self.state = state
            self.setZValue(2 if state.chosen else 1)
            self.update()

    def paint(self, painter: QPainter, option: Option, widget: QWidget | None = None) -> None:
        self.paint_at(painter, option.levelOfDetailFromTransform(painter.worldTransform()))

    def paint_at(self, painter: QPainter, scale: float) -> None:
        """Paint it with its upper left corner at the origin."""
        if self.badge is not None:
            paint_badge(painter, self.badge, self.ready.height, self.ink, scale)
        paint_block(painter, self.ready, self.ink, self.state, scale)


class WireItem(QGraphicsPathItem):
    """A wire. Qt paints it, from its path and its pen."""

    def __init__(self, wire: Wire, course: Course, pen: QPen) -> None:
        super().__init__(path_of(course))
        self.wire = wire
        self._own = course  # from where the item stands
        self._course: Course | None = course
        self._lines: list[QLineF] = []
        self.shown_pen = pen
        self.setPen(pen)
        self.setZValue(0)

    @property
    def course(self) -> Course:
        """Where it runs in the scene."""
        if self._course is None:
            self._course = self._own.moved(Point(*self.pos().toTuple()))
        return self._course

    @property
    def lines(self) -> list[QLineF]:
        """Where it runs in the scene, as it is seen from afar."""
        self._lines = self._lines or [QLineF(*curve.start, *curve.end) for curve in self._own.curves]
        place = self.pos()
        return self._lines if place.isNull() else [line.translated(place) for line in self._lines]

    def lead(self, course: Course) -> None:
        """Run elsewhere."""
        if course != self.course:
            self._own = self._course = course
            self._lines = []
            self.setPos(0, 0)
            self.setPath(path_of(course))

    def shift(self, by: Point) -> None:
        """Run the same way elsewhere; where that is, is worked out when it is asked for."""
        self._course = None
        self.moveBy(*by)

    def show_pen(self, pen: QPen) -> None:
        """Be drawn with another pen."""
        if pen is not self.shown_pen:
            self.shown_pen = pen
            self.setPen(pen)

    def shape(self) -> QPainterPath:
        return self.path()


def path_of(course: Course) -> QPainterPath:
    """A wire's course as Qt draws it, with a dot at each bend."""
    drawn = QPainterPath(QPointF(*course.start))
    for curve in course.curves:
        drawn.cubicTo(*curve.first, *curve.second, *curve.end)
    for bend in course.bends:
        drawn.addEllipse(QPointF(*bend), BEND_RADIUS, BEND_RADIUS)
    return drawn


class NoteItem(QGraphicsItem):
    """A frame behind blocks, or a comment."""

    def __init__(self, note: Frame | Comment, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self.chosen = False
        self.note = note
        self._bounds = QRectF()
        self.area = QRectF()
        self.show_as(note)

    def show_as(self, note: Frame | Comment) -> None:
        """Show another text, size or place."""
        self.note = note
        area = note_area(note, self.ink)
        if area != self.area:
            self.prepareGeometryChange()
            self.area = area
            self._bounds = area.adjusted(-3, -3, 3, 3)
        self.setPos(note.x, note.y)
        self.setZValue(-2 if isinstance(note, Frame) else -1)
        self.update()

    def show_chosen(self, chosen: bool) -> None:
        """Show as chosen or not."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: Option, widget: QWidget | None = None) -> None:
        ink = self.ink
        framed = isinstance(self.note, Frame)
        painter.setPen(ink.accent if self.chosen else ink.frame_outline if framed else ink.none)
        painter.setBrush(ink.frame if framed else ink.note)
        painter.drawRoundedRect(self.area, 8, 8)
        painter.setPen(ink.text if framed else ink.note_text)
        painter.setFont(ink.title if framed else ink.body)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.area.adjusted(12, 9, -12, -9), flags, self.note.text)


COMMENT_WIDTH: Final = 240.0
_ASIDE: Final = 14.0  # pixels between a point and what is said there


def note_area(note: Frame | Comment, ink: Ink) -> QRectF:
    """How much room a frame or a comment takes, from its corner."""
    if isinstance(note, Frame):
        return QRectF(0, 0, note.width, note.height)
    room = QRectF(0, 0, COMMENT_WIDTH - 24, 4_000)
    text = ink.metrics[id(ink.body)].boundingRect(room, Qt.TextFlag.TextWordWrap, note.text or " ")
    return QRectF(0, 0, max(60.0, text.width() + 26), text.height() + 20)


class FarLayer(QGraphicsItem):
    """All blocks and wires at once, seen from afar."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self.shapes = FarShapes({}, [], [], [])
        self._bounds = QRectF()
        self.setVisible(False)

    def show_shapes(self, shapes: FarShapes, bounds: QRectF) -> None:
        """Show other blocks and wires."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.shapes = shapes
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: Option, widget: QWidget | None = None) -> None:
        paint_far(painter, self.shapes, self.ink)


class Root(QGraphicsItem):
    """Holds all blocks and wires, so that they can be hidden at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)

    def boundingRect(self) -> QRectF:
        return QRectF()

    def paint(self, *_: Any) -> None:
        return


class Sketch(QGraphicsPathItem):
    """What a gesture draws while it lasts: a wire in the making, a band around blocks, a cut."""

    def __init__(self, pen: QPen, fill: QBrush | None = None) -> None:
        super().__init__()
        self.setPen(pen)
        self.setZValue(10)
        if fill is not None:
            self.setBrush(fill)


class Words(QGraphicsItem):
    """A sentence on the spot, in the size of the screen whatever the zoom."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self._text, self._severity = "", ""
        self._size = QSizeF()
        self._bounds = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(20)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """What is said at the moment; empty for nothing."""
        return self._text if self.isVisible() else ""

    def say(self, text: str, at: QPointF, room: QPointF, severity: str = "") -> None:
        """Show a sentence beside a point of the scene; an empty one shows nothing. `room` is what there is to the right
        of that point and below it, in pixels."""
        if text and (text, severity) != (self._text, self._severity):
            metrics = self.ink.metrics[id(self.ink.small)]
            wanted = metrics.boundingRect(QRectF(0, 0, 320, 1_000), Qt.TextFlag.TextWordWrap, text)
            self._size = QSizeF(wanted.width() + 20, wanted.height() + 12)
            self._text, self._severity = text, severity
            self.update()
        if text:
            self._put(room)
            self.setPos(at)
        self.setVisible(bool(text))

    def _put(self, room: QPointF) -> None:
        """Right of the point and below it, as far as there is room."""
        width, height = self._size.width(), self._size.height()
        below = room.y() >= height + 2 * _ASIDE
        corner = QPointF(min(_ASIDE, room.x() - width - _ASIDE), _ASIDE if below else -_ASIDE - height)
        bounds = QRectF(corner, self._size)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds.adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: Option, widget: QWidget | None = None) -> None:
        strip = self.ink.severities.get(self._severity)
        painter.setPen(strip.outline if strip else self.ink.outline)
        painter.setBrush(strip.fill if strip else self.ink.block)
        painter.drawRoundedRect(self._bounds, 5, 5)
        painter.setPen(strip.text if strip else self.ink.text)
        painter.setFont(self.ink.small)
        painter.drawText(self._bounds.adjusted(10, 6, -8, -6), Qt.TextFlag.TextWordWrap, self._text)
