"""What the lines of a plot mean: a sample of each with a word, in the row of the plot's title."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from netloom_desktop.theme import Theme, font

SAMPLE, GAP, HEIGHT = 26, 6, 22


class Legend(QWidget):
    """Samples of lines side by side, at the right; those that have no room are left out."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.samples: tuple[tuple[str, QPen], ...] = ()
        self.setFixedHeight(HEIGHT)

    def show_samples(self, samples: Sequence[tuple[str, QPen]]) -> None:
        """Show these lines with their words."""
        if [words for words, _ in samples] != [words for words, _ in self.samples]:
            self.setAccessibleName("Lines: " + ", ".join(words for words, _ in samples))
        self.samples = tuple(samples)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(11))
        right, middle = self.width() - GAP, self.height() // 2
        for words, pen in reversed(self.samples):
            width = painter.fontMetrics().horizontalAdvance(words)
            left = right - width - SAMPLE - GAP
            if left < 0:
                break
            painter.setPen(QColor(self.theme.muted_text))
            painter.drawText(right - width, middle + painter.fontMetrics().ascent() // 2 - 1, words)
            painter.setPen(pen)
            painter.drawLine(left, middle, left + SAMPLE, middle)
            right = left - 2 * GAP
        painter.end()
