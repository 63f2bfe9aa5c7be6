"""The distribution of a column as bars: prepared from its profile, and painted sharp at any scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, Qt

from netloom.profiles import ColumnProfile
from netloom.settings.columns import ColumnKind

MOST: Final = 12  # values with a bar of their own; the others share one
_NAMES: Final = ("category", "yes_no", "text", "constant")
_THINNEST: Final = 1.0  # pixels of a bar that is not quite nothing
_GAP: Final = 0.2  # of a value's place is between its bar and the next


@dataclass(frozen=True)
class Bars:
    """`counts` are rows, left to right: in equal steps of a range (`joined`), or of the most frequent values, whose
    `names` are those. `rest` are the rows of all other values."""

    counts: tuple[int, ...] = ()
    joined: bool = False
    names: tuple[str, ...] = ()
    rest: int = 0

    @property
    def heights(self) -> tuple[float, ...]:
        """How high each bar is, from 0 to 1; the rest comes last, if there is some."""
        every = (*self.counts, self.rest) if self.rest else self.counts
        highest = max(every, default=0)
        return tuple(count / highest for count in every) if highest > 0 else tuple(0.0 for _ in every)


def bars_of(found: ColumnProfile | None, kind: ColumnKind) -> Bars:
    """The bars of a column that is taken for a kind; none where nothing is known, or nearly every value differs."""
    if found is None:
        return Bars()
    if found.histogram and not (kind in _NAMES and found.levels):
        return Bars(found.histogram, joined=True)
    most = found.levels[:MOST]
    rest = sum(level.count for level in found.levels[MOST:])
    return Bars(tuple(level.count for level in most), names=tuple(level.value for level in most), rest=max(rest, 0))


def rectangles(bars: Bars, room: QRectF, ratio: float) -> Iterator[QRectF]:
    """Where each bar is in a room, with its edges on pixels of a screen that has `ratio` of them to one of the room."""
    heights = bars.heights
    step = room.width() / max(len(heights), 2 if not bars.joined else 1)  # one value is no wall
    for place, height in enumerate(heights):
        gap = 0.0 if bars.joined else step * _GAP / 2
        left = _on_pixel(room.left() + place * step + gap, ratio)
        right = _on_pixel(room.left() + (place + 1) * step - gap, ratio)
        high = max(height * room.height(), _THINNEST if height > 0 else 0.0)
        top = _on_pixel(room.bottom() - high, ratio)
        bottom = _on_pixel(room.bottom(), ratio)
        yield QRectF(left, top, max(right - left, 1 / ratio), max(bottom - top, 0.0))


def _on_pixel(place: float, ratio: float) -> float:
    return round(place * ratio) / ratio


def paint_bars(painter: QPainter, bars: Bars, room: QRectF, color: QColor, ratio: float) -> None:
    """Paint bars from the bottom of a room upwards; the rest is hatched."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, bar in enumerate(rectangles(bars, room, ratio)):
        is_rest = bool(bars.rest) and place == len(bars.counts)
        painter.fillRect(bar, QBrush(color, Qt.BrushStyle.BDiagPattern) if is_rest else color)
    painter.restore()
