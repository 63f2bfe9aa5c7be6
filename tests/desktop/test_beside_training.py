"""A window that shows a training as it goes on answers at once, and takes little of the training's speed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from pulse import Pulse
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from train_pages import until

from netloom.blocks import Dense
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.train_page import TrainPage
from netloom_desktop.training.book import Entry
from netloom_desktop.training.plots.board import Board
from small_trainings import ONE, points, project_file

pytestmark = [pytest.mark.soak, pytest.mark.alone, pytest.mark.usefixtures("real_starts")]

SECONDS, ROUNDS = 20, 5
LONGEST_GAP, LATE, SPEED_KEPT = 0.05, 0.02, 0.85
ALONE = """
import sys, time
from pathlib import Path
from statistics import median
from netloom.storage import load
from netloom.training.train import train

path, seconds = Path(sys.argv[1]), float(sys.argv[2])
started = None
for event in train(load(path), path, run=Path(sys.argv[3])):
    if event.kind != "epoch_finished":
        continue
    if started is None:
        started, first = time.perf_counter(), event.epoch
    elif time.perf_counter() - started > seconds:
        break
print((event.epoch - first) / (time.perf_counter() - started))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    blocks = (Dense(units=64, activation="relu"), Dense(units=64, activation="relu"), ONE)
    return project_file(tmp_path, *blocks, cells=points(rows=4_000), epochs=10**6, early_stopping=None)


@pytest.fixture
def page(path: Path, qtbot: QtBot) -> Iterator[TrainPage]:
    """The Train step of that project, with its plots."""
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.open(path)
    window.show_step("train")
    page = window.pages["train"]
    assert isinstance(page, TrainPage)
    until(lambda: page.plots.view is not None and window.editor.planned.found is not None)
    yield page
    for job in window.runs.jobs.open:
        window.runs.jobs.stop(job)
    until(lambda: not window.runs.jobs.open)
    window.editor.new()
    window.close()
    window.deleteLater()


def epochs_a_second_alone(path: Path, name: str) -> float:
    call = [sys.executable, "-c", ALONE, str(path), str(SECONDS / ROUNDS), str(path.with_name(name))]
    return float(subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True).stdout)


def epochs_a_second_beside(page: TrainPage, entry: Entry, pulse: Pulse) -> float:
    """With the window, which waits for the training to have begun, and lets it pause again."""
    page.book.pause(entry, False)
    until(lambda epochs=entry.run.epochs: entry.run.epochs > epochs)  # type: ignore[misc]  # a default binds it
    epochs = entry.run.epochs
    pulse.feel(SECONDS / ROUNDS)
    gained = entry.run.epochs - epochs
    page.book.pause(entry, True)
    until(lambda: entry.run.state == "paused")
    return gained * ROUNDS / SECONDS


def test_the_window_answers_at_once_and_the_training_keeps_its_speed(page: TrainPage, path: Path) -> None:
    QTest.keyClick(page.window(), Qt.Key.Key_F5)
    (entry,) = page.book.entries
    until(lambda: entry.run.epochs > 20)
    board = page.plots.view
    assert isinstance(board, Board)
    pulse, kept, drawn = Pulse(), list[float](), 0
    for number in range(ROUNDS):  # in turns, as other programs come and go
        drawings = board.drawings
        beside = epochs_a_second_beside(page, entry, pulse)
        drawn += board.drawings - drawings
        kept.append(beside / epochs_a_second_alone(path, f"alone_{number}"))
    page.book.stop(entry)
    until(lambda: entry.run.is_over)
    assert drawn >= 10 * SECONDS
    assert pulse.gap <= LONGEST_GAP, str(pulse)
    assert pulse.late <= LATE, str(pulse)
    assert median(kept) >= SPEED_KEPT, kept
