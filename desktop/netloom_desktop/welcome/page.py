"""The page that is shown at the start: ways to begin, recent projects, and examples with a picture of each."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from netloom_desktop.first_paint import FirstPaint
from netloom_desktop.icons import app_icon
from netloom_desktop.theme import Theme
from netloom_desktop.welcome.card import Card
from netloom_desktop.welcome.recent_list import RecentList
from netloom_desktop.words import dye, label, say
from netloom_resources import EXAMPLES, Example

WIDEST: Final = 1180
LEFT: Final = 330
PICTURE: Final = 76
EDGE, DOWN = 32, 24
ACROSS: Final = 2  # examples side by side
_LOGO: Final = 48
_SAYS: Final = "Build, train, explain and ship neural networks by wiring blocks."


class Welcome(QScrollArea):
    """Signals: `guide_wanted()`, `new_wanted()`, `open_wanted()`, `table_wanted(Path | None)` with a table that was
    dropped here, `project_wanted(Path)` and `example_wanted(Example)`."""

    guide_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    table_wanted = Signal(object)
    project_wanted = Signal(object)
    example_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("welcome")
        self.setAccessibleName("Welcome")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAcceptDrops(True)
        self.titles: list[QLabel] = []
        self.cards: dict[str, Card] = {}
        self.recent = RecentList(self.project_wanted.emit, theme, self)
        self._undrawn: list[Example] = []
        self._inside = inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(EDGE, DOWN, EDGE, DOWN)
        row.addStretch(1)
        row.addWidget(self._middle(inside), 100)
        row.addStretch(1)
        self.setWidget(inside)
        self.setFocusProxy(self.cards["guide"])

    # What is on it

    def _middle(self, parent: QWidget) -> QWidget:
        middle = QWidget(parent)
        middle.setMaximumWidth(WIDEST)
        column, row = QVBoxLayout(middle), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(DOWN)
        row.setSpacing(EDGE)
        column.addLayout(self._head(middle))
        left = self._left(middle)
        left.setFixedWidth(LEFT)
        row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._examples(middle), 1)
        column.addLayout(row)
        column.addStretch(1)
        return middle

    def _head(self, parent: QWidget) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(16)
        words.setSpacing(2)
        logo = QLabel(parent)
        logo.setPixmap(app_icon().pixmap(QSize(_LOGO, _LOGO), self.devicePixelRatio()))
        words.addWidget(self._title("Netloom", parent, size=26))
        about = label(self.theme, parent, color="muted_text", size=15)
        about.setWordWrap(False)
        say(about, _SAYS)
        self._about = about
        words.addWidget(about)
        row.addWidget(logo)
        row.addLayout(words, 1)
        return row

    def _title(self, text: str, parent: QWidget, *, size: int = 17) -> QLabel:
        made = label(self.theme, parent, size=size, bold=True)
        say(made, text)
        self.titles.append(made)
        return made

    def _left(self, parent: QWidget) -> QWidget:
        left = QWidget(parent)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title("Begin", left))
        for name, title, about, icon, act in self._ways():
            column.addWidget(self._card(name, Card(title, about, self.theme, left, icon=f"window/{icon}"), act))
        self.cards["guide"].is_main = True
        column.addSpacing(16)
        column.addWidget(self._title("Recent projects", left))
        column.addWidget(self.recent)
        return left

    def _ways(self) -> tuple[tuple[str, str, str, str, Callable[[], object]], ...]:
        table = partial(self.table_wanted.emit, None)
        return (
            ("guide", "Guided first model", "From a table to a valid model.", "guide", self.guide_wanted.emit),
            ("table", "From a table…", "Choose a file, or drop one here.", "table", table),
            ("new", "Empty project", "Wire a network from nothing.", "new", self.new_wanted.emit),
            ("open", "Open a project…", "A .netloom file, from here or elsewhere.", "open", self.open_wanted.emit),
        )  # fmt: skip  # a table reads best as one row an entry

    def _examples(self, parent: QWidget) -> QVBoxLayout:
        column, grid = QVBoxLayout(), QGridLayout()
        column.setSpacing(8)
        grid.setSpacing(16)
        column.addWidget(self._title("Examples", parent))
        for number, example in enumerate(EXAMPLES):
            card = Card(example.title, example.about, self.theme, parent, picture=PICTURE)
            self._card(f"example_{example.name}", card, partial(self.example_wanted.emit, example))
            grid.addWidget(card, number // ACROSS, number % ACROSS)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def _card(self, name: str, card: Card, act: Callable[[], object]) -> Card:
        card.setObjectName(f"welcome_{name}")
        card.clicked.connect(lambda: act())
        self.cards[name] = card
        return card

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.recent.follow()
        FirstPaint(self._inside, self._draw_all)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        for title in self.titles:
            dye(title, theme, "text")
        dye(self._about, theme, "muted_text")
        for card in self.cards.values():
            card.show_theme(theme)
        self.recent.show_theme(theme)
        self._draw_all()

    def _draw_all(self) -> None:
        """Draw the pictures one after the other, so that the page is there at once."""
        self._undrawn = list(EXAMPLES)
        QTimer.singleShot(0, self, self._draw_next)

    def _draw_next(self) -> None:
        from netloom_desktop.canvas.pictures import thumbnail  # the page is seen before all that is loaded
        from netloom_desktop.welcome.samples import shown_project

        if self._undrawn and self.isVisible():
            example = self._undrawn.pop(0)
            card = self.cards[f"example_{example.name}"]
            room, ratio = card.picture_room().size(), self.devicePixelRatioF()
            card.show_picture(thumbnail(shown_project(example), self.theme, room, ratio))
            QTimer.singleShot(0, self, self._draw_next)

    # Dropping a file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            (self.project_wanted if path.suffix == ".netloom" else self.table_wanted).emit(path)


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is dragged; None for anything else."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
