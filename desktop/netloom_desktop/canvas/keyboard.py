"""What keys do on the canvas beside the actions of the menus: Esc, Space, and the arrows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from netloom.edits import Arrange
from netloom.project import Position
from netloom_desktop.canvas.geometry import GRID, Point, Way, nearest_towards
from netloom_desktop.canvas.gestures.gesture import Pointer
from netloom_desktop.canvas.gestures.ports import ARROWS

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Keyboard:
    """Arrows move what is chosen by a step of the grid, with Shift by one pixel. Where nothing is chosen, or what was
    walked to, they walk from block to block. With Ctrl they always walk, with Alt they always move."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.space_is_held = False
        self.space_was_used = False
        self.walked_to: str | None = None

    def press(self, event: QKeyEvent) -> bool:
        """A key was pressed; whether it meant something."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
            return True
        if self.canvas.gesture is not None:
            self._in_gesture(event)
            return True
        if key == Qt.Key.Key_Space:
            self._hold_space(event)
            return True
        if key in ARROWS:
            self._arrow(ARROWS[key], event.modifiers())
            return True
        return False

    def release(self, event: QKeyEvent) -> bool:
        """A key was let go; whether it meant something."""
        if self.canvas.gesture is not None:
            self._in_gesture(event)
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        used, held = self.space_was_used, self.space_is_held
        self.forget()
        if held and not used and self.canvas.gesture is None:
            self.canvas.adding.search(self.canvas.pointer_point())
        return True

    def forget(self) -> None:
        """No key is held: the canvas has lost the focus."""
        self.space_is_held = self.space_was_used = False
        self.canvas.viewport().unsetCursor()

    def _in_gesture(self, event: QKeyEvent) -> None:
        gesture = self.canvas.gesture
        if gesture is None or (event.type() == QKeyEvent.Type.KeyPress and gesture.key(event)):
            return
        if event.key() in (Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Control):
            point = self.canvas.pointer_point()
            gesture.move(Pointer(point, QPointF(self.canvas.mapFromScene(QPointF(*point))), _held(event)))

    def _hold_space(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.space_is_held, self.space_was_used = True, False
            self.canvas.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def _escape(self) -> None:
        """Cancel the gesture; if there is none, choose nothing; if nothing is chosen, leave the group."""
        canvas = self.canvas
        if canvas.gesture is not None:
            canvas.cancel_gesture()
        elif canvas.tool is not None:
            canvas.lay_down()
        elif canvas.editor.selection:
            canvas.editor.select()
        else:
            canvas.editor.leave()
        canvas.say("")

    def _arrow(self, way: Way, modifiers: Qt.KeyboardModifier) -> None:
        chosen = self.canvas.editor.selection.blocks
        walking = not chosen or chosen == {self.walked_to}
        if modifiers & _CONTROL or (walking and not modifiers & (_SHIFT | _ALT)):
            self.walk(way)
        else:
            self._nudge(way, 1.0 if modifiers & _SHIFT else GRID)

    def walk(self, way: Way) -> None:
        """Choose the nearest block in a direction; from the middle of the view, if none is chosen."""
        canvas = self.canvas
        middles = {id: rect.center for id, rect in canvas.graph.rects().items()}
        chosen = [id for id in middles if id in canvas.editor.selection.blocks]
        if chosen:
            start = middles.pop(chosen[0])
            found = nearest_towards(start, middles.items(), way)
        else:
            middle = canvas.shown().center
            found = min(middles, key=lambda id: _far(middle, middles[id]), default=None)
        if found is not None:
            canvas.editor.select({found})
            self.walked_to = found
            canvas.reveal(found)

    def _nudge(self, way: Way, step: float) -> None:
        canvas, editor = self.canvas, self.canvas.editor
        chosen = [id for id in canvas.graph.blocks if id in editor.selection.blocks]
        places = {id: canvas.graph.places[id] for id in chosen}
        moved = (Position(node=id, x=at.x + way.right * step, y=at.y + way.down * step) for id, at in places.items())
        label = f"Move {chosen[0]}" if len(chosen) == 1 else f"Move {len(chosen)} blocks"
        editor.do(label, *canvas.settling(), Arrange(positions=tuple(moved)), merge=("nudge", *chosen))


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifiers after a key event: Qt reports those before it."""
    of_key = {
        Qt.Key.Key_Alt: _ALT,
        Qt.Key.Key_Shift: _SHIFT,
        Qt.Key.Key_Control: _CONTROL,
    }[Qt.Key(event.key())]
    pressed = event.type() == QKeyEvent.Type.KeyPress
    return event.modifiers() | of_key if pressed else event.modifiers() & ~of_key


def _far(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)
