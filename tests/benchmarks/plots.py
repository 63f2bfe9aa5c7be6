"""How long plots take to be drawn: `python -m tests.benchmarks.plots`.

Ten runs of 10,000 epochs each are drawn together, on training and validation rows, in loss and accuracy, while all of
them go on, 20 times a second, in a window of 1280 × 800. What counts is how long the window cannot answer: the longest
gap, and the 99th percentile, of a timer that wants to run every 5 ms.
"""

import os
import sys
import time
from math import exp

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
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

RUNS, POINTS, SECONDS = 10, 10_000, 8.0
STARTED = RunStarted(
    run="runs/001", device="cpu", threads=1, seed=0, epochs=POINTS * 2, steps=1, training_rows=1_000,
    validation_rows=100, test_rows=100, parameters=9,
)  # fmt: skip  # an event reads best in few lines


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
    """How late a timer is that wants to run every 5 ms."""

    def __init__(self) -> None:
        self.found: list[float] = []
        self._last = time.perf_counter()
        self.timer = QTimer()
        self.timer.timeout.connect(self._tick)
        self.timer.start(5)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.found.append((now - self._last) * 1_000)
        self._last = now

    def told(self) -> str:
        gaps = sorted(self.found)
        late, usual = gaps[len(gaps) * 99 // 100], gaps[len(gaps) // 2]
        return f"longest {gaps[-1]:5.1f} ms   99th percentile {late:5.1f} ms   median {usual:4.1f} ms"


def main() -> int:
    application = application_of(["benchmark"], LIGHT)
    editor, engines = Editor(), EngineClient()
    book = RunBook(editor, Jobs(engines))
    for number in range(RUNS):
        run = Run(f"run {number}")
        for event in (STARTED, *(epoch(number, each) for each in range(1, POINTS + 1))):
            run.hear(event)
        book.entries.append(Entry(run, drawn=True, color=number))
    board = Board(book, LIGHT)
    board.resize(930, 500)
    board.show()
    application.processEvents()
    print(f"{RUNS} runs of {POINTS:,} epochs: how long the window cannot answer while they go on")
    for name, chosen in (("as they come", ()), ("smoothed", ("smoothing",)), ("logarithmic", ("log",))):
        _measure(application, board, book, name, chosen)
    return 0


def _measure(application: QApplication, board: Board, book: RunBook, name: str, chosen: tuple[str, ...]) -> None:
    board.tools.smoothing.setValue(60 if "smoothing" in chosen else 0)
    board.tools.log.setChecked("log" in chosen)
    board.soon()
    application.processEvents()
    drawn = board.drawings
    gaps, end = Gaps(), time.perf_counter() + SECONDS
    feed = QTimer()
    feed.timeout.connect(lambda: _go_on(book))
    feed.start(50)
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.001)
    gaps.timer.stop()
    feed.stop()
    print(f"  {name:14s} {gaps.told()}   {(board.drawings - drawn) / SECONDS:.1f} drawings a second", flush=True)


def _go_on(book: RunBook) -> None:
    for number, entry in enumerate(book.entries):
        entry.run.hear(epoch(number, entry.run.epochs + 1))
        book.heard.emit(entry)


if __name__ == "__main__":
    sys.exit(main())
