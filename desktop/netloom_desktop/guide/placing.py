"""Where words stand beside what they are about. Pure geometry."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize

GAP: Final = 14
EDGE: Final = 12


def place_beside(part: QRect, words: QSize, room: QRect) -> QRect:
    """Where the words stand: below the part, right or left of it, or above it, wherever they fit; else over its lower
    right corner. Never outside the room."""
    inner = room.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    middle = part.center() - QPoint(words.width() // 2, words.height() // 2)
    corners = (
        QPoint(middle.x(), part.bottom() + GAP),
        QPoint(part.right() + GAP, middle.y()),
        QPoint(part.left() - GAP - words.width(), middle.y()),
        QPoint(middle.x(), part.top() - GAP - words.height()),
    )
    for corner in corners:
        placed = _within(QRect(corner, words), inner)
        if not placed.intersects(part):
            return placed
    over = QPoint(part.right() - words.width() - GAP, part.bottom() - words.height() - GAP)
    return _within(QRect(over, words), inner)


def place_aside(part: QRect, words: QSize, room: QRect) -> QRect:
    """Where the words stand at the right edge, as high as the part. Never outside the room."""
    inner = room.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    return _within(QRect(QPoint(inner.right(), part.center().y() - words.height() // 2), words), inner)


def _within(rect: QRect, room: QRect) -> QRect:
    """The same rectangle, moved into the room."""
    x = min(max(rect.left(), room.left()), room.right() - rect.width() + 1)
    y = min(max(rect.top(), room.top()), room.bottom() - rect.height() + 1)
    return QRect(QPoint(x, y), rect.size())
