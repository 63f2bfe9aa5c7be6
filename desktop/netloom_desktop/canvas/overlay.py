"""The one editor that floats above the canvas: for a setting where it is shown, a name, or the text of a note."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from netloom.declare import settings_of
from netloom.edits import Rename, SetNotes, with_setting
from netloom.project import Comment, Frame
from netloom_desktop.canvas.geometry import HEADER, WIDTH
from netloom_desktop.editor import Editing

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


@dataclass(frozen=True)
class Field:
    """What is being edited: of which block or note, where it stands there, its text now, and what edit a text is."""

    id: str
    area: QRectF
    text: str
    label: str
    edit: Callable[[str], Editing]
    choices: tuple[str, ...] = ()
    many_lines: bool = False


class Overlay(QObject):
    """Enter or leaving it makes the edit, Esc or Ctrl+Z drops it. What is refused stays open, with a sentence."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.editor = canvas.editor
        self.field: Field | None = None
        self.widget: QWidget | None = None
        canvas.moved.connect(self._place)

    def edit_setting(self, id: str, name: str) -> None:
        """Edit a setting of a block where the block shows it."""
        item = self.canvas.graph.blocks[id]
        area = next((area for chip, area, _, _ in item.ready.chips if chip.name == name), None)
        block = self.editor.project.find(id).block
        setting = next(each for each in settings_of(type(block)) if each.name == name)
        value = getattr(block, name)
        text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        choices = setting.choices or (("True", "False") if isinstance(value, bool) else ())
        self._open(
            Field(
                id=id,
                area=area or QRectF(8, HEADER, WIDTH - 16, 24),
                text=text,
                label=f"Set {name} of {id}",
                edit=lambda typed: lambda project: with_setting(project, f"{id}.{name}", _literal(typed)),
                choices=choices,
            )
        )

    def edit_name(self, id: str) -> None:
        """Edit the name of a block."""
        node = self.editor.project.find(id)
        area = QRectF(6, 3, WIDTH - 12, HEADER - 4)
        self._open(Field(id, area, node.name, f"Rename {id}", lambda typed: Rename(node=id, name=typed.strip())))

    def edit_note(self, id: str) -> None:
        """Edit the text of a frame or a comment."""
        note = self.canvas.graph.notes[id].note
        area = QRectF(self.canvas.graph.notes[id].area).adjusted(4, 4, -4, -4)
        if isinstance(note, Frame):
            area.setHeight(34)

        def edit(typed: str) -> Editing:
            changed = note.model_copy(update={"text": typed})
            return SetNotes(frames=(changed,)) if isinstance(changed, Frame) else SetNotes(comments=(changed,))

        area.setWidth(max(area.width(), 160))
        area.setHeight(max(area.height(), 34 if isinstance(note, Frame) else 60))
        self._open(Field(id, area, note.text, f"Edit {id}", edit, many_lines=isinstance(note, Comment)))

    def _open(self, field: Field) -> None:
        self.leave()
        self.field = field
        self.widget = self._widget(field)
        self.widget.setAccessibleName(field.label)
        self.widget.installEventFilter(self)
        self._place()
        self.widget.show()
        self.widget.setFocus()

    def _widget(self, field: Field) -> QWidget:
        parent = self.canvas.viewport()
        if field.choices:
            box = QComboBox(parent)
            box.addItems(field.choices)
            box.setCurrentText(field.text)
            box.activated.connect(lambda _: self.leave())
            return box
        if field.many_lines:
            text = QPlainTextEdit(field.text, parent)
            text.selectAll()
            return text
        line = QLineEdit(field.text, parent)
        line.setPlaceholderText(field.id)
        line.selectAll()
        return line

    def _place(self) -> None:
        """Stand where the field is shown, at any zoom."""
        if self.field is None or self.widget is None:
            return
        graph = self.canvas.graph
        item = graph.blocks.get(self.field.id) or graph.notes.get(self.field.id)
        if item is None:
            return
        area = self.field.area.translated(item.pos())
        corner = self.canvas.mapFromScene(QPointF(area.topLeft()))
        scale = self.canvas.scale_now
        width = max(int(area.width() * scale), 130 if self.field.choices else 90)
        self.widget.setGeometry(corner.x(), corner.y(), width, max(int(area.height() * scale), 26))

    def text(self) -> str:
        """What is typed at the moment."""
        match self.widget:
            case QComboBox():
                return self.widget.currentText()
            case QLineEdit():
                return self.widget.text()
            case QPlainTextEdit():
                return self.widget.toPlainText()
            case _:
                return ""

    def leave(self) -> bool:
        """Make the edit and close; False, and it stays open, if the edit is refused."""
        field = self.field
        if field is None:
            return True
        typed = self.text()
        if typed != field.text:
            self.field = None  # the edit makes the canvas follow
            if not self.editor.do(field.label, field.edit(typed)):
                self.field = field
                return False
            self.canvas.say("")
        self.drop()
        return True

    def drop(self) -> None:
        """Close with nothing changed."""
        widget, self.widget, self.field = self.widget, None, None
        if widget is not None:
            widget.removeEventFilter(self)
            had_focus = widget.hasFocus()
            widget.hide()
            widget.deleteLater()
            if had_focus:
                self.canvas.setFocus()

    def follow(self) -> None:
        """The project has changed: what is edited may be elsewhere, or gone."""
        if self.field is not None and self.field.id not in {*self.canvas.graph.blocks, *self.canvas.graph.notes}:
            self.drop()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that end the editing."""
        if isinstance(event, QKeyEvent):
            undoing = event.matches(QKeySequence.StandardKey.Undo)
            if event.type() == QEvent.Type.ShortcutOverride and (undoing or event.key() == Qt.Key.Key_Escape):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event, undoing=undoing)
        left = event.type() == QEvent.Type.FocusOut and self.widget is watched and not self._has_popup()
        if left and not self.leave():
            self.drop()
        return super().eventFilter(watched, event)

    def _has_popup(self) -> bool:
        return isinstance(self.widget, QComboBox) and self.widget.view().isVisible()

    def _key(self, event: QKeyEvent, *, undoing: bool) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape or undoing:
            self.drop()
            self.canvas.say("")
            return True
        finishing = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
        if finishing and not (
            isinstance(self.widget, QPlainTextEdit) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.leave()
            return True
        return False


def _literal(typed: str) -> str:
    """What is typed, as `with_setting` reads it: JSON has small letters."""
    return {"True": "true", "False": "false", "yes": "true", "no": "false"}.get(typed.strip(), typed.strip())
