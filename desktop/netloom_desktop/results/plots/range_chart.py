"""A chart in which a range along the lower axis is chosen: by a click, and by dragging its edges."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from netloom_desktop.results.picture import Picture
from netloom_desktop.results.plots.chart import PictureChart
from netloom_desktop.theme import Theme

_PART: Final = 0.1  # of what is seen: a range that a click makes


class RangeChart(PictureChart):
    """`ranged(float, float)` tells a range. Up and Down move it with the keys, once there is one."""

    ranged = Signal(object, object)

    def __init__(self, picture: Picture, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(picture, theme, parent)
        fill = theme.color("accent")
        fill.setAlpha(38)
        self.region = pg.LinearRegionItem(brush=fill, hoverBrush=fill, pen=pg.mkPen(theme.color("accent"), width=2))
        self.region.setZValue(15)
        self.region.hide()
        self.region.sigRegionChangeFinished.connect(lambda _: self.ranged.emit(*self.region.getRegion()))
        self.plot.addItem(self.region, ignoreBounds=True)
        self.clicked.connect(lambda x, _: self.choose_around(x))

    def choose_around(self, x: float) -> None:
        """Choose a range around a place; where there is a bar, the bar."""
        (left, right), _ = self.plot.getViewBox().viewRange()
        half = (right - left) * _PART / 2
        found = next(((bar.left, bar.right) for bar in self.picture.bars if bar.left <= x <= bar.right), None)
        self.region.show()
        self.region.setRegion(found or (x - half, x + half))

    def clear_range(self) -> None:
        """Choose none."""
        self.region.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        (left, right), _ = self.plot.getViewBox().viewRange()
        if not self.region.isVisible():
            self.choose_around((left + right) / 2)
            return
        low, high = self.region.getRegion()
        move = step * (high - low) / 2
        self.region.setRegion((low + move, high + move))
