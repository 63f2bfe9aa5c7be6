"""Draws plots while runs go on: `python -m tests.benchmarks.plots_drawn RUNS EPOCHS SECONDS` writes as JSON, by how
they are drawn, the seconds of a drawing and how long the window could not answer.
"""

import json
import os
import sys
import time
from math import exp

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from netloom.events import EpochFinished, Measured, RunStarted
from netloom_desktop.application import application_of
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.theme import LIGHT
from netloom_desktop.training.book import Entry, RunBook
from netloom_desktop.training.jobs import Jobs
from netloom_desktop.training.plots.board import Board
from netloom_desktop.training.run import Run

STARTED = RunStarted(
    run="runs/001", device="cpu", threads=1, seed=0, epochs=1_000_000, steps=1, training_rows=1_000,
    validation_rows=100, test_rows=100, parameters=9,
)  # fmt: skip  # an event reads best in few lines
MANNERS = {"as they come": (0, False), "smoothed": (60, False), "logarithmic": (0, True)}


def epoch(run: int, number: int) -> EpochFinished:
    noise = (number * 2_654_435_761 + run * 40_503) % 1_000 / 1_000
    loss = exp(-number / 2_000) + 0.1 * noise + run / 20
    values = {
        "loss": loss,
        "accuracy": 1 - loss / 2,
        "validation_loss": loss * 1.1,
        "validation_accuracy": 1 - loss / 1.9,
    }
    figures = tuple(Measured(name=name, value=value) for name, value in values.items())
    return EpochFinished(epoch=number, seconds=0.01, figures=figures, best=not number % 97, learning_rate=0.001)


class Gaps:
    """How late a timer is that wants to run every 5 ms, in seconds."""

    def __init__(self) -> None:
        self.found: list[float] = []
        self._last = time.perf_counter()
        self.timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)
        self.timer.start(5)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.found.append(now - self._last)
        self._last = now


def main() -> None:
    runs, epochs, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    application = application_of(["benchmark"], LIGHT)
    book = _book(runs, epochs)
    board = Board(book, LIGHT)
    board.resize(930, 500)
    board.show()
    application.processEvents()
    print(json.dumps({name: _measured(application, board, book, name, seconds) for name in MANNERS}))


def _book(runs: int, epochs: int) -> RunBook:
    editor = Editor()
    book = RunBook(editor, Jobs(EngineClient(editor), editor), editor)
    for number in range(runs):
        run = Run(f"run {number}")
        for event in (STARTED, *(epoch(number, each) for each in range(1, epochs + 1))):
            run.hear(event)
        book.entries.append(Entry(run, drawn=True, color=number))
    return book


def _measured(application: QApplication, board: Board, book: RunBook, name: str, seconds: float) -> dict[str, float]:
    smoothing, log = MANNERS[name]
    board.tools.smoothing.setValue(smoothing)
    board.tools.log.setChecked(log)
    board.soon()
    application.processEvents()
    drawings, computed = board.drawings, time.thread_time()
    gaps, feed = Gaps(), QTimer()
    feed.timeout.connect(lambda: _go_on(book))
    feed.start(50)
    loop = QEventLoop()
    QTimer.singleShot(round(1_000 * seconds), loop.quit)
    loop.exec()
    computed = time.thread_time() - computed
    feed.stop()
    gaps.timer.stop()
    found = sorted(gaps.found)
    times = max(board.drawings - drawings, 1) / len(board.charts)
    return {
        "drawing": computed / times,
        "between": seconds / times,
        "late": found[len(found) * 99 // 100],
        "longest": found[-1],
    }


def _go_on(book: RunBook) -> None:
    for number, entry in enumerate(book.entries):
        entry.run.hear(epoch(number, entry.run.epochs + 1))
        book.heard.emit(entry)


if __name__ == "__main__":
    main()
