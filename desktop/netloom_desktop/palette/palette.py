"""The palette: a search, the list of blocks, and what the chosen one does."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from netloom.project import GroupNetwork
from netloom_desktop.editor import Editor
from netloom_desktop.one_history import OneHistory
from netloom_desktop.palette.entries import Entry, entries, matching
from netloom_desktop.palette.list import EntryList
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say

TEACHING: Final = 148  # pixels: a formula and the longest help at the usual width
_MOVING: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Palette(QWidget):
    """Lists all that can be added to the network that is shown. `wanted(str)` asks for one, by its key."""

    wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setObjectName("palette")
        self.search = QLineEdit(self)
        self.search.setObjectName("palette_search")
        self.search.setAccessibleName("Search blocks")
        self.search.setPlaceholderText("Search blocks")
        self.search.setClearButtonEnabled(True)
        outlined(self.search, theme)
        self.list = EntryList(theme, self)
        self.teaching = Teaching(theme, self)
        self._groups: tuple[GroupNetwork, ...] = ()
        self._inside = ""
        self._lay_out()
        self._fill()
        OneHistory(self).watch(self.search)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._fill)
        self.list.added.connect(self._add)
        self.list.typed.connect(self._type)
        self.list.shown.connect(self.teaching.teach)
        editor.project_changed.connect(self._follow)
        editor.entered.connect(self._follow)
        self.setFocusProxy(self.search)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.teaching)

    def _follow(self, _: object = None) -> None:
        """The project has other groups, or another network is shown."""
        if self.editor.project.groups is not self._groups or self.editor.inside != self._inside:
            self._fill()

    def _fill(self, _: object = None) -> None:
        self._groups, self._inside = self.editor.project.groups, self.editor.inside
        known = entries(self.editor.project, self.editor.inside)
        query = self.search.text().strip()
        if query:
            self.list.show_found(matching(query, known))
        else:
            self.list.show_sections(known)

    def _add(self, key: str) -> None:
        """What is added is chosen on the canvas; the keyboard stays here, so that the next one can follow."""
        focus = self.search if self.search.hasFocus() else self.list
        self.wanted.emit(key)
        focus.setFocus()
        self.search.selectAll()

    def _type(self, letters: str) -> None:
        self.search.setFocus()
        self.search.setText(letters)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the search that move in the list, add what is chosen there, or end the search."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _MOVING:
                self.list.keyPressEvent(event)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.add_current()
                return True
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)


class Teaching(QScrollArea):
    """What the chosen block does, and its formula."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette_teaching")
        self.setAccessibleName("What the chosen block does")
        self.setFixedHeight(TEACHING)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        self.title = label(theme, inside, bold=True)
        self.formula = label(theme, inside, color="accent")
        self.about = label(theme, inside, color="muted_text")
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 8, 4, 4)
        column.setSpacing(4)
        for each in (self.title, self.formula, self.about):
            column.addWidget(each)
        column.addStretch()
        self.setWidget(inside)
        self.teach(None)

    def teach(self, entry: Entry | None) -> None:
        """Show the help of an entry, or how to use the palette."""
        say(self.title, entry.title if entry else "")
        say(self.formula, entry.formula if entry else "")
        about = entry.about if entry else "Drag a block into the network, or choose one and press Enter."
        say(self.about, about.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n"))
