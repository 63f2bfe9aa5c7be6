"""The columns that the answers rest on, the most important first."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from netloom.reports.document import ImportancePart, Measure
from netloom.reports.wording import difference
from netloom_desktop.results.scrolling import scrolling
from netloom_desktop.results.shown import Shown
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import label, say

_ROW: Final = 26  # pixels
_NAME, _VALUE, _GAP = 200, 150, 10
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SHOWN: Final = 200  # columns that are drawn


class ImportanceBars(QWidget):
    """A bar for each column, and the deviation over the shuffles as a line."""

    def __init__(self, found: ImportancePart, measure: Measure, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns, self.measure, self.theme = found.columns[:SHOWN], measure, theme
        self.repeats = found.repeats
        self.setObjectName("importance_bars")
        said = "; ".join(f"{one.column} {difference(measure.unit, one.drop)}" for one in self.columns[:20])
        self.setAccessibleName(f"Important columns: {said}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(600, _ROW * len(self.columns) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = [end for one in self.columns for end in (one.drop - one.deviation, one.drop + one.deviation)]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        left, right = _NAME + _GAP, self.width() - _VALUE - _GAP
        span = (high - low) or 1.0

        def across(value: float) -> float:
            return left + (value - low) / span * (right - left)

        for number, one in enumerate(self.columns):
            middle = number * _ROW + _ROW / 2 + 2
            self._paint_words(painter, middle, one.column, self._text(one.drop, one.deviation))
            start, end = sorted((across(0), across(one.drop)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accent"))
            painter.drawRect(QRectF(start, middle - 7, max(end - start, 0.5), 14))
            painter.setPen(QPen(self.theme.color("text"), 1.4))
            spread = across(one.drop - one.deviation), across(one.drop + one.deviation)
            painter.drawLine(QPointF(spread[0], middle), QPointF(spread[1], middle))
        painter.setPen(QPen(self.theme.color("muted_text"), 1))
        painter.drawLine(QPointF(across(0), 0), QPointF(across(0), self.height()))
        painter.end()

    def _text(self, drop: float, deviation: float) -> str:
        unit = self.measure.unit
        spread = f" ± {difference(unit, deviation).removeprefix('−')}" if self.repeats > 1 else ""
        return f"{difference(unit, drop)}{spread}"

    def _paint_words(self, painter: QPainter, middle: float, name: str, text: str) -> None:
        painter.setFont(font(13))
        painter.setPen(self.theme.color("text"))
        room = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME)
        painter.drawText(QRectF(0, middle - _ROW / 2, _NAME, _ROW), _RIGHT, room)
        painter.setPen(self.theme.color("muted_text"))
        painter.drawText(QRectF(self.width() - _VALUE, middle - _ROW / 2, _VALUE, _ROW), _LEFT, text)


def importance_view(shown: Shown) -> QWidget:
    """What shuffling each column costs."""
    found = shown.output.importance
    assert found is not None
    view = QWidget()
    column = QVBoxLayout(view)
    column.setSpacing(8)
    more = len(found.columns) - SHOWN
    sentences = (
        (found.sentence, 15, True, "text"),
        (found.note, 13, False, "warning"),
        (found.about, 13, False, "muted_text"),
        (f"and {more:,} more, all of them in the JSON file" if more > 0 else "", 13, False, "muted_text"),
    )
    labels = []
    for text, size, bold, color in sentences:
        words = label(shown.theme, view, size=size, bold=bold, color=color)
        say(words, text)
        labels.append(words)
    bars = ImportanceBars(found, shown.output.measure(found.metric), shown.theme, view)
    for widget in (*labels[:3], bars, labels[3]):
        column.addWidget(widget)
    column.addStretch(1)
    return scrolling(view)
