"""What is seen in a plot: nothing that matters of a long run is lost, whatever is drawn of it."""

import math
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from told_runs import STARTED, epoch

from netloom_desktop.theme import LIGHT
from netloom_desktop.training.colors import look, training_color
from netloom_desktop.training.drawing import Drawn, Manner
from netloom_desktop.training.plots.chart import Chart
from netloom_desktop.training.run import Run

MANY = 10_000


def run_of(losses: list[float]) -> Run:
    run = Run()
    run.hear(STARTED)
    for number, loss in enumerate(losses, 1):
        run.hear(epoch(number, loss, loss / 2))
    return run


@pytest.fixture
def chart(qtbot: QtBot) -> Chart:
    chart = Chart("loss", LIGHT)
    qtbot.addWidget(chart)
    chart.resize(460, 320)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def columns_of(chart: Chart, color: str) -> list[int]:
    """The columns of pixels in which a colour is seen, more or less, in the upper half of the curves."""
    image, box = chart.view.grab().toImage(), chart.plot.getViewBox().sceneBoundingRect()
    wanted = QColor(color)
    rows = range(round(box.top()) + 2, round(box.center().y()))
    return [
        x
        for x in range(round(box.left()), round(box.right()))
        if any(_alike(image.pixelColor(x, y), wanted) for y in rows)
    ]


def _alike(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 60 for a, b in pairs)


def draw(chart: Chart, run: Run, manner: Manner | None = None) -> None:
    chart.draw([Drawn(run, "001", 0)], manner or Manner())


def test_one_bad_epoch_among_ten_thousand_is_seen_where_it_was(chart: Chart) -> None:
    losses = [0.1] * MANY
    losses[MANY // 4] = 2.0
    draw(chart, run_of(losses))
    seen = columns_of(chart, training_color(LIGHT, 0, alone=True))
    box = chart.plot.getViewBox().sceneBoundingRect()
    assert 1 <= len(seen) <= 4
    assert (seen[0] - box.left()) / box.width() == pytest.approx(0.25, abs=0.04)


def test_zoomed_in_it_shows_each_epoch(chart: Chart) -> None:
    draw(chart, run_of([float(number % 2) for number in range(MANY)]))
    chart.plot.setXRange(5_000, 5_010)
    seen = columns_of(chart, training_color(LIGHT, 0, alone=True))
    gaps = [after - before for before, after in pairwise(seen) if after - before > 1]
    assert len(gaps) >= 4  # between the peaks there is nothing


def test_where_it_was_no_number_there_is_no_line(chart: Chart) -> None:
    losses = [float(number % 2) for number in range(MANY)]
    losses[4_000:6_000] = [math.nan] * 2_000
    draw(chart, run_of(losses))
    seen = columns_of(chart, training_color(LIGHT, 0, alone=True))
    gaps = [after - before for before, after in pairwise(seen)]
    box = chart.plot.getViewBox().sceneBoundingRect()
    assert max(gaps) / box.width() == pytest.approx(0.2, abs=0.05)


def test_the_first_epoch_is_seen_as_a_dot(chart: Chart) -> None:
    draw(chart, run_of([1.0]))
    assert columns_of(chart, training_color(LIGHT, 0, alone=True))


def test_on_a_logarithmic_scale_what_is_not_above_zero_is_left_out(chart: Chart) -> None:
    draw(chart, run_of([10.0, 0.0, 10.0, 10.0]), Manner(log=True))
    chart.view.grab()
    (_, _), (low, high) = chart.plot.getViewBox().viewRange()
    assert low > math.log10(5.0) - 0.2
    assert high < 1.2


def test_a_run_that_is_drawn_no_more_leaves_nothing(chart: Chart) -> None:
    run = run_of([1.0, 2.0, 1.5])
    draw(chart, run)
    assert columns_of(chart, look(LIGHT, 0).color) or columns_of(chart, training_color(LIGHT, 0, alone=True))
    chart.draw([], Manner())
    assert not columns_of(chart, look(LIGHT, 0).color)
    assert not columns_of(chart, training_color(LIGHT, 0, alone=True))
