"""What the pointer tells while nothing is pressed: by its shape, a sentence on a wire, a tooltip that teaches."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from netloom_desktop.canvas.appearance import wire_words
from netloom_desktop.canvas.gestures.gesture import Pointer
from netloom_desktop.canvas.hits import Hit, OnBlock, OnNote, OnPort, OnWire, Side, hit
from netloom_desktop.canvas.scene import End

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


def hover(canvas: "Canvas", at: Pointer) -> None:
    """The pointer is elsewhere."""
    if canvas.tool is not None:
        return
    found = hit(canvas.graph, at.point, canvas.scale_now)
    shape = _shape(found)
    if shape is not None:
        canvas.viewport().setCursor(shape)
    elif not canvas.keyboard.space_is_held:
        canvas.viewport().unsetCursor()
    canvas.say(_wire_words(canvas, found) if isinstance(found, OnWire) else "", at=at.point)


def _shape(found: Hit) -> Qt.CursorShape | None:
    match found:
        case OnPort():
            return Qt.CursorShape.CrossCursor
        case OnBlock(mends=True):
            return Qt.CursorShape.PointingHandCursor
        case OnBlock(setting=setting) if setting:
            return Qt.CursorShape.IBeamCursor
        case OnWire(bend=bend) if bend is not None:
            return Qt.CursorShape.SizeAllCursor
        case OnNote(part="corner"):
            return Qt.CursorShape.SizeFDiagCursor
        case _:
            return None


def _wire_words(canvas: "Canvas", found: OnWire) -> str:
    """What flows there; where that does not fit, why."""
    look = canvas.graph.look(found.wire.target)
    words = wire_words(found.wire, canvas.editor.planned)
    return f"{words}\n{look.message}" if look.misfits and look.message else words


def tip_at(canvas: "Canvas", position: QPoint) -> str:
    """What the tooltip says at a point of the view."""
    if canvas.gesture is not None:
        return ""
    match hit(canvas.graph, canvas.to_scene(position), canvas.scale_now):
        case OnPort(side=side, end=end):
            return "<br>".join([_port_tip(canvas, side, end), *(_arriving(canvas, end) if side == "input" else ())])
        case OnBlock(id=id):
            return canvas.graph.tip(id)
        case _:
            return ""


def _port_tip(canvas: "Canvas", side: Side, end: End) -> str:
    look = canvas.graph.look(end[0])
    return next(port.tip for port in (look.inputs if side == "input" else look.outputs) if port.name == end[1])


def _arriving(canvas: "Canvas", end: End) -> Iterator[str]:
    """What each wire brings to an input. It is asked for here, since the look of a block knows itself alone."""
    planned, project = canvas.editor.planned, canvas.editor.project
    for wire in canvas.editor.network.wires:
        if (wire.target, wire.target_port) == end and wire.source in planned.blocks:
            yield f"From {escape(project.find(wire.source).label)} arrives: {wire_words(wire, planned)}"
