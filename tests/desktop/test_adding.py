"""Adding blocks through the list at the pointer, and editing settings where blocks show them."""

import pytest
from hands import CONTROL, Hand, ids, input, key, made, middle, output, type_text, wires
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from netloom.blocks import Add, Dense, Dropout, Group, Input
from netloom.declare import Signal
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.planned import BlockPlan, PlannedProject

Key = Qt.Key


# The list of blocks


def test_tab_opens_the_list_at_the_pointer_and_adds(canvas: Canvas, hand: Hand) -> None:
    hand.move(Point(100, 60))
    key(canvas, Key.Key_Tab)
    assert canvas.adding.popup.isVisible()
    type_text("drop")
    assert canvas.adding.popup.found()[0] == "Dropout"
    key(canvas, Key.Key_Return)
    assert ids(canvas) == ["dropout_1"]
    assert canvas.editor.selection.blocks == {"dropout_1"}
    assert canvas.graph.rect("dropout_1")[:2] == (0, 20)
    assert canvas.hasFocus()


def test_a_double_click_opens_the_list(canvas: Canvas, hand: Hand) -> None:
    hand.double_click(Point(100, 60))
    type_text("dense")
    key(canvas, Key.Key_Return)
    assert ids(canvas) == ["dense_1"]


def test_space_opens_the_list_when_it_is_let_go(canvas: Canvas) -> None:
    QTest.keyPress(canvas, Key.Key_Space)
    assert not canvas.adding.popup.isVisible()
    QTest.keyRelease(canvas, Key.Key_Space)
    assert canvas.adding.popup.isVisible()
    key(canvas, Key.Key_Escape)
    assert not canvas.adding.popup.isVisible()
    assert canvas.hasFocus()


def test_what_was_added_last_comes_first(canvas: Canvas) -> None:
    for title in ("Multiply", "Dropout"):
        key(canvas, Key.Key_Tab)
        type_text(title)
        key(canvas, Key.Key_Return)
        canvas.editor.select()
    key(canvas, Key.Key_Tab)
    assert canvas.adding.popup.found()[:2] == ["Dropout", "Multiply"]
    key(canvas, Key.Key_Down)
    key(canvas, Key.Key_Return)
    assert ids(canvas) == ["multiply_1", "dropout_1", "multiply_2"]


def test_what_is_added_is_wired_to_the_chosen_block(line: Canvas) -> None:
    line.editor.select({"dense_1"})
    key(line, Key.Key_Tab)
    type_text("Dense")
    key(line, Key.Key_Return)
    assert wires(line)[-1] == "dense_1 dense_2"
    line.editor.select({"output_1"})
    key(line, Key.Key_Tab)
    type_text("Add")
    key(line, Key.Key_Return)
    assert wires(line)[-1] == "dense_1 dense_2"


def test_a_wire_dropped_on_nothing_lists_what_takes_it(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Dense(), wires="input_1 dense_1"))
    hand.drag(output(canvas, "dense_1"), Point(700, 200))
    found = canvas.adding.popup.found()
    assert "Input" not in found
    assert "Output" in found
    type_text("Output")
    key(canvas, Key.Key_Return)
    assert wires(canvas) == ["input_1 dense_1", "dense_1 output_1"]


@pytest.mark.parametrize(
    ("leaves", "fits", "misfits"),
    [
        (Signal((32,)), "Dense", "Embedding"),
        (Signal((2,), "indices", 4), "Embedding", "Dense"),
        (Signal(()), "Activation", "Dense"),
    ],
)
def test_a_wire_dropped_on_nothing_lists_only_what_its_type_and_shape_fit(
    canvas: Canvas, hand: Hand, leaves: Signal, fits: str, misfits: str
) -> None:
    canvas.editor.new(made(Input(), Dense(), wires="input_1 dense_1"))
    block = BlockPlan(canvas.editor.project.find("dense_1"), (("output", leaves),))
    canvas.editor.set_planned(PlannedProject({"dense_1": block}))
    hand.drag(output(canvas, "dense_1"), Point(700, 200))
    found = canvas.adding.popup.found()
    assert fits in found
    assert misfits not in found


def test_a_wire_dropped_backwards_lists_what_gives(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Add()))
    hand.drag(input(canvas, "add_1"), Point(200, 300))
    found = canvas.adding.popup.found()
    assert "Output" not in found
    type_text("Dense")
    key(canvas, Key.Key_Return)
    assert wires(canvas) == ["dense_1 add_1"]


def test_a_block_is_inserted_on_a_wire_by_a_double_click(line: Canvas, hand: Hand) -> None:
    hand.double_click(Point(250, 40))
    assert "Output" not in line.adding.popup.found()
    type_text("Dense")
    key(line, Key.Key_Return)
    assert wires(line)[:2] == ["input_1 dense_2", "dense_2 dense_1"]


def test_groups_of_the_project_are_in_the_list(line: Canvas) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Key.Key_G, CONTROL)
    line.editor.select()
    key(line, Key.Key_Tab)
    type_text("Group")
    key(line, Key.Key_Return)
    assert line.editor.project.find("group_2").block == Group(network="network_1")


# Settings where they are shown


def chip(canvas: Canvas, id: str, name: str) -> Point:
    """Where a setting of a block is shown."""
    rect, chips = canvas.graph.rect(id), canvas.graph.blocks[id].ready.chips
    area = next(area for shown, area, _, _ in chips if shown.name == name)
    return Point(rect.x + area.center().x(), rect.y + area.center().y())


def test_a_setting_is_edited_where_it_is_shown(line: Canvas, hand: Hand) -> None:
    hand.double_click(chip(line, "dense_1", "units"))
    type_text("64")
    key(line, Key.Key_Return)
    assert line.editor.project.find("dense_1").block == Dense(units=64)
    assert line.editor.history.undo_label == "Set units of dense_1"
    assert line.graph.look("dense_1").chips[0].value == "64"
    assert line.hasFocus()


def test_a_setting_of_the_chosen_block_opens_at_one_click(line: Canvas, hand: Hand) -> None:
    hand.click(middle(line, "dropout_1"))
    hand.click(chip(line, "dropout_1", "rate"))
    type_text("0.3")
    hand.click(Point(600, 400))
    assert line.editor.project.find("dropout_1").block == Dropout(rate=0.3)


def test_a_value_that_is_refused_stays_open_with_a_sentence(line: Canvas, hand: Hand) -> None:
    hand.double_click(chip(line, "dense_1", "units"))
    type_text("many")
    key(line, Key.Key_Return)
    assert isinstance(line.overlay.widget, QLineEdit)
    assert "dense_1.units" in line.graph.words.text
    key(line, Key.Key_Escape)
    assert line.overlay.widget is None
    assert line.editor.project.find("dense_1").block == Dense()


@pytest.mark.parametrize(("which", "keys"), [(Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Key.Key_Z, CONTROL)])
def test_esc_and_undo_drop_what_is_typed(line: Canvas, hand: Hand, which: Key, keys: Qt.KeyboardModifier) -> None:
    before = line.editor.project
    hand.double_click(chip(line, "dense_1", "units"))
    type_text("64")
    key(line, which, keys)
    assert line.editor.project is before
    assert line.overlay.widget is None


def test_a_name_is_typed_on_the_block(line: Canvas) -> None:
    line.editor.select({"dense_1"})
    key(line, Key.Key_F2)
    type_text("hidden")
    key(line, Key.Key_Return)
    assert line.graph.look("dense_1").title == "hidden"
    assert line.graph.look("dense_1").kind == "Dense"
