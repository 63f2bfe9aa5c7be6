"""Moving blocks, frames and comments; a single block can be put on a wire on the way."""

from typing import TYPE_CHECKING

from netloom.edits import Arrange, PutOnWire, SetNotes
from netloom.errors import EditError
from netloom.project import Comment, Frame, Position, Wire
from netloom_desktop.canvas.alignment import making_room
from netloom_desktop.canvas.geometry import Point, snapped
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.hits import wire_under
from netloom_desktop.canvas.layout import ACROSS
from netloom_desktop.editor import Editing

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class Move(Gesture):
    """Moves what is chosen with the pointer, along the grid. A frame takes along what stands on it.

    A single block that is wired to nothing lights up the wire under it, and is put on it in the end; Alt prevents it.
    """

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
        self.blocks = {id: Point(*self.scene.rect(id)[:2]) for id in blocks}
        self.notes = {id: Point(*self.scene.note_rect(id)[:2]) for id in notes}
        self.held = frozenset(blocks)
        self.begun = at.point
        self.anchor = {**self.notes, **self.blocks}[self.grip]
        self.by = Point(0, 0)
        self.wire: Wire | None = None

    def _standing_on(self, notes: set[str]) -> set[str]:
        frames = [self.scene.note_rect(id) for id in notes if isinstance(self.scene.notes[id].note, Frame)]
        rects = self.scene.rects()
        return {id for id, rect in rects.items() if any(rect.within(frame) for frame in frames)}

    def move(self, at: Pointer) -> None:
        right, down = at.point.x - self.begun.x, at.point.y - self.begun.y
        self.by = Point(snapped(self.anchor.x + right) - self.anchor.x, snapped(self.anchor.y + down) - self.anchor.y)
        self.scene.preview(_shifted(self.blocks, self.by), _shifted(self.notes, self.by))
        self.canvas.moving()
        self._light(None if at.alt else self._wire_below())

    def _wire_below(self) -> Wire | None:
        """The wire that the block would be put on."""
        if len(self.blocks) != 1 or self.notes:
            return None
        (id,) = self.blocks
        look = self.scene.look(id)
        if not look.inputs or not look.outputs or self.scene.wires_at(id):
            return None
        rect = self.scene.rect(id)
        return wire_under(self.scene, rect, rect.center)

    def _light(self, wire: Wire | None) -> None:
        if wire != self.wire:
            self.wire = wire
            self.scene.light_wire(wire)

    def end(self, at: Pointer) -> None:
        wire = self.wire
        self._light(None)
        moved = self.by != Point(0, 0)
        edits = self._edits() if moved else []
        if wire is not None and edits:
            edits += self._onto(wire)
        if not edits or not self.editor.do(self._label(wire), *edits):
            self.cancel()

    def _label(self, wire: Wire | None) -> str:
        if wire is not None:
            return f"Put {self.grip} on a wire"
        count = len(self.blocks) + len(self.notes)
        return f"Move {self.grip}" if count == 1 else f"Move {count} things"

    def _edits(self) -> list[Editing]:
        blocks, notes = _shifted(self.blocks, self.by), _shifted(self.notes, self.by)
        edits = self.canvas.settling()
        if blocks:
            edits.append(Arrange(positions=tuple(Position(node=id, x=at.x, y=at.y) for id, at in blocks.items())))
        if notes:
            edits.append(self._with_notes(notes))
        return edits

    def _with_notes(self, places: dict[str, Point]) -> SetNotes:
        moved = [self.scene.notes[id].note.model_copy(update={"x": at.x, "y": at.y}) for id, at in places.items()]
        frames = tuple(note for note in moved if isinstance(note, Frame))
        return SetNotes(frames=frames, comments=tuple(note for note in moved if isinstance(note, Comment)))

    def _onto(self, wire: Wire) -> list[Editing]:
        """The block on the wire, and its new neighbours making room."""
        put = PutOnWire(node=self.grip, wire=wire)
        try:
            put(self.editor.project)
        except EditError as refusal:
            self.canvas.say(str(refusal), severity="error")
            return []
        rects = self.scene.rects()
        new = rects.pop(self.grip)
        room = making_room(rects, new, ACROSS / 2)
        positions = tuple(Position(node=id, x=at.x, y=at.y) for id, at in room.items())
        return [put, Arrange(positions=positions)] if positions else [put]

    def cancel(self) -> None:
        self._light(None)
        self.scene.end_preview(self.blocks, self.notes)


def _shifted(places: dict[str, Point], by: Point) -> dict[str, Point]:
    return {id: Point(place.x + by.x, place.y + by.y) for id, place in places.items()}
