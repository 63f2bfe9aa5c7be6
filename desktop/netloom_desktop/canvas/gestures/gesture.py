"""What all gestures share."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from netloom_desktop.canvas.geometry import Point

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


@dataclass(frozen=True)
class Pointer:
    """Where the pointer is, in the scene and in the view, and which keys are held."""

    point: Point
    position: QPointF
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def shift(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def control(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ControlModifier)

    @property
    def alt(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)


class Gesture:
    """Shows a preview while it lasts, changes the project once at its end, and leaves nothing behind when cancelled.

    `held` are the ids it depends on: when one of them goes, it is cancelled. A gesture for which `ends_at_release` is
    false lives on when the button is released, and ends with the next click. While one that `pans_at_edges` holds the
    pointer at an edge of the view, the view goes on there.
    """

    cursor: Qt.CursorShape | None = None
    pans_at_edges = False

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.scene = canvas.graph
        self.editor = canvas.editor
        self.held: frozenset[str] = frozenset()
        self.ends_at_release = True

    def start(self, at: Pointer) -> None:
        """It begins."""

    def move(self, at: Pointer) -> None:
        """The pointer is elsewhere, or a key is held or let go."""

    def end(self, at: Pointer) -> None:
        """It is done: make the edit."""

    def cancel(self) -> None:
        """Leave everything as it was."""

    def key(self, event: QKeyEvent) -> bool:
        """A key other than Esc was pressed; whether it meant something here."""
        return False
