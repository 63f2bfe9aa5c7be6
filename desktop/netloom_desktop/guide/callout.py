"""The words of the guide beside a part of the window, and the line around that part."""

from typing import Final, NamedTuple

from PySide6.QtCore import QMargins, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netloom_desktop.guide.placing import EDGE, GAP, place_aside, place_beside
from netloom_desktop.theme import Theme
from netloom_desktop.words import dye, label, say

WIDTH: Final = 340
AROUND: Final = 4


class Spot(NamedTuple):
    """A part of a window: the window, and where the part is in it."""

    top: QWidget
    part: QRect


class Callout(QFrame):
    """Stands above everything in the window and takes no room from it. Signals: `left()`, `offered()`."""

    left = Signal()
    offered = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.top = window
        self._margins: QMargins | None = None  # of the dialog that has made room
        self.setObjectName("guide")
        self.setAutoFillBackground(True)
        self.setFixedWidth(WIDTH)
        self.around = Around(theme, window)
        self.number = label(theme, self, color="muted_text", size=12)
        self.title = label(theme, self, size=17, bold=True)
        self.words = label(theme, self, size=14)
        self.words.setObjectName("guide_words")
        self.leave = QPushButton("Leave the guide", self)
        self.leave.setObjectName("guide_leave")
        self.offer = QPushButton(self)
        self.offer.setObjectName("guide_offer")
        self.offer.setDefault(True)
        self.leave.clicked.connect(self.left)
        self.offer.clicked.connect(self.offered)
        self._lay_out()
        self.show_theme(theme)
        self.hide()

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        for each in (self.number, self.title, self.words):
            column.addWidget(each)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.offer)
        column.addSpacing(6)
        column.addLayout(row)

    def show_theme(self, theme: Theme) -> None:
        """Show the words in other colours."""
        self.theme = self.around.theme = theme
        dye(self.number, theme, "muted_text")
        dye(self.title, theme, "text")
        dye(self.words, theme, "text")
        self.update()

    def tell(self, number: str, title: str, words: str, offer: str) -> None:
        """Say other words; `offer` is what its own button is called, if it has one."""
        say(self.number, number)
        say(self.title, title)
        say(self.words, words)
        self.offer.setText(offer)
        self.offer.setVisible(bool(offer))
        self.setAccessibleName(f"Guide, {number}: {title}")
        self.setAccessibleDescription(words)

    def stand_by(self, spot: Spot | None) -> None:
        """Stand beside a part of a window; in the middle, if there is nothing to point at."""
        layout = self.layout()
        assert layout is not None
        self.resize(WIDTH, layout.heightForWidth(WIDTH))
        if spot is not None:
            self.stand_in(spot.top)
        room = self.top.rect()
        part = spot.part.adjusted(-AROUND, -AROUND, AROUND, AROUND) if spot else QRect(room.center(), room.center())
        place = place_beside if self._margins is None else place_aside
        self.setGeometry(place(part, self.size(), room))
        self.around.setGeometry(part.intersected(room))
        self.around.setVisible(spot is not None)
        self.around.raise_()
        self.show()
        self.raise_()

    def stand_in(self, top: QWidget) -> None:
        """Be in a window: the main one, or a dialog before it, which makes room so that none of its own words are
        covered."""
        if self.top is not top:
            self._give_room_back()
            self.top = top
            for each in (self.around, self):
                each.setParent(top)
        if isinstance(top, QDialog) and self._margins is None and (layout := top.layout()) is not None:
            self._margins = layout.contentsMargins()
            layout.setContentsMargins(self._margins + QMargins(0, 0, WIDTH + GAP, 0))
            top.resize(top.width() + WIDTH + GAP, max(top.height(), self.height() + 2 * EDGE))

    def _give_room_back(self) -> None:
        if self._margins is not None and (layout := self.top.layout()) is not None:
            layout.setContentsMargins(self._margins)
            self.top.resize(self.top.width() - WIDTH - GAP, self.top.height())
        self._margins = None

    def go(self) -> None:
        """Take the words and the line away."""
        self._give_room_back()
        self.around.hide()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the guide."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.color("block"))
        painter.setPen(QPen(self.theme.color("accent"), 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.fillRect(0, 0, self.width(), 5, self.theme.color("accent"))
        painter.end()


class Around(QWidget):
    """A line around a part of the window. The mouse goes through it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("accent"), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        painter.end()
