"""What matters in the curves of a plot: the best epoch, where it was stopped early, where it learns by heart."""

import math
from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from netloom_desktop.theme import Theme, font
from netloom_desktop.training.colors import look
from netloom_desktop.training.drawing import Drawn, Manner
from netloom_desktop.training.lines import judged

OVERFITTING: Final = "overfitting: training improves, validation gets worse"
LINE: Final = 15  # pixels of a line of words
MARKS_AT_MOST: Final = 12  # runs whose ends are named


class Marks:
    """Marks in one plot. With several runs each has its best epoch marked and its name at the end; the rest is for one
    alone."""

    def __init__(self, plot: pg.PlotItem, figure: str, theme: Theme) -> None:
        self.plot, self.figure, self.theme = plot, figure, theme
        self.best, self._spots = pg.ScatterPlotItem(size=11), list[dict[str, Any]]()
        self._edge = pg.mkPen(theme.entry, width=1)
        self.best.setZValue(10)
        plot.addItem(self.best, ignoreBounds=True)
        self.best_label = self._text("text")
        self.stop = self._upright("muted_text", Qt.PenStyle.DashLine)
        self.stop_label = self._text("muted_text")
        fill = theme.color("warning")
        fill.setAlpha(34)
        self.overfitting = pg.LinearRegionItem(movable=False, brush=fill, pen=pg.mkPen(theme.color("warning"), width=1))
        self.overfitting.setZValue(-5)
        self.overfitting.hide()
        plot.addItem(self.overfitting, ignoreBounds=True)
        self.overfitting_label = self._text("warning")
        self.names: list[pg.TextItem] = []
        self._behind = theme.color("entry")
        self._behind.setAlpha(200)  # names can be read where they lie on curves
        self._shown: tuple[Sequence[Drawn], Manner] = ((), Manner())
        plot.getViewBox().sigRangeChanged.connect(lambda *_: self.show(*self._shown))
        self._log = False

    def _text(self, color: str, *, fill: QColor | None = None) -> pg.TextItem:
        text = pg.TextItem(color=self.theme.color(color), anchor=(0, 0), fill=fill)
        text.setFont(font(11))
        text.setZValue(12)
        text.hide()
        self.plot.addItem(text, ignoreBounds=True)
        return text

    def _upright(self, color: str, style: Qt.PenStyle) -> pg.InfiniteLine:
        line = pg.InfiniteLine(angle=90, pen=pg.mkPen(self.theme.color(color), width=1.2, style=style))
        line.hide()
        self.plot.addItem(line, ignoreBounds=True)
        return line

    def show(self, drawn: Sequence[Drawn], manner: Manner) -> None:
        """Mark what matters in these runs."""
        self._shown, self._log = (drawn, manner), manner.log
        self._mark_best(drawn)
        only = drawn[0] if len(drawn) == 1 else None
        self._mark_stop(only)
        self._shade(only)
        self._name_ends(drawn if len(drawn) > 1 else ())

    def _mark_best(self, drawn: Sequence[Drawn]) -> None:
        spots: list[dict[str, Any]] = []
        for each in drawn:
            curve = judged(each.run, self.figure)
            value = curve.at(each.run.best_epoch) if curve is not None and each.run.best_epoch else None
            if value is not None and self._may_be(value):
                seen = look(self.theme, each.number)
                place = (each.run.best_epoch, self._at(value))
                spots.append({"pos": place, "symbol": seen.mark, "brush": seen.color, "pen": self._edge})
        if spots != self._spots:
            self._spots = spots
            self.best.setData(spots)
        self.best_label.setVisible(len(drawn) == 1 and bool(spots))
        if len(drawn) == 1 and spots:
            x, y = spots[0]["pos"]
            run = drawn[0].run
            self.best_label.setText(f"best: epoch {run.best_epoch:,}")
            self.best_label.setAnchor((1, 1) if x > run.epochs * 0.6 else (0, 1))
            self.best_label.setPos(x, y)

    def _mark_stop(self, only: Drawn | None) -> None:
        epoch = only.run.stopped_early if only is not None else 0
        for item in (self.stop, self.stop_label):
            item.setVisible(bool(epoch))
        if epoch:
            self.stop.setPos(epoch)
            self.stop_label.setText(f"stopped early: {epoch:,}")
            self.stop_label.setAnchor((1, 0))
            self.stop_label.setPos(epoch, self._top())

    def _shade(self, only: Drawn | None) -> None:
        turned = only.run.turned if only is not None and self.figure == "loss" else None
        for item in (self.overfitting, self.overfitting_label):
            item.setVisible(turned is not None)
        if turned is not None:
            self.overfitting.setRegion(turned)
            self.overfitting_label.setText(OVERFITTING)
            self.overfitting_label.setAnchor((1, 0))
            below = self._pixel_height() * LINE if only is not None and only.run.stopped_early else 0.0
            self.overfitting_label.setPos(turned.end, self._top() - below)

    def _name_ends(self, drawn: Sequence[Drawn]) -> None:
        """The names of runs at the ends of their curves, where they do not lie on one another."""
        ends = []
        for each in drawn[:MARKS_AT_MOST]:
            curve = judged(each.run, self.figure)
            if curve is not None and len(curve) and self._may_be(curve.y[-1]):
                ends.append((curve.x[-1], self._at(curve.y[-1]), each))
        while len(self.names) < len(ends):
            self.names.append(self._text("text", fill=self._behind))
        height = self._pixel_height() * LINE
        taken: list[float] = []
        for text in self.names:
            text.hide()
        for text, (x, y, each) in zip(self.names, sorted(ends, key=lambda end: end[1]), strict=False):
            if all(abs(y - other) >= height for other in taken):
                taken.append(y)
                text.setText(each.name, look(self.theme, each.number).color)
                text.setAnchor((1, 1))
                text.setPos(x, y)
                text.show()

    def _may_be(self, value: float) -> bool:
        return math.isfinite(value) and (not self._log or value > 0)

    def _at(self, value: float) -> float:
        return math.log10(value) if self._log else value

    def _top(self) -> float:
        return float(self.plot.getViewBox().viewRange()[1][1])

    def _pixel_height(self) -> float:
        box = self.plot.getViewBox()
        low, high = box.viewRange()[1]
        return float((high - low) / max(box.height(), 1.0))
