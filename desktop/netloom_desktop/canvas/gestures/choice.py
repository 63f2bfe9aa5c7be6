"""Which gesture dragging is, by what is under the pointer where it begins."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from netloom.project import Frame
from netloom_desktop.canvas.gestures.bending import BendWire
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.gestures.moving import Move
from netloom_desktop.canvas.gestures.resizing import Resize
from netloom_desktop.canvas.gestures.selecting import BoxSelect, Lasso
from netloom_desktop.canvas.gestures.wiring import DrawWire
from netloom_desktop.canvas.hits import Hit, OnBlock, OnNote, OnPort, OnWire

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


def gesture_for(canvas: "Canvas", found: Hit, at: Pointer) -> Callable[[], Gesture]:
    """What dragging from there would be."""
    match found:
        case OnPort():
            return _from_port(canvas, found)
        case OnWire():
            return _from_wire(canvas, found)
        case OnBlock(id=id) | OnNote(id=id, part="title"):
            return lambda: Move(canvas, id)
        case OnNote(id=id, part="corner") if isinstance(frame := canvas.graph.notes[id].note, Frame):
            return lambda: Resize(canvas, frame)
        case _:
            return lambda: Lasso(canvas) if at.alt else BoxSelect(canvas)


def _from_port(canvas: "Canvas", found: OnPort) -> Callable[[], Gesture]:
    """A new wire; from an input, the end of the last one that arrives there."""
    side, end = found.side, found.end
    arriving = [wire for wire in canvas.editor.network.wires if (wire.target, wire.target_port) == end]
    if side == "output" or not arriving:
        return lambda: DrawWire(canvas, side, end)
    return _from_wire(canvas, OnWire(arriving[-1], "target"))


def _from_wire(canvas: "Canvas", found: OnWire) -> Callable[[], Gesture]:
    """The end of a wire that is near; between them, a bend."""
    wire = found.wire
    match found.end:
        case "target":
            return lambda: DrawWire(canvas, "output", (wire.source, wire.source_port), wire)
        case "source":
            return lambda: DrawWire(canvas, "input", (wire.target, wire.target_port), wire)
        case _:
            return lambda: BendWire(canvas, wire, found.bend)
