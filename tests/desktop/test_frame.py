"""The frame of the window: five steps that follow the work, docks around the canvas, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contrast import faint_in_both
from hands import LEFT
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QListWidget, QTableView
from pytestqt.qtbot import QtBot
from windows import child, small_project

from netloom.blocks import Dense
from netloom.edits import AddBlock, AddNote, Mute, RemoveBlocks, SetData
from netloom.errors import Problem
from netloom.project import Comment, Data, Frame, Project
from netloom.storage import save
from netloom_desktop.docks.registry import DOCKS
from netloom_desktop.inspector.subjects import summary
from netloom_desktop.main_window import MainWindow
from netloom_desktop.planned import PlannedProject
from netloom_desktop.steps.bar import StepButton
from netloom_desktop.steps.train_page import TrainPage
from netloom_desktop.steps.work import STEPS, standings
from netloom_desktop.theme import DARK, LIGHT

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


def words(project: Project, planned: PlannedProject | None = None, path: Path | None = None) -> dict[str, str]:
    found = standings(project, planned or PlannedProject(), path)
    return {id: f"{standing.state}: {standing.words}" for id, standing in found.items()}


# How far each step is


def test_an_empty_project_lacks_everything() -> None:
    assert words(Project()) == {
        "data": "missing: no table yet",
        "model": "missing: no blocks yet",
        "train": "missing: needs data first",
        "results": "missing: nothing trained yet",
        "ship": "missing: nothing trained yet",
    }


def test_a_whole_project_in_a_file_can_be_trained() -> None:
    found = words(small_project(), path=Path("houses.netloom"))
    assert found["data"] == "ready: 1 column for sold"
    assert found["model"] == "ready: 3 blocks"
    assert found["train"] == "ready: ready to train"
    assert words(small_project())["train"] == "missing: save the project first"


def test_what_is_still_missing_is_named() -> None:
    project = small_project()
    assert words(RemoveBlocks(nodes=("output_1",))(project))["model"] == "missing: no Output block yet"
    no_target = Data(source=project.data.source, columns=project.data.columns[:1])
    assert words(SetData(data=no_target)(project))["data"] == "missing: nothing to predict yet"


def test_problems_are_counted_where_they_are_mended() -> None:
    of_block = Problem(code="missing_input", node="dense_1", message="Nothing arrives.")
    of_data = Problem(code="data_unreadable", message="The file is damaged.")
    warning = Problem(code="unused_block", severity="warning", node="dense_1", message="It leads nowhere.")
    found = words(small_project(), PlannedProject(problems=(of_block, of_block, of_data)))
    assert found["model"] == "error: 2 problems"
    assert found["data"] == "error: 1 problem"
    assert found["train"] == "missing: needs data first"
    assert words(small_project(), PlannedProject(problems=(warning,)))["model"] == "warning: 1 warning"


def test_what_is_known_of_the_data_counts_for_its_step_each_once() -> None:
    leak = Problem(code="leak", severity="warning", column="size", message="It alone tells sold.")
    gone = Problem(code="data_missing", message="It is not there.")
    planned = PlannedProject(problems=(leak,))
    found = standings(small_project(), planned, None, (leak,))["data"]
    assert (found.state, found.words) == ("warning", "1 warning")
    found = standings(small_project(), planned, None, (gone, leak))["data"]
    assert (found.state, found.words) == ("error", "the table is not there")


def test_the_step_says_at_once_that_the_table_is_not_there(window: MainWindow, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "houses.netloom")
    window.open(tmp_path / "houses.netloom")
    data = child(window, StepButton, "step_data")
    assert data.accessibleDescription() == "the table is not there"
    (tmp_path / "houses.csv").write_text("size,sold\n1,no\n")
    window.open(tmp_path / "houses.netloom")
    assert data.accessibleDescription() == "1 column for sold"


def test_the_steps_follow_the_work(window: MainWindow) -> None:
    model = child(window, StepButton, "step_model")
    assert model.accessibleDescription() == "no blocks yet"
    window.editor.do("Add", AddBlock(block=Dense()))
    assert model.accessibleDescription() == "no Input block yet"
    window.editor.undo()
    assert model.accessibleDescription() == "no blocks yet"


def test_blocks_and_parameters_of_groups_are_counted_the_same_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.new(small_project())
    window.editor.select({"dense_1"})
    window.act("group")
    told = child(window, StepButton, "step_model").accessibleDescription
    qtbot.waitUntil(lambda: "parameter" in told(), timeout=60_000)
    blocks, parameters = told().split(", ")
    assert parameters == child(window, QLabel, "status_parameters").text()
    window.editor.select()
    lines = dict(summary(window.editor.project, window.editor.planned))
    assert (lines["Blocks"], lines["Parameters"]) == (blocks.split()[0], parameters.split()[0])


def test_a_network_that_was_made_on_another_step_is_in_view_on_the_first_visit(window: MainWindow) -> None:
    window.show_step("model")
    window.show_step("data")
    window.editor.do("Make", lambda _: small_project())
    window.show_step("model")
    QApplication.processEvents()
    box = window.canvas.graph.box()
    assert box is not None
    assert box.within(window.canvas.shown())


# Opening steps


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_opens_at_any_time_by_mouse_and_key(window: MainWindow, qtbot: QtBot, step: tuple[str, ...]) -> None:
    number = [each.id for each in STEPS].index(step[0]) + 1
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + 5 - number), CONTROL)
    qtbot.mouseClick(child(window, StepButton, f"step_{step[0]}"), LEFT)
    assert window.stack.currentWidget() is window.pages[step[0]]  # type: ignore[index]  # ids of steps are literals
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number % 5 + 1), CONTROL)
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CONTROL)
    assert child(window, StepButton, f"step_{step[0]}").isChecked()


def test_a_page_that_is_first_opened_after_the_colours_changed_has_the_new_ones(window: MainWindow) -> None:
    other = LIGHT if window.theme is DARK else DARK
    window.act(f"theme_{other.name}")
    window.act("step_train")
    page = window.pages["train"]
    assert isinstance(page, TrainPage)
    assert page.parts.theme is other


def test_the_data_page_shows_the_columns_as_they_are(window: MainWindow) -> None:
    window.editor.new(small_project())
    window.show_step("data")
    model = child(window, QTableView, "columns").model()
    cells = [[model.index(row, place).data() for place in range(3)] for row in range(model.rowCount())]
    assert cells == [["size", "Feature", "number"], ["sold", "Target", "yes or no"]]


def test_no_text_of_the_data_is_read_as_markup(window: MainWindow) -> None:
    project = small_project()
    source = project.data.source.model_copy(update={"path": "<b>houses<b>.csv"})
    window.show_step("data")
    window.editor.new(SetData(data=project.data.model_copy(update={"source": source}))(project))
    labels = [label for label in window.pages["data"].findChildren(QLabel) if "<b>" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


# Docks


@pytest.mark.parametrize("dock", DOCKS, ids=lambda dock: dock.id)
def test_every_dock_opens_and_closes_from_the_view_menu(window: MainWindow, dock: object) -> None:
    id = dock.id  # type: ignore[attr-defined]  # parametrize gives objects
    shown = child(window, QDockWidget, f"{id}_dock")
    action = window.actions_by_id[f"dock_{id}"]
    assert action in window.menus["&View"].actions()
    assert action.isChecked() == (not shown.isHidden())
    for _ in range(2):
        before = shown.isHidden()
        action.trigger()
        assert shown.isHidden() != before
        assert action.isChecked() == before


def test_f6_walks_through_canvas_and_docks_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.setFocus()
    stops = []
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        docks = [id for id, dock in window.model_page.docks.items() if dock.isAncestorOf(focus)]
        stops.append(docks[0] if docks else "canvas")
    assert stops == ["blocks", "outline", "inspector", "problems", "canvas"]
    qtbot.keyClick(window.canvas, Qt.Key.Key_F6, SHIFT)
    assert window.model_page.docks["problems"].isAncestorOf(QApplication.focusWidget())


def test_layout_and_size_are_remembered_and_can_be_reset(qtbot: QtBot) -> None:
    first = MainWindow()
    first.show()
    first.resize(790, 650)  # the offscreen screen has 800 by 800
    first.model_page.docks["blocks"].close()
    first.close()
    second = MainWindow()
    second.show()
    qtbot.waitExposed(second)
    assert second.size().toTuple() == (790, 650)
    assert second.model_page.docks["blocks"].isHidden()
    assert not second.actions_by_id["dock_blocks"].isChecked()
    second.act("reset_layout")
    assert second.model_page.docks["blocks"].isVisible()
    second.close()


def test_a_step_of_the_list_is_gone_to_by_a_click(window: MainWindow, qtbot: QtBot) -> None:
    for units in (1, 2):
        window.editor.do(f"Add {units}", AddBlock(block=Dense(units=units)))
    window.act("dock_history")
    steps = child(window, QListWidget, "history")
    assert [steps.item(row).text() for row in range(steps.count())] == ["Opened", "Add 1", "Add 2"]
    qtbot.mouseClick(steps.viewport(), LEFT, pos=steps.visualItemRect(steps.item(1)).center())
    assert len(window.editor.project.nodes) == 1
    assert steps.item(2).font().italic()
    window.editor.redo()
    assert steps.currentRow() == 2


# Light and dark


def test_everything_restyles_while_it_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.new(small_project())
    for theme in (DARK, LIGHT, DARK):
        window.act(f"theme_{theme.name}")
        QApplication.processEvents()
        image = window.grab().toImage()
        colors = {image.pixelColor(x, y).name() for x in range(0, 1280, 3) for y in range(0, 800, 3)}
        other = LIGHT if theme is DARK else DARK
        assert {theme.window, theme.canvas, theme.panel, theme.entry} <= colors
        assert not {other.window, other.canvas, other.entry} & colors
    assert QSettings().value("look/theme") == "dark"
    assert window.actions_by_id["theme_dark"].isChecked()


def test_every_text_stands_out_on_the_canvas_and_around_it(window: MainWindow) -> None:
    project = Mute(nodes=("dense_1",))(small_project(wired=False))
    for note in (Frame(text="Hidden part", x=200, y=-80, width=400, height=240), Comment(text="Why?", x=0, y=200)):
        project = AddNote(note=note)(project)
    window.editor.new(project)
    problems = tuple(
        Problem(code="odd", severity=severity, node=node, message=f"{node}: this is {severity}.")
        for severity, node in (("error", "dense_1"), ("warning", "output_1"), ("note", "input_1"))
    )
    window.editor.set_planned(PlannedProject(problems=problems))
    for dock in ("history", "problems", "code", "outline"):
        window.model_page.docks[dock].show()
        window.model_page.docks[dock].raise_()
        window.editor.select({"dense_1"})
        assert not faint_in_both(window)
    window.editor.new(small_project())
    window.editor.select({"dense_1"})
    window.act("group")
    window.act("enter")
    assert window.editor.inside
    assert not faint_in_both(window)


def test_the_system_is_followed_unless_something_was_chosen(window: MainWindow) -> None:
    assert window.themes.choice == "system"
    window.act("theme_dark")
    again = MainWindow()
    assert again.themes.theme is DARK
    again.act("theme_system")
    assert again.themes.theme is LIGHT
    again.close()
