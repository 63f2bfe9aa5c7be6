"""The command palette finds everything that can be done, and does it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import small_project

from netloom.blocks import BLOCKS
from netloom.storage import save
from netloom_desktop.actions import plain
from netloom_desktop.command_palette.popup import CommandPalette
from netloom_desktop.main_window import MainWindow
from netloom_desktop.menus import EVERYTHING
from netloom_desktop.recent import RecentProjects

Key = Qt.Key
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(shared: MainWindow, qtbot: QtBot) -> MainWindow:
    shared.help.palette.close_palette()
    shared.editor.new(small_project())
    shared.show_step("model")
    qtbot.waitUntil(shared.canvas.hasFocus)
    return shared


def opened(window: MainWindow, letters: str = "") -> CommandPalette:
    """The palette, opened by its keys, with some letters typed."""
    QTest.keyClick(QApplication.focusWidget() or window, Key.Key_P, CONTROL_SHIFT)
    palette = window.help.palette
    assert palette.isVisible()
    QTest.keyClicks(palette.field, letters)
    return palette


def press(palette: CommandPalette, key: Qt.Key) -> None:
    QTest.keyClick(palette.field, key)


@pytest.mark.parametrize("action", EVERYTHING, ids=lambda action: action.id)
def test_every_action_is_found_by_its_words_and_by_what_it_is_for(window: MainWindow, action: object) -> None:
    id, about = action.id, action.about  # type: ignore[attr-defined]  # parametrize gives objects
    shown = window.actions_by_id[id]
    shown.setEnabled(True)
    title = plain(shown.text())
    assert opened(window, title).found()[0] == title
    window.help.palette.close_palette()
    palette = opened(window)
    palette.field.setText(about.rstrip("."))
    assert title in palette.found()


def test_every_block_can_be_added(window: MainWindow) -> None:
    titles = [title for title in opened(window, "add ").found() if title.startswith("Add ")]
    inside_groups = {"Group", "Repeat", "Group input", "Group output"}
    assert {f"Add {block.title}" for block in BLOCKS.values() if block.title not in inside_groups} <= set(titles)


def test_enter_adds_the_block_that_was_found(window: MainWindow) -> None:
    palette = opened(window, "add dro")
    assert palette.found()[0] == "Add Dropout"
    press(palette, Key.Key_Return)
    assert "dropout_1" in window.canvas.graph.blocks
    assert not palette.isVisible()
    assert window.canvas.hasFocus()


def test_letters_in_order_find_what_is_meant_the_closest_first(window: MainWindow) -> None:
    assert opened(window, "slal").found()[0] == "Select all"
    window.help.palette.close_palette()
    assert opened(window, "sa").found()[0] in ("Save", "Save as", "Select all", "Show all")


def test_what_was_used_last_comes_first(window: MainWindow) -> None:
    press(opened(window, "minimap"), Key.Key_Return)
    press(opened(window, "add dense"), Key.Key_Return)
    assert opened(window).found()[:2] == ["Add Dense", "Minimap"]


def test_arrows_go_through_what_was_found_and_around(window: MainWindow) -> None:
    palette = opened(window, "align")
    press(palette, Key.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    press(palette, Key.Key_Down)
    press(palette, Key.Key_Down)
    assert palette.list.currentRow() == 1
    press(palette, Key.Key_PageDown)
    assert palette.list.currentRow() == min(12, palette.list.count() - 1)


def test_esc_closes_it_and_the_focus_goes_back(window: MainWindow) -> None:
    palette = opened(window, "quit")
    press(palette, Key.Key_Escape)
    assert not palette.isVisible()
    assert window.canvas.hasFocus()


def test_what_cannot_be_done_now_is_left_out(window: MainWindow) -> None:
    assert not window.actions_by_id["undo"].isEnabled()
    assert "Undo" not in opened(window, "undo").found()


def test_nothing_is_said_kindly(window: MainWindow) -> None:
    palette = opened(window, "zzzzzz")
    assert palette.found() == ["Nothing is called so. Try another word: what you want to do, or a block."]
    press(palette, Key.Key_Return)
    assert len(window.editor.project.nodes) == 3


def test_steps_docks_and_recent_projects_are_there_too(window: MainWindow, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "villas.netloom")
    RecentProjects().add(tmp_path / "villas.netloom")
    RecentProjects().add(tmp_path / "gone.netloom")
    assert "Open gone.netloom" not in opened(window, "gone").found()
    window.help.palette.close_palette()
    press(opened(window, "ship"), Key.Key_Return)
    assert window.stack.currentWidget() is window.pages["ship"]
    press(opened(window, "code"), Key.Key_Return)
    assert window.model_page.docks["code"].isVisible()
    window.model_page.docks["code"].close()
    window.editor.new()
    press(opened(window, "villas"), Key.Key_Return)
    assert window.editor.path == tmp_path / "villas.netloom"


def test_what_is_done_on_the_canvas_is_done_where_it_is_seen(window: MainWindow) -> None:
    window.show_step("data")
    press(opened(window, "select all"), Key.Key_Return)
    assert window.stack.currentWidget() is window.model_page
    assert len(window.editor.selection.blocks) == 3
