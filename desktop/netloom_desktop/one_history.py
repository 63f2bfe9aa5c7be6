"""Undo and redo in a field are those of the project: no field keeps a history of its own."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class OneHistory(QObject):
    """Keeps the widgets that it watches from taking the keys of undo and redo for themselves."""

    def watch(self, *widgets: QWidget) -> None:
        """Let these widgets leave undo and redo to the window."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's own shortcut acts where a field does not say that it wants the key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _undoes(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _undoes(event: QKeyEvent) -> bool:
    return any(event.matches(key) for key in _KEYS)
