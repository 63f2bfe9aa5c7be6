"""A cursor in a plot: it stands at an epoch, and reads what the curves have there."""

from collections.abc import Sequence

import pyqtgraph as pg

from netloom_desktop.theme import Theme, font
from netloom_desktop.training.drawing import Drawn
from netloom_desktop.training.lines import values_at


class Cursor:
    """`place` is the epoch that it stands at; None where there is none. `reading` is what it reads."""

    def __init__(self, plot: pg.PlotItem, figure: str, theme: Theme) -> None:
        self.plot, self.figure = plot, figure
        self.place: float | None = None
        self.drawn: tuple[Drawn, ...] = ()
        self._needle = pg.InfiniteLine(angle=90, pen=pg.mkPen(theme.color("muted_text"), width=1))
        self.reading = pg.TextItem(color=theme.text, fill=theme.color("panel"), border=theme.color("outline"))
        self.reading.setFont(font(12))
        for item in (self._needle, self.reading):
            item.setZValue(20)
            item.hide()
            plot.addItem(item, ignoreBounds=True)

    def point_at(self, x: float | None) -> None:
        """Stand at an epoch; None: be gone."""
        if x is not None or self.place is not None:
            self.place = x
            self._read()

    def step(self, by: int) -> None:
        """Stand so many epochs further; from without, at the last."""
        last = max((each.run.epochs for each in self.drawn), default=0)
        now = self.place if self.place is not None else last + (by < 0)
        if last:
            self.point_at(min(max(now + by, 1), last))

    def show(self, drawn: Sequence[Drawn]) -> None:
        """Read these runs."""
        self.drawn = tuple(drawn)
        if self.place is not None:
            self._read()

    def _read(self) -> None:
        named = [(each.name if len(self.drawn) > 1 else "", each.run) for each in self.drawn]
        lines = values_at(named, self.figure, self.place) if self.place is not None else []
        self._needle.setVisible(bool(lines))
        self.reading.setVisible(bool(lines))
        if lines and self.place is not None:
            self._needle.setPos(self.place)
            self.reading.setText("\n".join([f"epoch {self.place:.0f}", *lines]))
            self._put_reading(self.place)

    def _put_reading(self, x: float) -> None:
        """Beside the cursor, on the side where there is more room."""
        (left, right), (_, top) = self.plot.getViewBox().viewRange()
        self.reading.setAnchor((1, 0) if x > (left + right) / 2 else (0, 0))
        self.reading.setPos(x, top)
