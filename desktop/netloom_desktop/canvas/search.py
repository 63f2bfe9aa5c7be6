"""The popup at the pointer in which one types a few letters and chooses with the arrows and Enter: blocks to add, or
blocks to go to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from netloom_desktop.icons import icon
from netloom_desktop.theme import Theme

RECENT: Final = 8
WIDTH: Final = 300
ROWS: Final = 12
_TITLE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Found:
    """One line: its key, what it is called, what it is found by beside that, its icon and the colour of that."""

    key: str
    title: str
    about: str
    icon: str
    group: str

    @property
    def words(self) -> str:
        """What is searched, in small letters."""
        return f"{self.title} {self.group} {self.about}".casefold()


def ranked(query: str, known: Iterable[Found], recent: Sequence[str] = (), likely: Sequence[str] = ()) -> list[Found]:
    """What is meant by a few letters: titles that begin so or have these initials, then titles with a word that begins
    so, then titles that hold them, then words that begin so, then titles with the letters in order, the closer together
    the better. Among equals what is likely comes first, then what was used last; without letters all are listed."""
    wanted = query.casefold().strip()
    used = {key: place for place, key in enumerate(dict.fromkeys([*likely, *recent]))}
    scored = [(_score(wanted, each), used.get(each.key, len(used)), place, each) for place, each in enumerate(known)]
    return [each for score, *_, each in sorted(scored, key=lambda row: row[:3]) if score < _NOT]


_NOT: Final = 9.0


def _score(wanted: str, found: Found) -> float:
    title = found.title.casefold()
    if not wanted or title == wanted:
        return 0.0
    capitals = "".join(letter for letter in found.title if letter.isupper()).casefold()
    initials = "".join(word[0] for word in title.split())
    if title.startswith(wanted) or wanted in (capitals, initials):
        return 1.0
    if f" {wanted}" in title:
        return 1.5
    if wanted in title:
        return 2.0
    words = found.words.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 3.0
    return 4.0 + _looseness("".join(wanted.split()), title)


def _looseness(letters: str, title: str) -> float:
    """How far apart the letters stand in a title that holds them in their order, from 0 to 1; much, if it does not."""
    spans = (_span(letters, title, start) for start, letter in enumerate(title) if letter == letters[0])
    shortest = min((span for span in spans if span), default=0)
    return 1 - len(letters) / shortest if shortest else _NOT


def _span(letters: str, title: str, start: int) -> int:
    """How many letters of a title it takes from a start until all were there in their order; 0 if they never are."""
    place = start
    for letter in letters:
        place = title.find(letter, place) + 1
        if not place:
            return 0
    return place - start


class Search(QFrame):
    """The popup. `closed` says that it is gone; the key of what was chosen goes to the function it was opened with."""

    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.canvas = parent
        self.theme = theme
        self._known: Sequence[Found] = ()
        self._recent: Sequence[str] = ()
        self._likely: Sequence[str] = ()
        self._chosen: Callable[[str], object] = lambda _: None
        self.setObjectName("search")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setIconSize(QSize(18, 18))
        self.list.setAccessibleName("Found")
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

    def open(
        self,
        at: QPoint,
        known: Sequence[Found],
        chosen: Callable[[str], object],
        *,
        asks: str = "Search blocks",
        recent: Sequence[str] = (),
        likely: Sequence[str] = (),
    ) -> None:
        """Open at a point of the view with what may be chosen; `asks` stands in the empty field. What is `likely` comes
        first and is marked, then what is `recent`."""
        self._known, self._chosen, self._recent, self._likely = known, chosen, recent, likely
        self.field.setPlaceholderText(asks)
        self.field.setAccessibleName(asks)
        self.field.clear()
        self._fill("")
        high = 52 + min(max(len(known), 3), ROWS) * max(self.list.sizeHintForRow(0), 18)
        self.resize(WIDTH, high)
        room = self.canvas.rect()
        self.move(max(0, min(at.x(), room.width() - WIDTH)), max(0, min(at.y(), room.height() - high)))
        self.show()
        self.raise_()
        self.field.setFocus()

    def found(self) -> list[str]:
        """The titles that are listed."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(_TITLE) or item.text() for item in items]

    def _fill(self, query: str) -> None:
        self.list.clear()
        for found in ranked(query, self._known, self._recent, self._likely):
            picture = icon(found.icon, self.theme.kind(found.group), chosen=self.theme.on_accent)
            mark = "   · often next" if found.key in self._likely else ""
            item = QListWidgetItem(picture, f"{found.title}{mark}")
            item.setToolTip(found.about)
            item.setData(Qt.ItemDataRole.UserRole, found.key)
            item.setData(_TITLE, found.title)
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem("Nothing is called so" if query else "Nothing fits here")
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
        key = item.data(Qt.ItemDataRole.UserRole) if item else None
        self.close_popup()
        if isinstance(key, str):
            self._chosen(key)

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
