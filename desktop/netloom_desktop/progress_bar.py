"""How far something is, as a bar that is painted when it gets further. Those of Qt's styles are painted up to 60 times
a second, together with what is behind them, for stripes that move."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from netloom_desktop.theme import Theme

HEIGHT = 8


class ProgressBar(QProgressBar):
    """A bar without words. With the range 0 to 0, while it is not known how far something is, all of it is dotted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setTextVisible(False)
        self.setFixedHeight(HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        around, round_by = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), (self.height() - 1) / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.color("outline"))
        painter.setBrush(self.theme.color("entry"))
        painter.drawRoundedRect(around, round_by, round_by)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.maximum() == self.minimum():
            painter.setBrush(self.theme.color("accent"))
            for x in range(2 * HEIGHT, self.width() - HEIGHT, 3 * HEIGHT):
                painter.drawEllipse(QRectF(x, self.height() / 2 - 1.5, 3, 3))
        elif self.value() > self.minimum():
            part = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
            painter.setBrush(self.theme.color("accent"))
            painter.setClipRect(QRectF(0, 0, 1 + part * (self.width() - 2), self.height()))
            painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), round_by - 1, round_by - 1)
        painter.end()
