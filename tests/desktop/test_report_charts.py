"""Charts of a report: what is on them, and that what they show is never more than text."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netloom.reports.document import Reliability
from netloom.reports.parts import Bin, Interval, Miss
from netloom_desktop.results.matrix import Matrix
from netloom_desktop.results.picture import Line, Picture, Scale, as_csv
from netloom_desktop.results.pictures import agreement, reliability, residual_bars
from netloom_desktop.results.plots.chart import PictureChart
from netloom_desktop.theme import LIGHT
from netloom_desktop.training.plots.legend import HEIGHT, Legend

BLACK = 0xFF000000  # what a pen draws with unless told otherwise
TRICKY = "<img src='file:///etc/passwd'> & <b>bold</b>"


def test_shares_are_drawn_in_percent_with_their_intervals() -> None:
    found = Reliability(
        event="yes",
        bins=(Bin(0.2, 0.3, 10, 0.25, 0.4, Interval(0.2, 0.6)),),
        expected_calibration_error=0.15,
    )
    picture = reliability(found)
    assert picture.lines[0].points == ((25.0, 40.0),)
    assert (picture.spreads[0].low, picture.spreads[0].high) == (20.0, 60.0)


def test_bars_hold_every_row_once() -> None:
    misses = [Miss(row, 0.0, float(row % 7)) for row in range(1, 100)]
    bars = residual_bars(misses).bars
    assert sum(bar.height for bar in bars) == len(misses)
    assert all(before.right <= after.left + 1e-9 for before, after in pairwise(bars))


@pytest.mark.parametrize("misses", [[], [Miss(1, 2.0, 2.0)], [Miss(1, 1e308, -1e308), Miss(2, 0.0, 0.0)]])
def test_hardly_any_rows_and_absurd_ones_are_drawn(qtbot: QtBot, misses: list[Miss]) -> None:
    for picture in (agreement(misses), residual_bars(misses[:2])):
        chart = PictureChart(picture, LIGHT)
        qtbot.addWidget(chart)
        chart.show()
        qtbot.waitExposed(chart)


def test_names_are_shown_as_they_are(qtbot: QtBot) -> None:
    line = Line(TRICKY, ((0.0, 0.0), (1.0, 1.0)))
    picture = Picture("odd", TRICKY, TRICKY, Scale(TRICKY), Scale(TRICKY), (line,))
    chart = PictureChart(picture, LIGHT)
    matrix = Matrix((TRICKY, "b"), LIGHT)
    for widget in (chart, matrix):
        qtbot.addWidget(widget)
    matrix.show_counts(((1, 2), (3, 4)))
    assert chart.plot.getAxis("bottom").label.toPlainText().strip() == TRICKY
    item = matrix.item(0, 0)
    assert item is not None
    assert "<img" not in item.toolTip()
    assert as_csv(picture).splitlines()[0].startswith("what,")


def test_a_legend_leaves_no_line_out_where_there_is_little_room(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    legend = Legend(LIGHT, place)
    place.show()
    legend.show_samples([(f"model {number} 0.99", QPen()) for number in range(4)])
    legend.resize(900, legend.height())
    assert legend.height() == HEIGHT
    legend.resize(250, legend.height())
    assert legend.height() == 2 * HEIGHT
    lines = legend.grab().toImage()
    inked = {y // HEIGHT for y in range(lines.height()) for x in range(60, lines.width()) if lines.pixel(x, y) == BLACK}
    assert inked == {0, 1}
