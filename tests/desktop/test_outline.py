"""The outline shows the project as a tree, follows what is chosen, and edits by keyboard alone."""

from collections.abc import Iterator

import pytest
from hands import CONTROL, made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.declare import Signal
from netloom.edits import AddBlock, Connect, InsertBlock, MakeGroup, Mute, RemoveBlocks, Rename, RenameProject
from netloom.errors import Problem
from netloom.project import Node, Project, Wire
from netloom_desktop.main_window import MainWindow
from netloom_desktop.outline.lines import in_order
from netloom_desktop.outline.outline import Outline
from netloom_desktop.planned import BlockPlan, PlannedProject

Key = Qt.Key
SAID, DESCRIBED = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with Input → Dense → Output, its outline in front."""
    window = MainWindow()
    window.editor.new(made(Input(), Dense(), Output(), wires="input_1 dense_1, dense_1 output_1"))
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    outline(window).parentWidget().raise_()
    outline(window).setFocus()
    qtbot.waitUntil(lambda: not outline(window).viewport().visibleRegion().isEmpty())
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


def outline(window: MainWindow) -> Outline:
    found = window.findChild(QTreeWidget, "outline")
    assert isinstance(found, Outline)
    return found


def shown(tree: QTreeWidget) -> dict[str, list[str]]:
    """The networks with their blocks, as they are listed."""
    heads = [head for place in range(tree.topLevelItemCount()) if (head := tree.topLevelItem(place))]
    return {head.text(0): [head.child(row).text(0) for row in range(head.childCount())] for head in heads}


def item(tree: QTreeWidget, name: str) -> QTreeWidgetItem:
    (found,) = tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return found


def go(tree: QTreeWidget, to: QTreeWidgetItem) -> None:
    """Choose one line and nothing else."""
    flag = QItemSelectionModel.SelectionFlag
    tree.setCurrentItem(to, 0, flag.ClearAndSelect | flag.Rows)


def test_blocks_are_listed_in_the_order_of_the_data(window: MainWindow) -> None:
    tree, editor = outline(window), window.editor
    assert shown(tree) == {"Network": ["input_1", "dense_1", "output_1"]}
    editor.do("Insert", InsertBlock(block=Dropout(), wire=Wire(source="input_1", target="dense_1")))
    assert shown(tree) == {"Network": ["input_1", "dropout_1", "dense_1", "output_1"]}
    editor.do("Group", MakeGroup(nodes=("dense_1", "dropout_1"), name="Part"))
    assert shown(tree) == {
        "Network": ["input_1", "Part", "output_1"],
        "Part": ["group_input_1", "dropout_1", "dense_1", "group_output_1"],
    }
    editor.undo()
    editor.undo()
    assert shown(tree) == {"Network": ["input_1", "dense_1", "output_1"]}


def test_what_a_screen_reader_says_is_whole_sentences(window: MainWindow) -> None:
    editor, tree = window.editor, outline(window)
    dense = BlockPlan(editor.project.find("dense_1"), (("output", Signal((32,))),), 25_120)
    problem = Problem(code="x", node="dense_1", message="dense_1: it does not fit.")
    editor.set_planned(PlannedProject({"dense_1": dense}, (problem,)))
    line = item(tree, "dense_1")
    assert line.data(0, SAID) == "dense_1 is a block of the type Dense."
    assert line.data(0, DESCRIBED) == (
        "Error: dense_1: it does not fit. It takes what input_1 gives. It leads to output_1. "
        "It gives (32,) for each row. It learns 25,120 parameters."
    )
    assert [line.text(column) for column in (1, 2, 3)] == ["Dense", "(32,)", "✕"]
    assert line.data(3, SAID) == "Error"
    assert item(tree, "Network").data(0, SAID) == "The network has 3 blocks."
    editor.do("Mute", Mute(nodes=("dense_1",)))
    assert item(tree, "dense_1").data(0, DESCRIBED).endswith("It is muted.")
    assert item(tree, "dense_1").text(2) == ""


def test_what_is_chosen_is_chosen_in_both(window: MainWindow) -> None:
    editor, tree = window.editor, outline(window)
    editor.select({"dense_1"})
    assert [each.text(0) for each in tree.selectedItems()] == ["dense_1"]
    QTest.keyClick(tree, Key.Key_Down)
    assert editor.selection.blocks == {"output_1"}
    QTest.keyClick(tree, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert editor.selection.blocks == {"dense_1", "output_1"}
    editor.select_all()
    assert len(tree.selectedItems()) == 3
    editor.select()
    assert not tree.selectedItems()
    assert tree.hasFocus()


def test_enter_goes_to_a_block_inside_a_group(window: MainWindow) -> None:
    editor, tree = window.editor, outline(window)
    editor.do("Group", MakeGroup(nodes=("dense_1",), name="Part"))
    go(tree, item(tree, "dense_1"))
    assert editor.inside == ""
    QTest.keyClick(tree, Key.Key_Return)
    assert editor.inside == "network_1"
    assert editor.selection.blocks == {"dense_1"}
    assert window.canvas.hasFocus()
    tree.setFocus()
    go(tree, item(tree, "Network"))
    QTest.keyClick(tree, Key.Key_Return)
    assert editor.inside == ""


@pytest.mark.parametrize(("typed", "name"), [("hidden", "hidden"), ("  ", ""), ("dense_1", ""), ("<b>bold", "<b>bold")])
def test_f2_renames_in_place(window: MainWindow, qtbot: QtBot, typed: str, name: str) -> None:
    editor, tree = window.editor, outline(window)
    editor.do("Rename", Rename(node="dense_1", name="before"))
    go(tree, item(tree, "before"))
    QTest.keyClick(tree, Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Key.Key_A, CONTROL)
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: editor.project.find("dense_1").name == name)
    assert shown(tree)["Network"][1] == (name or "dense_1")
    editor.undo()
    assert shown(tree)["Network"][1] == "before"


def test_networks_are_renamed_too(window: MainWindow) -> None:
    editor, tree = window.editor, outline(window)
    editor.do("Group", MakeGroup(nodes=("dense_1",), name=""))
    item(tree, "network_1").setText(0, "Part")
    assert editor.project.group("network_1").name == "Part"
    item(tree, "Network").setText(0, "Churn")
    assert editor.project.name == "Churn"


def test_delete_removes_and_with_control_reconnects(window: MainWindow) -> None:
    editor, tree = window.editor, outline(window)
    go(tree, item(tree, "dense_1"))
    QTest.keyClick(tree, Key.Key_Delete, CONTROL)
    assert shown(tree) == {"Network": ["input_1", "output_1"]}
    assert [str(wire) for wire in editor.project.wires] == ["input_1.output → output_1.input"]
    editor.undo()
    tree.setFocus()
    go(tree, item(tree, "Network"))
    QTest.keyClick(tree, Key.Key_Delete)
    assert len(editor.project.nodes) == 3
    go(tree, item(tree, "dense_1"))
    QTest.keyClick(tree, Key.Key_Delete)
    assert not editor.project.wires


def test_an_edit_touches_only_the_lines_that_differ(window: MainWindow) -> None:
    editor, tree = window.editor, outline(window)
    before = {name: item(tree, name) for name in ("input_1", "dense_1", "output_1")}
    touched: list[str] = []
    tree.itemChanged.connect(lambda changed, _: touched.append(changed.text(0)))
    editor.do("Rename", Rename(node="dense_1", name="hidden"))
    assert set(touched) <= {"input_1", "dense_1", "hidden", "output_1"}
    touched.clear()
    editor.do("Mute", Mute(nodes=("output_1",)))
    assert set(touched) == {"output_1"}
    assert item(tree, "hidden") is before["dense_1"]
    assert item(tree, "input_1") is before["input_1"]


def test_a_circle_is_listed_at_the_end() -> None:
    nodes = tuple(Node(id=id, block=Dense()) for id in ("b", "a", "c", "d"))
    wires = (Wire(source="c", target="d"), Wire(source="d", target="c"), Wire(source="a", target="b"))
    assert in_order(Project(nodes=nodes, wires=wires)) == ("a", "b", "c", "d")


def test_behind_another_tab_it_holds_no_edit_up_and_follows_later(window: MainWindow, qtbot: QtBot) -> None:
    window.model_page.docks["blocks"].raise_()
    qtbot.waitUntil(lambda: outline(window).viewport().visibleRegion().isEmpty())
    window.editor.do("Add", AddBlock(block=Dense()))
    assert "dense_2" not in shown(outline(window))["Network"]
    qtbot.waitUntil(lambda: "dense_2" in shown(outline(window))["Network"])


STEPS = st.sampled_from(["add", "remove", "rename", "wire", "group", "undo", "redo", "name", "select"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STEPS, st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_whatever_is_done_the_outline_is_what_a_new_one_would_be(
    window: MainWindow, steps: list[tuple[str, int, int]]
) -> None:
    editor = window.editor
    for step, one, other in steps:
        nodes = [node.id for node in editor.network.nodes] or [""]
        first, second = nodes[one % len(nodes)], nodes[other % len(nodes)]
        edits = {
            "add": AddBlock(block=Dense()),
            "remove": RemoveBlocks(nodes=(first or "none",)),
            "rename": Rename(node=first or "none", name=f"n{other}"),
            "wire": Connect(wire=Wire(source=first or "none", target=second or "none")),
            "group": MakeGroup(nodes=(first or "none",), name="G"),
            "name": RenameProject(name=f"P{one}"),
        }
        if step in edits:
            editor.do(step, edits[step])
        elif step == "select":
            editor.select({first, second})
        else:
            (editor.undo if step == "undo" else editor.redo)()
    new = Outline(editor, window.theme)
    assert shown(outline(window)) == shown(new)
    assert {each.text(0) for each in outline(window).selectedItems()} == {each.text(0) for each in new.selectedItems()}
    delete(new)
