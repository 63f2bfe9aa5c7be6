"""One curve of a plot, of which no more is drawn than can be seen."""

import math
from bisect import bisect_left, bisect_right
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from netloom_desktop.training.curve import Curve
from netloom_desktop.training.plots.seen import Seen
from netloom_desktop.training.plots.thinning import Values, broken, smoothed, stride, thinned

Ends = tuple[float | None, float | None]
_DOT: Final = 8.0  # pixels
_ROOM: Final = 10  # so many steps between two powers of ten
_STEPS: Final = 40  # so many at most from the lowest to the highest


class Stroke(Seen):
    """Holds all points of a curve, and thins them when it is painted: by then the range that is shown is settled."""

    def __init__(self) -> None:
        super().__init__()
        self.x: Values = np.empty(0)
        self.y: Values = np.empty(0)
        self.pen, self.fine = QPen(), False
        self._ends: tuple[Ends, Ends] = ((None, None), (None, None))
        self._part: tuple[int, int, int] | None = None  # what the path is of: from, to, how many share a place
        self._path = QPainterPath()

    def show_curve(self, curve: Curve, smooth: float, *, log: bool, gap: float = math.inf) -> None:
        """Show a curve as it is now: smoothed by a weight, in powers of ten, broken where points are further apart than
        a `gap`."""
        x, y = np.array(curve.x), np.array(curve.y)
        if smooth:
            y = smoothed(y, smooth)
        if log:
            y = np.log10(y, out=np.full(len(y), np.nan), where=y > 0)
        if not (finite := np.isfinite(y)).all():
            y = np.where(finite, y, np.nan)
        if math.isfinite(gap):
            x, y = broken(x, y, gap)
        self.x, self.y, self._part = x, y, None
        if (ends := (_from_to(x), _lowest_highest(y))) != self._ends:
            self._ends = ends
            self.informViewBoundsChanged()
        self.update()

    def show_pen(self, pen: QPen, *, fine: bool) -> None:
        """Draw it with a pen; with smooth edges, if it is to be `fine`."""
        if (pen, fine) != (self.pen, self.fine):
            self.pen, self.fine = pen, fine
            self.update()

    # What pyqtgraph asks for

    def dataBounds(self, ax: int, *_: object, **__: object) -> Ends:
        """From where to where it goes, on the axis of that number."""
        return self._ends[ax]

    def pixelPadding(self) -> float:
        """Pixels that it needs around its points."""
        return self.pen.widthF()

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.fine or len(self.x) == 1)
        if len(self.x) == 1:
            dot = QPen(self.pen.color(), _DOT, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            dot.setCosmetic(True)
            painter.setPen(dot)
            painter.drawPoint(QPointF(self.x[0], self.y[0]))
        elif len(self.x):
            painter.setPen(self.pen)
            painter.drawPath(self._seen())

    def _seen(self) -> QPainterPath:
        """What is to be drawn of it, worked out anew only where that is another part or another number of points."""
        view = self.viewRect()
        start = max(bisect_left(self.x, view.left()) - 1, 0)
        end = min(bisect_right(self.x, view.right()) + 1, len(self.x))
        every = stride(end - start, self.getViewBox().width())
        start -= start % every
        if self._part != (start, end, every):
            self._part = (start, end, every)
            x, y = thinned(self.x[start:end], self.y[start:end], every)
            self._path = pg.arrayToQPath(x, y, connect="finite")
        return self._path


def _from_to(x: Values) -> Ends:
    """From the first point to a round number at or after the last: axes stay as they are while points are added."""
    if not len(x):
        return None, None
    step = max(10.0 ** math.floor(math.log10(max(x[-1], 1.0))) / _ROOM, 1.0)
    return float(x[0]), float(math.ceil(x[-1] / step) * step)


def _lowest_highest(y: Values) -> Ends:
    """From a round number at or below the lowest point to one at or above the highest."""
    if not len(y) or math.isnan(lowest := float(np.fmin.reduce(y))):
        return None, None
    highest = float(np.fmax.reduce(y))
    if lowest == highest:
        return lowest, highest
    step = 2.0 ** math.ceil(math.log2((highest - lowest) / _STEPS))
    return math.floor(lowest / step) * step, math.ceil(highest / step) * step
