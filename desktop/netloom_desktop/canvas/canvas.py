"""The canvas as one works with it: which gesture a press begins, what hovering tells, what keys and drops do."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from netloom.edits import Arrange
from netloom.project import Position
from netloom_desktop.canvas.adding import Adding
from netloom_desktop.canvas.commands import Commands
from netloom_desktop.canvas.edges import EdgePan
from netloom_desktop.canvas.finder import Finder
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.gestures.choice import gesture_for
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.gestures.panning import Pan
from netloom_desktop.canvas.gestures.wiring import DrawWire, Knife
from netloom_desktop.canvas.hits import Hit, OnBlock, OnNote, OnPort, OnWire, Side, hit
from netloom_desktop.canvas.hovering import hover, tip_at
from netloom_desktop.canvas.keyboard import Keyboard
from netloom_desktop.canvas.overlay import Overlay
from netloom_desktop.canvas.scene import End, Scene
from netloom_desktop.canvas.view import View
from netloom_desktop.editor import Change, Editing, Editor, Selection
from netloom_desktop.theme import Theme

DRAG: Final = 4  # pixels from where a click becomes a drag
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


class Canvas(View):
    """Shows the editor's network and edits it. `fields_wanted(str)` asks for the settings of a block, and
    `project_wanted(Project)` to open a project that came with a picture."""

    fields_wanted = Signal(object)
    project_wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Scene(editor, theme))
        self.setParent(parent)
        self.editor = editor
        self.theme = theme
        self.gesture: Gesture | None = None
        self.overlay = Overlay(self)
        self.adding = Adding(self)
        self.finder = Finder(self, self.adding.popup)
        self.keyboard = Keyboard(self)
        self.edges = EdgePan(self)
        self.commands = Commands(self)
        self.tool: Callable[[], Gesture] | None = None  # what the next drag is, wherever it begins
        self._armed: Callable[[], Gesture] | None = None
        self._pressed: tuple[Hit, Pointer] | None = None
        self._stood: set[str] = set()  # the blocks that the last change left
        self._was_chosen = False
        self._pointer = QPointF(-1, -1)
        self.setMouseTracking(True)
        self.setObjectName("canvas")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Network")
        self.setAccessibleDescription("The blocks of the network and their wires. The outline lists the same blocks.")
        editor.project_changed.connect(self._changed)
        editor.entered.connect(self._entered)
        editor.refused.connect(self._refused)

    def close_canvas(self) -> None:
        """Hear no more of the editor; to be called before the canvas goes."""
        self.cancel_gesture()
        self.editor.project_changed.disconnect(self._changed)
        self.editor.entered.disconnect(self._entered)
        self.editor.refused.disconnect(self._refused)
        self.graph.close()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = self.adding.popup.theme = theme
        self.graph.show_theme(theme)
        self.viewport().update()

    # Telling

    def say(self, text: str, *, at: Point | None = None, severity: str = "") -> None:
        """Show a sentence on the spot; an empty one takes it away."""
        point, shown = at or self.pointer_point(), self.shown()
        room = QPointF(shown.right - point.x, shown.bottom - point.y) * self.scale_now
        self.graph.words.say(text, QPointF(*point), room, severity)

    def pointer_point(self) -> Point:
        """Where the pointer is in the scene; the middle of the view, if it is elsewhere."""
        inside = self.viewport().rect().contains(self._pointer.toPoint())
        return self.to_scene(self._pointer if inside else QPointF(self.viewport().rect().center()))

    def settling(self) -> list[Editing]:
        """The edit that keeps blocks where they are shown that have no place of their own yet; first in a step."""
        known = {position.node for position in self.editor.project.layout.positions}
        places = {id: place for id, place in self.graph.places.items() if id not in known}
        if not places:
            return []
        return [Arrange(positions=tuple(Position(node=id, x=at.x, y=at.y) for id, at in places.items()))]

    def _changed(self, change: Change) -> None:
        if self.gesture is not None and not self.gesture.held <= self._ids():
            self.cancel_gesture()
        self.overlay.follow()
        before, self._stood = self._stood, {node.id for node in self.editor.network.nodes}
        if change.opened or not (self.isVisible() or before & self._stood):
            self.fit_when_shown()

    def _ids(self) -> set[str]:
        return {*self.graph.blocks, *self.graph.notes}

    def _entered(self, _: object) -> None:
        self.cancel_gesture()
        self.overlay.leave()
        self.fit_when_shown()

    def _refused(self, sentence: str) -> None:
        self.say(sentence, severity="error")

    # Gestures

    def begin(self, gesture: Gesture, at: Pointer) -> None:
        """Let a gesture live; one that lives already is cancelled."""
        self.cancel_gesture()
        gesture.start(at)
        self.gesture = gesture
        if gesture.cursor is not None:
            self.viewport().setCursor(gesture.cursor)

    def take_up(self, tool: Callable[[], Gesture], words: str) -> None:
        """Let the next drag be this gesture, wherever it begins; `words` say so until then."""
        self.tool = tool
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.say(words, severity="note")

    def lay_down(self) -> None:
        """Let the next drag be what it is by where it begins."""
        if self.tool is not None:
            self.tool = None
            self.viewport().unsetCursor()
            self.say("")

    def let_go(self) -> Gesture | None:
        """The gesture that lived, which lives no more."""
        gesture, self.gesture = self.gesture, None
        self._armed = self._pressed = None
        self.edges.rest()
        self.viewport().unsetCursor()
        return gesture

    def cancel_gesture(self) -> None:
        """Leave everything as it was before the gesture, if there is one."""
        if (gesture := self.let_go()) is not None:
            gesture.cancel()

    def end_gesture(self, at: Pointer) -> None:
        """Let the gesture make its edit, if there is one."""
        if (gesture := self.let_go()) is not None:
            gesture.end(at)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.pointer(event)
        self.overlay.leave()
        self.keyboard.walked_to = None
        if self.gesture is not None:
            self._press_again(event, at)
        elif event.button() == MIDDLE or (event.button() == LEFT and self.keyboard.space_is_held):
            self.keyboard.space_was_used = True
            self.begin(Pan(self), at)
        elif event.button() == RIGHT and at.control:
            self.begin(Knife(self), at)
        elif event.button() == LEFT and self.tool is not None:
            tool = self.tool
            self.lay_down()
            self.begin(tool(), at)
        elif event.button() == LEFT:
            self._press(hit(self.graph, at.point, self.scale_now), at)
        event.accept()

    def _press_again(self, event: QMouseEvent, at: Pointer) -> None:
        """A click while a gesture lives: left ends one that waits for it, right cancels any."""
        assert self.gesture is not None
        if event.button() == RIGHT:
            self.cancel_gesture()
        elif event.button() == LEFT and not self.gesture.ends_at_release:
            self.gesture.move(at)
            self.end_gesture(at)

    def _press(self, found: Hit, at: Pointer) -> None:
        self.say("")
        self._pressed = (found, at)
        chosen = self.editor.selection
        self._was_chosen = isinstance(found, OnBlock) and found.id in chosen.blocks
        self._armed = gesture_for(self, found, at)
        if isinstance(found, OnBlock) and not at.control and not self._was_chosen:
            kept = (chosen.blocks, chosen.notes, chosen.wires) if at.shift else ((), (), ())
            self.editor.select({*kept[0], found.id}, *kept[1:])
        if isinstance(found, OnNote) and found.part != "inside" and not at.control and found.id not in chosen.notes:
            kept = (chosen.blocks, chosen.notes, chosen.wires) if at.shift else ((), (), ())
            self.editor.select(kept[0], {*kept[1], found.id}, kept[2])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.pointer(event)
        self._pointer = at.position
        if self.gesture is None and self._armed is not None and self._pressed is not None:
            begun = self._pressed[1]
            if (at.position - begun.position).manhattanLength() >= DRAG:
                self.begin(self._armed(), begun)
        if self.gesture is not None:
            self.gesture.move(at)
            self.edges.follow(at)
        elif not event.buttons():
            hover(self, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.pointer(event)
        pressed, self._pressed = self._pressed, None
        if self.gesture is not None:
            if self.gesture.ends_at_release:
                self.gesture.move(at)
                self.end_gesture(at)
        elif event.button() == LEFT and pressed is not None:
            self._armed = None
            self._click(pressed[0], at)

    def _click(self, found: Hit, at: Pointer) -> None:
        adding = at.shift or at.control
        kept = self.editor.selection if adding else Selection()
        match found:
            case OnPort(side=side, end=end):
                wire = DrawWire(self, side, end)
                wire.ends_at_release = False
                self.begin(wire, at)
            case OnBlock():
                self._click_block(found, at)
            case OnWire(wire=chosen):
                wires = kept.wires ^ {chosen} if at.control else kept.wires | {chosen}
                self.editor.select(kept.blocks, kept.notes, wires)
            case OnNote(id=id):
                self.editor.select(kept.blocks, kept.notes ^ {id} if at.control else kept.notes | {id}, kept.wires)
            case None if not adding:
                self.editor.select()

    def _click_block(self, found: OnBlock, at: Pointer) -> None:
        chosen = self.editor.selection
        if at.control:
            self.editor.select(chosen.blocks ^ {found.id}, chosen.notes, chosen.wires)
        elif found.mends:
            self.commands.mend()
        elif not at.shift:
            self.editor.select({found.id})
            if found.setting and self._was_chosen and len(chosen.blocks) == 1:
                self.overlay.edit_setting(found.id, found.setting)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.pointer(event)
        if event.button() != LEFT or self.gesture is not None:
            return
        match hit(self.graph, at.point, self.scale_now):
            case OnBlock(id=id, setting=setting) if setting:
                self.overlay.edit_setting(id, setting)
            case OnBlock(id=id):
                self.commands.open_block(id)
            case OnNote(id=id):
                self.overlay.edit_note(id)
            case OnWire(wire=wire, bend=bend) if bend is not None:
                self.commands.unbend(wire, bend)
            case OnWire(wire=wire):
                self.adding.search_on_wire(wire, at.point)
            case None:
                self.adding.search(at.point)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is under the pointer, which is chosen first if it is not."""
        if self.gesture is not None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        found = hit(self.graph, self.to_scene(event.pos()), self.scale_now)
        if isinstance(found, OnBlock) and found.id not in self.editor.selection.blocks:
            self.editor.select({found.id})
        if isinstance(found, OnWire) and found.wire not in self.editor.selection.wires:
            self.editor.select(wires={found.wire})
        self.commands.menu().popup(event.globalPos())

    def pointer(self, event: QMouseEvent | QDropEvent) -> Pointer:
        """Where an event is."""
        position = event.position()
        return Pointer(self.to_scene(position), position, event.modifiers())

    # Hovering

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tip_at(self, event.pos()), self)
            return True
        if event.type() == QEvent.Type.Leave and self.gesture is None:
            self._pointer = QPointF(-1, -1)
            self.say("")
        return super().viewportEvent(event)

    # Keys

    def event(self, event: QEvent) -> bool:
        """While a gesture lives, keys belong to it, and no action begins."""
        if event.type() == QEvent.Type.ShortcutOverride and self.gesture is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.release(event):
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keyboard.forget()
        super().focusOutEvent(event)

    # Adding

    def search_for_end(self, side: Side, end: End, point: Point) -> None:
        """Open the list of blocks that fit at the other end of a wire."""
        self.adding.search_for_end(side, end, point)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.adding.drag_over(event, self.pointer(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.adding.drag_over(event, self.pointer(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.adding.drag_gone()

    def dropEvent(self, event: QDropEvent) -> None:
        self.adding.drop(event, self.pointer(event))
