"""Wiring by hand: dragging, clicking, leading ends elsewhere, cutting; and words where a wire does not fit."""

from hands import CONTROL, RIGHT, Hand, input, key, made, middle, output, wires
from PySide6.QtCore import Qt

from netloom.blocks import Add, Concatenate, Dense, Dropout, Embedding, Input, Output
from netloom.declare import Signal
from netloom.edits import RemoveBlocks
from netloom.errors import Problem
from netloom.project import Project
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.planned import BlockPlan, PlannedProject

NOWHERE = Point(450, 300)


def with_shapes(canvas: Canvas, **shapes: Signal) -> None:
    """What the engine would say of the outputs of some blocks."""
    blocks = {id: BlockPlan(canvas.editor.project.find(id), (("output", signal),)) for id, signal in shapes.items()}
    canvas.editor.set_planned(PlannedProject(blocks))


def show(canvas: Canvas, project: Project) -> None:
    canvas.editor.new(project)


def test_a_wire_is_drawn_by_dragging(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.drag(output(canvas, "input_1"), input(canvas, "dense_1"))
    assert wires(canvas) == ["input_1 dense_1"]
    assert canvas.editor.history.undo_label == "Wire input_1 to dense_1"


def test_a_wire_can_be_drawn_from_its_end(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.drag(input(canvas, "dense_1"), output(canvas, "input_1"))
    assert wires(canvas) == ["input_1 dense_1"]


def test_a_wire_is_drawn_by_two_clicks(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.click(output(canvas, "input_1"))
    assert wires(canvas) == []
    hand.click(input(canvas, "dense_1"))
    assert wires(canvas) == ["input_1 dense_1"]
    assert canvas.gesture is None


def test_on_a_block_a_wire_takes_the_first_port_that_fits(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.drag(output(canvas, "input_1"), middle(canvas, "dense_1"))
    assert wires(canvas) == ["input_1 dense_1"]


def test_ports_that_fit_light_up_while_wiring(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Embedding(), wires="input_1 dense_1"))
    with_shapes(canvas, dense_1=Signal((32,)))
    hand.press(output(canvas, "dense_1"))
    hand.move(NOWHERE)
    lit = {id: item.state.fitting for id, item in canvas.graph.blocks.items()}
    assert lit == {"input_1": frozenset(), "dense_1": frozenset(), "embedding_1": frozenset()}
    key(canvas, Qt.Key.Key_Escape)
    with_shapes(canvas, dense_1=Signal((32,), "indices", 4))
    hand.press(output(canvas, "dense_1"))
    hand.move(NOWHERE)
    assert canvas.graph.blocks["embedding_1"].state.fitting == {("input", "input")}
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.graph.blocks["embedding_1"].state.fitting is None


def test_a_refusal_is_a_sentence_on_the_spot(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Dense(), Dense(), wires="dense_1 dense_2"))
    hand.press(output(canvas, "dense_2"))
    hand.move(input(canvas, "dense_1"))
    assert "would close a circle: dense_1 → dense_2 → dense_1" in canvas.graph.words.text
    hand.release()
    assert wires(canvas) == ["dense_1 dense_2"]
    assert "would close a circle" in canvas.graph.words.text
    hand.click(NOWHERE)
    assert canvas.graph.words.text == ""


def test_what_will_not_match_in_shape_is_told_and_can_be_drawn(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Dense(), Dense(units=16), Add(), wires="dense_1 add_1"))
    with_shapes(canvas, dense_1=Signal((32,)), dense_2=Signal((16,)))
    hand.drag(output(canvas, "dense_2"), input(canvas, "add_1"))
    assert "Add needs inputs of one shape" in canvas.graph.words.text
    assert wires(canvas) == ["dense_1 add_1", "dense_2 add_1"]


def test_a_wire_into_a_block_that_it_does_not_fit_is_broken_and_says_why(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    (item,) = canvas.graph.wires.values()
    assert item.pen().style() is Qt.PenStyle.SolidLine
    problem = Problem(
        code="indices_into_numbers", node="dense_1", message="Dense takes numbers. Put an Embedding first."
    )
    canvas.editor.set_planned(PlannedProject(problems=(problem,)))
    assert item.pen().style() is Qt.PenStyle.DashLine
    hand.move(Point(250, 40))
    assert "Dense takes numbers. Put an Embedding first." in canvas.graph.words.text
    canvas.editor.set_planned(PlannedProject())
    assert item.pen().style() is Qt.PenStyle.SolidLine


def test_the_end_of_a_wire_is_led_to_another_block(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Dropout(), wires="input_1 dense_1"))
    hand.drag(input(canvas, "dense_1"), input(canvas, "dropout_1"))
    assert wires(canvas) == ["input_1 dropout_1"]


def test_the_beginning_of_a_wire_is_led_to_another_block(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Output(), wires="input_1 output_1"))
    start = output(canvas, "input_1")
    hand.drag(Point(start.x + 20, start.y), output(canvas, "dense_1"))
    assert wires(canvas) == ["dense_1 output_1"]


def test_a_wire_whose_end_is_dropped_on_nothing_is_gone(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    hand.drag(input(canvas, "dense_1"), NOWHERE)
    assert wires(canvas) == []
    key(canvas, Qt.Key.Key_Z, CONTROL)
    canvas.editor.undo()
    assert wires(canvas) == ["input_1 dense_1"]


def test_a_wire_that_is_put_back_changes_nothing(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    before = canvas.editor.history
    hand.press(input(canvas, "dense_1"))
    hand.move(NOWHERE)
    hand.move(input(canvas, "dense_1"))
    hand.release()
    assert canvas.editor.history is before
    assert canvas.graph.wires[canvas.editor.project.wires[0]].isVisible()


def test_esc_leaves_the_wire_as_it_was(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    hand.press(input(canvas, "dense_1"))
    hand.move(NOWHERE)
    key(canvas, Qt.Key.Key_Escape)
    hand.release()
    assert wires(canvas) == ["input_1 dense_1"]
    assert canvas.graph.wires[canvas.editor.project.wires[0]].isVisible()
    assert canvas.gesture is None


def test_the_right_button_leaves_the_wire_as_it_was(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.click(output(canvas, "input_1"))
    hand.click(NOWHERE, button=RIGHT)
    assert canvas.gesture is None
    assert wires(canvas) == []


def test_a_wire_whose_block_goes_is_let_go(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.press(output(canvas, "input_1"))
    hand.move(NOWHERE)
    canvas.editor.do("Delete", RemoveBlocks(nodes=("input_1",)))
    assert canvas.gesture is None
    hand.release()
    assert not wires(canvas)


def test_actions_wait_while_a_wire_is_drawn(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    canvas.editor.select({"input_1"})
    hand.press(output(canvas, "input_1"))
    hand.move(NOWHERE)
    key(canvas, Qt.Key.Key_Delete)
    canvas.commands.actions["delete"].trigger()
    assert len(canvas.graph.blocks) == 2
    hand.move(input(canvas, "dense_1"))
    hand.release()
    assert wires(canvas) == ["input_1 dense_1"]


def test_wires_arrive_in_the_order_they_were_drawn(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Dense(), Dense(), Concatenate()))
    hand.drag(output(canvas, "dense_2"), input(canvas, "concatenate_1"))
    hand.drag(output(canvas, "dense_1"), input(canvas, "concatenate_1"))
    assert wires(canvas) == ["dense_2 concatenate_1", "dense_1 concatenate_1"]


def test_the_knife_cuts_what_it_crosses(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Output(), wires="input_1 dense_1, dense_1 output_1"))
    hand.drag(Point(250, -60), Point(250, 120), button=RIGHT, keys=CONTROL)
    assert wires(canvas) == ["dense_1 output_1"]
    assert canvas.editor.history.undo_label == "Cut wires"


def test_a_knife_that_crosses_nothing_is_no_step(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    hand.drag(Point(250, 200), Point(250, 300), button=RIGHT, keys=CONTROL)
    assert not canvas.editor.history.undo_label


def test_a_chosen_wire_is_deleted(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    hand.click(Point(250, 40))
    assert canvas.editor.selection.wires
    key(canvas, Qt.Key.Key_Delete)
    assert wires(canvas) == []
    assert canvas.editor.history.undo_label == "Delete wire"


def test_a_wire_tells_its_shape_where_the_pointer_is(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    with_shapes(canvas, input_1=Signal((19,)))
    hand.move(Point(250, 40))
    assert canvas.graph.words.text == "(19,) numbers"
    hand.move(NOWHERE)
    assert canvas.graph.words.text == ""
