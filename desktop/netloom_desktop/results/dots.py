"""A metric of all models: a dot for each, with the bar of its interval."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netloom_desktop.theme import Theme, font

_ROW: Final = 24  # pixels
_NAME, _VALUE = 104, 66
_EDGE: Final = 8


class Dot(NamedTuple):
    """A model: its name, its value with its interval, and how that is written."""

    name: str
    value: float
    low: float
    high: float
    text: str


class Dots(QWidget):
    """The first model is set off by its colour and a larger dot."""

    def __init__(self, title: str, dots: Sequence[Dot], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dots, self.theme = tuple(dots), theme
        self.setAccessibleName(f"{title}: " + "; ".join(f"{dot.name} {dot.text}" for dot in dots))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, _ROW * len(self.dots) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(dot.low for dot in self.dots), max(dot.high for dot in self.dots)
        span = (high - low) or abs(high) or 1.0
        left, right = _NAME + _EDGE, self.width() - _VALUE - _EDGE

        def across(value: float) -> float:
            return left + (value - low) / span * (right - left)

        for number, dot in enumerate(self.dots):
            self._paint(painter, number, dot, (across(dot.low), across(dot.value), across(dot.high)))
        painter.end()

    def _paint(self, painter: QPainter, number: int, dot: Dot, places: tuple[float, float, float]) -> None:
        theme, middle = self.theme, number * _ROW + _ROW / 2 + 2
        low, value, high = places
        strong = number == 0
        color = theme.color("accent" if strong else "muted_text")
        painter.setPen(theme.color("text" if strong else "muted_text"))
        painter.setFont(font(12, bold=strong))
        box = QRectF(0, middle - _ROW / 2, _NAME, _ROW)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, right, dot.name)
        painter.drawText(QRectF(self.width() - _VALUE, box.top(), _VALUE, _ROW), right, dot.text)
        painter.setPen(QPen(color, 2.2 if strong else 1.6))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - 3), QPointF(end, middle + 3))
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        size = 5.5 if strong else 4.2
        painter.drawEllipse(QPointF(value, middle), size, size)
