"""How blocks fare in a training is seen below them on the canvas, as long as it is their network that trains."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hands import key, middle, on_view
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from train_pages import AlonePage, press, until
from windows import shown as shown_window

from netloom.blocks import Dense
from netloom.edits import AddBlock, Arrange, SetTraining
from netloom.events import BlockHealth, Health
from netloom.project import Position
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.hovering import tip_at
from netloom_desktop.theme import DARK, LIGHT
from netloom_desktop.training.book import Entry


@pytest.fixture
def alone(tmp_path: Path, qtbot: QtBot) -> Iterator[AlonePage]:
    """A page of which a training tells that dense_1 is dead, beside the canvas with its network."""
    page = AlonePage(tmp_path, "ails", "dense_1")
    page.health.want(True)
    page.canvas.resize(900, 300)
    page.canvas.show()
    qtbot.waitExposed(page.canvas)
    page.canvas.commands.actions["zoom_full"].trigger()
    page.canvas.centerOn(*middle(page.canvas, "dense_1"))
    yield page
    page.close()


@pytest.fixture
def trained(alone: AlonePage) -> Entry:
    """Train was pressed, and the blocks were looked at."""
    press(alone.page, "train")
    until(lambda: bool(alone.canvas.graph.badges))
    return alone.runs.entries[0]


def below(alone: AlonePage, block: str) -> set[str]:
    """The colours that are seen just below a block."""
    rect = alone.canvas.graph.rect(block)
    corners = (Point(rect.x + 14, rect.y + rect.height + 2), Point(rect.x + 60, rect.y + rect.height + 14))
    start, end = (on_view(alone.canvas, corner) for corner in corners)
    image = alone.canvas.viewport().grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(start.x(), end.x()) for y in range(start.y(), end.y())}


def shown(alone: AlonePage) -> dict[str, str]:
    return {id: badge.text for id, badge in alone.canvas.graph.badges.items()}


def test_a_block_in_trouble_says_so_in_colour_word_and_figure_and_teaches(alone: AlonePage, trained: Entry) -> None:
    assert shown(alone) == {"dense_1": "dead 90%"}
    assert LIGHT.warning_fill in below(alone, "dense_1")
    assert LIGHT.warning_fill not in below(alone, "output_1")
    tip = tip_at(alone.canvas, on_view(alone.canvas, middle(alone.canvas, "dense_1")))
    assert "90% of its units answer 0 to every row" in tip
    assert "lower learning rate, he_normal or he_uniform as kernel initializer, or LeakyReLU" in tip
    assert "Dense" in tip
    assert "What helps" not in tip_at(alone.canvas, on_view(alone.canvas, middle(alone.canvas, "output_1")))
    alone.canvas.show_theme(DARK)
    assert DARK.warning_fill in below(alone, "dense_1")


def test_it_is_gone_with_an_edit_and_there_again_once_that_is_undone(alone: AlonePage, trained: Entry) -> None:
    editor = alone.editor
    editor.do("Move", Arrange(positions=(Position(node="dense_1", x=300.0, y=20.0),)))
    editor.do("Add", AddBlock(block=Dense()))
    until(lambda: not shown(alone))
    assert LIGHT.warning_fill not in below(alone, "dense_1")
    editor.undo()
    until(lambda: shown(alone) == {"dense_1": "dead 90%"})
    editor.do("Set epochs", SetTraining(training=editor.project.training.model_copy(update={"epochs": 7})))
    until(lambda: not shown(alone))


def test_it_is_not_drawn_unless_it_is_wanted(alone: AlonePage, trained: Entry) -> None:
    alone.health.want(False)
    assert not shown(alone)
    again = type(alone.health)(alone.page.parts, alone.runs)
    assert not again.wanted
    alone.health.want(True)
    assert shown(alone)


def test_only_the_run_that_is_looked_at_counts(alone: AlonePage, trained: Entry) -> None:
    press(alone.page, "train")
    until(lambda: len(alone.runs.entries) == 2)
    other = alone.runs.entries[1]
    until(lambda: bool(other.run.health))
    other.run.hear(Health(epoch=2, step=2, blocks=(BlockHealth(node="dense_1", gradient_norm=250.0),)))
    alone.page.runs.choose(other)
    until(lambda: shown(alone) == {"dense_1": "gradient 250"})
    alone.page.runs.choose(trained)
    until(lambda: shown(alone) == {"dense_1": "dead 90%"})


def test_it_is_wanted_or_not_by_a_key_on_the_canvas(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        window.show_step("model")
        for wanted in (False, True):
            key(window.canvas, Qt.Key.Key_H)
            assert window.model_page.health.wanted == wanted
            assert window.actions_by_id["health"].isChecked() == wanted
        key(window.canvas, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
        assert window.pane.minimap.isVisible()
