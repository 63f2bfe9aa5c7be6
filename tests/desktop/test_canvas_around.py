"""What is around the network: finding, the small map, the way into groups, pictures, drops from a palette, colours."""

import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hands import ALT, CONTROL, Hand, input, key, made, middle, on_view, output, type_text, wires
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.declare import Signal
from netloom.edits import MakeGroup, Rename
from netloom.errors import InputError, Problem
from netloom_desktop.canvas.adding import MIME
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.hovering import tip_at
from netloom_desktop.canvas.pane import CanvasPane
from netloom_desktop.canvas.pictures import write_picture
from netloom_desktop.editor import Editor
from netloom_desktop.planned import BlockPlan, PlannedProject
from netloom_desktop.theme import DARK, LIGHT


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[CanvasPane]:
    """A pane with a group inside a group."""
    editor = Editor()
    pane = CanvasPane(editor, LIGHT)
    pane.resize(1200, 800)
    pane.show()
    editor.new(made(Input(), Dense(), Output(), wires="input_1 dense_1, dense_1 output_1"))
    editor.do("Group", MakeGroup(nodes=("dense_1",), name="Encoder"))
    editor.enter("network_1")
    editor.do("Group", MakeGroup(nodes=("dense_1",), name="Core"))
    editor.leave()
    yield pane
    pane.canvas.close_canvas()
    pane.close()
    pane.deleteLater()


# Finding


def test_a_block_is_found_by_its_settings_inside_a_group_and_gone_to(pane: CanvasPane) -> None:
    canvas = pane.canvas
    canvas.setFocus()
    canvas.finder.open()
    type_text("units 32")
    assert canvas.adding.popup.found() == ["Dense (dense_1)"]
    key(canvas, Qt.Key.Key_Return)
    assert canvas.editor.inside == "network_2"
    assert canvas.editor.selection.blocks == {"dense_1"}
    canvas.finder.go_to("input_1")
    assert canvas.editor.inside == ""
    assert canvas.editor.selection.blocks == {"input_1"}


def test_a_block_is_found_by_its_name(canvas: Canvas) -> None:
    canvas.editor.new(Rename(node="dense_1", name="bottleneck")(made(Input(), Dense(), Dense())))
    key(canvas, Qt.Key.Key_F, CONTROL)
    type_text("bottle")
    assert canvas.adding.popup.found() == ["bottleneck (dense_1)"]
    key(canvas, Qt.Key.Key_Escape)
    canvas.finder.go_to("nowhere")
    assert not canvas.editor.selection


# The way into groups


def test_the_way_into_groups_is_shown_and_leads_back(pane: CanvasPane, qtbot: QtBot) -> None:
    editor = pane.canvas.editor
    assert not pane.breadcrumb.isVisible()
    editor.enter("network_1")
    editor.enter("network_2")
    assert pane.breadcrumb.names() == ["Network", "Encoder", "Core"]
    assert pane.breadcrumb.isVisible()
    buttons = [button for button in pane.breadcrumb.findChildren(QToolButton) if button.text() == "Encoder"]
    qtbot.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    assert editor.trail == ("network_1",)


# The small map


def test_the_small_map_brings_a_part_into_the_view(pane: CanvasPane, qtbot: QtBot) -> None:
    pane.canvas.zoom_in_middle(4)
    pane.show_minimap(True)
    before = pane.canvas.shown()
    qtbot.mouseClick(pane.minimap, Qt.MouseButton.LeftButton, pos=pane.minimap.rect().center() / 3)
    after = pane.canvas.shown()
    assert (after.x, after.y) != (before.x, before.y)


def test_the_small_map_is_drawn_ten_times_a_second_at_most(pane: CanvasPane, qtbot: QtBot) -> None:
    pane.show_minimap(True)
    qtbot.waitUntil(lambda: pane.minimap.drawn > 0)
    before, begun = pane.minimap.drawn, time.monotonic()
    for _ in range(50):
        pane.canvas.pan(3, 3)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: pane.minimap.drawn > before)
    assert pane.minimap.drawn - before <= 10 * (time.monotonic() - begun) + 1


def test_the_small_map_follows_edits_and_what_is_carried(pane: CanvasPane, qtbot: QtBot) -> None:
    canvas, hand = pane.canvas, Hand(pane.canvas)
    pane.show_minimap(True)
    qtbot.waitUntil(lambda: pane.minimap.drawn > 0)
    before = pane.minimap.grab().toImage()
    hand.press(middle(canvas, "input_1"))
    hand.move(Point(middle(canvas, "input_1").x, 900))
    qtbot.waitUntil(lambda: pane.minimap.grab().toImage() != before and pane.minimap.drawn > 1)
    hand.release()
    drawn, carried = pane.minimap.drawn, pane.minimap.grab().toImage()
    canvas.editor.undo()
    qtbot.waitUntil(lambda: pane.minimap.drawn > drawn)
    assert pane.minimap.grab().toImage() != carried


# Pictures


def test_the_diagram_is_written_as_svg_and_png(canvas: Canvas, tmp_path: Path) -> None:
    canvas.editor.new(made(Input(), Dense(units=77), wires="input_1 dense_1"))
    canvas.zoom_in_middle(0.1)
    write_picture(canvas.graph, tmp_path / "P.svg")
    texts = "".join(ElementTree.parse(tmp_path / "P.svg").getroot().itertext())
    assert "Dense" in texts
    assert "77" in texts
    write_picture(canvas.graph, tmp_path / "P.png")
    image = QImage(str(tmp_path / "P.png"))
    assert image.width() == 2 * (500 + 80)
    assert image.height() == 2 * (80 + 80)
    colours = {image.pixelColor(x, y).name() for x in range(0, 1160, 7) for y in range(0, 320, 7)}
    assert {LIGHT.block, LIGHT.canvas} <= colours


def test_an_empty_diagram_is_a_picture_too(canvas: Canvas, tmp_path: Path) -> None:
    write_picture(canvas.graph, tmp_path / "P.png")
    assert not QImage(str(tmp_path / "P.png")).isNull()


def test_a_picture_of_another_kind_is_refused(canvas: Canvas, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        write_picture(canvas.graph, tmp_path / "P.gif")


def test_the_diagram_is_copied_as_a_picture(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dense()))
    key(canvas, Qt.Key.Key_C, CONTROL | ALT)
    assert QGuiApplication.clipboard().image().width() == 2 * (500 + 80)


# Dropped from a palette


def dragged(
    canvas: Canvas, block: str, point: Point, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> bool:
    """Drag a block from a palette to a point and drop it; whether the canvas takes it."""
    data = QMimeData()
    data.setData(MIME, QByteArray(block.encode()))
    place, copy, button = on_view(canvas, point), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(place, copy, data, button, keys)
    QApplication.sendEvent(canvas.viewport(), entering)
    QApplication.sendEvent(canvas.viewport(), QDragMoveEvent(place, copy, data, button, keys))
    if entering.isAccepted():
        QApplication.sendEvent(canvas.viewport(), QDropEvent(QPointF(place), copy, data, button, keys))
    return entering.isAccepted()


def test_a_block_is_dropped_where_the_pointer_is(canvas: Canvas) -> None:
    canvas.editor.new(made(Input()))
    assert dragged(canvas, "dense", Point(500, 240))
    assert canvas.graph.rect("dense_1")[:2] == (400, 200)
    assert canvas.editor.selection.blocks == {"dense_1"}
    assert canvas.editor.history.undo_label == "Add Dense"


def test_a_block_dropped_on_a_wire_is_inserted_and_makes_room(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Output(), wires="input_1 output_1"))
    assert dragged(canvas, "dropout", Point(250, 45))
    assert wires(canvas) == ["input_1 dropout_1", "dropout_1 output_1"]
    assert canvas.graph.rect("output_1").x >= canvas.graph.rect("dropout_1").right + 40
    assert canvas.graph.wires[canvas.editor.project.wires[0]].pen() != canvas.graph.ink.wire_lit


def test_alt_drops_a_block_beside_a_wire(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Output(), wires="input_1 output_1"))
    dragged(canvas, "dropout", Point(250, 45), ALT)
    assert wires(canvas) == ["input_1 output_1"]


def test_a_group_is_dropped_but_not_into_itself(pane: CanvasPane) -> None:
    pane.canvas.editor.enter("network_1")
    assert not dragged(pane.canvas, "network_1", Point(200, 400))
    pane.canvas.editor.leave()
    assert dragged(pane.canvas, "network_1", Point(200, 400))
    assert pane.canvas.editor.network.nodes[-1].id == "group_3"


@pytest.mark.parametrize("what", ["nonsense", "group_input", "placement", ""])
def test_what_is_no_block_is_not_taken(canvas: Canvas, what: str) -> None:
    canvas.editor.new(made(Input()))
    assert not dragged(canvas, what, Point(500, 240))
    assert len(canvas.graph.blocks) == 1


# Colours


def test_the_colours_change_while_it_is_shown(canvas: Canvas, hand: Hand) -> None:
    canvas.editor.new(made(Input(), Dense(), wires="input_1 dense_1"))
    place = on_view(canvas, Point(350, 70))
    assert canvas.grab().toImage().pixelColor(place).name() == LIGHT.block
    canvas.show_theme(DARK)
    assert canvas.grab().toImage().pixelColor(place).name() == DARK.block
    hand.click(middle(canvas, "dense_1"))
    assert canvas.editor.selection.blocks == {"dense_1"}


# Problems


def test_a_problem_is_shown_by_colour_and_words_and_told_by_the_tooltip(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dropout(), wires="input_1 dropout_1"))
    before = canvas.graph.rect("dropout_1")
    problem = Problem(code="no_way", node="dropout_1", message="dropout_1: nothing leads on from here. Wire it.")
    canvas.editor.set_planned(PlannedProject(problems=(problem,)))
    assert canvas.graph.look("dropout_1").message == "nothing leads on from here. Wire it."
    assert canvas.graph.rect("dropout_1").height > before.height
    tip = tip_at(canvas, on_view(canvas, middle(canvas, "dropout_1")))
    assert "<b>Error:</b> dropout_1: nothing leads on from here" in tip
    assert "no unit can rely on another" in tip
    canvas.editor.set_planned(PlannedProject())
    assert canvas.graph.rect("dropout_1") == before


def test_ports_tell_what_they_are(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dense()))
    port = canvas.graph.port("input", ("dense_1", "input"))
    assert port is not None
    assert "<b>input</b><br>numbers" in tip_at(canvas, on_view(canvas, port))


def test_ports_tell_which_shape_leaves_and_arrives(canvas: Canvas) -> None:
    canvas.editor.new(made(Input(), Dense(), wires="input_1 dense_1"))
    block = BlockPlan(canvas.editor.project.find("input_1"), (("output", Signal((19,))),))
    canvas.editor.set_planned(PlannedProject({"input_1": block}))
    assert tip_at(canvas, on_view(canvas, output(canvas, "input_1"))) == "<b>output</b><br>(19,) numbers"
    arrives = "<br>From input_1 arrives: (19,) numbers"
    assert tip_at(canvas, on_view(canvas, input(canvas, "dense_1"))).endswith(arrives)
