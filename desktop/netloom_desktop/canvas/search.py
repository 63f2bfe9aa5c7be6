"""The list of blocks that opens at the pointer: type a few letters, choose with the arrows, Enter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from netloom.blocks import BLOCKS, Block, Group, GroupInput, GroupOutput, Input, Output, Placement
from netloom.project import Project
from netloom_desktop.icons import icon
from netloom_desktop.theme import Theme

RECENT = 8


@dataclass(frozen=True)
class Candidate:
    """A block that can be added: what it is called, what it is found by, and the block itself."""

    key: str
    title: str
    about: str
    block: Block

    @property
    def words(self) -> str:
        """What is searched, in small letters."""
        return f"{self.title} {self.block.group} {self.about}".casefold()


def candidates(project: Project, inside: str) -> tuple[Candidate, ...]:
    """Every block that can stand in a network: the catalogue's, and the groups of the project but the one itself."""
    odd: tuple[type[Block], ...] = (Placement, *((Input, Output) if inside else (GroupInput, GroupOutput)))
    found = [
        Candidate(id, kind.title, kind.about.partition("\n")[0], kind())
        for id, kind in BLOCKS.items()
        if not issubclass(kind, odd)
    ]
    for group in project.groups:
        if group.id != inside:
            title = group.name or group.id
            found.append(Candidate(group.id, title, "A group of this project", Group(network=group.id)))
    return tuple(found)


def ranked(query: str, known: Iterable[Candidate], recent: Sequence[str]) -> list[Candidate]:
    """What is meant by a few letters: titles that begin so, then words that do, then titles that hold the letters in
    order; among equals what was used last comes first, and without letters all."""
    wanted = query.casefold().strip()
    used = {key: place for place, key in enumerate(recent)}
    scored = [(_score(wanted, each), used.get(each.key, len(used)), place, each) for place, each in enumerate(known)]
    return [each for score, *_, each in sorted(scored, key=lambda row: row[:3]) if score < _NOT]


_NOT = 9


def _score(wanted: str, candidate: Candidate) -> int:
    title = candidate.title.casefold()
    if not wanted or title == wanted:
        return 0
    if title.startswith(wanted):
        return 1
    if wanted in title:
        return 2
    if any(word.startswith(wanted) for word in candidate.words.split()):
        return 3
    letters = iter(title)
    return 4 if all(letter in letters for letter in wanted) else _NOT


class Search(QFrame):
    """The popup. `closed` says that it is gone; what was chosen goes to the function that it was opened with."""

    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.canvas = parent
        self.theme = theme
        self.setObjectName("search")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Search blocks")
        self.field.setAccessibleName("Search blocks")
        self.list = QListWidget(self)
        self.list.setIconSize(QSize(18, 18))
        self.list.setAccessibleName("Blocks found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._fill)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.field.installEventFilter(self)
        self.hide()

    def open(self, at: QPoint, known: Sequence[Candidate], chosen: Callable[[Candidate], None], why: str = "") -> None:
        """Open at a point of the view with the blocks that may be chosen; `why` says what they are limited by."""
        self._known, self._chosen = known, chosen
        self.field.setPlaceholderText(why or "Search blocks")
        self.field.clear()
        self._fill("")
        self.resize(300, 320)
        room = self.canvas.rect()
        self.move(max(0, min(at.x(), room.width() - 300)), max(0, min(at.y(), room.height() - 320)))
        self.show()
        self.raise_()
        self.field.setFocus()

    def found(self) -> list[str]:
        """The titles that are listed."""
        return [self.list.item(row).text().partition("   ")[0] for row in range(self.list.count())]

    def _fill(self, query: str) -> None:
        self.list.clear()
        for candidate in ranked(query, self._known, recent_blocks()):
            item = QListWidgetItem(icon(candidate.block.id, self.theme.kind(candidate.block.group)), candidate.title)
            item.setToolTip(candidate.about)
            item.setData(Qt.ItemDataRole.UserRole, candidate)
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem("No block is called so" if query else "No block fits here")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list; leaving the field closes the popup."""
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.close_popup()
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + by) % max(self.list.count(), 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            self.close_popup()
        else:
            return False
        return True

    def _choose(self) -> None:
        item = self.list.currentItem()
        candidate = item.data(Qt.ItemDataRole.UserRole) if item else None
        self.close_popup()
        if isinstance(candidate, Candidate):
            remember(candidate.key)
            self._chosen(candidate)

    def close_popup(self) -> None:
        """Close it with nothing chosen."""
        if self.isVisible():
            self.hide()
            self.canvas.setFocus()
            self.closed.emit()


def recent_blocks() -> list[str]:
    """The blocks that were added last, the latest first."""
    value = QSettings().value("recent_blocks", "")
    return [key for key in str(value).split(",") if key]


def remember(key: str) -> None:
    """Put a block at the front of those that were added last."""
    keys = [key, *(each for each in recent_blocks() if each != key)]
    QSettings().setValue("recent_blocks", ",".join(keys[:RECENT]))
