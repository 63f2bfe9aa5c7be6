"""The runs of a project as a person works with them: real runs, really trained, by mouse and keys."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hands import CONTROL, LEFT, PLAIN, type_text
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QMenu,
    QPushButton,
    QWidget,
)
from runs_hands import (
    area,
    ask_for_menu,
    cell,
    choose_in_menu,
    click,
    copy_run,
    folder,
    has_color,
    in_menu,
    make_series,
    names,
    pick,
    picture,
    text,
    tick,
    told,
)
from train_pages import press, until, words
from windows import child, in_dialogs

from netloom.blocks import Dropout
from netloom.edits import InsertBlock, RenameProject, with_setting
from netloom.files import LineFile
from netloom.protocol import EVENTS
from netloom.run_folders.notes import RunNotes, read_notes
from netloom.storage import load
from netloom.training.train import train
from netloom_desktop.main_window import MainWindow
from netloom_desktop.runs.tab import RunsTab
from netloom_desktop.steps.results_page import ResultsPage
from netloom_desktop.theme import DARK, LIGHT
from netloom_desktop.training.plots.board import Board
from small_trainings import project_file

Key = Qt.Key


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with three runs: as it is, with another rate and fewer units, and with a Dropout."""
    path = project_file(tmp_path_factory.mktemp("points"), epochs=3, early_stopping=None, batch_size=16)
    project = load(path)
    other = with_setting(with_setting(project, "training.optimizer.learning_rate", "0.01"), "block_1.units", "4")
    for each in (project, other, InsertBlock(block=Dropout(), wire=project.wires[1])(project)):
        list(train(each, path))
    return path


@pytest.fixture(scope="module")
def opened(qapp: object, trained: Path) -> Iterator[MainWindow]:
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    yield window
    for job in window.runs.jobs.open:
        window.runs.jobs.stop(job)
    until(lambda: not window.runs.jobs.open)
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def tab(opened: MainWindow, trained: Path, tmp_path: Path) -> Iterator[RunsTab]:
    """The tab in that window, of a copy of the project: a test may change and delete what it likes."""
    shutil.copytree(trained.parent, tmp_path / "copy")
    opened.open(tmp_path / "copy" / trained.name)
    opened.show_step("results")
    page = opened.pages["results"]
    assert isinstance(page, ResultsPage)
    tab = page.show_tab("runs")
    assert isinstance(tab, RunsTab)
    until(lambda: names(tab) == ["003", "002", "001"] and tab.listing.is_listed)
    yield tab
    tab.filter.show_all()
    opened.editor.new()


# The table


def test_each_run_is_listed_with_how_it_went_and_what_differs(tab: RunsTab) -> None:
    assert text(tab, "002", "Ended") == "finished"
    assert text(tab, "002", "Epochs") == "3"
    assert text(tab, "002", "Learning rate") == "0.01"
    assert text(tab, "001", "Dense (block_1) units") == "16"
    assert text(tab, "003", "Dropout 1 rate") == "0.2"
    assert 0 < float(text(tab, "001", "Accuracy")) <= 1
    assert words(tab, "runs_count") == "3 runs"


def test_a_click_on_a_heading_sorts(tab: RunsTab) -> None:
    header = tab.table.horizontalHeader()
    place = cell(tab, "001", "Learning rate").column()
    tab.table.scrollTo(cell(tab, "001", "Learning rate"))
    middle = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, PLAIN, middle)
    assert names(tab)[-1] == "002"
    QTest.mouseClick(header.viewport(), LEFT, PLAIN, middle)
    assert names(tab)[0] == "002"
    QTest.mouseClick(header.viewport(), LEFT, PLAIN, middle)
    assert names(tab) == ["003", "002", "001"]


def test_runs_are_found_by_words_endings_and_figures(tab: RunsTab) -> None:
    field = child(tab, QWidget, "filter_text")
    field.setFocus()
    QTest.keyClicks(field, "rate 0.01")
    assert names(tab) == ["002"]
    assert words(tab, "runs_count") == "1 of 3 runs"
    press(tab, "filter_clear")
    pick(tab, "filter_figure", "Learning rate")
    QTest.keyClicks(child(tab, QWidget, "filter_value"), "0.005")
    assert names(tab) == ["002"]
    pick(tab, "filter_bound", "at most")
    assert names(tab) == ["003", "001"]
    QTest.keyClicks(child(tab, QWidget, "filter_text"), "nothing like it")
    assert "No run is like that" in words(tab, "runs_words")
    press(tab, "filter_clear")
    pick(tab, "filter_ended", "finished")
    assert len(names(tab)) == 3


def test_a_note_and_tags_are_written_in_place_and_kept(tab: RunsTab) -> None:
    click(tab, "001")
    QTest.keyClick(tab.table, Key.Key_F2)
    type_text("the first")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    until(lambda: text(tab, "001", "Note") == "the first")
    middle = area(tab, cell(tab, "001", "Tags")).center()
    QTest.mouseClick(tab.table.viewport(), LEFT, PLAIN, middle)
    QTest.mouseDClick(tab.table.viewport(), LEFT, PLAIN, middle)
    type_text("good, cheap")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    until(lambda: text(tab, "001", "Tags") == "good, cheap")
    assert read_notes(folder(tab, "001")) == RunNotes(note="the first", tags=("good", "cheap"))
    pick(tab, "filter_tag", "cheap")
    assert names(tab) == ["001"]


def test_several_runs_are_given_a_tag_from_the_menu(tab: RunsTab) -> None:
    click(tab, "001")
    click(tab, "002", CONTROL)

    def typed(dialog: QWidget) -> None:
        (box,) = dialog.findChildren(QComboBox)
        QTest.keyClicks(box.lineEdit(), "wide")
        (buttons,) = dialog.findChildren(QDialogButtonBox)
        QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)

    in_dialogs(typed)
    tab.menu.do("tag")
    until(lambda: [text(tab, name, "Tags") for name in ("001", "002", "003")] == ["wide", "wide", ""])


def test_what_cannot_be_noted_is_told(tab: RunsTab) -> None:
    tab.doings.note(tab.model.shown[0], "x" * 10_001, ())
    assert "received 10,001 characters, expected at most 10,000" in words(tab, "runs_error")
    press(tab, "runs_error_button")
    assert not child(tab, QWidget, "runs_error").isVisible()


def test_a_damaged_folder_is_listed_as_that_and_breaks_nothing(tab: RunsTab) -> None:
    (folder(tab, "002") / "project.netloom").write_text("?")
    folder(tab, "photos").mkdir()
    tab.listing.look()
    until(lambda: "photos" in names(tab))
    assert text(tab, "002", "Ended") == text(tab, "photos", "Ended") == "damaged"
    assert "is no run" in cell(tab, "photos").data(Qt.ItemDataRole.ToolTipRole)
    click(tab, "002")
    press(tab, "runs_compare")
    until(lambda: "is refused" in words(tab, "difference_words"))
    press(tab, "runs_restore")
    assert "is refused" in words(tab, "runs_error")


# Curves


def test_the_curves_of_ticked_runs_lie_over_one_another(tab: RunsTab) -> None:
    until(lambda: tab.plots.view is not None)
    board = cast("Board", tab.plots.view)
    assert [entry.name for entry in tab.book.drawn] == ["003"]
    tick(tab, "001")
    until(lambda: {each.name for each in board.charts["loss"].drawn} == {"001", "003"})
    click(tab, "002")
    QTest.keyClick(tab.table, Key.Key_Space)
    until(lambda: len(board.charts["loss"].drawn) == 3)
    in_menu(choose_in_menu("draw_only"))
    ask_for_menu(tab)
    until(lambda: [each.name for each in board.charts["loss"].drawn] == ["002"])


# What differs


def test_two_runs_are_compared_in_words_and_as_pictures(tab: RunsTab) -> None:
    click(tab, "002")
    click(tab, "003", CONTROL)
    press(tab, "runs_compare")
    until(lambda: bool(told(tab)))
    assert told(tab)[:2] == [
        "Dropout 1 added between Dense (block_1) and Dense (block_2).", "units of Dense (block_1): 4 → 16"
    ]  # fmt: skip  # sentences read best together
    assert "learning rate of the optimizer: 0.01 → 0.001" in told(tab)
    assert picture(tab, "before").marks.blocks == {"block_1": "changed"}
    assert picture(tab, "after").marks.blocks == {"block_1": "changed", "dropout_1": "added"}
    assert has_color(picture(tab, "after").grab().toImage(), LIGHT.fitting)
    assert not has_color(picture(tab, "before").grab().toImage(), LIGHT.fitting)
    assert has_color(picture(tab, "before").grab().toImage(), LIGHT.error)  # the wire that is gone


def test_one_run_is_compared_with_the_project_as_it_is_now(tab: RunsTab) -> None:
    click(tab, "001")
    press(tab, "runs_compare")
    until(lambda: "trained alike" in words(tab, "difference_words"))
    tab.parts.editor.do("Set epochs", lambda project: with_setting(project, "training.epochs", "9"))
    until(lambda: told(tab) == ["epochs: 3 → 9"])
    click(tab, "002", CONTROL)
    click(tab, "003", CONTROL)
    until(lambda: "Choose two runs" in words(tab, "difference_words"))


def test_pictures_are_moved_and_zoomed_by_mouse_and_keys(tab: RunsTab) -> None:
    click(tab, "001")
    press(tab, "runs_compare")
    shown = picture(tab, "before")
    until(shown.isVisible)
    QTest.keyClick(shown, Key.Key_Home)
    start, scale = shown.shown(), shown.scale_now
    QTest.mousePress(shown.viewport(), LEFT, PLAIN, QPoint(50, 50))
    QTest.mouseMove(shown.viewport(), QPoint(90, 60))
    QTest.mouseRelease(shown.viewport(), LEFT, PLAIN, QPoint(90, 60))
    assert shown.shown().x < start.x
    QTest.keyClick(shown, Key.Key_Plus)
    assert shown.scale_now > scale
    QTest.keyClick(shown, Key.Key_Home)
    assert shown.scale_now == pytest.approx(scale)


# Restoring


def test_a_run_s_project_is_restored_in_one_step_and_nothing_is_lost(tab: RunsTab) -> None:
    editor = tab.parts.editor
    editor.do("Rename", RenameProject(name="not saved"))
    before = editor.project
    click(tab, "003")
    press(tab, "runs_restore")
    assert editor.project == load(folder(tab, "003") / "project.netloom")
    assert editor.history.undo_label == "Restore the project of run 003"
    assert "is now as run 003 trained it" in words(tab, "runs_done")
    press(tab, "runs_done_button")
    assert editor.project is before
    editor.redo()
    press(tab, "runs_restore")
    assert "is already as run 003 trained it" in words(tab, "runs_done")
    editor.undo()
    assert editor.project is before


def test_undoing_a_restoring_takes_nothing_back_that_was_done_since(tab: RunsTab) -> None:
    click(tab, "003")
    press(tab, "runs_restore")
    tab.parts.editor.do("Rename", RenameProject(name="since"))
    press(tab, "runs_done_button")
    assert tab.parts.editor.project.name == "since"
    assert "has changed since it was restored" in words(tab, "runs_error")


# Deleting


def test_a_deleted_run_comes_back_by_a_key_and_by_the_button(tab: RunsTab) -> None:
    click(tab, "002")
    QTest.keyClick(tab.table, Key.Key_Delete)
    assert names(tab) == ["003", "001"]
    assert not folder(tab, "002").exists()
    assert "Run 002 deleted" in words(tab, "runs_done")
    assert [entry.name for entry in tab.book.entries] == ["001", "003"]
    QTest.keyClick(tab.table, Key.Key_Z, CONTROL)
    until(lambda: names(tab) == ["003", "002", "001"])
    assert [entry.name for entry in tab.book.entries] == ["001", "002", "003"]
    click(tab, "001")
    click(tab, "003", CONTROL)
    press(tab, "runs_delete")
    assert names(tab) == ["002"]
    assert tab.window().focusWidget() is tab.table  # so that Ctrl+Z brings them back, too
    press(tab, "runs_done_button")
    until(lambda: names(tab) == ["003", "002", "001"])
    assert text(tab, "003", "Dropout 1 rate") == "0.2"


def test_a_run_of_a_series_is_deleted_with_the_whole(tab: RunsTab) -> None:
    make_series(tab, "001", "002")
    tab.listing.look()
    until(lambda: "Series" in [column.title for column in tab.model.columns])
    assert text(tab, "002", "Series").startswith("series-001: repeat 2 of 2")
    click(tab, "001")
    QTest.keyClick(tab.table, Key.Key_Delete)
    assert "it belongs to series-001" in words(tab, "runs_error")
    in_menu(choose_in_menu("delete_series"))
    ask_for_menu(tab)
    until(lambda: names(tab) == ["003"])
    assert "Series-001 with 2 runs deleted" in words(tab, "runs_done")
    QTest.keyClick(tab.table, Key.Key_Z, CONTROL)
    until(lambda: names(tab) == ["003", "002", "001"])
    assert (folder(tab, "series-001") / "series.json").exists()


def test_what_was_deleted_is_found_in_a_menu(tab: RunsTab) -> None:
    click(tab, "001")
    press(tab, "runs_delete")
    said: list[str] = []

    def bring_back(menu: QMenu) -> None:
        said.extend(action.text() for action in menu.actions())
        menu.actions()[0].trigger()

    in_menu(bring_back)
    button = child(tab, QPushButton, "runs_deleted")
    QTest.mouseClick(button, LEFT)
    until(lambda: names(tab) == ["003", "002", "001"])
    assert said[0].startswith("Bring back run 001 of 20")


def test_ctrl_z_is_the_project_s_where_nothing_was_deleted(tab: RunsTab, opened: MainWindow) -> None:
    before = tab.parts.editor.project
    tab.parts.editor.do("Rename", RenameProject(name="other"))
    opened.activateWindow()
    until(opened.isActiveWindow)
    click(tab, "001")
    QTest.keyClick(tab.table, Key.Key_Z, CONTROL)
    assert tab.parts.editor.project is before


def test_a_run_that_trains_is_not_deleted(tab: RunsTab) -> None:
    with LineFile(folder(tab, "002") / EVENTS):  # as a training holds it
        click(tab, "002")
        press(tab, "runs_delete")
        assert "it is being trained. Stop it first" in words(tab, "runs_error")
    assert names(tab) == ["003", "002", "001"]


# With what else happens


def test_very_many_runs_are_listed_without_the_window_waiting_for_them(tab: RunsTab, opened: MainWindow) -> None:
    copy_run(tab, "001", [f"{number:03}" for number in range(4, 100)])
    path = opened.editor.path
    opened.editor.new()
    opened.open(path)
    assert [entry.run.folder.name for entry in tab.book.entries if entry.run.folder][-1] == "099"
    until(lambda: len(tab.book.entries) == 99 and len(tab.listing.summaries) == 99)
    assert [entry.name for entry in tab.book.entries] == [f"{number:03}" for number in range(1, 100)]
    until(lambda: words(tab, "runs_count") == "99 runs")


def test_a_run_that_begins_and_ends_is_followed(tab: RunsTab, opened: MainWindow) -> None:
    until(lambda: opened.editor.planned.is_of(opened.editor.project))
    opened.act("train")
    assert opened.runs.jobs.open
    opened.show_step("results")
    until(lambda: "004" in names(tab))
    until(lambda: text(tab, "004", "Ended") == "finished" and text(tab, "004", "Learning rate") == "0.001")


def test_other_colours_keep_what_is_shown(tab: RunsTab, opened: MainWindow) -> None:
    click(tab, "002")
    for theme in (DARK, LIGHT):
        opened.act(f"theme_{theme.name}")
        assert [row.name for row in tab.table.chosen_runs()] == ["002"]
        assert tab.model.theme is theme
