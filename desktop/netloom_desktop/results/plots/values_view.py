"""Amounts: predicted against actual, and how far off, with the rows behind a dot or a range."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from netloom.protocol import Choice
from netloom.reports import captions
from netloom.reports.parts import Miss
from netloom.reports.wording import amount
from netloom_desktop.results import pictures
from netloom_desktop.results.plots.range_chart import RangeChart
from netloom_desktop.results.rows_panel import RowsPanel
from netloom_desktop.results.shown import Shown
from netloom_desktop.results.tables import FigureTable
from netloom_desktop.words import label, say

DOTS: Final = "Click a dot for its row, or beside the dots for a range, whose edges can be dragged."
BARS: Final = "Click into the bars for a range, whose edges can be dragged, and see its rows."


class ValuesView(QWidget):
    """Two charts side by side, and below them the rows of what is chosen in one of them."""

    def __init__(self, shown: Shown, *, spread: bool) -> None:
        super().__init__()
        found = shown.output.residuals
        assert found is not None
        self.points = found.points
        self.about = label(shown.theme, self, color="muted_text")
        say(self.about, captions.RESIDUALS.format(rows=len(found.points)))
        self.rows = RowsPanel(shown, BARS if spread else DOTS, self)
        first = pictures.residual_bars(found.points) if spread else pictures.agreement(found.points)
        self.charts = [RangeChart(first, shown.theme, self)]
        if spread:
            self.charts[0].ranged.connect(lambda low, high: self._choose("residual", low, high, 0))
        else:
            self.charts.append(RangeChart(pictures.residuals(found.points), shown.theme, self))
            self.charts[0].ranged.connect(lambda low, high: self._choose("actual", low, high, 0))
            self.charts[1].ranged.connect(lambda low, high: self._choose("predicted", low, high, 1))
        for chart in self.charts:
            chart.picked.connect(self._pick)
        self._lay_out(shown, spread=spread)

    def _lay_out(self, shown: Shown, *, spread: bool) -> None:
        upper = QWidget(self)
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for chart in self.charts:
            row.addWidget(chart, 3)
        if spread:
            row.addWidget(_spread_table(shown, upper), 2)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.addWidget(upper)
        halves.addWidget(self.rows)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setChildrenCollapsible(False)
        halves.setSizes([600, 300])
        column = QVBoxLayout(self)
        column.addWidget(self.about)
        column.addWidget(halves, 1)

    def _choose(self, what: str, low: float, high: float, number: int) -> None:
        for place, chart in enumerate(self.charts):
            if place != number:
                chart.clear_range()
        bounds = {"actual": Choice(actual=(low, high)), "predicted": Choice(predicted=(low, high))}
        choice = bounds.get(what) or Choice(residual=(low, high))
        self.rows.choose(choice, f"{what.capitalize()} from {amount(low)} to {amount(high)}")

    def _pick(self, number: int) -> None:
        """One dot: its row."""
        miss: Miss = self.points[number]
        for chart in self.charts:
            chart.clear_range()
        choice = Choice(actual=(miss.actual, miss.actual), predicted=(miss.predicted, miss.predicted))
        self.rows.choose(choice, f"Row {miss.row:,}")


def _spread_table(shown: Shown, parent: QWidget) -> FigureTable:
    found = shown.output.residuals
    assert found is not None
    rows = [
        *((captions.QUANTILES.get(share, f"{share} % are below"), amount(value)) for share, value in found.quantiles),
        ("Mean", amount(found.mean)),
        ("Standard deviation", amount(found.deviation)),
    ]
    return FigureTable("quantiles", ("How far off", "Residual"), rows, parent)


def agreement_view(shown: Shown) -> QWidget:
    """Predicted against actual."""
    return ValuesView(shown, spread=False)


def residuals_view(shown: Shown) -> QWidget:
    """How often the answer is off by how much."""
    return ValuesView(shown, spread=True)
