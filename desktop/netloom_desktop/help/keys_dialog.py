"""All keys in one list, made from the table of actions: searched, changed and taken back."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netloom_desktop.actions import Action, bind, has_own_keys, keys_of, plain, reset_keys
from netloom_desktop.canvas.search import Found, ranked
from netloom_desktop.menus import EVERYTHING
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say

SIZE: Final = QSize(680, 600)
_HEADINGS: Final = ("Action", "Keys", "Menu")
_ID: Final = Qt.ItemDataRole.UserRole
_NATIVE, _PORTABLE = QKeySequence.SequenceFormat.NativeText, QKeySequence.SequenceFormat.PortableText


class KeysDialog(QDialog):
    """What is changed here is so at once, and in every later window."""

    def __init__(self, made: Mapping[str, QAction], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made = made
        self.known = {action.id: action for action in EVERYTHING if action.id in made}
        self.setObjectName("keys")
        self.setWindowTitle("Keys")
        self.resize(SIZE)
        self.search = QLineEdit(self)
        self.search.setObjectName("keys_search")
        self.search.setPlaceholderText("Search by what it does, or by its keys")
        self.search.setAccessibleName("Search keys")
        self.search.setClearButtonEnabled(True)
        self.table = _table(self)
        self.entry = QKeySequenceEdit(self)
        self.entry.setObjectName("keys_entry")
        self.entry.setAccessibleName("New keys for the chosen action: press them")
        self.entry.setMaximumSequenceLength(1)
        self.use = self._button("keys_use", "&Use these keys", self._use)
        self.none = self._button("keys_none", "&No keys", lambda: self._bind(()))
        self.reset = self._button("keys_reset", "&Back to the usual ones", self._reset)
        self.reset_all = self._button("keys_reset_all", "Reset &all", self._reset_all)
        self.told = label(theme, self, size=13)
        self.told.setObjectName("keys_told")
        outlined(self.search, theme)
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.table.currentCellChanged.connect(lambda *_: self._chosen())
        self.entry.keySequenceChanged.connect(lambda _: self._tell())
        self._fill("")

    def _button(self, name: str, text: str, act: Callable[[], object]) -> QPushButton:
        made = QPushButton(text, self)
        made.setObjectName(name)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: act())
        return made

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        row.setSpacing(8)
        row.addWidget(self.entry, 1)
        for each in (self.use, self.none, self.reset):
            row.addWidget(each)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addLayout(row)
        column.addWidget(close)

    # What is listed

    def _fill(self, query: str) -> None:
        chosen = self.action()
        self.table.setRowCount(0)
        for line in ranked(query, map(_line, self.known.values())):
            self._add(self.known[line.key])
        self._choose(chosen.id if chosen else "")

    def _add(self, action: Action) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for place, text in enumerate((plain(action.text), shown_keys(action), plain(action.menu))):
            item = QTableWidgetItem(text)
            item.setToolTip(action.about)
            item.setData(_ID, action.id)
            strong = item.font()
            strong.setBold(place == 1 and has_own_keys(action))
            item.setFont(strong)
            self.table.setItem(row, place, item)

    def _choose(self, id: str) -> None:
        rows = (row for row in range(self.table.rowCount()) if self._id(row) == id)
        self.table.setCurrentCell(next(rows, 0), 0)
        self._chosen()

    def _id(self, row: int) -> str:
        item = self.table.item(row, 0)
        return str(item.data(_ID)) if item else ""

    def action(self) -> Action | None:
        """The action that is chosen in the list."""
        return self.known.get(self._id(self.table.currentRow()))

    def _chosen(self) -> None:
        self.entry.clear()
        self._tell()

    def _tell(self) -> None:
        """Say what the chosen action does, and whose keys would be taken."""
        action, keys = self.action(), self.entry.keySequence()
        self.use.setEnabled(action is not None and not keys.isEmpty())
        self.none.setEnabled(action is not None and bool(keys_of(action)))
        self.reset.setEnabled(action is not None and has_own_keys(action))
        self.reset_all.setEnabled(any(map(has_own_keys, self.known.values())))
        if action is None:
            say(self.told, "Nothing is called so.")
            return
        others = self._others(action, keys)
        names = " and ".join(plain(each.text) for each in others)
        lost = f" {keys.toString(_NATIVE)} is {names} now, which would lose it." if others else ""
        say(self.told, f"{plain(action.text)}: {action.about} Press new keys in the field below.{lost}")

    def _others(self, action: Action, keys: QKeySequence) -> list[Action]:
        """Which other actions have these keys."""
        return [
            each for each in self.known.values() if each is not action and not keys.isEmpty() and keys in keys_of(each)
        ]

    # Changing

    def _use(self) -> None:
        action, keys = self.action(), self.entry.keySequence()
        if action is None or keys.isEmpty():
            return
        self._take_from_others(action, keys)
        self._bind((keys,))

    def _take_from_others(self, action: Action, keys: QKeySequence) -> None:
        for other in self._others(action, keys):
            self._keep(other, [each for each in keys_of(other) if each != keys])

    def _bind(self, keys: tuple[QKeySequence, ...]) -> None:
        action = self.action()
        if action is not None:
            self._keep(action, list(keys))
            self._fill(self.search.text())

    def _keep(self, action: Action, keys: list[QKeySequence]) -> None:
        bind(action, [each.toString(_PORTABLE) for each in keys])
        self.made[action.id].setShortcuts(keys)

    def _reset(self) -> None:
        action = self.action()
        if action is not None:
            self._take_back(action)
            for keys in keys_of(action):
                self._take_from_others(action, keys)
            self._fill(self.search.text())

    def _reset_all(self) -> None:
        for action in self.known.values():
            self._take_back(action)
        self._fill(self.search.text())

    def _take_back(self, action: Action) -> None:
        reset_keys(action)
        self.made[action.id].setShortcuts(keys_of(action))


def shown_keys(action: Action) -> str:
    """The keys of an action as this system writes them."""
    return ", ".join(keys.toString(_NATIVE) for keys in keys_of(action))


def _line(action: Action) -> Found:
    return Found(action.id, plain(action.text), f"{action.about} {shown_keys(action)}", "", plain(action.menu))


def _table(parent: QWidget) -> QTableWidget:
    made = QTableWidget(0, len(_HEADINGS), parent)
    made.setObjectName("keys_table")
    made.setAccessibleName("Actions and their keys")
    made.setHorizontalHeaderLabels(_HEADINGS)
    made.verticalHeader().hide()
    made.setShowGrid(False)
    made.setAlternatingRowColors(True)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setTabKeyNavigation(False)
    header = made.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made
