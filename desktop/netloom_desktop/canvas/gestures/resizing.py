"""Making a frame larger or smaller by its corner."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from netloom.edits import SetNotes
from netloom.project import Frame
from netloom_desktop.canvas.geometry import GRID, snapped
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class Resize(Gesture):
    """Moves the lower right corner of a frame, along the grid."""

    cursor = Qt.CursorShape.SizeFDiagCursor
    pans_at_edges = True

    def __init__(self, canvas: "Canvas", frame: Frame) -> None:
        super().__init__(canvas)
        self.frame = self.now = frame
        self.held = frozenset({frame.id})

    def move(self, at: Pointer) -> None:
        width = max(snapped(at.point.x - self.frame.x), 4 * GRID)
        height = max(snapped(at.point.y - self.frame.y), 3 * GRID)
        self.now = self.frame.model_copy(update={"width": width, "height": height})
        self.scene.notes[self.frame.id].show_as(self.now)

    def end(self, at: Pointer) -> None:
        if not self.editor.do("Resize frame", SetNotes(frames=(self.now,))):
            self.cancel()

    def cancel(self) -> None:
        if self.frame.id in self.scene.notes:
            self.scene.notes[self.frame.id].show_as(self.frame)
