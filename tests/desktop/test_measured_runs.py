"""Runs in the Results step, with real engines: they are measured as they were left, compared and restored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from forms import choose
from hands import CONTROL, SHIFT
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from runs_hands import click, names, told
from train_pages import press, until, words
from windows import child

from netloom.edits import SetTraining
from netloom.reports.reading import read_report
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.results.report_tab import ReportTab
from netloom_desktop.runs.tab import RunsTab
from netloom_desktop.steps.results_page import ResultsPage
from small_trainings import killed_file, project_file, train_file


@pytest.fixture(scope="module")
def opened(qapp: QApplication) -> Iterator[MainWindow]:
    """A window in which each test opens a project of its own."""
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def tab(opened: MainWindow) -> ReportTab:
    page = opened.pages["results"]
    assert isinstance(page, ResultsPage)
    tab = page.show_tab("report")
    assert isinstance(tab, ReportTab)
    return tab


def test_a_run_that_was_killed_is_told_of_and_measured_as_it_was_left(
    opened: MainWindow, tab: ReportTab, tmp_path: Path
) -> None:
    path = project_file(tmp_path, epochs=9, early_stopping=None, batch_size=16)
    killed_file(path)
    opened.open(path)
    opened.show_step("results")
    until(lambda: "run 001 was ended before it was complete" in words(tab, "run_notes"))
    assert child(tab, CalmComboBox, "chosen_run").currentText() == "001: ended from outside"
    press(tab, "measure")
    until(lambda: tab.view is not None)
    assert "the last weights that were written" not in words(tab, "report_notice")
    opened.show_step("ship")
    assert "run 001 was ended before it was complete" in words(opened.pages["ship"], "run_notes")


def test_a_run_is_measured_goes_on_and_is_told_of_truly(opened: MainWindow, tab: ReportTab, tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=2, early_stopping=None, batch_size=16)
    train_file(path)
    opened.open(path)
    opened.show_step("results")
    until(lambda: "not measured yet" in words(tab, "report_notice"))
    assert not child(tab, QPushButton, "open_page").isVisible()

    press(tab, "measure")
    press(tab, "cancel_measuring")
    until(lambda: "It was cancelled" in words(tab, "measuring_trouble"))
    assert opened.focusWidget() is child(tab, QPushButton, "measure")
    press(tab, "measure")
    until(lambda: tab.view is not None)
    folder = tab.chosen.place
    assert folder is not None
    assert read_report(folder) == tab.document
    assert child(tab, QPushButton, "open_page").isVisible()
    assert child(tab, QPushButton, "measure").text() == "Measure again"

    train_file(path)
    opened.editor.new()
    opened.open(path)
    opened.show_step("results")
    runs = child(tab, CalmComboBox, "chosen_run")
    until(lambda: runs.count() == 2)
    choose(runs, str(folder.with_name("002")))
    assert "not measured yet" in words(tab, "report_notice")
    choose(runs, str(folder))
    assert tab.view is not None

    opened.runs.resume(opened.runs.entries[0], 1)
    until(lambda: "The run went on after it was measured, at epoch 2" in words(tab, "report_notice"))
    path.with_name("data.csv").unlink()
    press(tab, "measure")
    until(lambda: "data.csv" in words(tab, "measuring_trouble"))


def test_runs_are_compared_and_restored_by_keys_where_they_are_seen(opened: MainWindow, tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=2, early_stopping=None, batch_size=16)
    train_file(path)
    opened.open(path)
    page = opened.pages["results"]
    assert isinstance(page, ResultsPage)
    runs = page.show_tab("runs")
    assert isinstance(runs, RunsTab)
    opened.show_step("results")
    opened.activateWindow()
    until(lambda: opened.isActiveWindow() and names(runs) == ["001"])
    QTest.keyClick(opened, Qt.Key.Key_C, CONTROL | SHIFT)
    assert "choose one or two runs in the table; none is chosen." in words(runs, "runs_error")
    click(runs, "001")
    before = opened.editor.project
    other = opened.editor.project.training.model_copy(update={"epochs": 77})
    opened.editor.do("Set epochs", SetTraining(training=other))
    QTest.keyClick(opened, Qt.Key.Key_C, CONTROL | SHIFT)
    until(lambda: any("77" in line for line in told(runs)))
    opened.show_step("model")
    QTest.keyClick(opened, Qt.Key.Key_T, CONTROL | SHIFT)
    assert runs.isVisible()  # one sees what is chosen before it is restored
    assert opened.editor.project.training.epochs == 77
    QTest.keyClick(opened, Qt.Key.Key_T, CONTROL | SHIFT)
    assert opened.editor.project == before
    assert "Ctrl+Shift+E" in child(runs, QPushButton, "runs_folder").toolTip()
