"""The lines behind a plot, at the numbers of its axes. Those of pyqtgraph's axes take a third of a drawing."""

import pyqtgraph as pg
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter

from netloom_desktop.training.plots.seen import Seen


class Grid(Seen):
    """A line at each number that an axis names."""

    def __init__(self, plot: pg.PlotItem, color: QColor) -> None:
        super().__init__()
        self.setZValue(-10)
        self._axes = plot.getAxis("bottom"), plot.getAxis("left")
        self._pen = pg.mkPen(color, width=1)
        self._known: list[tuple[object, list[float]]] = [(None, []), (None, [])]  # working them out takes a while
        plot.addItem(self, ignoreBounds=True)

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        view = self.viewRect()
        across, down = (self._places(number) for number in (0, 1))
        lines = [QLineF(x, view.top(), x, view.bottom()) for x in across]
        lines += [QLineF(view.left(), y, view.right(), y) for y in down]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._pen)
        painter.drawLines(lines)

    def _places(self, number: int) -> list[float]:
        """Where an axis has its numbers."""
        axis, box = self._axes[number], self.getViewBox()
        size = box.width() if number == 0 else box.height()
        shown = (*axis.range, size, axis.logMode)
        if self._known[number][0] != shown:
            levels = axis.tickValues(*axis.range, size)
            self._known[number] = shown, [float(place) for place in levels[0][1]] if levels else []
        return self._known[number][1]
