"""Wires are led through points by hand: taken anywhere, bent, moved along, straightened."""

import pytest
from hands import ALT, SHIFT, Hand, key, middle, wires
from PySide6.QtCore import Qt

from netloom.project import Wire
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point, wire_course

WIRE = Wire(source="dense_1", target="dropout_1")
ON_IT = Point(550, 40)


def bends(canvas: Canvas) -> dict[str, tuple[tuple[float, float], ...]]:
    """The bends of the project, by the ids at both ends."""
    return {f"{bend.wire.source} {bend.wire.target}": bend.points for bend in canvas.editor.project.layout.bends}


@pytest.fixture
def bent(line: Canvas, hand: Hand) -> Canvas:
    """The line with a bend below the wire from Dense to Dropout."""
    hand.drag(ON_IT, Point(553, 187))
    return line


def test_a_wire_is_bent_where_it_is_taken_in_one_step(bent: Canvas) -> None:
    assert bends(bent) == {"dense_1 dropout_1": ((560, 180),)}
    course = bent.graph.wires[WIRE].course
    assert course == wire_course(course.start, course.end, [Point(560, 180)])
    assert bent.editor.history.undo_label == "Bend dense_1 to dropout_1"
    bent.editor.undo()
    assert bends(bent) == {}
    assert len(bent.graph.wires[WIRE].course.curves) == 1


def test_a_bend_is_moved_and_another_one_added_behind_it(bent: Canvas, hand: Hand) -> None:
    hand.drag(Point(560, 180), Point(540, 220))
    assert bends(bent) == {"dense_1 dropout_1": ((540, 220),)}
    behind = bent.graph.wires[WIRE].course.curves[1].at(0.6)
    hand.drag(behind, Point(behind.x, behind.y - 100))
    assert len(bends(bent)["dense_1 dropout_1"]) == 2
    assert bends(bent)["dense_1 dropout_1"][0] == (540, 220)


def test_esc_leaves_the_wire_as_it_was(line: Canvas, hand: Hand) -> None:
    before = line.graph.wires[WIRE].course
    hand.press(ON_IT)
    hand.move(Point(550, 200))
    assert line.graph.wires[WIRE].course != before
    key(line, Qt.Key.Key_Escape)
    hand.release()
    assert line.graph.wires[WIRE].course == before
    assert bends(line) == {}


def test_a_double_click_takes_a_bend_out(bent: Canvas, hand: Hand) -> None:
    hand.double_click(Point(560, 180))
    assert bends(bent) == {}
    assert not bent.adding.popup.isVisible()


def test_a_chosen_wire_is_bent_and_straightened_by_keys(line: Canvas, hand: Hand) -> None:
    hand.click(ON_IT)
    key(line, Qt.Key.Key_B, SHIFT)
    assert bends(line) == {"dense_1 dropout_1": ((560, 40),)}
    key(line, Qt.Key.Key_S, ALT | SHIFT)
    assert bends(line) == {}


def test_a_bend_comes_along_when_both_its_blocks_are_moved(bent: Canvas, hand: Hand) -> None:
    bent.editor.select({"dense_1", "dropout_1"})
    start = middle(bent, "dense_1")
    hand.drag(start, Point(start.x + 40, start.y + 100))
    assert bends(bent) == {"dense_1 dropout_1": ((600, 280),)}


def test_a_bend_stays_when_one_of_its_blocks_is_moved(bent: Canvas, hand: Hand) -> None:
    start = middle(bent, "dense_1")
    hand.drag(start, Point(start.x, start.y + 100))
    assert bends(bent) == {"dense_1 dropout_1": ((560, 180),)}


def test_the_bends_of_a_wire_go_with_it_and_come_back_with_it(bent: Canvas) -> None:
    bent.editor.select(wires=[WIRE])
    key(bent, Qt.Key.Key_Delete)
    assert "dense_1 dropout_1" not in wires(bent)
    assert bends(bent) == {}
    bent.editor.undo()
    assert bends(bent) == {"dense_1 dropout_1": ((560, 180),)}
    assert len(bent.graph.wires[WIRE].course.curves) == 2


def test_straightening_levels_blocks_along_their_wires(line: Canvas, hand: Hand) -> None:
    start = middle(line, "dropout_1")
    hand.drag(start, Point(start.x, start.y + 100))
    line.editor.select()
    key(line, Qt.Key.Key_S, ALT | SHIFT)
    assert {rect.y for rect in line.graph.rects().values()} == {0}
    assert line.editor.history.undo_label == "Straighten"
