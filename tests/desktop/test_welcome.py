"""The welcome page: ways to begin, recent projects, examples with pictures."""

from pathlib import Path

import pytest
from contrast import faint_in_both
from hands import LEFT
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from windows import answered, child, in_dialog, small_project

from netloom.edits import SetTraining
from netloom.project import Project
from netloom.settings.training import Training
from netloom.storage import fingerprint, save
from netloom_desktop.data.import_dialog import ImportDialog
from netloom_desktop.main_window import MainWindow
from netloom_desktop.recent import RecentProjects
from netloom_desktop.theme import DARK
from netloom_desktop.welcome.card import Card
from netloom_resources import EXAMPLES, SAMPLES, Example


@pytest.fixture
def window(shared: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """It shows the welcome page, in light colours, to a user with a home of his own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    shared.editor.new()
    shared.act("theme_light")
    shared.show_welcome()
    qtbot.waitExposed(shared)
    return shared


def click(qtbot: QtBot, window: MainWindow, name: str) -> None:
    qtbot.mouseClick(child(window, Card, name), LEFT)


def shown(window: MainWindow) -> str:
    page = window.stack.currentWidget()
    return page.objectName() if page else ""


def test_every_text_stands_out(window: MainWindow) -> None:
    assert not faint_in_both(window)


# Ways to begin


def test_an_empty_project_begins_on_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    click(qtbot, window, "welcome_new")
    assert shown(window) == "model_page"
    assert window.editor.project == Project()


def test_a_project_is_opened_from_a_file(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "houses.netloom")
    chosen(tmp_path / "houses.netloom")
    click(qtbot, window, "welcome_open")
    assert window.editor.path == tmp_path / "houses.netloom"
    assert shown(window) == "model_page"


def chosen(path: Path) -> None:
    """Chooses a file in the next dialog that asks for one."""

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.selectFile(str(path))
        dialog.accept()

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    in_dialog(choose)


def asked_for(window: MainWindow, qtbot: QtBot) -> str:
    """What the dialog that opens a table is called; it is given up."""
    dialog = child(window, ImportDialog, "import_dialog")
    assert shown(window) == "data_page"
    dialog.reject()
    return dialog.windowTitle()


def test_a_table_is_chosen_and_opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text("size,sold\n1,yes\n", "utf-8")
    chosen(tmp_path / "houses.csv")
    click(qtbot, window, "welcome_table")
    assert asked_for(window, qtbot) == "Open houses.csv"


def dropped(window: MainWindow, path: Path) -> bool:
    """Whether a file that is dragged onto the page is taken; then it is dropped."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    where, action, none = QPointF(200, 200), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), action, mime, LEFT, none)
    QApplication.sendEvent(window.welcome.viewport(), enter)
    if enter.isAccepted():
        QApplication.sendEvent(window.welcome.viewport(), QDropEvent(where, action, mime, LEFT, none))
    return enter.isAccepted()


def test_a_project_that_is_dropped_is_opened(window: MainWindow, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "houses.netloom")
    assert dropped(window, tmp_path / "houses.netloom")
    assert window.editor.path == tmp_path / "houses.netloom"


def test_a_table_that_is_dropped_is_opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "houses.csv").write_text("size,sold\n1,yes\n", "utf-8")
    assert dropped(window, tmp_path / "houses.csv")
    assert asked_for(window, qtbot) == "Open houses.csv"


def test_the_page_is_reached_from_the_menu_and_marks_no_step(window: MainWindow) -> None:
    window.show_step("train")
    window.act("welcome")
    assert shown(window) == "welcome"
    assert not any(button.isChecked() for button in window.steps.buttons.values())
    assert window.actions_by_id["welcome"] in window.menus["&Help"].actions()


def test_everything_on_it_is_reached_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    guide = child(window, Card, "welcome_guide")
    guide.setFocus()
    qtbot.waitUntil(guide.hasFocus)
    for name in ("welcome_table", "welcome_new"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is child(window, Card, name)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert shown(window) == "model_page"


# Recent projects


def test_recent_projects_are_opened_by_a_click(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "houses.netloom")
    RecentProjects().add(tmp_path / "houses.netloom")
    window.show_step("data")
    window.show_welcome()
    assert child(window, Card, "recent_0").text() == "houses"
    click(qtbot, window, "recent_0")
    assert window.editor.path == tmp_path / "houses.netloom"


def test_one_that_is_gone_is_told_and_can_be_taken_out(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    RecentProjects().add(tmp_path / "gone.netloom")
    window.show_step("data")
    window.show_welcome()
    words = [label.text() for label in window.welcome.findChildren(QLabel)]
    assert any(text.startswith("gone.netloom is no longer in ") for text in words)
    qtbot.mouseClick(child(window, QPushButton, "recent_0_remove"), LEFT)
    assert RecentProjects().paths() == ()


# Examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_opens_as_a_copy_that_finds_its_table(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, example: Example
) -> None:
    click(qtbot, window, f"welcome_example_{example.name}")
    source = window.editor.project.data.source
    assert window.editor.path is None
    assert not window.editor.is_saved
    assert Path(source.path).is_relative_to(tmp_path / "home")
    assert source.fingerprint == fingerprint(Path(source.path))
    assert Path(source.path).with_name(f"{example.sample}.LICENSE.txt").is_file()
    assert shown(window) == "model_page"


def test_each_example_has_a_picture_drawn_in_the_colours_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    cards = [child(window, Card, f"welcome_example_{example.name}") for example in EXAMPLES]
    qtbot.waitUntil(lambda: all(not card.picture.isNull() for card in cards))
    light = [card.picture.toImage() for card in cards]
    assert len({bytes(image.constBits()) for image in light}) == len(EXAMPLES)
    window.act("theme_dark")
    qtbot.waitUntil(lambda: all(card.picture.toImage() != image for card, image in zip(cards, light, strict=True)))
    assert DARK.kind("Core") in {
        cards[0].picture.toImage().pixelColor(x, y).name()
        for x in range(cards[0].picture.width())
        for y in range(cards[0].picture.height())
    }


def test_a_project_that_was_changed_is_not_lost_to_an_example(window: MainWindow, qtbot: QtBot) -> None:
    project = small_project()
    window.editor.new(project)
    window.show_welcome()
    said = answered(QMessageBox.StandardButton.Cancel)
    click(qtbot, window, f"welcome_example_{EXAMPLES[0].name}")
    assert said
    assert window.editor.project is project


def test_nor_is_an_empty_one_whose_training_was_changed(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.do("Train longer", SetTraining(training=Training(epochs=7)))
    project = window.editor.project
    window.show_welcome()
    said = answered(QMessageBox.StandardButton.Cancel)
    click(qtbot, window, f"welcome_example_{EXAMPLES[0].name}")
    assert said
    assert window.editor.project is project


def test_a_folder_that_cannot_be_written_is_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "a file"))
    said = answered(QMessageBox.StandardButton.Ok)
    click(qtbot, window, f"welcome_example_{EXAMPLES[0].name}")
    assert "a file" in said[0]
    assert window.editor.project == Project()


def test_every_example_is_of_a_sample() -> None:
    assert {example.sample for example in EXAMPLES} <= SAMPLES.keys()
