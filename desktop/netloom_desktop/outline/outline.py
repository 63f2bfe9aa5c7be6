"""The outline: all networks with their blocks in order. It mirrors the project and touches only lines that differ."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from netloom.edits import RemoveBlocks, Rename, RenameProject
from netloom_desktop.editor import Editor
from netloom_desktop.icons import icon
from netloom_desktop.outline.lines import Branch, Line, Lines
from netloom_desktop.theme import Theme
from netloom_desktop.words import plain_tip

ROW: Final = 24
LATER: Final = 200  # milliseconds after the last edit, where it is not seen
MARKS: Final = {"Error": "✕", "Warning": "⚠", "Note": "•"}
SAID: Final = Qt.ItemDataRole.AccessibleTextRole

_LINE: Final = Qt.ItemDataRole.UserRole


class Outline(QTreeWidget):
    """What is chosen here is chosen on the canvas, and the other way round, in the network that is shown there.

    Enter goes to a block wherever it is (`jumped(str)` asks for that, by its id), or into a network. F2 renames, Delete
    removes, with Ctrl it reconnects.
    """

    jumped = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor, self.theme = editor, theme
        self.setObjectName("outline")
        self.setAccessibleName("Outline")
        self.setAccessibleDescription("The blocks in order. Enter goes to one, F2 renames it, Delete removes it.")
        self.setHeaderLabels(["Block", "Type", "Shape", "!"])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(10)
        self.setIconSize(QSize(16, 16))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setExpandsOnDoubleClick(False)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(20)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, wide in ((1, 78), (2, 58), (3, 22)):
            self.setColumnWidth(column, wide)
        self._lines = Lines()
        self._heads: dict[str, QTreeWidgetItem] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._homes: dict[str, str] = {}
        self._order: dict[str, list[str]] = {}
        self._shown: dict[str, Line] = {}
        self._telling = True
        self._is_stale = False
        self._later = QTimer(self, singleShot=True, interval=LATER)
        self._later.timeout.connect(self.mirror)
        editor.project_changed.connect(self._follow)
        editor.plan_changed.connect(self._follow)
        editor.entered.connect(self.show_chosen)
        editor.selection_changed.connect(self.show_chosen)
        self.itemSelectionChanged.connect(self._tell)
        self.itemChanged.connect(self._renamed)
        self.itemDoubleClicked.connect(lambda item, _: self._jump(item))
        self.mirror()

    # Mirroring

    def _follow(self, _: object = None) -> None:
        """At once where it is seen; behind another tab it would only hold edits up."""
        self._is_stale = self.viewport().visibleRegion().isEmpty()
        self._later.start() if self._is_stale else self.mirror()

    def mirror(self) -> None:
        """Make the tree what the project is."""
        self._is_stale = False
        self._telling = False
        branches = self._lines.branches(self.editor.project, self.editor.planned)
        homes = {line.id: branch.head.id for branch in branches for line in branch.blocks}
        for id in [id for id, home in self._homes.items() if homes.get(id) != home]:
            self._shown.pop(id, None)
            self._take(self._items.pop(id))  # also one that moved: a network that goes takes its lines along
        self._homes = homes
        for id in self._heads.keys() - {branch.head.id for branch in branches}:
            self._order.pop(id, None)
            self._take(self._heads.pop(id))
        for place, branch in enumerate(branches):
            self._mirror_branch(place, branch)
        self._telling = True
        self.show_chosen()

    def _take(self, item: QTreeWidgetItem) -> None:
        above = item.parent()
        if above is None:
            self.takeTopLevelItem(self.indexOfTopLevelItem(item))
        else:
            above.removeChild(item)

    def _mirror_branch(self, place: int, branch: Branch) -> None:
        head = self._heads.get(branch.head.id)
        if head is None:
            head = self._heads[branch.head.id] = QTreeWidgetItem()
            self.insertTopLevelItem(place, head)
            head.setExpanded(True)
            head.setFirstColumnSpanned(True)
        self._show(head, branch.head)
        new = [line for line in branch.blocks if line.id not in self._items]
        if len(new) == len(branch.blocks) and not head.childCount():
            head.addChildren([self._new(line) for line in new])
            return
        order = [line.id for line in branch.blocks]
        if order == self._order.get(branch.head.id) and not new:
            self._show_lines(branch.blocks)
            return
        self._order[branch.head.id] = order
        for row, line in enumerate(branch.blocks):
            item = self._items.get(line.id) or self._new(line)
            if head.child(row) is not item:
                if item.parent() is not None:
                    head.removeChild(item)
                head.insertChild(row, item)
            self._show(item, line)

    def _show_lines(self, lines: Iterable[Line]) -> None:
        """Show those that are not the very lines that are shown."""
        for line in lines:
            if self._shown.get(line.id) is not line:
                self._show(self._items[line.id], line)

    def _new(self, line: Line) -> QTreeWidgetItem:
        item = self._items[line.id] = QTreeWidgetItem()
        self._show(item, line)
        return item

    def _show(self, item: QTreeWidgetItem, line: Line) -> None:
        """Show a line, if it is another than before."""
        if not line.is_network:
            self._shown[line.id] = line
        if item.data(0, _LINE) == line:
            return
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable)
        item.setData(0, _LINE, line)
        item.setSizeHint(0, QSize(0, ROW))
        for column, text in enumerate((line.name, line.kind, line.shape, MARKS.get(line.problem, ""))):
            item.setText(column, text)
        if line.icon:
            item.setIcon(0, icon(line.icon, self.theme.kind(line.group), chosen=self.theme.on_accent))
        item.setForeground(3, self.theme.color("error" if line.problem == "Error" else "warning"))
        item.setData(3, SAID, line.problem)
        for column in range(self.columnCount()):
            item.setToolTip(column, plain_tip(line.said, line.described))
        item.setData(0, SAID, line.said)
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, line.described)

    # Choosing

    def show_chosen(self, _: object = None) -> None:
        """Show what the editor has chosen; a line of a network that is not shown stays where the keyboard is."""
        if not self._telling or self._is_stale:
            return
        inside = self.editor.inside  # what was removed may still be chosen while the project changes
        chosen = frozenset(id for id in self.editor.selection.blocks if self._homes.get(id) == inside)
        if chosen == self._chosen():
            return
        self._telling = False
        model, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        model.select(self._ranges(chosen), flag.ClearAndSelect | flag.Rows)
        if len(chosen) == 1:
            item = self._items[next(iter(chosen))]
            model.setCurrentIndex(self.indexFromItem(item), flag.NoUpdate)
            self.scrollToItem(item)
        self._telling = True

    def _ranges(self, chosen: Iterable[str]) -> QItemSelection:
        """Lines side by side as one range each."""
        head = self._heads[self.editor.inside]
        rows = sorted(head.indexOfChild(self._items[id]) for id in chosen)
        found = QItemSelection()
        start = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                above = self.indexFromItem(head)
                first = self.model().index(rows[start], 0, above)
                found.select(first, self.model().index(row, self.columnCount() - 1, above))
                start = place + 1
        return found

    def _chosen(self) -> frozenset[str]:
        """The blocks that are chosen here and stand in the network that is shown."""
        head = self._heads.get(self.editor.inside)
        items = (item for item in self.selectedItems() if item.parent() is head)
        return frozenset(line.id for item in items if (line := line_of(item)) and not line.is_network)

    def _tell(self) -> None:
        if self._telling:
            self._telling = False
            self.editor.select(self._chosen())
            self._telling = True

    # Acting

    def _jump(self, item: QTreeWidgetItem | None) -> None:
        """Ask for a block to be shown where it stands; show a network."""
        line = line_of(item)
        if line is not None and not line.is_network:
            self.jumped.emit(line.id)
        elif line is not None and line.id != self.editor.inside:
            self.editor.leave(len(self.editor.trail))
            self.editor.enter(line.id)

    def _remove(self, *, reconnect: bool) -> None:
        lines = [line for item in self.selectedItems() if (line := line_of(item)) and not line.is_network]
        if lines:
            words = lines[0].name if len(lines) == 1 else f"{len(lines)} blocks"
            self.editor.do(f"Delete {words}", RemoveBlocks(nodes=tuple(line.id for line in lines), reconnect=reconnect))

    def _renamed(self, item: QTreeWidgetItem, column: int) -> None:
        """A name was typed in place; an empty one, or the id, takes it away."""
        line = line_of(item)
        if not self._telling or column != 0 or line is None or item.text(0) == line.name:
            return
        typed = item.text(0).strip()
        name = "" if typed == line.id else typed
        edit = Rename(node=line.id, name=name) if line.id else RenameProject(name=name)
        self._telling = False
        item.setText(0, line.name)  # until the project says so
        self._telling = True
        self.editor.do(f"Rename {line.name}", edit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter jumps, Delete removes."""
        key = event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump(self.currentItem())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(reconnect=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)


def line_of(item: QTreeWidgetItem | None) -> Line | None:
    """The line that an item shows."""
    found = item.data(0, _LINE) if item is not None else None
    return found if isinstance(found, Line) else None
