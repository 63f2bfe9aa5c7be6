"""While a gesture holds the pointer at the edge of the view, the view goes on in that direction."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QTimer

from netloom_desktop.canvas.gestures.gesture import Pointer

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

ZONE: Final = 28.0  # pixels from the edge where it begins
FASTEST: Final = 28.0  # pixels a tick
TICK: Final = 16  # milliseconds


class EdgePan(QObject):
    """Follows the pointer of the gesture that lives; the nearer to the edge, or the further beyond, the faster."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self._at: Pointer | None = None
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._tick)

    def follow(self, at: Pointer) -> None:
        """The pointer is elsewhere."""
        self._at = at
        gesture = self.canvas.gesture
        if gesture is None or not gesture.pans_at_edges or self._speed(at.position) == QPointF(0, 0):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def rest(self) -> None:
        """No gesture lives any more."""
        self._timer.stop()
        self._at = None

    def _speed(self, position: QPointF) -> QPointF:
        room = self.canvas.viewport().rect()
        return QPointF(_beyond(position.x(), room.width()), _beyond(position.y(), room.height()))

    def _tick(self) -> None:
        gesture, at = self.canvas.gesture, self._at
        if gesture is None or at is None:
            self.rest()
            return
        speed = self._speed(at.position)
        self.canvas.pan(-speed.x(), -speed.y())
        self._at = Pointer(self.canvas.to_scene(at.position), at.position, at.modifiers)
        gesture.move(self._at)


def _beyond(place: float, room: float) -> float:
    """Pixels a tick, from how far a place is within the zone before either end of the room, or beyond that."""
    before, behind = ZONE - place, place - (room - ZONE)
    if before <= 0 and behind <= 0:
        return 0.0
    return -min(before, FASTEST) if before > behind else min(behind, FASTEST)
