"""Moving what is shown, with the middle button, or with Space and the left one."""

from PySide6.QtCore import Qt

from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer


class Pan(Gesture):
    """Moves what is shown with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def start(self, at: Pointer) -> None:
        self.begun = self.last = at.position
        self.has_moved = False

    def move(self, at: Pointer) -> None:
        by = at.position - self.last
        self.last = at.position
        self.has_moved = True
        self.canvas.pan(by.x(), by.y())

    def cancel(self) -> None:
        by = self.begun - self.last
        self.canvas.pan(by.x(), by.y())
