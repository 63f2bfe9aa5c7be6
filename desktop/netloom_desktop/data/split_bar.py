"""The bar of three parts, whose boundaries are dragged with the mouse or moved with the arrow keys."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from netloom_desktop.data.split_shares import BOUNDARIES, PARTS, Boundary, Part, Shares, percent
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import plain_tip

HEIGHT: Final = 46
_HANDLE: Final = 14
_COLORS: Final[Mapping[Part, str]] = {"training": "Core", "validation": "Activation", "test": "Data"}
_WORDS: Final[Mapping[Part, str]] = {"training": "Training", "validation": "Validation", "test": "Test"}
_BETWEEN: Final[Mapping[Boundary, str]] = {
    "validation": "Boundary between training and validation",
    "test": "Boundary between validation and test",
}
_STEPS: Final[Mapping[int, float]] = {
    Qt.Key.Key_Left: -0.01,
    Qt.Key.Key_Right: 0.01,
    Qt.Key.Key_PageUp: 0.05,
    Qt.Key.Key_PageDown: -0.05,
}


class SplitBar(QWidget):
    """Signals: `previewed(Shares)` while a boundary is dragged; `dragged(Shares)` when it is let go somewhere else, and
    `nudged(Shares)` for each key that moves it; `left()` when the keyboard leaves it."""

    previewed = Signal(object)
    dragged = Signal(object)
    nudged = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("split_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.shares = Shares(1.0, 0.0, 0.0)
        self.settled = self.shares
        self.handles: dict[Boundary, Handle] = {boundary: Handle(boundary, self) for boundary in BOUNDARIES}

    def show_shares(self, shares: Shares, movable: tuple[Boundary, ...]) -> None:
        """Show how the rows are divided, and which boundaries may be moved."""
        self.settled = self.shares = shares
        for boundary, handle in self.handles.items():
            handle.setEnabled(boundary in movable)
            handle.setVisible(boundary in movable)
        self._follow()

    # Moving boundaries

    def preview(self, boundary: Boundary, x: float) -> None:
        """Show the boundary at a place, without changing anything yet."""
        moved = self.settled.moved(boundary, x / max(self.width(), 1))
        if moved != self.shares:
            self.shares = moved
            self._follow()
            self.previewed.emit(moved)

    def settle(self) -> None:
        """Leave the boundary where it is shown."""
        if self.shares != self.settled:
            self.dragged.emit(self.shares)

    def cancel(self) -> None:
        """Put everything back where it was."""
        self.shares = self.settled
        self._follow()
        self.previewed.emit(self.shares)

    def nudge(self, boundary: Boundary, by: float) -> None:
        """Move a boundary by a share of the rows."""
        moved = self.settled.moved(boundary, self.settled.before(boundary) + by)
        if moved != self.settled:
            self.nudged.emit(moved)

    def _follow(self) -> None:
        self.setAccessibleName("Rows: " + ", ".join(f"{_WORDS[p].lower()} {percent(self.shares.of(p))}" for p in PARTS))
        first, second = (self.place(boundary) for boundary in BOUNDARIES)
        between = (first + second) / 2
        self._put(self.handles["validation"], min(first - _HANDLE / 2, between - _HANDLE))  # neither hides the other
        self._put(self.handles["test"], max(second - _HANDLE / 2, between))
        self.update()

    def place(self, boundary: Boundary) -> float:
        """Where a boundary is shown, in pixels from the left."""
        return self.shares.before(boundary) * self.width()

    def _put(self, handle: "Handle", left: float) -> None:
        handle.setGeometry(min(max(round(left), 0), max(self.width() - _HANDLE, 0)), 0, _HANDLE, self.height())
        handle.say(self.shares)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT)

    # Painting

    def color(self, part: Part) -> QColor:
        """The colour of a part."""
        return QColor(self.theme.kind(_COLORS[part]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio, left = self.devicePixelRatioF(), 0.0
        for part in PARTS:
            width = round(self.shares.of(part) * self.width() * ratio) / ratio
            room = QRectF(left, 0, self.width() - left if part == "test" else width, self.height())
            painter.fillRect(room, self.color(part))
            self._paint_words(painter, room, part)
            left += width
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF, part: Part) -> None:
        name, share = font(13, bold=True), font(12)
        inside = room.adjusted(_HANDLE / 2 + 2, 5, -_HANDLE / 2 - 2, -5)
        painter.setPen(self.theme.color("on_accent"))
        for made, words, side in (
            (name, _WORDS[part], Qt.AlignmentFlag.AlignTop),
            (share, percent(self.shares.of(part)), Qt.AlignmentFlag.AlignBottom),
        ):
            if QFontMetrics(made).horizontalAdvance(words) <= inside.width():  # else the line below the bar says it
                painter.setFont(made)
                painter.drawText(inside, side | Qt.AlignmentFlag.AlignHCenter, words)


class Handle(QWidget):
    """A boundary: what one takes hold of."""

    def __init__(self, boundary: Boundary, bar: SplitBar) -> None:
        super().__init__(bar)
        self.boundary, self.bar = boundary, bar
        self.setObjectName(f"boundary_{boundary}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._held: float | None = None

    def say(self, shares: Shares) -> None:
        """Say where it is."""
        self.setAccessibleName(_BETWEEN[self.boundary])
        self.setAccessibleDescription(f"{percent(shares.before(self.boundary))} of the rows are before it.")
        self.setToolTip(plain_tip(f"{_BETWEEN[self.boundary]}: drag it, or move it with the arrow keys."))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self._on_bar(event) - self.bar.place(self.boundary)
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _on_bar(self, event: QMouseEvent) -> float:
        return self.mapTo(self.bar, QPointF(event.position().x(), 0)).x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self.bar.preview(self.boundary, self._on_bar(event) - self._held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held = None
            self.bar.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._held = None
            self.bar.cancel()
        elif event.key() in _STEPS and self._held is None:
            self.bar.nudge(self.boundary, _STEPS[event.key()])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.raise_()  # above the other, where both are at one place
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._held is not None:
            self._held = None
            self.bar.cancel()
        self.bar.left.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.bar.theme
        middle = QRect(self.width() // 2 - 3, 4, 6, self.height() - 8)
        painter.setPen(QPen(theme.color("text" if self.hasFocus() else "outline"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(QRectF(middle), 3, 3)
        painter.end()
