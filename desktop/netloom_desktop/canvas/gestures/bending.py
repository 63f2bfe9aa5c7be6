"""Bending a wire: it is taken anywhere between its ends and led through a point there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from netloom.edits import BendWires
from netloom.project import Wire
from netloom_desktop.canvas.geometry import Point, curve_near, snapped, wire_course
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class BendWire(Gesture):
    """Moves a bend of a wire along the grid; where there is none yet (`bend` is None), a new one."""

    cursor = Qt.CursorShape.SizeAllCursor
    pans_at_edges = True

    def __init__(self, canvas: "Canvas", wire: Wire, bend: int | None) -> None:
        super().__init__(canvas)
        self.wire = wire
        self.bend = bend
        self.held = frozenset({wire.source, wire.target})

    def start(self, at: Pointer) -> None:
        self.before = self.after = self.scene.bends.get(self.wire, ())
        if self.bend is None:
            self.bend = curve_near(self.scene.wires[self.wire].course, at.point)
            self.before_it, self.behind_it = self.before[: self.bend], self.before[self.bend :]
        else:
            self.before_it, self.behind_it = self.before[: self.bend], self.before[self.bend + 1 :]

    def move(self, at: Pointer) -> None:
        point = Point(snapped(at.point.x), snapped(at.point.y))
        self.after = (*self.before_it, point, *self.behind_it)
        self._show(self.after)
        self.canvas.moving()

    def _show(self, bends: tuple[Point, ...]) -> None:
        item = self.scene.wires.get(self.wire)
        if item is not None:
            item.lead(wire_course(item.course.start, item.course.end, bends))

    def end(self, at: Pointer) -> None:
        edit = BendWires(wires=((self.wire, self.after),))
        if not self.editor.do(f"Bend {self.wire.source} to {self.wire.target}", *self.canvas.settling(), edit):
            self.cancel()

    def cancel(self) -> None:
        self._show(self.before)
