"""What a hand carries: blocks and the wires between them, painted once as tiles of a picture and then moved as that.

However many they are, a movement costs what the picture costs, and the wires that lead to what stays.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QWidget

from netloom_desktop.canvas.badges import ROOM
from netloom_desktop.canvas.geometry import WIDTH, Point, Rect, around
from netloom_desktop.canvas.items import BlockItem, Option, WireItem
from netloom_desktop.canvas.paint import FarShapes, Ink, paint_far

TILE: Final = 512  # pixels of one side
_EDGE: Final = 16.0  # around a block, for its ports
_EVERYWHERE: Final = QRectF(-5e5, -5e5, 1e6, 1e6)
Tile = tuple[int, int]


class Carried(QGraphicsItem):
    """Shows blocks and wires that are lifted off the scene, `by` so much elsewhere; seen from afar, their `shapes`."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self.blocks: dict[str, BlockItem] = {}
        self.wires: list[WireItem] = []
        self.by = Point(0, 0)
        self._blocks: list[tuple[Rect, BlockItem]] = []
        self._wires: list[tuple[Rect, WireItem]] = []
        self._tiles: dict[Tile, QPixmap] = {}
        self._painted_at = (0.0, 0.0)  # the scale, and the pixels of the screen for one of ours
        self._detail = 1.0
        self._shapes: FarShapes | None = None
        self._loose: list[QLineF] = []
        self._box = self._bounds = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setZValue(5)
        self.hide()

    def show_ink(self, ink: Ink) -> None:
        """Show it in other colours."""
        self.ink = ink
        self._tiles.clear()

    def take(self, blocks: Mapping[str, BlockItem], wires: Iterable[WireItem]) -> None:
        """Carry these from where they are."""
        self.blocks, self.wires = dict(blocks), list(wires)
        self._blocks = [(_around_block(item), item) for item in self.blocks.values()]
        self._wires = [(_around_wire(item), item) for item in self.wires]
        box = around(rect for parts in (self._blocks, self._wires) for rect, _ in parts)
        self._box = QRectF(*box) if box is not None else QRectF()
        self._bound(self._box)
        self.show()

    def leave(self) -> None:
        """Carry nothing any more."""
        self.blocks, self.wires, self.by = {}, [], Point(0, 0)
        self._blocks, self._wires, self._shapes, self._loose = [], [], None, []
        self._tiles.clear()
        self.setPos(0, 0)
        self.hide()

    def carry(self, by: Point) -> None:
        """Show all of it elsewhere."""
        self.by = by
        self.setPos(*by)

    def show_far(self, shapes: FarShapes | None) -> None:
        """Show it as it is seen from afar; as it is, if there are no shapes."""
        self._bound(self._box if shapes is None else _EVERYWHERE)
        self._shapes = shapes
        self.update()

    def lead(self, loose: Iterable[QLineF]) -> None:
        """Lead the wires to what stays, as they are seen from afar."""
        self._loose = list(loose)
        self.update()

    def _bound(self, bounds: QRectF) -> None:
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: Option, widget: QWidget | None = None) -> None:
        if self._shapes is None:
            self._paint_tiles(painter, option)
        else:
            paint_far(painter, self._shapes, self.ink)
            painter.setPen(self.ink.wire_far)
            painter.drawLines([line.translated(-self.by.x, -self.by.y) for line in self._loose])

    def _paint_tiles(self, painter: QPainter, option: Option) -> None:
        transform = QTransform(painter.worldTransform())
        scale, ratio = transform.m11(), painter.device().devicePixelRatioF()
        if self._painted_at != (scale, ratio):
            self._tiles.clear()
            self._painted_at = (scale, ratio)
            self._detail = option.levelOfDetailFromTransform(transform)
        side = TILE / scale
        painter.resetTransform()
        for tile in _tiles_on(QRectF(option.exposedRect).intersected(self._bounds), side):
            if tile not in self._tiles:
                self._tiles[tile] = self._tile(tile, scale, ratio)
            corner = transform.map(QPointF(tile[0] * side, tile[1] * side))
            painter.drawPixmap(round(corner.x()), round(corner.y()), self._tiles[tile])
        painter.setTransform(transform)

    def _tile(self, tile: Tile, scale: float, ratio: float) -> QPixmap:
        """A part of the picture, in the pixels of the screen."""
        side = TILE / scale
        area = Rect(tile[0] * side, tile[1] * side, side, side)
        picture = QPixmap(round(TILE * ratio), round(TILE * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-tile[0] * TILE, -tile[1] * TILE)
        painter.scale(scale, scale)
        self._paint_part(painter, area)
        painter.end()
        return picture

    def _paint_part(self, painter: QPainter, area: Rect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect, wire in self._wires:
            if rect.meets(area):
                painter.setPen(wire.pen())
                painter.drawPath(wire.path())
        for rect, block in self._blocks:
            if rect.meets(area):
                painter.translate(block.pos())
                block.paint_at(painter, self._detail)
                painter.translate(-block.pos())


def _around_block(item: BlockItem) -> Rect:
    x, y = item.pos().toTuple()
    return Rect(x - _EDGE, y - _EDGE, WIDTH + 2 * _EDGE, item.ready.height + _EDGE + ROOM)


def _around_wire(item: WireItem) -> Rect:
    bounds = item.boundingRect()
    return Rect(bounds.x(), bounds.y(), bounds.width(), bounds.height())


def _tiles_on(area: QRectF, side: float) -> list[Tile]:
    if area.isEmpty():
        return []
    across = range(int(area.left() // side), int(area.right() // side) + 1)
    return [
        (column, row) for row in range(int(area.top() // side), int(area.bottom() // side) + 1) for column in across
    ]
