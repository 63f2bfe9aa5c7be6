"""All plots side by side: which figures are drawn and how. One clock draws them all."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from netloom.settings.metrics import PENALIZED
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import RunBook
from netloom_desktop.training.drawing import Drawn
from netloom_desktop.training.lines import offered_figures
from netloom_desktop.training.pace import Pace
from netloom_desktop.training.plots.chart import Chart
from netloom_desktop.training.plots.saving import write_plots
from netloom_desktop.training.plots.tools import Tools
from netloom_desktop.training.run import figure_names
from netloom_desktop.training.table import table_of

DRAWING: Final = 50  # milliseconds from one drawing of a plot to its next: 20 a second
FIRST_SHOWN: Final = 2  # figures that are drawn unless others are chosen


class Board(QWidget):
    """Follows a book of runs. It draws only while it is seen."""

    def __init__(self, book: RunBook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plots")
        self.book, self.theme = book, theme
        self.charts: dict[str, Chart] = {}
        self.drawings = 0
        self._waiting: dict[str, None] = {}  # what is to be drawn: one plot at a time, so that none takes long
        self._known: tuple[str, ...] = ()
        self.tools = Tools(theme, self._write, self)
        self.grid = QGridLayout()
        self.grid.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tools)
        column.addLayout(self.grid, 1)
        self._pace = Pace(self._draw, DRAWING, self)
        self.tools.changed.connect(self.soon)
        self.tools.all_wanted.connect(self._show_all)
        for signal in (book.listed, book.changed, book.heard):
            signal.connect(self.soon)
        self._follow_figures()

    def soon(self, _: object = None) -> None:
        """Draw at the next tick of the clock."""
        if self.isVisible():
            self._waiting |= dict.fromkeys(self.charts)
            self._pace.soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pace.stop()

    def drawn(self) -> tuple[Drawn, ...]:
        """The runs that are drawn."""
        return tuple(Drawn(entry.run, entry.run.name, entry.color) for entry in self.book.drawn)

    def _draw(self) -> None:
        """Draw the plot whose turn it is."""
        self._follow_figures()
        self._waiting = {figure: None for figure in self._waiting if figure in self.charts}
        for figure in tuple(self._waiting)[:1]:
            del self._waiting[figure]
            self.charts[figure].draw(self.drawn(), self.tools.manner)
            self.drawings += 1
        self._pace.least = DRAWING // max(len(self.charts), 1)
        if self._waiting:
            self._pace.soon()

    def _follow_figures(self) -> None:
        """Offer what the runs are measured by, and have a plot for each figure that is chosen."""
        runs = [entry.run for entry in self.book.drawn]
        offered = offered_figures(runs)
        if offered != self._known:
            self._known = offered
            usual = [name for name in figure_names(runs) if name not in PENALIZED] or ["loss"]
            self.tools.offer(offered, tuple(usual[:FIRST_SHOWN]))
        chosen = self.tools.figures
        if tuple(self.charts) != chosen:
            self._lay_out(chosen)

    def _lay_out(self, chosen: tuple[str, ...]) -> None:
        for figure in self.charts.keys() - set(chosen):
            chart = self.charts.pop(figure)
            self.grid.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        self.charts = {figure: self.charts.get(figure) or Chart(figure, self.theme, self) for figure in chosen}
        for place, chart in enumerate(self.charts.values()):
            self.grid.addWidget(chart, place // 2, place % 2)
            chart.show()
        self._waiting = dict.fromkeys(chosen)

    def _show_all(self) -> None:
        for chart in self.charts.values():
            chart.show_all()

    def _write(self, path: Path) -> None:
        for chart in self.charts.values():
            chart.draw(self.drawn(), self.tools.manner)
        write_plots(self, lambda: table_of([each.run for each in self.drawn()]), path)
