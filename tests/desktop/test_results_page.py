"""The Results step as a person uses it, with real engines: a run is chosen, measured and looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from train_pages import press, until, words
from windows import child

from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.results_page import ResultsPage
from netloom_desktop.theme import DARK, LIGHT
from small_trainings import project_file, train_file


@pytest.fixture(scope="module")
def opened(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window that shows the Results step of a project with one run."""
    path = project_file(tmp_path_factory.mktemp("points"), epochs=3, early_stopping=None, batch_size=16)
    train_file(path)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.open(path)
    window.show_step("results")
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def page(opened: MainWindow) -> ResultsPage:
    opened.show_step("results")
    page = opened.pages["results"]
    assert isinstance(page, ResultsPage)
    return page


def folder_of(window: MainWindow) -> Path:
    path = window.editor.path
    assert path is not None
    return path.with_name(f"{path.stem}-runs") / "001"


def test_a_project_without_a_run_says_what_is_missing(opened: MainWindow, page: ResultsPage) -> None:
    path = opened.editor.path
    opened.editor.new()
    until(lambda: "There is no run yet" in words(page, "report_tab"))
    assert not child(page, QPushButton, "measure").isEnabled()
    opened.open(path)
    opened.show_step("results")
    until(lambda: child(page, CalmComboBox, "report_run").count() == 1)


def test_a_run_is_measured_and_its_page_can_be_opened(opened: MainWindow, page: ResultsPage) -> None:
    assert "Run 001: finished" in child(page, CalmComboBox, "report_run").currentText()
    press(page, "measure")
    assert child(page, QPushButton, "cancel_measuring").isVisible()
    until(lambda: child(page, QPushButton, "open_page").isVisible())
    assert (folder_of(opened) / "report.html").exists()
    assert child(page, QPushButton, "measure").text() == "Measure again"


def test_measuring_is_cancelled(opened: MainWindow, page: ResultsPage) -> None:
    press(page, "measure")
    press(page, "cancel_measuring")
    until(lambda: "It was cancelled" in words(page, "measuring_trouble"))


def test_the_page_keeps_what_it_shows_in_other_colours(opened: MainWindow, page: ResultsPage) -> None:
    tab = child(page, QWidget, "report_tab")
    for theme in (DARK, LIGHT):
        opened.act(f"theme_{theme.name}")
        assert page.parts.theme is theme
    assert child(page, QWidget, "report_tab") is tab
