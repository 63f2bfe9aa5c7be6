"""What crashed other editors cannot come in here: each rule that the code itself shows, on all of the window's code."""

import ast
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hands import Hand, made, middle, on_view
from PySide6.QtCore import SIGNAL, QObject, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem, QLineEdit
from pytestqt.qtbot import QtBot

import netloom_desktop
from netloom.blocks import Dense, Dropout, Input, Output
from netloom.errors import Problem
from netloom_desktop.canvas import carried, items
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import WIRE_REACH, Point
from netloom_desktop.canvas.hits import OnWire, hit
from netloom_desktop.canvas.paint import TITLES_ONLY
from netloom_desktop.canvas.pane import CanvasPane
from netloom_desktop.editor import Editor
from netloom_desktop.planned import PlannedProject
from netloom_desktop.theme import LIGHT

CODE = sorted(Path(netloom_desktop.__path__[0]).rglob("*.py"))
BANNED = {
    "QUndoCommand": "its children crash in redo: history is a list of projects",
    "QUndoStack": "history is a list of projects",
    "QGraphicsObject": "costs three times as much, and items own no signals",
    "QGraphicsProxyWidget": "widgets inside blocks drift and crash at exit",
    "QGraphicsEffect": "a shadow costs 67 ms",
    "QThread": "workers are processes",
    "QRunnable": "workers are processes",
    "itemChange": "one that forgets to return breaks everything silently",
    "FullViewportUpdate": "a drag goes from 11 to 66 ms",
    "ItemCoordinateCache": "125 ms a frame",
    "NoIndex": "hit tests take 60 times as long",
}


def names_in(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name | ast.Attribute | ast.FunctionDef | ast.alias):
            name = getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
            yield name, getattr(node, "lineno", 0)


def calls_in(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def test_nothing_that_crashes_or_crawls_is_used() -> None:
    found = [f"{path.name}:{line} {name}" for path in CODE for name, line in names_in(path) if name in BANNED]
    assert not found


def test_signals_carry_objects_and_never_a_dict() -> None:
    kinds = {
        ast.unparse(call.args[0])
        for path in CODE
        for call in calls_in(path)
        if isinstance(call.func, ast.Name) and call.func.id == "Signal" and call.args
    }
    assert "object" in kinds
    assert not any("dict" in kind for kind in kinds)


def test_the_scene_is_never_cleared() -> None:
    cleared = [
        f"{path.name}:{call.lineno}"
        for path in CODE
        for call in calls_in(path)
        if ast.unparse(call.func).endswith(("scene.clear", "scene().clear", "graph.clear"))
    ]
    assert not cleared


def test_items_are_plain_and_own_nothing_that_lives() -> None:
    kinds = [kind for module in (items, carried) for kind in vars(module).values() if isinstance(kind, type)]
    ours = [kind for kind in kinds if issubclass(kind, QGraphicsItem) and kind.__module__.startswith("netloom_desktop")]
    assert len(ours) >= 7
    for kind in ours:
        assert kind.__bases__ in ((QGraphicsItem,), (QGraphicsPathItem,), (QGraphicsRectItem,)), kind
        assert not issubclass(kind, QObject)


def test_nothing_listens_to_each_change_of_the_scene(qtbot: QtBot) -> None:
    """Each item would note each of its changes for it, and lifting a thousand blocks take twice as long."""
    pane = CanvasPane(Editor(), LIGHT)
    assert pane.canvas.graph.receivers(SIGNAL("changed(QList<QRectF>)")) == 0
    pane.canvas.close_canvas()


def test_where_things_are_is_found_after_every_change_of_their_size(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), *[Dropout()] * 20, Output()))
    canvas.zoom_in_middle(1 / canvas.scale_now)
    for number in count():
        canvas.viewport().repaint()
        problem = Problem(code="odd", node=f"dropout_{number % 20 + 1}", message="Nothing arrives here.")
        canvas.editor.set_planned(PlannedProject(problems=(problem,) if number % 3 else ()))
        for id, rect in canvas.graph.rects().items():
            place = QRectF(rect.center.x, rect.bottom - 2, 1, 1)
            found = canvas.graph.items(place, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
            assert canvas.graph.blocks[id] in found
        if number == 12:
            return


def test_a_wire_is_taken_on_it_and_not_beside_it(line: Canvas) -> None:
    scene, course = line.graph, line.graph.wires[line.editor.project.wires[1]].course
    middle_of_it = course.curves[0].at(0.5)
    assert isinstance(hit(scene, middle_of_it, 1), OnWire)
    assert hit(scene, Point(middle_of_it.x, middle_of_it.y + WIRE_REACH + 2), 1) is None


def test_one_editor_at_most_floats_above_the_canvas(line: Canvas, hand: Hand) -> None:
    for id in ("dense_1", "dropout_1", "dense_1"):
        line.overlay.edit_name(id)
    assert len([field for field in line.viewport().findChildren(QLineEdit) if field.isVisible()]) == 1


@pytest.mark.parametrize("scale", [1.0, 0.6, TITLES_ONLY - 0.05, 0.36])
def test_titles_can_be_read_longest(canvas: Canvas, scale: float) -> None:
    """Two blocks that differ in their titles alone look different wherever single blocks are shown."""
    canvas.editor.new(made(Dense(), Dense()))
    canvas.zoom_in_middle(scale / canvas.scale_now)
    before = canvas.grab().toImage()
    canvas.editor.do("Rename", lambda project: project.model_copy(update={"nodes": _renamed(project.nodes)}))
    after = canvas.grab().toImage()
    place = on_view(canvas, Point(*canvas.graph.rect("dense_1")[:2]))
    ends = on_view(canvas, Point(canvas.graph.rect("dense_1").right, canvas.graph.rect("dense_1").bottom))
    changed = [
        (x, y)
        for x in range(place.x(), ends.x())
        for y in range(place.y(), ends.y())
        if before.pixelColor(x, y) != after.pixelColor(x, y)
    ]
    assert len(changed) > 20


def _renamed(nodes: tuple[object, ...]) -> tuple[object, ...]:
    first, *others = nodes
    return (first.model_copy(update={"name": "bottleneck"}), *others)  # type: ignore[attr-defined]  # a Node


def test_a_click_beside_everything_hits_nothing(line: Canvas, hand: Hand) -> None:
    hand.click(middle(line, "dense_1"))
    hand.click(Point(100, 400))
    assert not line.editor.selection
