"""Two histograms side by side: what the training rows had, and what the file has. Painted sharp at any scale."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from netloom.drift import Bar
from netloom_desktop.theme import Theme

THEN, NOW = "wire", "accent"  # colours of the theme
_GAP: Final = 0.25  # of a bar's place is free
_THINNEST: Final = 1.0  # pixels of what is not quite nothing


class Pair(NamedTuple):
    """Where the bar of the training rows is, and that of the file's."""

    then: QRectF
    now: QRectF


def pairs(bars: Sequence[Bar], room: QRectF, ratio: float) -> Iterator[Pair]:
    """Where each pair of bars is in a room, on pixels of a screen that has `ratio` of them to one of the room."""
    highest = max((max(bar.then, bar.now) for bar in bars), default=0.0) or 1.0
    step = room.width() / max(len(bars), 3)
    half = step * (1 - _GAP) / 2
    for place, bar in enumerate(bars):
        left = room.left() + place * step + step * _GAP / 2
        yield Pair(
            _upright(room, left, half, bar.then / highest, ratio),
            _upright(room, left + half, half, bar.now / highest, ratio),
        )


def _upright(room: QRectF, left: float, width: float, height: float, ratio: float) -> QRectF:
    high = max(height * room.height(), _THINNEST if height > 0 else 0.0)
    edges = (left, room.bottom() - high, left + width, room.bottom())
    x, y, right, bottom = (round(edge * ratio) / ratio for edge in edges)
    return QRectF(x, y, max(right - x, 1 / ratio), bottom - y)


def paint_drift(painter: QPainter, bars: Sequence[Bar], room: QRectF, theme: Theme) -> None:
    """Paint both histograms from the bottom of a room upwards."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for pair in pairs(bars, room, ratio):
        painter.fillRect(pair.then, theme.color(THEN))
        painter.fillRect(pair.now, theme.color(NOW))
    painter.restore()
