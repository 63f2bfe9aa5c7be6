"""A button that says what it leads to: a title and a line or two below it, with a picture above or an icon beside."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from netloom_desktop.icons import icon_pixmap
from netloom_desktop.theme import Theme, font

EDGE: Final = 16
GAP: Final = 4
ICON: Final = 24
CORNER: Final = 8.0
TITLE, ABOUT = 15, 13


class Card(QAbstractButton):
    """`picture` is how high the room for a picture is; none, if it is 0. `icon` names an icon of the resources."""

    def __init__(
        self, title: str, about: str, theme: Theme, parent: QWidget, *, icon: str = "", picture: int = 0
    ) -> None:
        super().__init__(parent)
        self.about, self.theme, self.icon_name, self.room = about, theme, icon, picture
        self.picture = QPixmap()
        self.is_main = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_theme(self, theme: Theme) -> None:
        """Show the card in other colours."""
        self.theme = theme
        self.update()

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture in the room that there is for it."""
        self.picture = picture
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as well as the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(300))

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher: its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        title, about = self._words(width)
        return self.room + 2 * EDGE + title.height() + GAP + about.height()

    def _left(self) -> int:
        return EDGE + (ICON + 12 if self.icon_name else 0)

    def _words(self, width: int) -> tuple[QRect, QRect]:
        """Where the title stands, and the words below it."""
        left, wide = self._left(), width - self._left() - EDGE
        top = self.room + EDGE
        title = _bounds(self.text(), TITLE, wide, bold=True)
        about = _bounds(self.about, ABOUT, wide)
        return (
            QRect(left, top, wide, title.height()),
            QRect(left, top + title.height() + GAP, wide, about.height()),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, lit = self.theme, self.underMouse() or self.hasFocus()
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color("accent" if lit or self.is_main else "outline"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("grid" if self.isDown() else "block"))
        painter.drawRoundedRect(body, CORNER, CORNER)
        self._paint_picture(painter)
        title, about = self._words(self.width())
        wrapped = Qt.TextFlag.TextWordWrap
        painter.setFont(font(TITLE, bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(title, wrapped, self.text())
        painter.setFont(font(ABOUT))
        painter.setPen(theme.color("muted_text"))
        painter.drawText(about, wrapped, self.about)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        theme = self.theme
        if self.icon_name:
            size = round(ICON * self.devicePixelRatioF())
            pixmap = icon_pixmap(self.icon_name, theme.accent, size)
            painter.drawPixmap(QRect(EDGE, EDGE - 2, ICON, ICON), pixmap)
        if self.room:
            painter.save()
            painter.setClipRect(QRect(2, 2, self.width() - 4, self.room - 2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("canvas"))
            painter.drawRoundedRect(QRectF(2, 2, self.width() - 4, self.height()), CORNER - 1, CORNER - 1)
            painter.restore()
            painter.setPen(theme.color("grid"))
            painter.drawLine(2, self.room, self.width() - 3, self.room)
            painter.drawPixmap(self.picture_room(), self.picture)

    def picture_room(self) -> QRect:
        """Where the picture is shown."""
        return QRect(EDGE, EDGE // 2, self.width() - 2 * EDGE, self.room - EDGE)


def _bounds(text: str, size: int, width: int, *, bold: bool = False) -> QRect:
    room = QRect(0, 0, max(width, 1), 10_000)
    return QFontMetrics(font(size, bold=bold)).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
