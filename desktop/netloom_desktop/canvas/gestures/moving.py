"""Moving blocks, frames and comments; a single block can be put on a wire on the way."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainterPath

from netloom.edits import Arrange, BendWires, Detach, PutOnWire, SetNotes
from netloom.errors import EditError
from netloom.project import Comment, Frame, Position, Wire
from netloom_desktop.canvas.alignment import lined_up, making_room
from netloom_desktop.canvas.geometry import GRID, Point, Rect, snapped
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.gestures.shaking import Shake
from netloom_desktop.canvas.hits import wire_under
from netloom_desktop.canvas.items import Sketch
from netloom_desktop.canvas.layout import ACROSS
from netloom_desktop.editor import Editing

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class Move(Gesture):
    """Moves what is chosen with the pointer, along the grid, or in line with a block beside it. A frame takes along
    what stands on it.

    With Alt held from the beginning, or shaken, blocks come off their wires, which then lead past them. A single block
    that is wired to nothing lights up the wire under it, and is put on it in the end; Alt prevents it.
    """

    pans_at_edges = True

    def __init__(self, canvas: "Canvas", grip: str) -> None:
        super().__init__(canvas)
        self.grip = grip

    def start(self, at: Pointer) -> None:
        chosen = self.editor.selection
        if self.grip not in chosen.blocks | chosen.notes:
            self.editor.select(chosen.blocks | {self.grip}, chosen.notes | {self.grip}, chosen.wires)
            chosen = self.editor.selection
        notes = set(chosen.notes)
        blocks = set(chosen.blocks) | self._standing_on(notes)
        self.blocks = {id: self.scene.places[id] for id in blocks}
        self.notes = {id: Point(*self.scene.note_rect(id)[:2]) for id in notes}
        self.box = self.scene.around(blocks)
        self.held = frozenset(blocks | notes)
        self.begun = at.point
        self.anchor = {**self.notes, **self.blocks}[self.grip]
        self.by = Point(0, 0)
        self.wire: Wire | None = None
        self.detached: frozenset[Wire] = frozenset()
        self.shake = Shake()
        self.guides = Sketch(self.scene.ink.guide)
        self.scene.addItem(self.guides)
        self.scene.carrying.lift(blocks)
        if at.alt:
            self._detach()

    def _standing_on(self, notes: set[str]) -> set[str]:
        frames = [self.scene.note_rect(id) for id in notes if isinstance(self.scene.notes[id].note, Frame)]
        rects = self.scene.rects() if frames else {}
        return {id for id, rect in rects.items() if any(rect.within(frame) for frame in frames)}

    def move(self, at: Pointer) -> None:
        right, down = at.point.x - self.begun.x, at.point.y - self.begun.y
        by = Point(snapped(self.anchor.x + right) - self.anchor.x, snapped(self.anchor.y + down) - self.anchor.y)
        self.by = self._lined_up(by)
        self.scene.carrying.carry(self.by)
        self.scene.place_notes(_shifted(self.notes, self.by))
        self.canvas.moving()
        if self.shake.is_shaken(at.position.x(), time.monotonic()):
            self._detach()
        self._light(None if at.alt else self._wire_below())

    def _lined_up(self, by: Point) -> Point:
        """What is moved, in line with what is shown beside it."""
        if self.box is None:
            return by
        others = self.scene.blocks_in(self.canvas.shown())
        moved = Rect(self.box.x + by.x, self.box.y + by.y, self.box.width, self.box.height)
        shift, guides = lined_up(moved, others, GRID / 2 - 1)
        path = QPainterPath()
        for guide in guides:
            path.moveTo(*guide.start)
            path.lineTo(*guide.end)
        self.guides.setPath(path)
        return Point(by.x + shift.x, by.y + shift.y)

    def _detach(self) -> None:
        """Take the blocks off the wires to what stays."""
        if not self.detached and self.scene.carrying.loose:
            self.detached = self.scene.carrying.loose
            self.scene.hide_wires(self.detached)
            self.canvas.say("Off its wires. Esc puts it back.", severity="note")

    def _wire_below(self) -> Wire | None:
        """The wire that the block would be put on."""
        if len(self.blocks) != 1 or self.notes:
            return None
        (id,) = self.blocks
        look = self.scene.look(id)
        if not look.inputs or not look.outputs or self.scene.wires_at(id) - self.detached:
            return None
        rect = self.scene.rect(id)
        return wire_under(self.scene, rect, rect.center)

    def _light(self, wire: Wire | None) -> None:
        if wire != self.wire:
            self.wire = wire
            self.scene.light_wire(wire)

    def end(self, at: Pointer) -> None:
        wire = self.wire
        moved = self.by != Point(0, 0) or bool(self.detached)
        edits = self._edits() if moved else []
        onto = self._onto(wire, edits) if wire is not None and edits else []
        self._put_back()
        edits += onto
        if not edits or not self.editor.do(self._label(wire), *edits):
            self.scene.place_notes(self.notes)
        self.scene.show_far()

    def _label(self, wire: Wire | None) -> str:
        if wire is not None:
            return f"Put {self.grip} on a wire"
        count = len(self.blocks) + len(self.notes)
        what = self.grip if count == 1 else f"{count} things"
        return f"Detach {what}" if self.detached else f"Move {what}"

    def _edits(self) -> list[Editing]:
        blocks, notes = _shifted(self.blocks, self.by), _shifted(self.notes, self.by)
        edits = self.canvas.settling()
        if blocks and self.detached:
            edits.append(Detach(nodes=tuple(sorted(blocks))))
        if blocks:
            edits.append(Arrange(positions=tuple(Position(node=id, x=at.x, y=at.y) for id, at in blocks.items())))
        if bends := self._bends():
            edits.append(BendWires(wires=bends))
        if notes:
            edits.append(self._with_notes(notes))
        return edits

    def _bends(self) -> tuple[tuple[Wire, tuple[Point, ...]], ...]:
        """The bends between the blocks, which come along."""
        between = ((wire, bends) for wire, bends in self.scene.bends.items() if {wire.source, wire.target} <= self.held)
        return tuple((wire, tuple(Point(x + self.by.x, y + self.by.y) for x, y in bends)) for wire, bends in between)

    def _with_notes(self, places: dict[str, Point]) -> SetNotes:
        moved = [self.scene.notes[id].note.model_copy(update={"x": at.x, "y": at.y}) for id, at in places.items()]
        frames = tuple(note for note in moved if isinstance(note, Frame))
        return SetNotes(frames=frames, comments=tuple(note for note in moved if isinstance(note, Comment)))

    def _onto(self, wire: Wire, before: Iterable[Editing]) -> list[Editing]:
        """The block on the wire, and its new neighbours making room."""
        put, project = PutOnWire(node=self.grip, wire=wire), self.editor.project
        steps: list[Editing] = [*before, put]
        try:
            for edit in steps:
                project = edit(project)
        except EditError as refusal:
            self.canvas.say(str(refusal), severity="error")
            return []
        rects = self.scene.rects()
        dropped = rects.pop(self.grip)
        new, room = making_room(rects, dropped, ACROSS / 2)
        if new != dropped:
            room[self.grip] = Point(new.x, new.y)
        positions = tuple(Position(node=id, x=at.x, y=at.y) for id, at in room.items())
        return [put, Arrange(positions=positions)] if positions else [put]

    def _put_back(self) -> None:
        """Show everything where the project says."""
        self._light(None)
        self.scene.removeItem(self.guides)
        self.scene.carrying.put_down()
        if self.detached:
            self.scene.show_wires(self.detached)
            self.canvas.say("")

    def cancel(self) -> None:
        self._put_back()
        self.scene.place_notes(self.notes)
        self.scene.show_far()


def _shifted(places: dict[str, Point], by: Point) -> dict[str, Point]:
    return {id: Point(place.x + by.x, place.y + by.y) for id, place in places.items()}
