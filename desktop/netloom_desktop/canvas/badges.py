"""A few words that hang below a block for a while, as how it fares in a training. They are no part of the project."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from netloom_desktop.canvas.geometry import WIDTH
from netloom_desktop.canvas.paint import TITLES_ONLY, Ink

ROOM: Final = 30.0  # below a block
_LEFT, _PAD = 12.0, 8.0
_SMALL, _LARGE = 18.0, 28.0  # how far it hangs down; larger where blocks are seen small


@dataclass(frozen=True)
class Badge:
    """What it says, how grave that is (`note`, `warning` or `error`), and what the block's tooltip says of it."""

    text: str
    severity: str
    tip: str = ""


def paint_badge(painter: QPainter, badge: Badge, height: float, ink: Ink, scale: float) -> None:
    """Paint a badge below a block of that height, whose body covers its upper edge."""
    used, down = (ink.small, _SMALL) if scale >= TITLES_ONLY else (ink.large, _LARGE)
    strip = ink.severities[badge.severity]
    width = min(ink.width(badge.text, used) + 2 * _PAD, WIDTH - _LEFT)
    painter.setPen(strip.outline)
    painter.setBrush(strip.fill)
    painter.drawRoundedRect(QRectF(_LEFT, height - 8, width, down + 8), 6, 6)
    painter.setPen(strip.text)
    painter.setFont(used)
    base = QPointF(_LEFT + _PAD, height + down - (5 if used is ink.small else 7))
    painter.drawText(base, ink.elided(badge.text, used, width - 2 * _PAD + 1))
