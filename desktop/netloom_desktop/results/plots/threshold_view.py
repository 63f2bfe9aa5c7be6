"""A yes or no at any threshold: its confusion matrix with the rows behind it, and what it costs or earns."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QSplitter, QVBoxLayout, QWidget

from netloom.protocol import Choice
from netloom.reports import captions
from netloom.reports.thresholds import PER, AtThreshold, advice, at, cheapest, cost_words
from netloom.reports.wording import percent, written
from netloom.settings.costs import Costs
from netloom_desktop.buttons import explained_button
from netloom_desktop.results import pictures
from netloom_desktop.results.costs_form import CostsForm
from netloom_desktop.results.matrix import Matrix
from netloom_desktop.results.picture import Picture
from netloom_desktop.results.plots.chart import PictureChart
from netloom_desktop.results.rows_panel import RowsPanel
from netloom_desktop.results.shown import Shown
from netloom_desktop.words import label, say

HINT: Final = "Choose a cell of the matrix to see its rows."


class ThresholdView(QWidget):
    """Everything follows from the counts at each threshold: no engine is asked but for rows."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        found = shown.output.thresholds
        assert found is not None
        self.shown, self.found = shown, found
        self.costs = found.costs
        self.priced = found.curve
        self.best = found.best
        self.cell: tuple[int, int] | None = None
        self._make_words()
        self.matrix = Matrix((found.other, found.event), shown.theme, self)
        self.matrix.chosen.connect(self._choose)
        self.matrix.setToolTip(captions.CONFUSION)
        self._make_controls()
        self._make_chart()
        self.rows = RowsPanel(shown, HINT, self)
        self._lay_out()
        self._say_advice()
        self.go_to(found.usual.threshold)

    def _make_words(self) -> None:
        theme = self.shown.theme
        self.lead = label(theme, self, size=15, bold=True)
        self.lead.setObjectName("threshold_advice")
        self.about = label(theme, self, color="muted_text", size=12)
        say(self.about, f"{self.found.about} {self.found.f1_sentence}")
        self.figures = label(theme, self)
        self.figures.setObjectName("threshold_figures")
        self.words = label(theme, self, bold=True)
        self.words.setObjectName("threshold_words")

    def _make_controls(self) -> None:
        self.slider = self._slider()
        self.to_best = explained_button("Best", "to_best", "Go to the threshold that costs least.", self)
        self.to_best.clicked.connect(lambda: self.go_to(self.best.threshold))
        self.to_usual = explained_button("50 %", "to_usual", "Go to the threshold that the answers use.", self)
        self.to_usual.clicked.connect(lambda: self.go_to(self.found.usual.threshold))
        self.form = CostsForm(self.found, self.shown.theme, self)
        self.form.changed.connect(self._price)

    def _make_chart(self) -> None:
        """The curve of costs, with a line at the threshold that can be dragged."""
        theme = self.shown.theme
        self.chart = PictureChart(self._picture(), theme, self)
        self.needle = pg.InfiniteLine(angle=90, movable=True, pen=pg.mkPen(theme.color("accent"), width=2.5))
        self.needle.setZValue(18)
        self.needle.sigPositionChanged.connect(lambda line: self._drag(line.value() / 100))
        self.chart.plot.addItem(self.needle, ignoreBounds=True)
        self.chart.clicked.connect(lambda x, _: self.go_to(x / 100))
        self.chart.picked.connect(lambda number: self.go_to(self.found.curve[number].threshold))

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName("threshold")
        slider.setAccessibleName("Threshold: above it, the answer is yes")
        slider.setRange(0, len(self.found.curve) - 1)
        slider.valueChanged.connect(lambda _: self._follow())
        return slider

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.slider, 1)
        line.addWidget(self.to_best)
        line.addWidget(self.to_usual)
        left = QVBoxLayout()
        left.setSpacing(4)
        for widget in (self.words, self.matrix, self.figures):
            left.addWidget(widget)
        left.insertLayout(1, line)
        left.addWidget(self.form)
        left.addStretch(1)
        upper = QWidget(self)
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addWidget(self.chart, 3)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.addWidget(upper)
        halves.addWidget(self.rows)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setChildrenCollapsible(False)
        halves.setSizes([600, 300])
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addWidget(self.lead)
        column.addWidget(self.about)
        column.addWidget(halves, 1)

    @property
    def now(self) -> AtThreshold:
        """What comes of the threshold that is chosen."""
        return self.priced[self.slider.value()]

    def go_to(self, threshold: float) -> None:
        """Choose the threshold that is nearest."""
        far = [abs(one.threshold - threshold) for one in self.found.curve]
        self.slider.setValue(far.index(min(far)))
        self._follow()

    def _drag(self, threshold: float) -> None:
        if abs(threshold - self.now.threshold) > 1e-9:
            self.go_to(threshold)

    def _price(self, costs: Costs) -> None:
        """Other costs: another curve, and another best threshold."""
        self.costs = costs
        self.priced = tuple(one.priced(costs) for one in self.found.curve)
        best = cheapest(self.found.rehearsed, costs)
        self.best = next(one for one in self.priced if one.threshold == best)
        self.chart.show_picture(self._picture())
        self._say_advice()
        self._follow()

    def _picture(self) -> Picture:
        return pictures.cost(self.found, self.priced, self.best, self.found.usual.priced(self.costs))

    def _say_advice(self) -> None:
        measured = self.costs == self.found.costs
        own = advice(self.found.event, self.costs, self.best, self.found.usual.priced(self.costs))
        say(self.lead, self.found.sentence if measured else own)

    def _follow(self) -> None:
        now = self.now
        say(self.words, f"{self.found.event} above {at(now.threshold)}{self._which(now)}")
        say(self.figures, _figures(now))
        self.matrix.show_counts(now.matrix)
        self.needle.setValue(100 * now.threshold)
        self.slider.setAccessibleDescription(f"{self.words.text()}. {self.figures.text()}")
        if self.cell is not None:
            self._choose(*self.cell)

    def _which(self, now: AtThreshold) -> str:
        if now.threshold == self.best.threshold:
            return "  ◆ the best"
        return "  ○ which the answers use" if now.threshold == self.found.usual.threshold else ""

    def _choose(self, actual: int, predicted: int) -> None:
        self.cell = actual, predicted
        names = (self.found.other, self.found.event)
        choice = Choice(actual=(actual, actual), predicted=(predicted, predicted), threshold=self.now.threshold)
        self.rows.choose(choice, f"{names[actual]!r}, answered {names[predicted]!r} at {at(self.now.threshold)}")


def _figures(now: AtThreshold) -> str:
    shares = (("precision", now.precision), ("recall", now.recall))
    parts = [f"{name} {'–' if share is None else percent(share)}" for name, share in shares]
    cost = cost_words(now.cost)
    return " · ".join([*parts, f"F1 {written('score', now.f1)}", f"{cost} per {PER:,} rows"])


def threshold_view(shown: Shown) -> QWidget:
    """The view of a yes or no."""
    return ThresholdView(shown)
