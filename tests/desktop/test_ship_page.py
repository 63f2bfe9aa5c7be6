"""The Ship step as a person uses it, with real engines: which run, exported as what, with which proof."""

from collections.abc import Iterator
from pathlib import Path

import onnxruntime
import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from train_pages import press, until, words
from windows import child, file_named

from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.ship_page import ShipPage
from small_trainings import project_file, train_file


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window that shows the Ship step of a project with a run that is complete."""
    path = project_file(tmp_path_factory.mktemp("points"), epochs=2, early_stopping=None, batch_size=32)
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


@pytest.fixture
def page(window: MainWindow) -> ShipPage:
    page = window.pages["ship"]
    assert isinstance(page, ShipPage)
    return page


def exported(page: ShipPage, format: str, path: Path) -> QWidget:
    """Exports to a path by the button and the dialog; the row in which it is listed, once it is over."""
    file_named(path)
    press(page, f"export_{format}")
    row = child(page, QWidget, f"exported_{format}")
    ends = [child(row, QPushButton, name) for name in ("show_in_folder", "dismiss_export")]
    until(lambda: any(button.isVisible() for button in ends))
    return row


def test_an_onnx_file_is_exported_with_its_proof(page: ShipPage, tmp_path: Path) -> None:
    row = exported(page, "onnx", tmp_path / "points.onnx")
    assert "Run on 40 rows that training never saw, 1, 2 and 33 at a time" in words(row, "export_words")
    assert "the largest difference is" in words(row, "export_words")
    session = onnxruntime.InferenceSession(tmp_path / "points.onnx")
    assert [entry.name for entry in session.get_inputs()] == ["x", "y"]
