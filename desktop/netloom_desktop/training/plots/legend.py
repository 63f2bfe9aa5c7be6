"""What the lines of a plot mean: a sample of each with a word, in the row of the plot's title."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from netloom_desktop.theme import Theme, font

SAMPLE, GAP, HEIGHT = 26, 6, 22


class Legend(QWidget):
    """Samples of lines side by side, at the right, in as many rows as they need."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.samples: tuple[tuple[str, QPen], ...] = ()
        self.setFont(font(11))
        self.setFixedHeight(HEIGHT)

    def show_samples(self, samples: Sequence[tuple[str, QPen]]) -> None:
        """Show these lines with their words."""
        if tuple(samples) == self.samples:
            return
        self.setAccessibleName("Lines: " + ", ".join(words for words, _ in samples))
        self.samples = tuple(samples)
        self._make_room()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.setFixedHeight(HEIGHT * max(len(self._rows()), 1))

    def _rows(self) -> list[list[tuple[str, QPen, int]]]:
        """The samples row by row, each with the width that it takes."""
        rows: list[list[tuple[str, QPen, int]]] = []
        room = 0
        for words, pen in self.samples:
            width = SAMPLE + GAP + self.fontMetrics().horizontalAdvance(words)
            if width > room:
                rows.append([])
                room = self.width() - GAP
            rows[-1].append((words, pen, width))
            room -= width + 2 * GAP
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, row in enumerate(self._rows()):
            left = self.width() - GAP - sum(width for _, _, width in row) - 2 * GAP * (len(row) - 1)
            middle = number * HEIGHT + HEIGHT // 2
            for words, pen, width in row:
                self._paint(painter, QPoint(left, middle), words, pen)
                left += width + 2 * GAP
        painter.end()

    def _paint(self, painter: QPainter, at: QPoint, words: str, pen: QPen) -> None:
        painter.setPen(pen)
        painter.drawLine(at, at + QPoint(SAMPLE, 0))
        painter.setPen(QColor(self.theme.muted_text))
        painter.drawText(at + QPoint(SAMPLE + GAP, self.fontMetrics().ascent() // 2 - 1), words)
