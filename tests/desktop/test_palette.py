"""The palette lists what can be added; searching, keys, the mouse and dragging add it."""

from collections.abc import Iterator

import pytest
from hands import LEFT, PLAIN, made, wires
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from netloom.blocks import BLOCKS, Dense, GroupInput, GroupOutput, Input, Output, Placement
from netloom.edits import MakeGroup, Rename
from netloom_desktop.main_window import MainWindow

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with Input → Dense → Output."""
    window = MainWindow()
    window.editor.new(made(Input(), Dense(), Output(), wires="input_1 dense_1, dense_1 output_1"))
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


def search(window: MainWindow) -> QLineEdit:
    found = window.findChild(QLineEdit, "palette_search")
    assert isinstance(found, QLineEdit)
    return found


def listed(window: MainWindow) -> QTreeWidget:
    found = window.findChild(QTreeWidget, "palette_list")
    assert isinstance(found, QTreeWidget)
    return found


def lines(tree: QTreeWidget) -> dict[str, list[str]]:
    """The headings with what stands under each."""
    headings = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return {each.text(0): [each.child(row).text(0) for row in range(each.childCount())] for each in headings if each}


def line(tree: QTreeWidget, title: str) -> QTreeWidgetItem:
    (found,) = tree.findItems(title, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return found


def middle(tree: QTreeWidget, title: str) -> QPoint:
    tree.scrollToItem(line(tree, title))
    return tree.visualItemRect(line(tree, title)).center()


def ids(window: MainWindow) -> list[str]:
    return [node.id for node in window.editor.network.nodes]


def test_every_block_that_can_stand_here_is_listed_under_its_group(window: MainWindow) -> None:
    shown = lines(listed(window))
    for kind in BLOCKS.values():
        if not issubclass(kind, Placement | GroupInput | GroupOutput):
            assert kind.title in shown[kind.group]
    assert list(shown)[:2] == ["Data", "Core"]


def test_each_line_teaches_in_its_tooltip_and_to_a_screen_reader(window: MainWindow) -> None:
    dense = line(listed(window), "Dense")
    assert "y = φ(x W + b)" in dense.toolTip(0)
    assert "Every unit sees every value" in dense.toolTip(0)
    assert dense.data(0, Qt.ItemDataRole.AccessibleDescriptionRole).startswith("Every unit sees every value")
    assert not dense.icon(0).isNull()


def test_letters_find_titles_ids_and_help(window: MainWindow) -> None:
    for letters, title in {"drop": "Dropout", "batch_normalization": "BatchNormalization", "pixels": "Flatten"}.items():
        search(window).setText("")
        QTest.keyClicks(search(window), letters if title != "Flatten" else "all values of a row")
        assert next(iter(lines(listed(window)))) == title
    search(window).setText("")
    QTest.keyClicks(search(window), "zzzz")
    assert list(lines(listed(window))) == ["Nothing is called so"]
    QTest.keyClick(search(window), Key.Key_Return)
    assert ids(window) == ["input_1", "dense_1", "output_1"]
    QTest.keyClick(search(window), Key.Key_Escape)
    assert "Core" in lines(listed(window))


def test_enter_adds_and_wires_to_the_chosen_block_and_the_keyboard_stays(window: MainWindow) -> None:
    window.editor.select({"dense_1"})
    search(window).setFocus()
    QTest.keyClicks(search(window), "dropout")
    QTest.keyClick(search(window), Key.Key_Return)
    QTest.keyClicks(search(window), "dense")
    QTest.keyClick(search(window), Key.Key_Return)
    assert wires(window.canvas)[-2:] == ["dense_1 dropout_1", "dropout_1 dense_2"]
    assert window.editor.selection.blocks == {"dense_2"}
    assert search(window).hasFocus()
    places = window.canvas.graph.places
    assert places["dense_1"].x < places["dropout_1"].x < places["dense_2"].x


def test_undo_in_the_search_is_undo_of_the_project(window: MainWindow) -> None:
    search(window).setFocus()
    QTest.keyClicks(search(window), "dropout")
    QTest.keyClick(search(window), Key.Key_Return)
    assert "dropout_1" in ids(window)
    QTest.keyClick(search(window), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ids(window) == ["input_1", "dense_1", "output_1"]
    assert search(window).text() == "dropout"


def test_arrows_walk_the_list_from_the_search_and_letters_go_back_to_it(window: MainWindow) -> None:
    search(window).setFocus()
    QTest.keyClicks(search(window), "norm")
    first = listed(window).currentItem().text(0)
    QTest.keyClick(search(window), Key.Key_Down)
    assert listed(window).currentItem().text(0) != first
    listed(window).setFocus()
    QTest.keyClicks(listed(window), "f")
    QTest.keyClicks(QApplication.focusWidget(), "lat")
    assert search(window).text() == "flat"
    assert next(iter(lines(listed(window)))) == "Flatten"


def test_a_double_click_adds_in_the_middle_when_nothing_is_chosen(window: MainWindow) -> None:
    window.editor.new()
    tree = listed(window)
    place = middle(tree, "Flatten")
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(tree.viewport(), LEFT, PLAIN, place)
    assert ids(window) == ["flatten_1"]
    assert window.canvas.graph.rect("flatten_1").within(window.canvas.shown())


def test_enter_on_a_heading_folds_it(window: MainWindow) -> None:
    tree = listed(window)
    tree.setFocus()
    tree.setCurrentItem(line(tree, "Core"))
    QTest.keyClick(tree, Key.Key_Return)
    assert not line(tree, "Core").isExpanded()
    window.editor.do("Group", MakeGroup(nodes=("dense_1",), name="Part"))
    assert not line(tree, "Core").isExpanded()
    assert line(tree, "Data").isExpanded()


def test_the_projects_own_groups_can_be_placed(window: MainWindow) -> None:
    window.editor.do("Group", MakeGroup(nodes=("dense_1",), name="<b>Part</b>"))
    tree = listed(window)
    assert lines(tree)["Groups of this project"] == ["<b>Part</b>"]
    assert "&lt;b&gt;Part" in line(tree, "<b>Part</b>").toolTip(0)
    window.editor.do("Rename", Rename(node="network_1", name="Part"))
    tree.setFocus()
    tree.setCurrentItem(line(tree, "Part"))
    QTest.keyClick(tree, Key.Key_Return)
    assert ids(window)[-1] == "group_2"
    window.editor.enter("network_1")
    assert "Groups of this project" not in lines(tree)
    assert {"Group input", "Group output"} <= set(lines(tree)["Group"])
    assert "Input" not in lines(tree).get("Data", [])


def test_what_is_dragged_from_the_list_is_what_the_canvas_takes(window: MainWindow) -> None:
    tree, canvas = listed(window), window.canvas
    dropout = line(tree, "Dropout")
    assert dropout.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not line(tree, "Core").flags() & Qt.ItemFlag.ItemIsDragEnabled
    one, other = canvas.graph.rect("input_1"), canvas.graph.rect("dense_1")
    place = QPointF(canvas.mapFromScene((one.right + other.x) / 2, one.center.y))
    data, copy = tree.mimeData([dropout]), Qt.DropAction.CopyAction
    entering = QDragEnterEvent(place.toPoint(), copy, data, LEFT, PLAIN)
    QApplication.sendEvent(canvas.viewport(), entering)
    assert entering.isAccepted()
    QApplication.sendEvent(canvas.viewport(), QDropEvent(place, copy, data, LEFT, PLAIN))
    assert wires(canvas) == ["input_1 dropout_1", "dropout_1 dense_1", "dense_1 output_1"]
