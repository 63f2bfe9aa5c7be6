"""Tools that are taken up by a key, views that are kept, and what the search offers first."""

from hands import ALT, CONTROL, SHIFT, Hand, key, made, middle, type_text, wires
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot
from windows import in_dialog

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.edits import MakeGroup, RemoveBlocks, RemoveGroup
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point

AROUND_TWO = (Point(-60, -60), Point(560, -60), Point(560, 160), Point(-60, 160))


def draw(hand: Hand, points: tuple[Point, ...], keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    hand.press(points[0], keys=keys)
    for point in points[1:]:
        hand.move(point, keys)
    hand.release(keys)


# Tools


def test_a_lasso_chooses_what_it_goes_round(line: Canvas, hand: Hand) -> None:
    items = len(line.graph.items())
    draw(hand, AROUND_TWO, ALT)
    assert line.editor.selection.blocks == {"input_1", "dense_1"}
    assert len(line.graph.items()) == items


def test_a_lasso_is_taken_up_by_its_key_for_one_drag(line: Canvas, hand: Hand) -> None:
    key(line, Qt.Key.Key_L)
    assert "Draw a line around blocks" in line.graph.words.text
    draw(hand, AROUND_TWO)
    assert line.editor.selection.blocks == {"input_1", "dense_1"}
    hand.drag(Point(-50, 160), Point(950, 60))
    assert len(line.editor.selection.blocks) == 4


def test_esc_lays_a_tool_down(line: Canvas, hand: Hand) -> None:
    key(line, Qt.Key.Key_K)
    key(line, Qt.Key.Key_Escape)
    assert line.tool is None
    assert line.graph.words.text == ""
    hand.drag(Point(250, -60), Point(250, 120))
    assert len(wires(line)) == 3


def test_the_knife_is_taken_up_by_its_key(line: Canvas, hand: Hand) -> None:
    key(line, Qt.Key.Key_K)
    hand.drag(Point(250, -60), Point(250, 120))
    assert wires(line) == ["dense_1 dropout_1", "dropout_1 output_1"]


# Views


def named(name: str) -> None:
    """Types a name into the next dialog and accepts it."""

    def answer(dialog: QDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert field is not None
        field.setText(name)
        dialog.accept()

    in_dialog(answer)


def kept(canvas: Canvas, name: str, qtbot: QtBot) -> None:
    named(name)
    key(canvas, Qt.Key.Key_B, CONTROL)
    canvas.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)


def test_a_view_is_kept_under_a_name_and_gone_to(line: Canvas, qtbot: QtBot) -> None:
    line.zoom_in_middle(2 / line.scale_now)
    line.center_on(Point(700, 40))
    kept(line, "The end", qtbot)
    before = line.shown()
    assert line.editor.history.undo_label == "Keep view The end"
    key(line, Qt.Key.Key_Home)
    assert line.shown() != before
    key(line, Qt.Key.Key_B)
    assert line.adding.popup.found() == ["The end"]
    key(line, Qt.Key.Key_Return)
    assert abs(line.shown().center.x - 700) < 2
    assert line.scale_now == 2


def test_a_view_inside_a_group_is_gone_to_from_anywhere_and_goes_with_it(line: Canvas, qtbot: QtBot) -> None:
    line.editor.do("Group", MakeGroup(nodes=("dense_1",), name="Core"))
    line.editor.enter("network_1")
    kept(line, "Inside", qtbot)
    line.editor.leave()
    line.setFocus()
    key(line, Qt.Key.Key_B)
    type_text("ins")
    key(line, Qt.Key.Key_Return)
    assert line.editor.inside == "network_1"
    line.editor.do("Remove", RemoveBlocks(nodes=("group_1",)), RemoveGroup(group="network_1"))
    line.setFocus()
    key(line, Qt.Key.Key_B)
    assert not line.adding.popup.isVisible()
    assert "No view is kept yet" in line.graph.words.text


def test_a_view_is_forgotten(line: Canvas, qtbot: QtBot) -> None:
    kept(line, "One", qtbot)
    kept(line, "Two", qtbot)
    line.commands.actions["forget_bookmark"].trigger()
    type_text("one")
    key(line, Qt.Key.Key_Return)
    assert [each.name for each in line.editor.project.layout.bookmarks] == ["Two"]


# What is likely next


def test_the_search_offers_first_what_often_comes_next(line: Canvas) -> None:
    line.editor.select({"output_1"})
    key(line, Qt.Key.Key_Tab)
    assert not line.adding.popup.list.item(0).text().endswith("often next")
    key(line, Qt.Key.Key_Escape)
    line.editor.select({"dense_1"})
    key(line, Qt.Key.Key_Tab)
    assert line.adding.popup.found()[0] == "Dropout", "it follows a Dense in this network"
    assert line.adding.popup.list.item(0).text().endswith("often next")
    assert "Activation" in line.adding.popup.found()[1:4], "it often does in others"
    key(line, Qt.Key.Key_Return)
    assert wires(line)[-1] == "dense_1 dropout_2"


def test_a_wire_that_is_dropped_on_nothing_offers_first_what_often_comes_next(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Dense(), Dropout(), Output(), wires="input_1 dense_1"))
    port = canvas.graph.port("output", ("dense_1", "output"))
    assert port is not None
    hand.drag(port, Point(700, 300))
    assert canvas.adding.popup.found()[0] == "Activation"
    type_text("dropout")
    key(canvas, Qt.Key.Key_Return)
    assert wires(canvas)[-1] == "dense_1 dropout_2"


def test_shift_with_a_lasso_adds(line: Canvas, hand: Hand) -> None:
    hand.click(middle(line, "output_1"))
    draw(hand, AROUND_TWO, ALT | SHIFT)
    assert line.editor.selection.blocks == {"input_1", "dense_1", "output_1"}
