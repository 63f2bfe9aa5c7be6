"""The Train step as a person uses it, with real engines: set, train, watch, stop, compare."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from forms import choose
from hands import LEFT
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QListWidget, QMessageBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from train_pages import LONG, press, words
from windows import child, in_dialog, small_project

from netloom.edits import SetSettings, SetTraining
from netloom.settings.optimizers import SGD
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.train_page import TrainPage
from netloom_desktop.theme import DARK, LIGHT
from netloom_desktop.training.jobs import Job
from netloom_desktop.training.plots.board import Board
from small_trainings import project_file


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window that shows the Train step of a project that is trained in a moment."""
    path = project_file(tmp_path, epochs=3, early_stopping=None, batch_size=16)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    window.open(path)
    window.show_step("train")
    qtbot.waitUntil(lambda: not page_of(window).notices.refusal.isVisible(), timeout=LONG)
    yield window
    for job in window.runs.jobs.open:
        window.engines.cancel(job.number)
        window.engines.cancel(job.number)
    qtbot.waitUntil(lambda: not window.runs.jobs.open, timeout=LONG)
    window.editor.new()
    window.close()
    window.deleteLater()


def page_of(window: MainWindow) -> TrainPage:
    page = window.pages["train"]
    assert isinstance(page, TrainPage)
    return page


def board_of(window: MainWindow, qtbot: QtBot) -> Board:
    place = page_of(window).plots
    qtbot.waitUntil(lambda: place.board is not None, timeout=LONG)
    assert isinstance(place.board, Board)
    return place.board


def trained(window: MainWindow, qtbot: QtBot) -> Job:
    """Presses F5 and waits until the run is over."""
    QTest.keyClick(window, Qt.Key.Key_F5)
    (*_, job) = window.runs.jobs.all
    qtbot.waitUntil(lambda: job.run.is_over, timeout=LONG)
    assert not job.run.failure
    return job


def epochs(window: MainWindow, count: int) -> None:
    training = window.editor.project.training.model_copy(update={"epochs": count})
    window.editor.do("Set epochs", SetTraining(training=training))


# Settings


def test_settings_are_set_in_steps_that_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    optimizer = page.settings.forms[0].parts["optimizer"]
    assert "learning rate of its own" in words(page, "rates")
    choose(optimizer.choice, "sgd")
    assert isinstance(window.editor.project.training.optimizer, SGD)
    assert "One learning rate for all weights" in words(page, "rates")
    window.act("undo")
    assert window.editor.project.training.optimizer.id == "adam"
    QTest.mouseClick(child(page, QToolButton, "about_optimizers"), LEFT)
    assert "Adagrad: Divides by the size of all slopes" in words(page, "all_optimizers")


def test_loss_and_metrics_follow_from_the_target_and_say_why(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    qtbot.waitUntil(lambda: "so the loss is Binary cross-entropy" in words(page, "why_loss"), timeout=LONG)
    assert "inside is yes or no" in words(page, "why_loss")
    assert "Accuracy: The share of rows" in words(page, "metrics")
    loss = page.settings.losses.forms["output_1"].form.rows["loss"].field.widget()
    choose(loss, "categorical_crossentropy")
    assert window.editor.project.find("output_1").block.loss == "categorical_crossentropy"
    window.act("undo")
    assert window.editor.project.find("output_1").block.loss == "auto"


def test_the_device_is_told_with_the_reason(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "Trains on the" in words(page_of(window), "device_reason"), timeout=LONG)


def test_a_block_that_regularizes_is_gone_to(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    assert "No block keeps the network" in words(page)
    window.editor.do("Penalize", SetSettings(node="block_1", settings=(("l2", 0.01),)))
    press(page, "regularizing_block_1")
    assert window.stack.currentWidget() is window.model_page
    assert window.editor.selection.blocks == {"block_1"}


# Training


def test_f5_trains_and_the_plots_show_it(window: MainWindow, qtbot: QtBot) -> None:
    job = trained(window, qtbot)
    board = board_of(window, qtbot)
    qtbot.waitUntil(lambda: "accuracy" in board.charts, timeout=LONG)
    assert list(board.charts) == ["loss", "accuracy"]
    assert job.run.epochs == 3
    assert "001: finished" in words(page_of(window), "which_run")
    chart = board.charts["loss"]
    qtbot.waitUntil(lambda: len(chart.drawn) == 1)
    chart.setFocus()
    for _ in range(2):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    shown = chart.reading.toPlainText().splitlines()
    assert shown[0] == "epoch 2"
    assert shown[1].startswith(f"training {job.run.figures['loss'].y[1]:.4g}  validation")
    assert chart.marks.best_label.toPlainText() == f"best: epoch {job.run.best_epoch}"


def test_a_run_that_is_stopped_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    epochs(window, 100_000)
    page = page_of(window)
    press(page, "train")
    (job,) = window.runs.jobs.all
    qtbot.waitUntil(lambda: "rows/s" in words(page, "progress_words"), timeout=LONG)
    press(page, "stop_keep")
    qtbot.waitUntil(lambda: job.run.is_over, timeout=LONG)
    assert "001: stopped by hand" in words(page, "which_run")
    assert job.run.folder is not None
    assert (job.run.folder / "last.safetensors").exists()


def test_a_run_keeps_its_project_and_the_page_says_that_it_has_moved_on(window: MainWindow, qtbot: QtBot) -> None:
    epochs(window, 100_000)
    page = page_of(window)
    press(page, "train")
    (job,) = window.runs.jobs.all
    qtbot.waitUntil(lambda: job.run.epochs > 0, timeout=LONG)
    assert not page.notices.moved.isVisible()
    epochs(window, 5)
    assert "has changed since this run began" in words(page, "moved_on")
    assert job.run.project is not None
    assert job.run.project.training.epochs == 100_000
    window.act("undo")
    assert not page.notices.moved.isVisible()


def test_a_race_is_run_and_drawn_together(window: MainWindow, qtbot: QtBot) -> None:
    def start(dialog: QDialog) -> None:
        choose(child(dialog, CalmComboBox, "race_kind"), "seeds")
        runners = child(dialog, QListWidget, "runners")
        for row in range(2, runners.count()):
            runners.item(row).setCheckState(Qt.CheckState.Unchecked)
        button = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Start 2 runs")
        QTest.mouseClick(button, LEFT)

    in_dialog(start)
    press(page_of(window), "race")
    assert [job.run.label for job in window.runs.jobs.all] == ["seed 0", "seed 1"]
    qtbot.waitUntil(lambda: all(job.run.is_over for job in window.runs.jobs.all), timeout=LONG)
    assert not any(job.run.failure for job in window.runs.jobs.all)
    board = board_of(window, qtbot)
    qtbot.waitUntil(lambda: len(board.drawn()) == 2)
    assert {each.number for each in board.drawn()} == {0, 1}
    assert window.runs.jobs.all[0].run.figures["loss"].y != window.runs.jobs.all[1].run.figures["loss"].y


def test_past_runs_are_listed_and_drawn_when_they_are_ticked(window: MainWindow, qtbot: QtBot) -> None:
    first = trained(window, qtbot)
    path = window.editor.path
    assert path is not None
    again = MainWindow()
    again.show()
    again.open(path)
    again.show_step("train")
    page = page_of(again)
    assert [entry.run.name for entry in page.book.entries] == ["001"]
    board = board_of(again, qtbot)
    qtbot.waitUntil(lambda: [each.run.epochs for each in board.drawn()] == [3], timeout=LONG)
    qtbot.waitUntil(lambda: "loss" in page.book.entries[0].run.figures, timeout=LONG)
    assert page.book.entries[0].run.figures["loss"].y == first.run.figures["loss"].y
    item = page.runs.item(0, 0)
    item.setCheckState(Qt.CheckState.Unchecked)
    assert board.drawn() == ()
    again.close()
    again.deleteLater()


# Errors and files


def test_what_cannot_be_trained_says_what_it_lacks(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.new(small_project(wired=False))
    qtbot.waitUntil(lambda: page_of(window).notices.refusal.isVisible(), timeout=LONG)
    window.editor.new()
    assert "Before training: needs data first" in words(page_of(window), "cannot_train")


def test_data_that_is_not_there_is_told_in_words(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data.csv").unlink()
    press(page_of(window), "train")
    (job,) = window.runs.jobs.all
    qtbot.waitUntil(lambda: job.run.is_over, timeout=LONG)
    assert "data.csv" in words(page_of(window), "run_failed")
    assert "Traceback" not in words(page_of(window))


def test_a_project_without_a_file_is_saved_first(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.editor.new(window.editor.project)
    target = tmp_path / "again.netloom"

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.selectFile(str(target))
        dialog.accept()

    qtbot.waitUntil(lambda: not window.editor.planned.errors and window.editor.planned.found is not None, timeout=LONG)
    in_dialog(save)
    trained(window, qtbot)
    assert (tmp_path / "again-runs" / "001" / "events.jsonl").exists()


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_plots_are_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    board = board_of(window, qtbot)
    target = tmp_path / f"plots.{ending}"

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.selectFile(str(target))
        dialog.accept()

    in_dialog(save)
    press(board, "save_plots")
    content = target.read_bytes()
    if ending == "png":
        assert QImage.fromData(content).width() == board.width() * 2
    else:
        assert content.startswith(b"<?xml" if ending == "svg" else b"run,epoch")


def test_light_and_dark_are_followed_while_it_trains(window: MainWindow, qtbot: QtBot) -> None:
    for theme in (DARK, LIGHT):
        window.act(f"theme_{theme.name}")
        board = board_of(window, qtbot)
        qtbot.waitUntil(lambda board=board: bool(board.charts))  # type: ignore[misc]  # a default binds it
        QApplication.processEvents()
        image = window.grab().toImage()
        point = board.mapTo(window, QPoint(board.width() // 2, board.height() - 4))
        colors = {image.pixelColor(x, point.y() - 60).name() for x in range(point.x() - 200, point.x() + 200, 3)}
        assert theme.entry in colors


# Closing


def test_closing_asks_and_staying_stays(window: MainWindow, qtbot: QtBot) -> None:
    epochs(window, 100_000)
    window.act("save")
    press(page_of(window), "train")
    (job,) = window.runs.jobs.all
    qtbot.waitUntil(lambda: job.run.epochs > 0, timeout=LONG)
    said: list[str] = []

    def stay(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        said.append(dialog.text())
        dialog.button(QMessageBox.StandardButton.Cancel).click()

    in_dialog(stay)
    assert not window.close()
    assert "1 run still training" in said[0]
    assert window.isVisible()
    assert not job.run.is_over
