"""What the pointer is on: ports first, then wires' ends, blocks, wires, and last frames and comments."""

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRectF, Qt

from netloom.project import Frame, Wire
from netloom_desktop.canvas.geometry import BEND_REACH, PORT_REACH, WIRE_REACH, Point, Rect, distance_to
from netloom_desktop.canvas.items import BlockItem, NoteItem, WireItem
from netloom_desktop.canvas.scene import End, Scene

Side = Literal["input", "output"]
TITLE: Final = 34.0  # of a frame: the band that it can be dragged by
CORNER: Final = 18.0  # of a frame: where it can be resized
END: Final = 34.0  # of a wire: how near to its end the pointer takes that


@dataclass(frozen=True)
class OnPort:
    """A port of a block."""

    side: Side
    end: End


@dataclass(frozen=True)
class OnBlock:
    """A block, and what of it is there, if anything: a setting that it shows, or the button that mends its problem."""

    id: str
    setting: str = ""
    mends: bool = False


@dataclass(frozen=True)
class OnWire:
    """A wire, and which end or which of its bends is near."""

    wire: Wire
    end: Literal["", "source", "target"] = ""
    bend: int | None = None


@dataclass(frozen=True)
class OnNote:
    """A frame or a comment; `part` is where on it."""

    id: str
    part: Literal["title", "corner", "inside"]


Hit = OnPort | OnBlock | OnWire | OnNote | None


def hit(scene: Scene, point: Point, scale: float) -> Hit:
    """What is at a point of the scene. At small scales the pointer takes from further away; from afar, where no ports
    are seen, it takes none."""
    reach = max(1.0, min(1.0 / scale, 3.0))
    near = _near(scene, point, PORT_REACH * reach)
    blocks = [item for item in near if isinstance(item, BlockItem)]
    port = None if scene.far.isVisible() else _port(blocks, point, PORT_REACH * reach)
    if port is not None:
        return port
    for item in blocks:
        if scene.rect(item.ready.look.id).holds(point):
            return OnBlock(item.ready.look.id, _setting(item, point), _mends(item, point))
    wires = [item for item in near if isinstance(item, WireItem)]
    return _wire(wires, point, WIRE_REACH * reach) or _note(scene, near, point)


def port_near(scene: Scene, point: Point, reach: float, side: Side) -> End | None:
    """The nearest port of a side within reach."""
    blocks = [item for item in _near(scene, point, reach) if isinstance(item, BlockItem)]
    found = _port(blocks, point, reach, side)
    return found.end if found else None


def block_at(scene: Scene, point: Point) -> str | None:
    """The block at a point."""
    near = (item.ready.look.id for item in _near(scene, point, 1) if isinstance(item, BlockItem))
    return next((id for id in near if scene.rect(id).holds(point)), None)


def wire_under(scene: Scene, rect: Rect, point: Point) -> Wire | None:
    """The wire that a block with this rectangle lies on, measured at its middle."""
    items = scene.items(QRectF(*rect), Qt.ItemSelectionMode.IntersectsItemBoundingRect)
    wires = [item for item in items if isinstance(item, WireItem)]
    near = [(distance_to(item.course, point), str(item.wire), item.wire) for item in wires]
    within = [each for each in near if each[0] < 36]
    return min(within)[2] if within else None


def _near(scene: Scene, point: Point, reach: float) -> list[object]:
    """What may be near a point, the uppermost first. From afar, items are hidden: then only blocks are found."""
    if scene.far.isVisible():
        area = Rect(point.x, point.y, 0, 0)
        found = [scene.blocks[id] for id, rect in scene.rects().items() if rect.meets(area)]
        return [*found[::-1], *scene.notes.values()]
    around = QRectF(point.x - reach, point.y - reach, 2 * reach, 2 * reach)
    return list(scene.items(around, Qt.ItemSelectionMode.IntersectsItemBoundingRect))


def _port(blocks: list[BlockItem], point: Point, reach: float, only: Side | None = None) -> OnPort | None:
    best, nearest = None, reach
    sides: tuple[Side, ...] = (only,) if only else ("input", "output")
    for item in blocks:
        for side in sides:
            ready = item.ready
            ports, places = (
                (ready.look.inputs, ready.inputs) if side == "input" else (ready.look.outputs, ready.outputs)
            )
            for port, place in zip(ports, places, strict=True):
                right, down = item.x() + place.x() - point.x, item.y() + place.y() - point.y
                far = (right * right + (down / 1.8 if port.many else down) ** 2) ** 0.5
                if far < nearest:
                    best, nearest = OnPort(side, (ready.look.id, port.name)), far
    return best


def _setting(item: BlockItem, point: Point) -> str:
    for chip, area, _, _ in item.ready.chips:
        if area.contains(point.x - item.x(), point.y - item.y()):
            return chip.name
    return ""


def _mends(item: BlockItem, point: Point) -> bool:
    fix = item.ready.fix
    return fix is not None and fix[0].contains(point.x - item.x(), point.y - item.y())


def _wire(wires: list[WireItem], point: Point, reach: float) -> OnWire | None:
    near = [(distance_to(item.course, point), str(item.wire), item) for item in wires]
    within = sorted(each for each in near if each[0] <= reach)
    if not within:
        return None
    item = within[0][2]
    start, end = item.course.start, item.course.end
    for number, bend in enumerate(item.course.bends):
        if abs(point.x - bend.x) + abs(point.y - bend.y) <= max(BEND_REACH, reach):
            return OnWire(item.wire, bend=number)
    if abs(point.x - end.x) + abs(point.y - end.y) < END:
        return OnWire(item.wire, "target")
    if abs(point.x - start.x) + abs(point.y - start.y) < END:
        return OnWire(item.wire, "source")
    return OnWire(item.wire)


def _note(scene: Scene, near: list[object], point: Point) -> OnNote | None:
    for item in near:
        if isinstance(item, NoteItem) and (rect := scene.note_rect(item.note.id)).holds(point):
            if not isinstance(item.note, Frame):
                return OnNote(item.note.id, "title")
            if point.x > rect.right - CORNER and point.y > rect.bottom - CORNER:
                return OnNote(item.note.id, "corner")
            return OnNote(item.note.id, "title" if point.y < rect.y + TITLE else "inside")
    return None
