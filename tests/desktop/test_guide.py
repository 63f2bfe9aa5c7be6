"""The guided first model: each lesson points at a real part of the window and is over once it is done there."""

from pathlib import Path

import pytest
from hands import LEFT, Hand, middle
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from windows import child, chosen, small_project

from netloom.edits import RemoveBlocks
from netloom_desktop.data.import_dialog import ImportDialog
from netloom_desktop.guide.lessons import LESSONS
from netloom_desktop.guide.placing import place_beside
from netloom_desktop.main_window import MainWindow
from netloom_desktop.welcome.card import Card

LONG = 30_000  # milliseconds that an engine may take to start


@pytest.fixture
def window(shared: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """It shows the welcome page to a user with a home of his own, who is not guided yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    shared.help.guide.leave()
    shared.resize(1280, 800)
    shared.editor.new()
    shared.act("theme_light")
    shared.show_welcome()
    shared.activateWindow()
    qtbot.waitExposed(shared)
    return shared


def lesson(window: MainWindow) -> str:
    found = window.help.guide.lesson
    return found.id if found else ""


def pointed_at(window: MainWindow) -> QRect:
    around = window.help.guide.callout.around
    return around.geometry() if around.isVisible() else QRect()


def covered_by(callout: QWidget) -> list[str]:
    """The words and buttons of a dialog that the guide stands on."""
    dialog, place = callout.window(), callout.geometry()
    shown = [each for kind in (QLabel, QAbstractButton) for each in dialog.findChildren(kind) if each.isVisible()]
    others = [each for each in shown if not callout.isAncestorOf(each) and not each.visibleRegion().isEmpty()]
    return [each.text() for each in others if in_window(dialog, each).intersects(place)]


def in_window(window: MainWindow, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, part.rect().topLeft()), part.size())


def test_it_leads_from_the_welcome_page_to_a_valid_model(window: MainWindow, qtbot: QtBot) -> None:
    guide = window.help.guide
    qtbot.mouseClick(child(window, Card, "welcome_guide"), LEFT)
    assert lesson(window) == "table"
    assert window.stack.currentWidget() is window.pages["data"]

    qtbot.waitUntil(lambda: pointed_at(window).contains(in_window(window, child(window, QWidget, "data_open_first"))))

    qtbot.mouseClick(child(window, QPushButton, "guide_offer"), LEFT)
    qtbot.waitUntil(lambda: lesson(window) == "target")
    dialog = child(window, ImportDialog, "import_dialog")
    make = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.waitUntil(make.isEnabled, timeout=LONG)
    assert guide.callout.window() is dialog
    qtbot.waitUntil(lambda: covered_by(guide.callout) == [])
    assert pointed_at(window).contains(in_window(dialog, dialog.target.list).center())
    assert dialog.target.chosen == "species"

    qtbot.mouseClick(make, LEFT)
    qtbot.waitUntil(lambda: lesson(window) == "decisions", timeout=LONG)
    qtbot.waitUntil(lambda: guide.callout.window().objectName() == "decisions")
    qtbot.waitUntil(lambda: covered_by(guide.callout) == [])
    qtbot.mouseClick(child(window, QPushButton, "show_network"), LEFT)
    qtbot.waitUntil(lambda: lesson(window) == "model", timeout=LONG)
    assert guide.callout.window() is window
    assert window.editor.project.data.targets[0].name == "species"
    assert window.stack.currentWidget() is window.model_page
    dense = window.canvas.graph.rect("dense_1").center
    place = window.canvas.viewport().mapTo(window, window.canvas.mapFromScene(*dense))
    qtbot.waitUntil(lambda: pointed_at(window).contains(place))
    assert not guide.callout.geometry().intersects(pointed_at(window))

    Hand(window.canvas).click(middle(window.canvas, "dense_1"))
    qtbot.waitUntil(lambda: lesson(window) == "change")
    units = child(window, QLineEdit, "setting_units_field")
    qtbot.waitUntil(lambda: pointed_at(window).contains(in_window(window, units)))

    units.setFocus()
    units.selectAll()
    QTest.keyClicks(units, "48")
    QTest.keyClick(units, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lesson(window) == "last", timeout=LONG)
    assert window.editor.project.find("dense_1").block.units == 48
    assert not window.editor.planned.errors
    assert "parameters to learn" in guide.callout.words.text()

    qtbot.mouseClick(child(window, QPushButton, "guide_offer"), LEFT)
    assert lesson(window) == ""
    assert not guide.callout.isVisible()


@pytest.mark.parametrize("how", ["button", "key"])
def test_it_can_be_left_and_what_was_made_stays(window: MainWindow, qtbot: QtBot, how: str) -> None:
    window.act("guide")
    window.editor.new(small_project())
    qtbot.waitUntil(lambda: lesson(window) == "model")
    if how == "key":
        QTest.keyClick(window.help.guide.callout, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(child(window, QPushButton, "guide_leave"), LEFT)
    assert lesson(window) == ""
    assert not pointed_at(window).isValid()
    assert len(window.editor.project.nodes) == 3
    window.canvas.editor.select({"dense_1"})
    assert lesson(window) == ""


def test_what_is_wrong_is_to_be_mended_first(window: MainWindow, qtbot: QtBot) -> None:
    window.act("guide")
    window.editor.new(small_project())
    qtbot.waitUntil(lambda: lesson(window) == "model")
    window.editor.select({"dense_1"})
    qtbot.waitUntil(lambda: lesson(window) == "change")
    window.editor.do("Remove", RemoveBlocks(nodes=("dense_1",)))
    qtbot.waitUntil(lambda: lesson(window) == "valid")
    qtbot.waitUntil(lambda: window.editor.planned.is_of(window.editor.project), timeout=LONG)
    assert window.editor.planned.errors
    assert lesson(window) == "valid"
    assert pointed_at(window).contains(in_window(window, window.status.plan).center())
    window.editor.undo()
    qtbot.waitUntil(lambda: lesson(window) == "last", timeout=LONG)


def test_a_table_that_is_given_up_is_asked_for_again(window: MainWindow, qtbot: QtBot) -> None:
    window.act("guide")
    qtbot.mouseClick(child(window, QPushButton, "guide_offer"), LEFT)
    qtbot.waitUntil(lambda: lesson(window) == "target")
    qtbot.waitUntil(lambda: window.help.guide.callout.window() is not window)
    child(window, ImportDialog, "import_dialog").reject()
    qtbot.waitUntil(lambda: lesson(window) == "table")
    assert window.help.guide.callout.window() is window
    assert window.help.guide.callout.isVisible()


def test_it_asks_before_a_project_is_left_for_it(window: MainWindow) -> None:
    window.editor.new(small_project())
    said = chosen("cancel")
    window.act("guide")
    assert said
    assert lesson(window) == ""


def test_it_follows_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.act("guide")
    before = pointed_at(window)
    window.resize(900, 700)
    qtbot.waitUntil(lambda: pointed_at(window) != before)
    assert window.rect().contains(window.help.guide.callout.geometry())
    window.act("theme_dark")
    assert window.help.guide.callout.theme.name == "dark"


def test_screen_readers_are_told_all_of_it(window: MainWindow) -> None:
    window.act("guide")
    callout = window.help.guide.callout
    assert callout.accessibleName() == f"Guide, 1 of {len(LESSONS)}: {LESSONS[0].title}"
    assert callout.accessibleDescription() == callout.words.text()


@pytest.mark.parametrize(
    "part",
    [QRect(0, 0, 1280, 40), QRect(0, 40, 200, 760), QRect(1080, 40, 200, 760), QRect(0, 780, 1280, 20),
     QRect(600, 380, 40, 20), QRect(1270, 790, 10, 10), QRect(0, 0, 5, 5)],
)  # fmt: skip  # rectangles read best side by side
def test_the_words_stand_inside_the_window_and_beside_the_part(part: QRect) -> None:
    room = QRect(0, 0, 1280, 800)
    placed = place_beside(part, QSize(340, 200), room)
    assert room.contains(placed)
    assert not placed.intersects(part)


def test_where_there_is_no_room_the_words_stand_over_the_part() -> None:
    room = QRect(0, 0, 800, 600)
    placed = place_beside(room, QSize(340, 200), room)
    assert room.contains(placed)
