"""The Train step as a person uses it, with real engines: set, train, watch, stop, compare. One window serves all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contrast import faint_in_both
from forms import choose
from hands import LEFT
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QListWidget,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)
from train_pages import press, until, words
from windows import child, chosen, in_dialog, small_project

from netloom.edits import SetSettings, SetTraining
from netloom.project import Project
from netloom.settings.optimizers import SGD
from netloom.storage import load
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.bar import StepButton
from netloom_desktop.steps.train_page import TrainPage
from netloom_desktop.theme import DARK, LIGHT
from netloom_desktop.training.book import Entry
from netloom_desktop.training.closing import may_close
from netloom_desktop.training.plots.board import Board
from small_trainings import project_file


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that is trained in a moment."""
    return load(project_file(tmp_path_factory.mktemp("made"), epochs=3, early_stopping=None, batch_size=16))


@pytest.fixture(scope="module")
def opened(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window that shows the Train step of that project, which lies in a folder of its own."""
    path = project_file(tmp_path_factory.mktemp("points"), epochs=3, early_stopping=None, batch_size=16)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.open(path)
    window.show_step("train")
    until(lambda: window.editor.planned.found is not None)
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def window(opened: MainWindow, project: Project) -> Iterator[MainWindow]:
    """That window, with the project as it was made; what a test leaves training is ended."""
    opened.show_step("train")
    yield opened
    for job in opened.runs.jobs.open:
        opened.runs.jobs.stop(job)
    until(lambda: not opened.runs.jobs.open)
    opened.editor.do("Restore", lambda _: project)
    opened.act("save")


@pytest.fixture
def page(window: MainWindow) -> TrainPage:
    page = window.pages["train"]
    assert isinstance(page, TrainPage)
    return page


@pytest.fixture
def board(page: TrainPage) -> Board:
    """The plots, once they are there."""
    until(lambda: page.plots.view is not None)
    assert isinstance(page.plots.view, Board)
    return page.plots.view


@pytest.fixture
def trained(window: MainWindow, page: TrainPage) -> Entry:
    """A run that is over: F5 makes it, if there is none."""
    if not page.book.entries:
        QTest.keyClick(window, Qt.Key.Key_F5)
    entry = page.book.entries[0]
    until(lambda: entry.run.is_over)
    assert not entry.run.failure
    return entry


def set_epochs(window: MainWindow, count: int) -> None:
    training = window.editor.project.training.model_copy(update={"epochs": count})
    window.editor.do("Set epochs", SetTraining(training=training))


# Settings


def test_settings_are_set_in_steps_that_can_be_undone(window: MainWindow, page: TrainPage) -> None:
    optimizer = child(page, QWidget, "setting_optimizer").findChild(CalmComboBox)
    assert "learning rate of its own" in words(page, "rates")
    choose(optimizer, "sgd")
    assert isinstance(window.editor.project.training.optimizer, SGD)
    assert "One learning rate for all weights" in words(page, "rates")
    window.act("undo")
    assert window.editor.project.training.optimizer.id == "adam"
    QTest.mouseClick(child(page, QToolButton, "about_optimizers"), LEFT)
    assert "Adagrad: Divides by the size of all slopes" in words(page, "all_optimizers")


def test_loss_and_metrics_follow_from_the_target_and_say_why(window: MainWindow, page: TrainPage) -> None:
    until(lambda: "inside is yes or no, so the loss is Binary cross-entropy" in words(page, "why_loss"))
    assert "Accuracy: The share of rows" in words(page, "metrics")
    loss = child(page, QWidget, "setting_loss").findChild(CalmComboBox)
    choose(loss, "categorical_crossentropy")
    assert window.editor.project.find("output_1").block.loss == "categorical_crossentropy"
    window.act("undo")
    assert window.editor.project.find("output_1").block.loss == "auto"


def test_the_device_is_told_with_the_reason(page: TrainPage) -> None:
    until(lambda: words(page, "device_reason").startswith("Trains on the "))
    choose(child(page, CalmComboBox, "device"), "cpu")
    assert words(page, "device_reason") == "Trains on the processor, as asked for."
    choose(child(page, CalmComboBox, "device"), "auto")


def test_a_block_that_regularizes_is_gone_to(window: MainWindow, page: TrainPage) -> None:
    assert "No block keeps the network" in words(page)
    window.editor.do("Penalize", SetSettings(node="block_1", settings=(("l2", 0.01),)))
    press(page, "regularizing_block_1")
    assert window.stack.currentWidget() is window.model_page
    assert window.editor.selection.blocks == {"block_1"}


# Training


def test_f5_trains_and_the_plots_show_it(page: TrainPage, trained: Entry, board: Board) -> None:
    until(lambda: list(board.charts) == ["loss", "accuracy"])
    assert trained.run.epochs == 3
    assert "001: finished" in words(page, "which_run")
    chart = board.charts["loss"]
    until(lambda: chart.marks.best_label.toPlainText() == f"best: epoch {trained.run.best_epoch}")
    chart.setFocus()
    for _ in range(2):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    shown = chart.reading.toPlainText().splitlines()
    assert shown[0] == "epoch 2"
    assert shown[1].startswith(f"training {trained.run.figures['loss'].y[1]:.4g}  validation")


def test_a_run_that_is_over_opens_the_steps_after_it(window: MainWindow, trained: Entry) -> None:
    until(lambda: "1 run" in child(window, StepButton, "step_results").accessibleDescription())
    assert "1 run" in child(window, StepButton, "step_ship").accessibleDescription()


def test_a_project_without_a_file_is_saved_first(window: MainWindow, page: TrainPage, tmp_path: Path) -> None:
    path, target = window.editor.path, tmp_path / "again.netloom"
    assert path is not None
    (tmp_path / "data.csv").write_bytes(path.with_name("data.csv").read_bytes())
    window.editor.new(window.editor.project)
    until(lambda: window.editor.planned.found is not None)
    in_dialog(lambda dialog: _save_as(dialog, target))
    press(page, "train")
    (*_, job) = window.runs.jobs.all
    assert [entry.job for entry in page.book.entries] == [job]
    assert job.path == target
    window.runs.jobs.stop(job)
    window.open(path)


def _save_as(dialog: QDialog, target: Path) -> None:
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(target))
    dialog.accept()


def test_a_run_keeps_its_project_is_paused_stopped_resumed_and_thrown_away(window: MainWindow, page: TrainPage) -> None:
    set_epochs(window, 100_000)
    window.act("save")
    press(page, "train")
    (*_, job) = window.runs.jobs.all
    until(lambda: "rows/s" in words(page, "progress_words"))
    assert not page.notices.moved.isVisible()
    set_epochs(window, 5)
    assert "has changed since this run began" in words(page, "moved_on")
    assert job.run.project is not None
    assert job.run.project.training.epochs == 100_000

    window.show_step("model")
    until(lambda: "The project has changed since" in words(window.model_page, "training_banner"))
    assert not window.canvas.graph.badges
    window.act("undo")
    until(lambda: bool(window.canvas.graph.badges))
    window.act("health")
    assert not window.canvas.graph.badges
    window.act("health")
    assert all("gradient" in badge.text for badge in window.canvas.graph.badges.values())
    until(lambda: "changed" not in words(window.model_page, "training_banner"))
    press(window.model_page, "show_training")
    assert window.stack.currentWidget() is page

    assert "1 run still training" in _closing(window, "Cancel")
    assert window.isVisible()

    press(page, "pause")
    until(lambda: child(page, QPushButton, "pause").text() == "Continue")
    assert job.run.state == "paused"
    press(page, "pause")
    until(lambda: job.run.state == "training")

    press(page, "stop_keep")
    until(lambda: job.run.is_over)
    assert f"{job.run.name}: stopped by hand" in words(page, "which_run")
    assert job.run.folder is not None
    assert (job.run.folder / "last.safetensors").exists()

    folder = job.run.folder
    for stop in (_stop_at_closing, None):
        before = job.run.epochs
        press(page, "go_on")
        until(lambda before=before: job.run.state == "training" and job.run.epochs > before)  # type: ignore[misc]  # a default binds it
        if stop is not None:
            stop(window)
            assert job.run.finished is not None
            assert job.run.finished.reason == "stopped"
    assert list(job.run.figures["loss"].x) == [*range(1, job.run.epochs + 1)]
    press(page, "stop_discard")
    until(lambda: not folder.exists())
    until(lambda: folder.name not in [entry.run.name for entry in page.book.entries])


def _stop_at_closing(window: MainWindow) -> None:
    """All that happens before the window closes, but its end."""
    in_dialog(lambda box: _choose_button(box, "Stop and keep"))
    assert may_close(window.runs.jobs, window)


def _choose_button(dialog: QDialog, text: str) -> None:
    assert isinstance(dialog, QMessageBox)
    next(each for each in dialog.buttons() if each.text().replace("&", "") == text).click()


def _closing(window: MainWindow, button: str) -> str:
    """What is said when the window is closed, and answered by a button."""
    said: list[str] = []

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        said.append(dialog.text())
        _choose_button(dialog, button)

    in_dialog(answer)
    window.close()
    return said[0]


def test_a_race_is_run_and_drawn_together(window: MainWindow, page: TrainPage, board: Board) -> None:
    def start(dialog: QDialog) -> None:
        choose(child(dialog, CalmComboBox, "race_kind"), "seeds")
        runners = child(dialog, QListWidget, "runners")
        for row in range(2, runners.count()):
            runners.item(row).setCheckState(Qt.CheckState.Unchecked)
        button = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Start 2 runs")
        QTest.mouseClick(button, LEFT)

    in_dialog(start)
    press(page, "race")
    (*_, first, second) = window.runs.jobs.all
    assert [first.run.label, second.run.label] == ["seed 0", "seed 1"]

    def over() -> bool:
        """As long as one trains, one that does is looked at."""
        open_ones = not (first.run.is_over and second.run.is_over)
        assert page.shown is not None
        assert page.shown.is_live or not open_ones
        return not open_ones

    until(over)
    assert not first.run.failure + second.run.failure
    until(lambda: [each.run for each in board.drawn()] == [first.run, second.run])
    assert len({each.number for each in board.drawn()}) == 2
    assert first.run.figures["loss"].y != second.run.figures["loss"].y


def test_past_runs_are_listed_and_drawn_when_they_are_ticked(window: MainWindow, trained: Entry) -> None:
    path = window.editor.path
    assert path is not None
    again = MainWindow()
    again.show()
    chosen("read_only")
    again.open(path)
    again.show_step("train")
    page = again.pages["train"]
    assert isinstance(page, TrainPage)
    until(lambda: page.plots.view is not None)
    (first, *_) = page.book.entries
    assert (first.run.name, first.drawn) == ("001", len(page.book.entries) == 1)
    page.runs.follow()
    page.runs.item(page.runs.rowCount() - 1, 0).setCheckState(Qt.CheckState.Checked)
    until(lambda: first.run.finished is not None and "loss" in first.run.figures)
    assert first.run.figures["loss"].y == trained.run.figures["loss"].y
    again.close()
    again.deleteLater()


# Plots


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_plots_are_saved(trained: Entry, board: Board, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"plots.{ending}"
    in_dialog(lambda dialog: _save_as(dialog, target))
    press(board, "save_plots")
    content = target.read_bytes()
    if ending == "png":
        assert QImage.fromData(content).width() == board.width() * 2
    else:
        assert content.startswith(b"<?xml" if ending == "svg" else b"run,epoch")


def test_light_and_dark_are_followed_while_it_is_open(window: MainWindow, page: TrainPage) -> None:
    choose(child(page, CalmComboBox, "device"), "cpu")
    for theme in (DARK, LIGHT):
        window.act(f"theme_{theme.name}")
        until(lambda theme=theme: theme.entry in _colors(page.plots))  # type: ignore[misc]  # a default binds it
    until(lambda: words(page, "device_reason") == "Trains on the processor, as asked for.")
    choose(child(page, CalmComboBox, "device"), "auto")


def _colors(widget: QWidget) -> set[str]:
    """The colours across the middle of a widget."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, image.height() // 2).name() for x in range(0, image.width(), 3)}


def test_every_text_stands_out_on_the_plots_too(window: MainWindow, trained: Entry, board: Board) -> None:
    assert board.isVisible()
    assert not faint_in_both(window)


# What cannot be


def test_what_cannot_be_trained_says_what_it_lacks(window: MainWindow, page: TrainPage) -> None:
    path = window.editor.path
    assert path is not None
    window.editor.new(small_project(wired=False))
    until(page.notices.refusal.isVisible)
    window.editor.new()
    assert "Before training: needs data first" in words(page, "cannot_train")
    jobs = len(window.runs.jobs.all)
    in_dialog(lambda dialog: dialog.reject())
    press(page, "train")
    assert len(window.runs.jobs.all) == jobs
    window.open(path)
