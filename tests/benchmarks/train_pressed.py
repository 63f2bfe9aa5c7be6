"""Presses Train in a window: `python -m tests.benchmarks.train_pressed PROJECT SECONDS` writes as JSON how many seconds
after it the run has started, and its first step is told. It is pressed so long after the page is there.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from netloom_desktop.application import application_of
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT
from netloom_desktop.training.run import Run


def main() -> None:
    path, seconds = Path(sys.argv[1]), float(sys.argv[2])
    application = application_of(["benchmark"], LIGHT)
    window = MainWindow(LIGHT)
    window.resize(1280, 800)
    window.show()
    window.open(path)
    window.show_step("train")
    wait(application, lambda: window.editor.planned.is_of(window.editor.project))
    rest(seconds)
    pressed = time.perf_counter()
    window.act("train")
    (run,) = (job.run for job in window.runs.jobs.all)
    told = {"run started": waited(application, run, "started") - pressed}
    told["first step told"] = waited(application, run, "progress") - pressed
    for job in window.runs.jobs.all:
        window.runs.jobs.stop(job, discard=True)
    wait(application, lambda: run.is_over)
    print(json.dumps(told))
    window.close()


def waited(application: QApplication, run: Run, what: str) -> float:
    """The moment at which something is known of a run."""
    wait(application, lambda: getattr(run, what) is not None or run.is_over)
    if getattr(run, what) is None:
        raise SystemExit(f"The run ended: {run.failure}")
    return time.perf_counter()


def wait(application: QApplication, until: Callable[[], bool]) -> None:
    while not until():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def rest(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1_000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
