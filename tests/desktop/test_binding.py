"""PySide6 6.12.0 on Python 3.11 gives a reference to None away on each call that returns nothing, until the process
dies. These tests fail on such a binding before a user meets it."""

import gc
import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView
from pytestqt.qtbot import QtBot

from netloom_desktop.theme import font


@pytest.mark.parametrize("calls", [2_000, pytest.param(1_000_000, marks=pytest.mark.soak)])
def test_calls_that_return_nothing_give_no_reference_away(qapp: QApplication, calls: int) -> None:
    thing = QObject()
    gc.collect()  # what others left behind holds references too
    before = sys.getrefcount(None)
    for _ in range(calls):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -100


@pytest.mark.parametrize("frames", [50, pytest.param(5_000, marks=pytest.mark.soak)])
def test_painting_gives_no_reference_away(qtbot: QtBot, frames: int) -> None:
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    item = scene.addText("Dense")
    view.show()
    gc.collect()  # what others left behind holds references too
    before = sys.getrefcount(None)
    for frame in range(frames):
        item.setPos(frame, frame)
        view.viewport().repaint()
    assert sys.getrefcount(None) - before > -100


def test_texts_are_written_with_a_real_font(qapp: QApplication) -> None:
    assert QFontInfo(font(12)).family()
    label = font(40)
    assert QFontMetricsF(label).horizontalAdvance("Dense") > QFontMetricsF(label).horizontalAdvance("i") * 3
