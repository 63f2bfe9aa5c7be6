"""The window opens a project, shows it, and saves what was changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from windows import chosen

from netloom.blocks import Dense, Input, Output
from netloom.edits import AddBlock
from netloom.project import Project
from netloom.storage import load, save
from netloom_desktop.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window that shows a file with three blocks."""
    project = Project()
    for block in (Input(), Dense(), Output()):
        project = AddBlock(block=block)(project)
    save(project, tmp_path / "P.netloom")
    window = MainWindow()
    window.show()
    window.open(tmp_path / "P.netloom")
    qtbot.waitExposed(window)
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


def test_the_project_is_shown(window: MainWindow) -> None:
    assert set(window.canvas.graph.blocks) == {"input_1", "dense_1", "output_1"}
    assert window.windowTitle().startswith("P.netloom")


def test_an_edit_marks_the_window_and_saving_unmarks_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.keyClick(window.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert window.isWindowModified()
    assert not window.editor.project.nodes
    qtbot.keyClick(window.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not window.isWindowModified()
    assert load(tmp_path / "P.netloom") == window.editor.project


def test_undo_says_what_it_takes_back(window: MainWindow, qtbot: QtBot) -> None:
    undo = window.actions_by_id["undo"]
    assert not undo.isEnabled()
    qtbot.keyClick(window.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.canvas, Qt.Key.Key_M)
    assert undo.text() == "&Undo Mute"
    qtbot.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(node.muted for node in window.editor.project.nodes)
    assert window.actions_by_id["redo"].text() == "&Redo Mute"


def test_a_file_that_cannot_be_opened_is_told(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "broken.netloom").write_text("{", "utf-8")
    said = chosen("cancel")
    window.open(tmp_path / "broken.netloom")
    assert "broken.netloom" in said[0]
    assert set(window.canvas.graph.blocks) == {"input_1", "dense_1", "output_1"}


def test_closing_asks_before_changes_are_lost(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Delete)
    said = chosen("cancel")
    assert not window.close()
    assert "Save the changes to P.netloom?" in said[0]
    assert window.isVisible()
