"""New, open, save and their like: what the File menu does to the project's file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from windows import (
    act,
    chosen,
    file_named,
    in_dialog,
    in_dialogs,
    mute_all,
    names,
    picks,
    says_yes,
    shown,
    small_project,
)

from netloom.storage import data_problems, load, save
from netloom_desktop.main_window import MainWindow
from netloom_desktop.recent import RecentProjects

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def path_of(window: MainWindow) -> Path:
    assert window.editor.path is not None
    return window.editor.path


def is_muted(window: MainWindow) -> bool:
    return all(node.muted for node in window.editor.project.nodes)


def locks_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.suffix == ".lock"]


# Saving


def test_the_title_names_the_file_and_says_whether_it_is_saved(houses: MainWindow, tmp_path: Path) -> None:
    assert (houses.windowTitle(), houses.isWindowModified()) == ("houses.netloom[*] — Netloom", False)
    mute_all(houses)
    assert houses.isWindowModified()
    QTest.keyClick(houses.canvas, Qt.Key.Key_S, CONTROL)
    assert not houses.isWindowModified()
    assert load(path_of(houses)) == houses.editor.project
    save(small_project(), tmp_path / "a[*]b.netloom")
    houses.open(tmp_path / "a[*]b.netloom")
    assert houses.windowTitle() == "a[*][*]b.netloom[*] — Netloom"


def test_a_project_is_saved_first_under_a_name_that_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    with shown(qtbot) as window:
        window.editor.new(small_project())
        file_named(tmp_path / "mine")
        QTest.keyClick(window.canvas, Qt.Key.Key_S, CONTROL)
        assert load(tmp_path / "mine.netloom") == window.editor.project
        assert window.windowTitle().startswith("mine.netloom")


def test_saved_in_another_folder_the_data_is_still_found_after_undo_as_well(houses: MainWindow, tmp_path: Path) -> None:
    mute_all(houses)
    (tmp_path / "elsewhere").mkdir()
    file_named(tmp_path / "elsewhere" / "copy.netloom")
    QTest.keyClick(houses.canvas, Qt.Key.Key_S, CONTROL | SHIFT)
    assert houses.editor.path == tmp_path / "elsewhere" / "copy.netloom"
    assert load(houses.editor.path).data.source.path == "../houses/houses.csv"
    assert not data_problems(houses.editor.project, tmp_path / "elsewhere")
    act(houses, "undo")
    assert not is_muted(houses)
    assert not data_problems(houses.editor.project, tmp_path / "elsewhere")


def test_a_copy_is_written_and_the_window_stays_with_its_file(houses: MainWindow, tmp_path: Path) -> None:
    mute_all(houses)
    file_named(tmp_path / "copy.netloom")
    act(houses, "save_copy")
    assert load(tmp_path / "copy.netloom").data.source.path == "houses/houses.csv"
    assert houses.windowTitle().startswith("houses.netloom")
    assert houses.isWindowModified()
    assert locks_in(tmp_path) == []


def test_a_file_that_is_no_project_is_not_overwritten(houses: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "letter.netloom").write_text("Dear all", "utf-8")
    said: list[str] = []
    in_dialogs(names(tmp_path / "letter.netloom"), says_yes, picks("cancel", said))
    act(houses, "save_as")
    assert "letter.netloom was not overwritten, choose another name" in said[0]
    assert (tmp_path / "letter.netloom").read_text("utf-8") == "Dear all"
    assert path_of(houses).name == "houses.netloom"
    assert locks_in(tmp_path) == []


# Leaving


@pytest.mark.parametrize("leave", ["new", "quit"])
def test_a_project_with_changes_is_left_after_a_question_that_names_it(houses: MainWindow, leave: str) -> None:
    mute_all(houses)
    said = chosen("cancel")
    act(houses, leave)
    assert "Save the changes to houses.netloom?" in said[0]
    assert houses.isVisible()
    assert is_muted(houses)
    path = path_of(houses)
    chosen("save")
    act(houses, leave)
    assert all(node.muted for node in load(path).nodes)
    assert locks_in(path.parent) == []


def test_a_project_is_left_without_saving_if_that_is_the_answer(houses: MainWindow) -> None:
    path = path_of(houses)
    before = path.read_bytes()
    mute_all(houses)
    chosen("discard")
    act(houses, "new")
    assert not houses.editor.project.nodes
    assert path.read_bytes() == before


# Revert


def test_revert_asks_and_can_be_undone(houses: MainWindow) -> None:
    revert = houses.actions_by_id["revert"]
    assert not revert.isEnabled()
    mute_all(houses)
    said = chosen("revert")
    revert.trigger()
    assert "houses.netloom as it was saved last" in said[0]
    assert not is_muted(houses)
    assert not houses.isWindowModified()
    assert houses.actions_by_id["undo"].text() == "&Undo Revert"
    act(houses, "undo")
    assert is_muted(houses)
    assert houses.isWindowModified()


# Recent


def recent_words(window: MainWindow) -> list[str]:
    menu = window.actions_by_id["open_recent"].menu()
    assert menu is not None
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if action.text()]


def test_what_was_opened_and_saved_can_be_opened_again(houses: MainWindow, tmp_path: Path) -> None:
    file_named(tmp_path / "R&D.netloom")
    act(houses, "save_as")
    assert recent_words(houses) == ["&1  R&&D.netloom", "&2  houses.netloom", "&Clear list"]
    menu = houses.actions_by_id["open_recent"].menu()
    menu.actions()[1].trigger()
    assert path_of(houses).name == "houses.netloom"
    assert recent_words(houses)[0] == "&1  houses.netloom"


def test_a_recent_project_that_is_gone_is_marked_and_can_be_left_out(houses: MainWindow, tmp_path: Path) -> None:
    RecentProjects().add(tmp_path / "gone.netloom")
    assert recent_words(houses)[0] == "&1  gone.netloom (missing)"
    said = chosen("remove")
    houses.actions_by_id["open_recent"].menu().actions()[0].trigger()
    assert "There is no gone.netloom" in said[0]
    assert "gone" not in str(recent_words(houses))


# Dragged in


def drop(window: MainWindow, over: QWidget, *paths: Path) -> bool:
    """Drags files over a widget and lets them go; whether they were wanted."""
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, dragged, left, none)
    QApplication.sendEvent(over, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, dragged, left, none))
    return enter.isAccepted()


def test_a_project_that_is_dropped_is_opened(houses: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    save(small_project(wired=False), tmp_path / "other.netloom")
    assert drop(houses, houses.canvas.viewport(), tmp_path / "other.netloom")
    qtbot.waitUntil(lambda: path_of(houses).name == "other.netloom")
    assert not drop(houses, houses.canvas.viewport(), path_of(houses), tmp_path / "houses" / "houses.netloom")


def test_a_table_that_is_dropped_leads_to_the_data(houses: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    in_dialog(QDialog.reject)  # how it is to be read
    assert drop(houses, houses.steps, tmp_path / "houses" / "houses.csv")
    qtbot.waitUntil(lambda: houses.stack.currentWidget() is houses.pages["data"])
