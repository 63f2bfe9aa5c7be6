"""The list of the palette: headings with their blocks, or, while one searches, what was found."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeWidget, QTreeWidgetItem, QWidget

from netloom_desktop.canvas.adding import MIME
from netloom_desktop.icons import icon
from netloom_desktop.palette.entries import Entry, sections
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import counted, plain_tip

ICON: Final = 18
ROW: Final = 25  # pixels from one line to the next
_ENTRY: Final = Qt.ItemDataRole.UserRole


class EntryList(QTreeWidget):
    """Signals: `added(str)` with the key of an entry that is to be added, `shown(Entry | None)` with the one to teach,
    `typed(str)` with letters that belong into the search."""

    added = Signal(object)
    shown = Signal(object)
    typed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("palette_list")
        self.setAccessibleName("Blocks")
        self.setAccessibleDescription("Enter adds the chosen block to the network; it can be dragged there as well.")
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(QSize(ICON, ICON))
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.currentItemChanged.connect(lambda item, _: self.shown.emit(entry_of(item)))
        self.itemDoubleClicked.connect(lambda item, _: self._act(item))

    def show_sections(self, known: Sequence[Entry]) -> None:
        """List everything under its heading; what was folded and what was chosen stays so."""
        chosen, folded = self.current_key(), self._folded()
        self.clear()
        for title, entries in sections(known, tuple(self.theme.kinds)).items():
            heading = QTreeWidgetItem([title])
            heading.setSizeHint(0, QSize(0, ROW))
            heading.setFont(0, font(12, bold=True))
            heading.setForeground(0, self.theme.color("muted_text"))
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            heading.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{title}, {counted(len(entries), 'block')}.")
            self.addTopLevelItem(heading)
            heading.addChildren([self._item(entry) for entry in entries])
            heading.setExpanded(title not in folded)
        self._choose(chosen)

    def show_found(self, found: Sequence[Entry]) -> None:
        """List what was found, the likeliest first and chosen."""
        self.clear()
        self.addTopLevelItems([self._item(entry) for entry in found])
        if not found:
            nothing = QTreeWidgetItem(["Nothing is called so"])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addTopLevelItem(nothing)
        elif first := self.topLevelItem(0):
            self.setCurrentItem(first)

    def current_key(self) -> str:
        """The key of the entry that is chosen; empty if it is none."""
        entry = entry_of(self.currentItem())
        return entry.key if entry else ""

    def add_current(self) -> None:
        """Ask for the chosen entry to be added; fold or unfold a heading."""
        self._act(self.currentItem())

    def _act(self, item: QTreeWidgetItem | None) -> None:
        entry = entry_of(item)
        if entry is not None:
            self.added.emit(entry.key)
        elif item is not None:
            item.setExpanded(not item.isExpanded())

    def _item(self, entry: Entry) -> QTreeWidgetItem:
        item = QTreeWidgetItem([entry.title])
        item.setSizeHint(0, QSize(0, ROW))
        item.setIcon(0, icon(entry.icon, self.theme.kind(entry.group), chosen=self.theme.on_accent))
        item.setToolTip(0, plain_tip(entry.title, entry.formula, *entry.about.split("\n\n")))
        item.setData(0, _ENTRY, entry)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}.")
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, entry.first_sentence)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled)
        return item

    def _folded(self) -> set[str]:
        headings = [item for place in range(self.topLevelItemCount()) if (item := self.topLevelItem(place))]
        return {item.text(0) for item in headings if item.childCount() and not item.isExpanded()}

    def _choose(self, key: str) -> None:
        for place in range(self.topLevelItemCount()):
            heading = self.topLevelItem(place)
            for row in range(heading.childCount() if heading else 0):
                child = heading.child(row) if heading else None
                if child is not None and (found := entry_of(child)) and found.key == key:
                    self.setCurrentItem(child)

    # Dragging and keys

    def mimeTypes(self) -> list[str]:
        """What is dragged from here."""
        return [MIME]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """What the canvas is given of the entry that is dragged."""
        data = QMimeData()
        for entry in filter(None, map(entry_of, items)):
            data.setData(MIME, QByteArray(entry.key.encode()))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds; letters search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add_current()
        elif event.text().strip() and event.text().isprintable() and not _with_control(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def entry_of(item: QTreeWidgetItem | None) -> Entry | None:
    """The entry of a line; None for a heading."""
    found = item.data(0, _ENTRY) if item is not None else None
    return found if isinstance(found, Entry) else None


def _with_control(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & held)
