"""What a hand carries: blocks and the wires between them, painted once as tiles of a picture and then moved as that.

However many they are, a movement costs what the picture costs, and the wires that lead to what stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QWidget

from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.items import BlockItem, Option, WireItem
from netloom_desktop.canvas.paint import FarShapes, Ink, paint_far

TILE: Final = 160  # pixels of one side: whole numbers at the usual scales of a screen, from 1.05 to 3
FEW: Final = 50  # blocks, of which it is worked out what they cover
_EVERYWHERE: Final = QRectF(-5e5, -5e5, 1e6, 1e6)
Tile = tuple[int, int]
Item = TypeVar("Item", BlockItem, WireItem)


class Carried(QGraphicsItem):
    """Shows blocks and wires that are lifted off the scene, `by` so much elsewhere; seen from afar, their `shapes`."""

    def __init__(self, ink: Ink) -> None:
        super().__init__()
        self.ink = ink
        self.blocks: dict[str, BlockItem] = {}
        self.wires: list[WireItem] = []
        self.by = Point(0, 0)
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

    def take(self, blocks: Mapping[str, BlockItem], wires: Iterable[WireItem], within: QRectF) -> None:
        """Carry these from where they are, within some part of the scene."""
        self.blocks, self.wires = dict(blocks), list(wires)
        self._box = within if len(self.blocks) > FEW else _around((*self.blocks.values(), *self.wires))
        self._bound(self._box)
        self.show()

    def leave(self) -> None:
        """Carry nothing any more."""
        self.blocks, self.wires, self.by = {}, [], Point(0, 0)
        self._shapes, self._loose = None, []
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
        self._tiles.clear()
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
        self._paint_tiles(painter, option)
        if self._loose:
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
        tiles = _tiles_on(QRectF(option.exposedRect).intersected(self._box), side)
        if missing := [tile for tile in tiles if tile not in self._tiles]:
            self._make(missing, scale, ratio)
        painter.resetTransform()
        for tile in tiles:
            corner = transform.map(QPointF(tile[0] * side, tile[1] * side))
            painter.drawPixmap(round(corner.x()), round(corner.y()), self._tiles[tile])
        painter.setTransform(transform)

    def _make(self, tiles: Sequence[Tile], scale: float, ratio: float) -> None:
        """Paint parts of the picture at once, in the pixels of the screen: a wire runs through many of them."""
        columns, rows = [tile[0] for tile in tiles], [tile[1] for tile in tiles]
        left, top = min(columns), min(rows)
        picture = _clear(max(columns) + 1 - left, max(rows) + 1 - top, ratio)
        side = TILE / scale
        area = QRectF(left * side, top * side, picture.width() / ratio / scale, picture.height() / ratio / scale)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-left * TILE, -top * TILE)
        painter.scale(scale, scale)
        self._paint_part(painter, area)
        painter.end()
        pixels = round(TILE * ratio)
        for column, row in tiles:
            part = QRect((column - left) * pixels, (row - top) * pixels, pixels, pixels)
            self._tiles[column, row] = picture.copy(part)

    def _paint_part(self, painter: QPainter, area: QRectF) -> None:
        if self._shapes is not None:
            paint_far(painter, self._shapes, self.ink)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for wire in _within(area, self.wires):
            painter.setPen(wire.pen())
            painter.drawPath(wire.path().translated(wire.pos()))
        for block in _within(area, self.blocks.values()):
            painter.translate(block.pos())
            block.paint_at(painter, self._detail)
            painter.translate(-block.pos())


def _clear(across: int, down: int, ratio: float) -> QPixmap:
    """A picture of so many tiles with nothing on it."""
    pixels = round(TILE * ratio)
    picture = QPixmap(across * pixels, down * pixels)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _around(items: Iterable[QGraphicsItem]) -> QRectF:
    around = QRectF()
    for item in items:
        around |= item.sceneBoundingRect()
    return around


def _within(area: QRectF, items: Iterable[Item]) -> list[Item]:
    """Those that may be seen in a part of the scene. To Qt, the rectangle of a straight wire meets nothing."""
    return [item for item in items if item.sceneBoundingRect().adjusted(-1, -1, 1, 1).intersects(area)]


def _tiles_on(area: QRectF, side: float) -> list[Tile]:
    if area.isEmpty():
        return []
    across = range(int(area.left() // side), int(area.right() // side) + 1)
    return [
        (column, row) for row in range(int(area.top() // side), int(area.bottom() // side) + 1) for column in across
    ]
