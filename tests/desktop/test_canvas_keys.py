"""Everything on the canvas can be done with keys, and every deed can be undone."""

import json

import pytest
from hands import ALT, CONTROL, SHIFT, Hand, ids, key, made, middle, type_text, wires
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.edits import Arrange, MakeGroup
from netloom.project import Position, Project
from netloom_desktop.actions import ACTIONS
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point

Key = Qt.Key


def undone(canvas: Canvas, before: Project) -> bool:
    """Whether one undo brings the project back."""
    canvas.editor.undo()
    return canvas.editor.project is before


TWO, THREE = {"dense_1", "dropout_1"}, {"input_1", "dense_1", "dropout_1"}
DEEDS = {
    **dict.fromkeys(
        "cut paste paste_wired duplicate duplicate_wired delete delete_reconnect mute comment".split(), TWO
    ),
    "group": TWO,
    "ungroup": {"group_1"},
    "detach": {"dense_1"},
    "arrange": TWO,
    "straighten": TWO,
    **dict.fromkeys("align_left align_right align_top align_bottom align_center align_middle".split(), TWO),
    **dict.fromkeys(("distribute_across", "distribute_down"), THREE),
}


def crooked(*, grouped: bool) -> Project:
    """Input → Dense → Dropout → Output, none of which stands in line with another."""
    wires = "input_1 dense_1, dense_1 dropout_1, dropout_1 output_1"
    places = (("input_1", 0, 0), ("dense_1", 310, 150), ("dropout_1", 590, 330), ("output_1", 950, 490))
    positions = tuple(Position(node=id, x=x, y=y) for id, x, y in places)
    project = Arrange(positions=positions)(made(Input(), Dense(), Dropout(), Output(), wires=wires))
    return MakeGroup(nodes=("dense_1", "dropout_1"), name="Hidden")(project) if grouped else project


@pytest.mark.parametrize(("id", "chosen"), DEEDS.items())
def test_every_deed_has_its_keys_and_is_one_step_that_can_be_undone(canvas: Canvas, id: str, chosen: set[str]) -> None:
    action = next(each for each in ACTIONS if each.id == id)
    canvas.editor.new(crooked(grouped=id == "ungroup"))
    canvas.editor.select(chosen)
    key(canvas, Key.Key_C, CONTROL)
    before = canvas.editor.project
    QTest.keySequence(canvas, QKeySequence(action.keys[0]))
    after = canvas.editor.project
    assert after != before
    assert undone(canvas, before)
    canvas.editor.redo()
    assert canvas.editor.project is after


def test_delete(line: Canvas) -> None:
    before = line.editor.project
    line.editor.select({"dropout_1"})
    key(line, Key.Key_Delete)
    assert ids(line) == ["input_1", "dense_1", "output_1"]
    assert wires(line) == ["input_1 dense_1"]
    assert undone(line, before)
    assert line.editor.selection.blocks == {"dropout_1"}


def test_delete_and_reconnect(line: Canvas) -> None:
    line.editor.select({"dropout_1"})
    key(line, Key.Key_Delete, CONTROL)
    assert wires(line) == ["input_1 dense_1", "dense_1 output_1"]


def test_copied_blocks_are_text_and_are_pasted_at_the_pointer(line: Canvas, hand: Hand) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Key.Key_C, CONTROL)
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["format"] == "netloom-fragment"
    hand.move(Point(500, 340))
    key(line, Key.Key_V, CONTROL)
    assert ids(line)[-2:] == ["dense_2", "dropout_2"]
    assert wires(line)[-1] == "dense_2 dropout_2"
    assert line.editor.selection.blocks == {"dense_2", "dropout_2"}
    assert line.graph.rect("dense_2").y == 300


def test_cut_and_paste_into_another_window(line: Canvas, qtbot: QtBot) -> None:
    line.editor.select({"dense_1"})
    key(line, Key.Key_X, CONTROL)
    assert "dense_1" not in ids(line)
    other = Canvas(type(line.editor)(), line.theme)
    qtbot.addWidget(other)
    other.show()
    other.commands.actions["paste"].trigger()
    assert ids(other) == ["dense_1"]
    other.close_canvas()


def test_paste_and_duplicate_can_keep_the_wires_that_led_in(line: Canvas) -> None:
    line.editor.select({"dropout_1"})
    key(line, Key.Key_C, CONTROL)
    key(line, Key.Key_V, CONTROL | SHIFT)
    assert wires(line)[-1] == "dense_1 dropout_2"
    line.editor.select({"dropout_1"})
    key(line, Key.Key_D, CONTROL)
    assert wires(line)[-1] == "dense_1 dropout_2"
    line.editor.select({"dropout_1"})
    key(line, Key.Key_D, CONTROL | SHIFT)
    assert wires(line)[-1] == "dense_1 dropout_4"


def test_what_is_no_copy_is_told_and_changes_nothing(line: Canvas) -> None:
    QGuiApplication.clipboard().setText("Dear Alice,")
    before = line.editor.project
    key(line, Key.Key_V, CONTROL)
    assert "holds no blocks" in line.graph.words.text
    assert line.editor.project is before


def test_undo_names_what_is_undone(line: Canvas) -> None:
    line.editor.select({"dropout_1"})
    key(line, Key.Key_Delete, CONTROL)
    assert line.editor.history.undo_label == "Delete block and reconnect"


@pytest.mark.parametrize("right", [0.02, 0.5, 0.99])
@pytest.mark.parametrize("down", [0.02, 0.5, 0.99])
def test_what_is_told_can_be_read_wherever_the_pointer_is(line: Canvas, hand: Hand, right: float, down: float) -> None:
    view = line.viewport().rect()
    hand.move(line.to_scene(QPointF(right * view.width(), down * view.height())))
    QGuiApplication.clipboard().setText("Dear Alice,")
    key(line, Key.Key_V, CONTROL)
    words = line.graph.words
    assert "holds no blocks" in words.text
    assert QRectF(view).contains(words.deviceTransform(line.viewportTransform()).mapRect(words.boundingRect()))


def test_mute_and_unmute(line: Canvas) -> None:
    line.editor.select({"dropout_1"})
    key(line, Key.Key_M)
    assert line.graph.look("dropout_1").muted
    key(line, Key.Key_M)
    assert not line.graph.look("dropout_1").muted


def test_a_frame_around_what_is_chosen_with_its_text(line: Canvas) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Key.Key_C)
    type_text("Hidden part")
    key(line, Key.Key_Return)
    (frame,) = line.editor.project.layout.frames
    assert frame.text == "Hidden part"
    for id in ("dense_1", "dropout_1"):
        assert line.graph.rect(id).within(line.graph.note_rect("frame_1"))
    assert line.hasFocus()


def test_a_comment_where_nothing_is_chosen(line: Canvas, hand: Hand) -> None:
    hand.move(Point(200, 260))
    key(line, Key.Key_C)
    type_text("Why so wide?")
    key(line, Key.Key_Return)
    (comment,) = line.editor.project.layout.comments
    assert (comment.text, comment.x, comment.y) == ("Why so wide?", 200, 260)


def test_arrows_nudge_what_was_chosen_by_hand(line: Canvas, hand: Hand) -> None:
    hand.click(middle(line, "dense_1"))
    key(line, Key.Key_Right)
    key(line, Key.Key_Down)
    assert line.graph.rect("dense_1")[:2] == (320, 20)
    key(line, Key.Key_Left, SHIFT)
    assert line.graph.rect("dense_1")[:2] == (319, 20)
    line.editor.undo()
    assert line.graph.rect("dense_1")[:2] == (300, 0)


def test_arrows_walk_where_nothing_is_chosen(line: Canvas) -> None:
    key(line, Key.Key_Right)
    (first,) = line.editor.selection.blocks
    key(line, Key.Key_Right)
    (second,) = line.editor.selection.blocks
    assert ids(line).index(second) == ids(line).index(first) + 1
    key(line, Key.Key_Left, CONTROL)
    assert line.editor.selection.blocks == {first}
    before = line.graph.rect(first)
    key(line, Key.Key_Down, ALT)
    assert line.graph.rect(first).y == before.y + 20


def test_enter_asks_for_the_fields_of_a_block(line: Canvas, qtbot: QtBot) -> None:
    line.editor.select({"dense_1"})
    with qtbot.waitSignal(line.fields_wanted) as asked:
        key(line, Key.Key_Return)
    assert asked.args == ["dense_1"]


def test_blocks_are_wired_without_a_mouse(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dense(), Output(), wires="dense_1 output_1"))
    canvas.editor.select({"input_1"})
    key(canvas, Key.Key_P)
    assert canvas.graph.blocks["input_1"].state.at_port == ("output", "output")
    key(canvas, Key.Key_Return)
    assert canvas.graph.blocks["dense_1"].state.at_port == ("input", "input")
    key(canvas, Key.Key_Right)
    assert canvas.graph.blocks["output_1"].state.at_port == ("input", "input")
    key(canvas, Key.Key_Left)
    key(canvas, Key.Key_Return)
    assert wires(canvas) == ["dense_1 output_1", "input_1 dense_1"]
    assert canvas.gesture is None


def test_esc_ends_wiring_by_keys(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dense()))
    canvas.editor.select({"input_1"})
    items = len(canvas.graph.items())
    key(canvas, Key.Key_P)
    key(canvas, Key.Key_Return)
    key(canvas, Key.Key_Escape)
    assert canvas.gesture is None
    assert not wires(canvas)
    assert len(canvas.graph.items()) == items
    assert canvas.graph.blocks["dense_1"].state.fitting is None


def test_group_enter_and_leave(line: Canvas) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Key.Key_G, CONTROL)
    assert line.editor.selection.blocks == {"group_1"}
    assert wires(line) == ["input_1 group_1", "group_1 output_1"]
    key(line, Key.Key_Return)
    assert line.editor.inside == "network_1"
    assert set(line.graph.blocks) == {"group_input_1", "dense_1", "dropout_1", "group_output_1"}
    line.editor.select({"dropout_1"})
    key(line, Key.Key_Escape)
    assert not line.editor.selection
    key(line, Key.Key_Escape)
    assert line.editor.inside == ""
    line.editor.enter("network_1")
    key(line, Key.Key_Backspace)
    assert line.editor.inside == ""


def test_a_group_is_entered_by_a_double_click(line: Canvas, hand: Hand) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Key.Key_G, CONTROL)
    hand.double_click(middle(line, "group_1"))
    assert line.editor.inside == "network_1"


def test_ungroup(line: Canvas) -> None:
    line.editor.select({"dense_1", "dropout_1"})
    key(line, Key.Key_G, CONTROL)
    key(line, Key.Key_G, CONTROL | SHIFT)
    assert set(ids(line)) == {"input_1", "dense_1", "dropout_1", "output_1"}
    assert line.editor.selection.blocks == {"dense_1", "dropout_1"}


def test_all_and_what_leads_here_and_what_follows_and_what_is_alike(line: Canvas) -> None:
    key(line, Key.Key_A, CONTROL)
    assert len(line.editor.selection.blocks) == 4
    line.editor.select({"dense_1"})
    line.commands.actions["select_upstream"].trigger()
    assert line.editor.selection.blocks == {"input_1", "dense_1"}
    line.editor.select({"dropout_1"})
    line.commands.actions["select_downstream"].trigger()
    assert line.editor.selection.blocks == {"dropout_1", "output_1"}
    line.editor.select({"dense_1"})
    line.commands.actions["duplicate"].trigger()
    line.commands.actions["select_same"].trigger()
    assert line.editor.selection.blocks == {"dense_1", "dense_2"}


def test_auto_layout_is_one_step(line: Canvas) -> None:
    before = line.editor.project
    key(line, Key.Key_L, CONTROL)
    rects = line.graph.rects()
    assert rects["input_1"].right < rects["dense_1"].x < rects["dropout_1"].x < rects["output_1"].x
    assert len({rect.y for rect in rects.values()}) == 1
    assert undone(line, before)


def test_auto_layout_of_what_is_chosen_leaves_the_others_where_they_are(line: Canvas) -> None:
    line.editor.select({"dropout_1"})
    for _ in range(5):
        key(line, Key.Key_Down, ALT)
    line.editor.select({"dense_1", "dropout_1"})
    before = line.graph.rects()
    key(line, Key.Key_L, CONTROL)
    rects = line.graph.rects()
    assert rects["dense_1"].y == rects["dropout_1"].y
    assert rects["dense_1"].right < rects["dropout_1"].x
    assert {id: rects[id] for id in ("input_1", "output_1")} == {id: before[id] for id in ("input_1", "output_1")}


@pytest.mark.parametrize(
    ("action", "same"), [("align_left", "x"), ("align_right", "right"), ("align_top", "y"), ("align_bottom", "bottom")]
)
def test_align(canvas: Canvas, action: str, same: str) -> None:
    canvas.editor.new(made(Input(), Dense(), Dropout()))
    canvas.editor.do("Move", *canvas.settling())
    canvas.editor.select({"dense_1"})
    key(canvas, Key.Key_Down, ALT)
    canvas.editor.select({"input_1", "dense_1", "dropout_1"})
    canvas.commands.actions[action].trigger()
    assert len({getattr(rect, same) for rect in canvas.graph.rects().values()}) == 1


def test_distribute(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dense(), Dropout()))
    canvas.editor.select({"dense_1"})
    key(canvas, Key.Key_Right, ALT)
    key(canvas, Key.Key_A, CONTROL)
    canvas.commands.actions["distribute_across"].trigger()
    assert canvas.graph.rect("dense_1").x == 300
