"""More of moving by hand: off the wires, in line with others, over the edge of the view."""

import pytest
from hands import ALT, CONTROL, SHIFT, Hand, input, key, made, middle, output, wires
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Dropout, Input, Output
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import GRID, Point
from netloom_desktop.canvas.gestures.moving import Move
from netloom_desktop.canvas.gestures.shaking import Shake

LINE = ["input_1 dense_1", "dense_1 dropout_1", "dropout_1 output_1"]
PAST = ["input_1 dense_1", "dense_1 output_1"]


def below(canvas: Canvas, id: str, by: float = 200) -> tuple[Point, Point]:
    start = middle(canvas, id)
    return start, Point(start.x, start.y + by)


# Off the wires


def test_alt_takes_a_block_off_its_wires_which_lead_past_it(line: Canvas, hand: Hand) -> None:
    hand.drag(*below(line, "dropout_1"), keys=ALT)
    assert wires(line) == PAST
    assert line.graph.rect("dropout_1").y == 200
    assert line.editor.history.undo_label == "Detach dropout_1"
    line.editor.undo()
    assert wires(line) == LINE
    assert line.graph.rect("dropout_1").y == 0


def test_shaking_does_the_same(line: Canvas, hand: Hand) -> None:
    start, end = below(line, "dropout_1")
    hand.press(start)
    for side in (60, -60, 60, -60, 60, -60):
        hand.move(Point(end.x + side, end.y), steps=3)
    hand.release()
    assert wires(line) == PAST


def test_moving_to_and_fro_slowly_is_no_shake() -> None:
    shake = Shake()
    assert not any(shake.is_shaken(100.0 * (number % 2), number * 1.0) for number in range(40))
    assert any(shake.is_shaken(100.0 * (number % 2), 50 + number * 0.1) for number in range(10))


def test_esc_puts_a_block_back_on_its_wires(line: Canvas, hand: Hand) -> None:
    start, end = below(line, "dropout_1")
    hand.press(start, keys=ALT)
    hand.move(end, keys=ALT)
    assert not line.graph.wires[line.editor.project.wires[1]].isVisible()
    assert "Esc puts it back" in line.graph.words.text
    key(line, Qt.Key.Key_Escape)
    hand.release()
    assert wires(line) == LINE
    assert all(item.isVisible() for item in line.graph.wires.values())
    assert line.graph.words.text == ""


def test_a_block_is_taken_off_one_wire_and_put_on_another(canvas: Canvas, hand: Hand) -> None:
    blocks = (Input(), Dense(), Dropout(), Output())
    canvas.editor.new(made(*blocks, wires="input_1 dense_1, dropout_1 output_1"))
    start, end = middle(canvas, "dense_1"), Point(middle(canvas, "dense_1").x + 420, middle(canvas, "dense_1").y)
    hand.press(start, keys=ALT)
    hand.move(end, keys=ALT)
    hand.move(Point(end.x + 20, end.y))
    hand.release()
    assert wires(canvas) == ["dropout_1 dense_1", "dense_1 output_1"]


def test_chosen_blocks_come_off_together_and_keep_the_wires_between(line: Canvas) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Qt.Key.Key_D, SHIFT)
    assert set(wires(line)) == {"input_1 output_1", "dense_1 dropout_1"}
    assert line.editor.history.undo_label == "Detach 2 blocks"


# In line with others


def test_a_block_comes_to_stand_in_line_with_one_that_is_off_the_grid(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Dense()))
    canvas.editor.select({"input_1"})
    for _ in range(7):
        key(canvas, Qt.Key.Key_Down, SHIFT)
    start = middle(canvas, "dense_1")
    hand.press(start)
    hand.move(Point(start.x + 100, start.y + 4))
    assert isinstance(canvas.gesture, Move)
    assert canvas.gesture.guides.path().boundingRect().width() > 300
    hand.move(Point(start.x + 100, start.y + 160))
    assert canvas.gesture.guides.path().isEmpty()
    hand.move(Point(start.x + 100, start.y + 4))
    hand.release()
    assert canvas.graph.rect("dense_1")[:2] == (400, 7)


def test_the_lines_go_when_the_drag_ends(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Dense()))
    items = len(canvas.graph.items())
    start = middle(canvas, "dense_1")
    hand.drag(start, Point(start.x + 100, start.y))
    assert len(canvas.graph.items()) == items


# Over the edge of the view


def edge(canvas: Canvas) -> Point:
    """A place within the right edge of the view."""
    return Point(canvas.shown().right - 8, canvas.shown().center.y)


def still_goes_on(canvas: Canvas) -> bool:
    """Whether the view is about to show another part by itself."""
    return any(timer.isActive() for timer in canvas.edges.findChildren(QTimer))


def test_the_view_goes_on_while_a_block_is_held_at_its_edge(canvas: Canvas, hand: Hand, qtbot: QtBot) -> None:
    canvas.editor.new(made(Input(), Dense(), wires="input_1 dense_1"))
    before = canvas.shown()
    hand.press(middle(canvas, "dense_1"))
    hand.move(edge(canvas))
    qtbot.waitUntil(lambda: canvas.shown().x > before.x + 400)
    assert canvas.graph.rect("dense_1").x > before.right
    hand.release()
    assert canvas.graph.rect("dense_1").x > before.right
    assert not still_goes_on(canvas)


def test_the_view_goes_on_while_a_wire_is_drawn(canvas: Canvas, hand: Hand, qtbot: QtBot) -> None:
    canvas.editor.new(made(Input(), *[Dense()] * 9))
    canvas.zoom_in_middle(1 / canvas.scale_now)
    canvas.center_on(canvas.graph.rect("input_1").center)
    hand.press(output(canvas, "input_1"))
    hand.move(edge(canvas))
    qtbot.waitUntil(lambda: input(canvas, "dense_9").x < canvas.shown().right - 100)
    hand.move(input(canvas, "dense_9"))
    hand.release()
    assert wires(canvas) == ["input_1 dense_9"]


def test_esc_at_the_edge_stops_the_view(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Dense()))
    hand.press(middle(canvas, "dense_1"))
    hand.move(edge(canvas))
    assert still_goes_on(canvas)
    key(canvas, Qt.Key.Key_Escape)
    assert not still_goes_on(canvas)
    assert canvas.graph.rect("dense_1")[:2] == (300, 0)


# Many at once


def unlike(one: QImage, other: QImage) -> int:
    """How many pixels differ; the edges of letters may, where they are drawn between two pixels."""
    rows = [(one.constScanLine(y), other.constScanLine(y)) for y in range(one.height())]
    return sum(a != b for row in rows for a, b in zip(row[0].cast("I"), row[1].cast("I"), strict=True))


@pytest.mark.parametrize("scale", [1.0, 0.6, 0.2])
def test_many_blocks_are_carried_as_one_picture_and_put_down(
    canvas: Canvas, hand: Hand, qtbot: QtBot, scale: float
) -> None:
    blocks = [Dense()] * 60
    pairs = ", ".join(f"dense_{number} dense_{number + 1}" for number in range(1, 60))
    canvas.editor.new(made(*blocks, wires=pairs))
    canvas.zoom_in_middle(scale / canvas.scale_now)
    canvas.center_on(canvas.graph.rect("dense_30").center)
    key(canvas, Qt.Key.Key_A, CONTROL)
    canvas.grab()
    hand.press(canvas.graph.rect("dense_30").center)
    hand.move(Point(canvas.graph.rect("dense_30").center.x, canvas.graph.rect("dense_30").center.y + 200))
    held = canvas.grab().toImage()
    hand.release()
    assert canvas.graph.rect("dense_60")[:2] == (59 * 300, 200)
    qtbot.waitUntil(lambda: unlike(canvas.grab().toImage(), held) < 200)  # it looks as it did in the hand
    assert canvas.graph.carrying.blocks == frozenset()


def test_a_plan_that_comes_while_blocks_are_carried_leaves_them_in_the_hand(line: Canvas, hand: Hand) -> None:
    start, end = below(line, "dense_1")
    hand.press(start)
    hand.move(end)
    line.editor.set_planned(line.editor.planned)
    line.editor.do("Rename", lambda project: project.model_copy(update={"name": "other"}))
    assert line.graph.rect("dense_1").y == 200
    hand.release()
    assert line.graph.rect("dense_1").y == 200
    assert line.graph.rect("dense_1").y % GRID == 0


def test_a_wire_between_what_is_carried_and_what_stays_follows(line: Canvas, hand: Hand) -> None:
    line.editor.select({"dropout_1", "output_1"})
    hand.press(middle(line, "dropout_1"))
    hand.move(below(line, "dropout_1")[1])
    wire = line.editor.project.wires[1]
    assert line.graph.wires[wire].course.end == (600, 240)
    hand.release()
    assert line.graph.wires[line.editor.project.wires[2]].course.end == (900, 240)
