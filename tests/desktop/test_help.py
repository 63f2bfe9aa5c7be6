"""The help menu: keys that are found, changed and taken back; every block explained; what this program is."""

from collections.abc import Iterator

import pytest
from hands import LEFT
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTextBrowser,
)
from pytestqt.qtbot import QtBot
from windows import child, in_dialog, small_project

from netloom.blocks import BLOCKS
from netloom.declare import settings_of
from netloom_desktop.actions import keys_of, reset_keys
from netloom_desktop.help.about import own_version
from netloom_desktop.help.keys_dialog import KeysDialog
from netloom_desktop.main_window import MainWindow
from netloom_desktop.menus import EVERYTHING
from netloom_desktop.theme import LIGHT

Key, Keys = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(shared: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    """It shows a small project, and its actions have the keys of the table."""
    shared.editor.new(small_project())
    shared.show_step("model")
    shared.activateWindow()
    qtbot.waitExposed(shared)
    yield shared
    for action in EVERYTHING:
        reset_keys(action)
        shared.actions_by_id[action.id].setShortcuts(keys_of(action))


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[KeysDialog]:
    dialog = KeysDialog(window.actions_by_id, LIGHT, window)
    dialog.show()
    qtbot.waitExposed(dialog)
    yield dialog
    dialog.close()


def search(dialog: KeysDialog, text: str) -> list[str]:
    dialog.search.clear()
    QTest.keyClicks(dialog.search, text)
    cells = [dialog.table.item(row, 0) for row in range(dialog.table.rowCount())]
    return [cell.text() for cell in cells if cell]


def bind(qtbot: QtBot, dialog: KeysDialog, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
    entry = child(dialog, QKeySequenceEdit, "keys_entry")
    entry.setFocus()
    QTest.keyClick(entry, key, keys)
    qtbot.mouseClick(child(dialog, QPushButton, "keys_use"), LEFT)


def keys(window: MainWindow, id: str) -> list[str]:
    return [each.toString() for each in window.actions_by_id[id].shortcuts()]


# Keys


def test_all_actions_are_listed_and_found_by_words_and_keys(dialog: KeysDialog) -> None:
    assert dialog.table.rowCount() == len(EVERYTHING)
    assert search(dialog, "duplicate")[0] == "Duplicate"
    assert "Duplicate" in search(dialog, "ctrl+d")
    assert search(dialog, "zzzz") == []
    assert not dialog.use.isEnabled()


def test_new_keys_act_at_once_and_in_later_windows(window: MainWindow, dialog: KeysDialog, qtbot: QtBot) -> None:
    search(dialog, "mute")
    bind(qtbot, dialog, Key.Key_U, Keys.ControlModifier)
    assert keys(window, "mute") == ["Ctrl+U"]
    dialog.close()
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.canvas.hasFocus)
    window.editor.select({"dense_1"})
    QTest.keyClick(window.canvas, Key.Key_U, Keys.ControlModifier)
    assert window.editor.project.find("dense_1").muted
    later = MainWindow()
    assert keys(later, "mute") == ["Ctrl+U"]
    later.close()
    later.deleteLater()


def test_whose_keys_would_be_taken_is_told_before(window: MainWindow, dialog: KeysDialog, qtbot: QtBot) -> None:
    search(dialog, "mute")
    entry = child(dialog, QKeySequenceEdit, "keys_entry")
    entry.setFocus()
    QTest.keyClick(entry, Key.Key_D, Keys.ControlModifier)
    assert "Ctrl+D is Duplicate now, which would lose it." in child(dialog, QLabel, "keys_told").text()
    qtbot.mouseClick(child(dialog, QPushButton, "keys_use"), LEFT)
    assert keys(window, "mute") == ["Ctrl+D"]
    assert keys(window, "duplicate") == []


def test_keys_are_taken_away_and_back(window: MainWindow, dialog: KeysDialog, qtbot: QtBot) -> None:
    search(dialog, "mute")
    qtbot.mouseClick(child(dialog, QPushButton, "keys_none"), LEFT)
    assert keys(window, "mute") == []
    qtbot.mouseClick(child(dialog, QPushButton, "keys_reset"), LEFT)
    assert keys(window, "mute") == ["M"]
    assert QSettings().value("keys/mute") is None


def test_taking_keys_back_takes_them_from_whoever_has_them(
    window: MainWindow, dialog: KeysDialog, qtbot: QtBot
) -> None:
    search(dialog, "mute")
    bind(qtbot, dialog, Key.Key_D, Keys.ControlModifier)
    search(dialog, "duplicate")
    qtbot.mouseClick(child(dialog, QPushButton, "keys_reset"), LEFT)
    assert keys(window, "duplicate") == ["Ctrl+D"]
    assert keys(window, "mute") == []


def test_all_can_be_reset(window: MainWindow, dialog: KeysDialog, qtbot: QtBot) -> None:
    for words, key in (("mute", Key.Key_U), ("duplicate", Key.Key_U)):
        search(dialog, words)
        bind(qtbot, dialog, key, Keys.ControlModifier)
    qtbot.mouseClick(child(dialog, QPushButton, "keys_reset_all"), LEFT)
    assert keys(window, "mute") == ["M"]
    assert keys(window, "duplicate") == ["Ctrl+D"]
    assert not dialog.reset_all.isEnabled()


def test_no_two_actions_have_the_same_keys(window: MainWindow) -> None:
    known = [key for id in window.actions_by_id for key in keys(window, id)]
    assert sorted(known) == sorted(set(known))


def test_every_action_of_the_table_is_in_a_menu(window: MainWindow) -> None:
    shown = {action.objectName() for menu in window.menus.values() for action in menu.actions()}
    assert {action.id for action in EVERYTHING} <= shown


# Blocks


@pytest.mark.parametrize("block", BLOCKS.values(), ids=lambda block: block.id)
def test_every_block_is_explained_from_its_declaration(window: MainWindow, block: object) -> None:
    window.act("block_help")
    assert window.help.reference is not None
    window.help.reference.show_block(block.id)  # type: ignore[attr-defined]  # parametrize gives objects
    text = child(window.help.reference, QTextBrowser, "reference_page").toPlainText()
    assert block.title in text  # type: ignore[attr-defined]  # as above
    for setting in settings_of(block):  # type: ignore[arg-type]  # as above
        assert setting.name in text
        assert setting.description in text


def test_f1_explains_the_chosen_block(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.setFocus()
    window.editor.select({"dense_1"})
    qtbot.keyClick(window.canvas, Key.Key_F1)
    reference = window.help.reference
    assert reference is not None
    assert reference.isVisible()
    assert child(reference, QTextBrowser, "reference_page").toPlainText().startswith("Dense")
    search = child(reference, QLineEdit, "reference_search")
    QTest.keyClicks(search, "dropout")
    found = child(reference, QListWidget, "reference_list")
    assert found.item(0).text() == "Dropout"
    window.act("theme_dark")
    assert found.item(0).text() == "Dropout"


# What this program is


def test_about_names_version_and_licence(window: MainWindow) -> None:
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    in_dialog(read)
    window.act("about")
    assert f"Netloom {own_version()}" in said
    assert any("MIT licence" in text for text in said)
    assert any("Qt 6" in text and "torch" in text for text in said)
