"""What can be done with the runs that are chosen: the buttons below the filter, and the menu of a run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QPushButton, QWidget

from netloom_desktop.actions import ACTIONS, keys_of, plain
from netloom_desktop.runs.columns import NOTE, TAGS
from netloom_desktop.runs.doings import Doings, Outcome
from netloom_desktop.runs.filtering import tags_of
from netloom_desktop.runs.rows import Row
from netloom_desktop.runs.table import RunsTable
from netloom_desktop.training.book import RunBook
from netloom_desktop.words import plain_buttons


@dataclass(frozen=True)
class Deed:
    """Something that can be done with chosen runs: its id, its words, the key, what it does, and with how many runs."""

    id: str
    words: str
    key: str
    about: str
    act: Callable[[Sequence[Row]], object]
    least: int = 1
    most: int = 1_000_000
    button: bool = False


class Menu:
    """Makes the buttons, and pops the menu up. One list says what there is for both."""

    def __init__(self, table: RunsTable, doings: Doings, book: RunBook, show: Callable[[str], object]) -> None:
        self.table, self.doings, self.book, self.show = table, doings, book, show
        self.buttons: dict[str, QPushButton] = {}
        self.deeds: Final = (
            Deed(
                "compare", "&Compare", _keys("compare_runs"),
                "Show what differs between two runs; of one, from the project as it is now.",
                lambda _: show("difference"), most=2, button=True,
            ),
            Deed(
                "restore", "&Restore project", _keys("restore_run"),
                "Make the project what this run trained. One step undoes it.",
                lambda rows: doings.restore(rows[0]), most=1, button=True,
            ),
            Deed("draw", "Draw, or draw no more", "Space", "Tick the runs, or take the ticks away.", self._draw),
            Deed("draw_only", "Draw only these", "", "Take the ticks from all other runs.", self._draw_only),
            Deed("note", "Note…", "F2", "Note something of this run.", lambda _: table.edit_cell(NOTE), most=1),
            Deed("tags", "Tags…", "", "Give this run tags, between commas.", lambda _: table.edit_cell(TAGS), most=1),
            Deed("tag", "Add a tag…", "", "Give all chosen runs a tag.", self._ask_tag),
            Deed(
                "folder", "&Open folder", _keys("open_run_folder"), "Show the folder of this run.",
                lambda rows: doings.open_folder(rows[0]), most=1, button=True,
            ),
            Deed("delete", "&Delete", "Del", "Delete the runs. They can be brought back.", self._delete, button=True),
            Deed("delete_series", "Delete the whole series", "", "Delete the series of this run.", self._delete_series),
        )  # fmt: skip  # a table reads best as few lines a row

    def button(self, id: str, parent: QWidget) -> QPushButton:
        """The button of something that has one."""
        deed = next(deed for deed in self.deeds if deed.id == id)
        made = QPushButton(deed.words, parent)
        made.setObjectName(f"runs_{id}")
        made.setToolTip(f"{deed.about} {f'({deed.key})' if deed.key else ''}".strip())
        made.setAccessibleDescription(deed.about)
        made.clicked.connect(lambda: self.do(id))
        self.buttons[id] = made
        return made

    def do(self, id: str) -> None:
        """Do something with the runs that are chosen, if it can be done with so many."""
        rows = self.table.chosen_runs()
        deed = next((deed for deed in self.deeds if deed.id == id), None)
        if deed is not None and deed.least <= len(rows) <= deed.most:
            deed.act(rows)

    def ask(self, id: str) -> None:
        """The same from elsewhere, where one does not see with how many runs it can be done: then that is told."""
        deed, chosen = next(deed for deed in self.deeds if deed.id == id), len(self.table.chosen_runs())
        if deed.least <= chosen <= deed.most:
            self.do(id)
        else:
            wanted = "one run" if deed.most == 1 else "one or two runs"
            are = "none is" if not chosen else "1 is" if chosen == 1 else f"{chosen:,} are"
            self.doings.told.emit(Outcome(f"{plain(deed.words)}: choose {wanted} in the table; {are} chosen.", "error"))

    def follow(self) -> None:
        """Let those buttons be pressed that do something now."""
        chosen = len(self.table.chosen_runs())
        for deed in self.deeds:
            if deed.id in self.buttons:
                self.buttons[deed.id].setEnabled(deed.least <= chosen <= deed.most)

    def pop_up(self, place: QPoint) -> None:
        """The menu of the chosen runs."""
        rows = self.table.chosen_runs()
        menu = QMenu(self.table)
        menu.setObjectName("runs_menu")
        series = {row.of_series for row in rows}
        for deed in self.deeds:
            if deed.id == "delete_series" and (len(series) != 1 or "" in series):
                continue
            menu.addAction(self._action(deed, len(rows), menu))
            if deed.id in ("restore", "draw_only", "folder"):
                menu.addSeparator()
        menu.exec(place)
        menu.deleteLater()

    def _action(self, deed: Deed, chosen: int, menu: QMenu) -> QAction:
        action = QAction(deed.words, menu)
        action.setObjectName(deed.id)
        action.setToolTip(deed.about)
        action.setEnabled(deed.least <= chosen <= deed.most)
        action.setShortcut(QKeySequence(deed.key))
        action.triggered.connect(lambda: self.do(deed.id))
        return action

    # Doing

    def _draw(self, rows: Sequence[Row]) -> None:
        entries = [row.entry for row in rows if row.entry is not None]
        drawn = not all(entry.drawn for entry in entries)
        for entry in entries:
            self.book.draw(entry, drawn)
        if drawn:
            self.show("curves")

    def _draw_only(self, rows: Sequence[Row]) -> None:
        wanted = [row.entry for row in rows]
        for entry in self.book.entries:
            self.book.draw(entry, entry in wanted)
        self.show("curves")

    def _ask_tag(self, rows: Sequence[Row]) -> None:
        known = tags_of(self.table.runs.rows)
        tag, wanted = QInputDialog.getItem(self.table, "Add a tag", "Tag:", known, -1, True)
        if wanted and tag.strip():
            self.doings.tag(rows, tag.strip(), given=True)

    def _delete(self, rows: Sequence[Row]) -> None:
        self.doings.delete([row.folder for row in rows if row.folder is not None])

    def _delete_series(self, rows: Sequence[Row]) -> None:
        folder = rows[0].folder
        if folder is not None and rows[0].of_series:
            self.doings.delete([folder.with_name(rows[0].of_series)])


def _keys(id: str) -> str:
    """The first keys of an action of the window that does the same."""
    keys = next((keys_of(action) for action in ACTIONS if action.id == id), [])
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def fill_deleted(menu: QMenu, doings: Doings) -> None:
    """What can be brought back, and the way to be rid of it."""
    menu.clear()
    found = doings.deleted()
    for deleted in found:
        when = deleted.when.astimezone().strftime("%Y-%m-%d %H:%M")
        action = menu.addAction(f"Bring back {deleted.words} of {when}")
        action.triggered.connect(lambda _=False, deleted=deleted: doings.bring_back(deleted))
    if found:
        menu.addSeparator()
        menu.addAction("Delete all these for good…").triggered.connect(lambda: _ask_for_good(menu, doings))
    else:
        menu.addAction("Nothing was deleted").setEnabled(False)


def _ask_for_good(parent: QWidget, doings: Doings) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, "Delete for good", "", parent=parent.window())
    box.setText("Delete all of these runs for good? Nothing brings them back then.")
    yes = box.addButton("Delete for good", QMessageBox.ButtonRole.DestructiveRole)
    yes.setObjectName("for_good")
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    for buttons in box.findChildren(QWidget, "qt_msgbox_buttonbox"):
        plain_buttons(buttons)  # type: ignore[arg-type]  # it is the box of buttons
    box.exec()
    if box.clickedButton() is yes:
        doings.delete_for_good()
