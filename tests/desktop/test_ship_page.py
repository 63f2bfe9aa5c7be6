"""The Ship step as a person uses it, with real engines: which run, exported as what, with which proof.

One window and one export serve most tests.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import onnxruntime
import pytest
from contrast import faint_in_both
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QWidget
from train_pages import press, until, words
from windows import act, child, choose_tab, file_named, in_dialogs, names, picks

from netloom.edits import SetTraining
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.shipping.export_part import ExportPart
from netloom_desktop.steps.ship_page import ShipPage
from netloom_desktop.theme import DARK, LIGHT
from small_trainings import project_file, train_file

PROVEN = "On 40 rows that training never saw, 1, 2 and 33 at a time, it answers as the trained network does"


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window that shows the Ship step of a project with two runs that are complete."""
    path = project_file(tmp_path_factory.mktemp("points"), epochs=2, early_stopping=None, batch_size=32)
    for _ in range(2):
        train_file(path)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.open(path)
    window.show_step("ship")
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture(scope="module")
def page(window: MainWindow) -> ShipPage:
    page = window.pages["ship"]
    assert isinstance(page, ShipPage)
    choose_tab(page.tabs, "Export")
    return page


@pytest.fixture(scope="module")
def part(page: ShipPage) -> ExportPart:
    return child(page, ExportPart, "export_part")


@pytest.fixture(scope="module")
def onnx(page: ShipPage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first of two runs as an ONNX file: chosen by key, exported by the button and the dialog."""
    path = tmp_path_factory.mktemp("exported") / "mine.onnx"
    box = child(page, CalmComboBox, "chosen_run")
    until(lambda: box.currentText() == "002: finished")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    until(lambda: box.currentText() == "001: finished")
    file_named(path)
    press(page, "export_onnx")
    row_of(page, path)
    return path


def row_of(page: ShipPage, path: Path, *, over: bool = True) -> QWidget:
    """The row in which an export is listed, once it is over, or is seen."""
    rows = child(page, ExportPart, "export_part").list.rows
    row = next(row for each, row in rows.items() if each.path == path)
    until(lambda: child(row, QPushButton, "dismiss_export" if over else "cancel_export").isVisible())
    return row


def test_the_run_that_is_chosen_is_exported_with_its_proof(page: ShipPage, onnx: Path) -> None:
    told = words(row_of(page, onnx))
    assert PROVEN in told
    assert "Above 0.0001 nothing is written" in told
    assert "run 001" in told
    session = onnxruntime.InferenceSession(onnx)
    assert [entry.name for entry in session.get_inputs()] == ["x", "y"]
    assert session.get_modelmeta().custom_metadata_map["run"] == "001"
    assert sorted(path.name for path in onnx.parent.iterdir()) == ["examples.json", "mine.onnx"]


def test_a_copied_program_asks_the_file_that_was_exported(page: ShipPage, onnx: Path, tmp_path: Path) -> None:
    panel = child(page, QWidget, "program_panel")
    until(lambda: "mine.onnx" in words(panel) and child(panel, QPushButton, "copy_program").isVisible())
    press(panel, "copy_program")
    assert child(panel, QPushButton, "copy_program").text() == "Copied"
    (tmp_path / "ask.py").write_text(QGuiApplication.clipboard().text(), "utf-8")
    asked = [sys.executable, str(tmp_path / "ask.py")]
    answer = subprocess.run(asked, cwd=onnx.parent, capture_output=True, text=True, check=True).stdout
    assert answer.split()[0] == "label"
    assert answer.split()[1] == answer.split()[3]
    tabs = child(panel, QTabBar, "program_languages")
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    file_named(tmp_path / "ask.mjs")
    press(panel, "save_program")
    assert 'ort.InferenceSession.create("mine.onnx")' in (tmp_path / "ask.mjs").read_text("utf-8")


class Shown(QObject):
    """What the system was asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


def test_it_is_shown_in_its_folder(page: ShipPage, onnx: Path) -> None:
    shown = Shown()
    QDesktopServices.setUrlHandler("file", shown, "show")
    press(row_of(page, onnx), "show_in_folder")
    QDesktopServices.unsetUrlHandler("file")
    assert shown.paths == [onnx.parent]


def test_in_other_colours_everything_stays(page: ShipPage, onnx: Path) -> None:
    for theme in (DARK, LIGHT):
        page.show_theme(theme)
        assert PROVEN in words(row_of(page, onnx))
        assert child(page, CalmComboBox, "chosen_run").currentText() == "001: finished"


def test_every_text_stands_out(window: MainWindow, page: ShipPage, onnx: Path) -> None:
    assert page.isVisible()
    assert not faint_in_both(window)


def test_what_is_there_already_is_asked_about(page: ShipPage, part: ExportPart, onnx: Path) -> None:
    before, said = onnx.stat().st_mtime_ns, list[str]()
    in_dialogs(names(onnx), lambda box: (said.append(words(box)), box.reject()))
    press(page, "export_onnx")
    assert "mine.onnx and examples.json are there already" in said[0]
    assert onnx.stat().st_mtime_ns == before
    assert len(part.exports.all) == 1


def test_an_export_that_is_given_up_leaves_nothing(page: ShipPage, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    file_named(path)
    press(page, "export_zip")
    row = row_of(page, path, over=False)
    until(lambda: "Exporting the ONNX file…" in words(row, "export_words"))
    press(row, "cancel_export")
    assert "Given up. Nothing was written." in words(row_of(page, path))
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told(page: ShipPage, part: ExportPart, tmp_path: Path) -> None:
    (tmp_path / "points_pytorch").mkdir()
    (tmp_path / "points_pytorch" / "mine.txt").write_text("mine")
    in_dialogs(names(tmp_path), picks("replace", []))
    press(page, "export_pytorch")
    row = row_of(page, tmp_path / "points_pytorch")
    assert "holds mine.txt, which would be lost" in words(row, "export_failure")
    assert [path.name for path in tmp_path.rglob("*")] == ["points_pytorch", "mine.txt"]
    press(row, "dismiss_export")
    assert all(each.path.parent != tmp_path for each in part.exports.all)


def test_a_full_disk_is_told_and_nothing_is_left_on_it(page: ShipPage, full_disk: Path) -> None:
    file_named(full_disk / "mine.onnx")
    press(page, "export_onnx")
    row = row_of(page, full_disk / "mine.onnx")
    assert "mine.onnx" in words(row, "export_failure")
    assert "the disk is full" in words(row, "export_failure")
    assert [path.name for path in full_disk.iterdir()] == ["filled"]
    press(row, "dismiss_export")


def test_a_canvas_that_has_moved_on_is_told(window: MainWindow, page: ShipPage) -> None:
    training = window.editor.project.training
    window.editor.do("Set epochs", SetTraining(training=training.model_copy(update={"epochs": 9})))
    until(lambda: "The canvas has moved on since run" in words(page, "run_notes"))
    window.act("undo")
    until(lambda: not child(page, QWidget, "run_notes").isVisible())


def test_the_parts_are_gone_to_from_the_menu(window: MainWindow, page: ShipPage, part: ExportPart) -> None:
    act(window, "score")
    assert page.isVisible()
    assert not part.isVisible()
    window.show_step("model")
    window.activateWindow()
    until(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    until(part.isVisible)
