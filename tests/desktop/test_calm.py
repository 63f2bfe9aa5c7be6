"""What goes on in the window while something else computes takes no more of the processor than it is worth."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netloom_desktop.progress_bar import ProgressBar
from netloom_desktop.theme import LIGHT
from netloom_desktop.training.pace import Pace

LEAST = 20  # milliseconds


class Counted(ProgressBar):
    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        super().paintEvent(event)


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[Counted]:
    around = QWidget()
    bar = Counted(LIGHT, around)
    bar.setFixedWidth(100)
    bar.setRange(0, 10)
    qtbot.addWidget(around)
    around.show()
    qtbot.waitExposed(around)
    yield bar
    around.close()


def filled(bar: ProgressBar) -> int:
    """The pixels that tell how far it is."""
    image, accent = bar.grab().toImage(), QColor(LIGHT.accent)
    return sum(image.pixelColor(x, bar.height() // 2) == accent for x in range(bar.width()))


def test_a_bar_is_painted_when_it_gets_further_and_rests_in_between(bar: Counted, qtbot: QtBot) -> None:
    assert filled(bar) == 0
    for value in (2, 5, 10):
        before = bar.paints
        bar.setValue(value)
        qtbot.waitUntil(lambda before=before: bar.paints > before)  # type: ignore[misc]  # a default binds it
        assert abs(filled(bar) - 10 * value) <= 4
    bar.setValue(5)
    QTest.qWait(50)
    before = bar.paints
    QTest.qWait(150)
    assert bar.paints == before


def test_a_bar_of_something_of_unknown_length_is_dotted(bar: Counted) -> None:
    bar.setRange(0, 0)
    assert filled(bar) == 4  # the middles of four dots


def gap(times: list[float]) -> float:
    return min(later - earlier for earlier, later in pairwise(times))


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_what_is_asked_for_often_is_done_at_a_pace(owner: QObject, qtbot: QtBot) -> None:
    done: list[float] = []
    pace = Pace(lambda: done.append(time.perf_counter()), LEAST, owner)
    while len(done) < 4:
        for _ in range(10):
            pace.soon()
        qtbot.wait(1)
    assert gap(done) >= LEAST / 1_000


def test_what_asks_for_itself_again_has_its_next_turn(owner: QObject, qtbot: QtBot) -> None:
    done: list[float] = []

    def act() -> None:
        done.append(time.perf_counter())
        if len(done) < 3:
            pace.soon()

    pace = Pace(act, LEAST, owner)
    pace.soon()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert gap(done) >= LEAST / 1_000


def test_what_takes_long_leaves_as_much_time_to_others(owner: QObject, qtbot: QtBot) -> None:
    begun: list[float] = []

    def act() -> None:
        begun.append(time.perf_counter())
        while time.perf_counter() < begun[-1] + 0.04:
            pass
        pace.soon()

    pace = Pace(act, 1, owner)
    pace.soon()
    qtbot.waitUntil(lambda: len(begun) == 3)
    pace.stop()
    assert gap(begun) >= 0.079
    QTest.qWait(100)
    assert len(begun) == 3
