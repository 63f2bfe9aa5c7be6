"""Choosing and moving by hand: one drag is one step, Esc leaves everything as it was."""

import pytest
from hands import ALT, CONTROL, LEFT, MIDDLE, PLAIN, RIGHT, SHIFT, Hand, key, made, middle, wires
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.edits import AddNote, Connect, RemoveBlocks
from netloom.project import Comment, Frame, Project, Wire
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.editor import Selection


def show(canvas: Canvas, project: Project) -> None:
    canvas.editor.new(project)


def place(canvas: Canvas, id: str) -> Point:
    """Where the project says that a block stands."""
    return next(Point(each.x, each.y) for each in canvas.editor.project.layout.positions if each.node == id)


def by(point: Point, right: float, down: float) -> Point:
    return Point(point.x + right, point.y + down)


def test_a_drag_moves_a_block_along_the_grid_in_one_step(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.drag(middle(canvas, "dense_1"), by(middle(canvas, "dense_1"), 47, 113))
    assert place(canvas, "dense_1") == (340, 120)
    assert canvas.graph.rect("dense_1")[:2] == (340, 120)
    assert [step.label for step in canvas.editor.history.steps] == ["", "Move dense_1"]
    canvas.editor.undo()
    assert place(canvas, "dense_1") == (300, 0)
    assert canvas.graph.rect("dense_1")[:2] == (300, 0)


def test_wires_follow_while_a_block_is_dragged(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    hand.press(middle(canvas, "dense_1"))
    hand.move(by(middle(canvas, "dense_1"), 0, 200))
    (item,) = canvas.graph.wires.values()
    assert item.course.end == (300, 240)
    assert place(canvas, "dense_1") == (300, 0)
    hand.release()
    assert place(canvas, "dense_1") == (300, 200)


def test_all_chosen_blocks_move_together(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Output()))
    canvas.editor.select({"input_1", "dense_1"})
    hand.drag(middle(canvas, "dense_1"), by(middle(canvas, "dense_1"), 0, 100))
    assert [place(canvas, id) for id in ("input_1", "dense_1", "output_1")] == [(0, 100), (300, 100), (600, 0)]
    assert canvas.editor.history.undo_label == "Move 2 things"


def test_esc_puts_blocks_back(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    hand.press(middle(canvas, "dense_1"))
    hand.move(by(middle(canvas, "dense_1"), 0, 200))
    key(canvas, Qt.Key.Key_Escape)
    hand.release()
    assert canvas.graph.rect("dense_1")[:2] == (300, 0)
    assert next(iter(canvas.graph.wires.values())).course.end == (300, 40)
    assert not canvas.editor.history.undo_label


def test_a_dragged_block_that_goes_is_let_go(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.press(middle(canvas, "dense_1"))
    hand.move(by(middle(canvas, "dense_1"), 0, 200))
    canvas.editor.do("Delete", RemoveBlocks(nodes=("dense_1",)))
    assert canvas.gesture is None
    hand.release()
    assert list(canvas.graph.blocks) == ["input_1"]


def test_blocks_without_a_place_stay_where_they_are_shown_when_one_is_moved(canvas: Canvas, hand: Hand) -> None:
    project = made(Input(), Dense(), Output(), wires="input_1 dense_1, dense_1 output_1")
    show(canvas, project.model_copy(update={"layout": type(project.layout)()}))
    before = canvas.graph.rects()
    hand.drag(middle(canvas, "dense_1"), by(middle(canvas, "dense_1"), 0, 200))
    after = canvas.graph.rects()
    assert {id: after[id] for id in ("input_1", "output_1")} == {id: before[id] for id in ("input_1", "output_1")}
    assert after["dense_1"].y == before["dense_1"].y + 200


def test_a_drag_with_control_takes_a_block_along_that_was_not_chosen(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Output()))
    canvas.editor.select({"input_1"})
    hand.drag(middle(canvas, "dense_1"), by(middle(canvas, "dense_1"), 0, 100), keys=CONTROL)
    assert [place(canvas, id) for id in ("input_1", "dense_1", "output_1")] == [(0, 100), (300, 100), (600, 0)]
    assert canvas.editor.selection.blocks == {"input_1", "dense_1"}


# On a wire


def test_a_loose_block_is_put_on_the_wire_it_is_dropped_on(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Output(), Dense(), wires="input_1 output_1"))
    hand.press(middle(canvas, "dense_1"))
    hand.move(by(middle(canvas, "dense_1"), -450, 0))
    wire = canvas.editor.project.wires[0]
    assert canvas.graph.wires[wire].pen() == canvas.graph.ink.wire_lit
    hand.release()
    assert wires(canvas) == ["input_1 dense_1", "dense_1 output_1"]
    assert place(canvas, "output_1").x >= place(canvas, "dense_1").x + 240
    canvas.editor.undo()
    assert wires(canvas) == ["input_1 output_1"]
    assert place(canvas, "dense_1") == (600, 0)


def test_alt_drops_it_beside_the_wire(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Output(), Dense(), wires="input_1 output_1"))
    hand.drag(middle(canvas, "dense_1"), by(middle(canvas, "dense_1"), -450, 0), keys=ALT)
    assert wires(canvas) == ["input_1 output_1"]
    assert place(canvas, "dense_1") == (160, 0)


def test_a_wired_block_is_not_put_on_a_wire(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Output(), Dense(), Dropout(), wires="input_1 output_1, dense_1 dropout_1"))
    hand.drag(middle(canvas, "dense_1"), by(middle(canvas, "dense_1"), -450, 0))
    assert wires(canvas) == ["input_1 output_1", "dense_1 dropout_1"]


# Choosing


def test_a_click_chooses_and_a_click_on_nothing_chooses_nothing(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    hand.click(middle(canvas, "dense_1"))
    assert canvas.editor.selection == Selection(frozenset({"dense_1"}))
    hand.click(Point(250, 300))
    assert not canvas.editor.selection


def test_shift_adds_and_control_toggles(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Output()))
    hand.click(middle(canvas, "dense_1"))
    hand.click(middle(canvas, "output_1"), SHIFT)
    assert canvas.editor.selection.blocks == {"dense_1", "output_1"}
    hand.click(middle(canvas, "output_1"), SHIFT)
    assert canvas.editor.selection.blocks == {"dense_1", "output_1"}
    hand.click(middle(canvas, "dense_1"), CONTROL)
    assert canvas.editor.selection.blocks == {"output_1"}
    hand.click(middle(canvas, "input_1"), CONTROL)
    assert canvas.editor.selection.blocks == {"input_1", "output_1"}


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [(None, {"input_1", "dense_1"}), (SHIFT, {"input_1", "dense_1", "output_1"}), (CONTROL, {"dense_1", "output_1"})],
)
def test_a_band_chooses_what_it_touches(
    canvas: Canvas, hand: Hand, keys: Qt.KeyboardModifier | None, chosen: set[str]
) -> None:
    show(canvas, made(Input(), Dense(), Output()))
    canvas.editor.select({"input_1", "output_1"})
    hand.drag(Point(-50, -80), Point(350, 40), keys=keys or Qt.KeyboardModifier.NoModifier)
    assert canvas.editor.selection.blocks == chosen
    assert canvas.gesture is None


def test_esc_leaves_the_choice_as_it_was(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense(), Output()))
    canvas.editor.select({"output_1"})
    items = len(canvas.graph.items())
    hand.press(Point(-50, -80))
    hand.move(Point(350, 40))
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.editor.selection.blocks == {"output_1"}
    assert len(canvas.graph.items()) == items


# Frames and comments


def noted(*notes: Frame | Comment) -> Project:
    project = made(Input(), Dense(), Output())
    for note in notes:
        project = AddNote(note=note)(project)
    return project


def test_a_frame_takes_along_what_stands_on_it(canvas: Canvas, hand: Hand) -> None:
    show(canvas, noted(Frame(text="Encoder", x=260, y=-60, width=280, height=200)))
    hand.drag(Point(400, -50), Point(400, 50))
    frame = canvas.editor.project.layout.frames[0]
    assert (frame.x, frame.y) == (260, 40)
    assert place(canvas, "dense_1") == (300, 100)
    assert place(canvas, "input_1") == (0, 0)
    assert len(canvas.editor.history.steps) == 2


def test_a_frame_is_made_larger_by_its_corner(canvas: Canvas, hand: Hand) -> None:
    show(canvas, noted(Frame(x=260, y=-60, width=280, height=200)))
    hand.drag(Point(535, 135), Point(655, 235))
    frame = canvas.editor.project.layout.frames[0]
    assert (frame.width, frame.height) == (400, 300)
    canvas.editor.undo()
    assert canvas.graph.note_rect("frame_1").width == 280


def test_a_comment_is_moved(canvas: Canvas, hand: Hand) -> None:
    show(canvas, noted(Comment(text="Why so wide?", x=0, y=200)))
    hand.drag(Point(20, 210), Point(60, 250))
    comment = canvas.editor.project.layout.comments[0]
    assert (comment.x, comment.y) == (40, 240)


@pytest.mark.parametrize(
    ("start", "button", "keys"),
    [
        pytest.param(Point(535, 135), LEFT, PLAIN, id="the corner of a frame"),
        pytest.param(Point(400, -50), LEFT, PLAIN, id="a frame"),
        pytest.param(Point(20, 210), LEFT, PLAIN, id="a comment"),
        pytest.param(Point(250, -80), RIGHT, CONTROL, id="the knife"),
        pytest.param(Point(250, -80), LEFT, ALT, id="the lasso"),
        pytest.param(Point(250, -80), MIDDLE, PLAIN, id="the view"),
    ],
)
def test_esc_ends_whatever_the_hand_does(
    canvas: Canvas, hand: Hand, start: Point, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    frame, comment = Frame(x=260, y=-60, width=280, height=200), Comment(text="Why so wide?", x=0, y=200)
    project = Connect(wire=Wire(source="input_1", target="dense_1"))(noted(frame, comment))
    show(canvas, project)
    seen, view, items = canvas.grab().toImage(), canvas.shown(), len(canvas.graph.items())
    hand.press(start, button, keys)
    hand.move(by(start, 40, 300), keys)
    assert canvas.gesture is not None
    assert canvas.grab().toImage() != seen
    key(canvas, Qt.Key.Key_Escape)
    hand.release(keys)
    assert canvas.gesture is None
    assert canvas.editor.project is project
    assert canvas.shown() == view
    assert len(canvas.graph.items()) == items


# Looking around


def test_the_wheel_zooms_to_the_pointer(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    point = Point(100, 40)
    before = canvas.mapFromScene(*point)
    hand.wheel(point, -2)
    assert canvas.scale_now < 0.75
    after = canvas.mapFromScene(*point)
    assert abs(before.x() - after.x()) <= 1
    assert abs(before.y() - after.y()) <= 1
    hand.wheel(point, 0)
    assert canvas.scale_now < 0.75


def test_two_fingers_pan_and_with_control_they_zoom(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    before = canvas.shown()
    hand.fingers(Point(100, 40), 0, -50)
    assert canvas.shown().y == before.y + 50
    assert canvas.shown().width == before.width
    hand.fingers(Point(100, 40), 0, -50, CONTROL)
    assert canvas.shown().width > before.width


def test_a_pinch_zooms_to_where_the_fingers_are(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    point = Point(100, 40)
    before, scale = canvas.mapFromScene(*point), canvas.scale_now
    hand.pinch(point, -0.2)
    assert canvas.scale_now == pytest.approx(scale * 0.8)
    after = canvas.mapFromScene(*point)
    assert max(abs(before.x() - after.x()), abs(before.y() - after.y())) <= 1


def test_the_middle_button_pans(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    before = canvas.shown()
    hand.press(Point(100, 40), MIDDLE)
    hand.move(Point(200, 90), steps=1)
    hand.release()
    assert (canvas.shown().x, canvas.shown().y) == (before.x - 100, before.y - 50)
    assert not canvas.editor.selection


def test_space_with_a_drag_pans_and_opens_nothing(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(Input(), Dense()))
    before = canvas.shown()
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    hand.press(Point(100, 40))
    hand.move(Point(200, 40), steps=1)
    hand.release()
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.shown().x == before.x - 100
    assert not canvas.adding.popup.isVisible()


def test_everything_or_what_is_chosen_is_fitted_into_the_view(canvas: Canvas) -> None:
    show(canvas, made(*[Dense()] * 30))
    key(canvas, Qt.Key.Key_Home)
    assert canvas.graph.rect("dense_1").within(canvas.shown())
    assert canvas.graph.rect("dense_30").within(canvas.shown())
    assert canvas.graph.far.isVisible()
    canvas.editor.select({"dense_7"})
    key(canvas, Qt.Key.Key_F)
    assert canvas.scale_now == 1
    assert abs(canvas.shown().center.x - canvas.graph.rect("dense_7").center.x) < 2
    assert not canvas.graph.far.isVisible()


@pytest.mark.parametrize("across", [-85, 85])
def test_from_afar_a_block_is_taken_also_where_its_ports_would_be(canvas: Canvas, hand: Hand, across: float) -> None:
    show(canvas, made(Input(), Dense(), wires="input_1 dense_1"))
    canvas.zoom_in_middle(0.1 / canvas.scale_now)
    start = by(canvas.graph.rect("dense_1").center, across, 0)
    hand.drag(start, by(start, 300, 600))
    assert canvas.editor.history.undo_label == "Move dense_1"
    assert len(canvas.editor.project.wires) == 1


def test_blocks_are_taken_from_afar_too(canvas: Canvas, hand: Hand) -> None:
    show(canvas, made(*[Dense()] * 30))
    key(canvas, Qt.Key.Key_Home)
    hand.click(canvas.graph.rect("dense_9").center)
    assert canvas.editor.selection.blocks == {"dense_9"}
    hand.drag(canvas.graph.rect("dense_9").center, by(canvas.graph.rect("dense_9").center, 0, 400))
    assert place(canvas, "dense_9") == (2400, 400)
