"""A window that goes takes its trainings along, unless they were left alone; the next one finds those."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from processes import gone
from pytestqt.qtbot import QtBot
from train_pages import LONG, words

from netloom.run_folders import EVENTS
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.train_page import TrainPage
from small_trainings import project_file

pytestmark = pytest.mark.usefixtures("real_starts")

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from netloom_desktop.application import application_of
from netloom_desktop.main_window import MainWindow

path, leave = Path(sys.argv[1]), sys.argv[2] == "leave"
application = application_of(["netloom-desktop"])
window = MainWindow()
window.show()
window.open(path)
job = window.runs.jobs.train(window.editor.project, path)

def answer():
    box = QApplication.activeModalWidget()
    next(each for each in box.buttons() if each.text() == "Leave it training").click()

def look():
    if job.run.epochs < 1:
        return
    clock.stop()
    print(*window.engines.processes(), flush=True)
    if leave:
        QTimer.singleShot(200, answer)
        window.close()

clock = QTimer()
clock.timeout.connect(look)
clock.start(20)
sys.exit(application.exec())
"""


def opened(path: Path, what: str) -> tuple["subprocess.Popen[str]", list[int]]:
    """A window in a process of its own that trains a project, and the processes of its engines, the trainer last."""
    window = subprocess.Popen([sys.executable, "-c", WINDOW, str(path), what], stdout=subprocess.PIPE, text=True)
    assert window.stdout
    return window, [int(id) for id in window.stdout.readline().split()]


@pytest.mark.parametrize(
    ("times", "seconds"), [(1, 10.0), pytest.param(50, 1.0, marks=(pytest.mark.soak, pytest.mark.alone))]
)
def test_a_window_that_is_killed_leaves_no_training_behind(tmp_path: Path, times: int, seconds: float) -> None:
    path = project_file(tmp_path, epochs=1_000_000, early_stopping=None)
    for _ in range(times):
        window, engines = opened(path, "stay")
        assert engines
        window.kill()
        window.communicate()
        assert gone(engines, seconds)


def test_a_training_that_is_left_goes_on_and_the_next_window_shows_and_stops_it(tmp_path: Path, qtbot: QtBot) -> None:
    path = project_file(tmp_path, epochs=1_000_000, early_stopping=None)
    window, (*_, trainer) = opened(path, "leave")
    try:
        window.communicate(timeout=60)
        assert psutil.pid_exists(trainer)
        events = tmp_path / "points-runs" / "001" / EVENTS
        size = events.stat().st_size
        qtbot.waitUntil(lambda: events.stat().st_size > size, timeout=LONG)
        again = MainWindow()
        again.show()
        again.open(path)
        again.show_step("train")
        page = again.pages["train"]
        assert isinstance(page, TrainPage)
        (entry,) = page.book.entries
        assert entry.is_alone
        epochs = entry.run.epochs
        qtbot.waitUntil(lambda: entry.run.epochs > epochs, timeout=LONG)
        assert "001: training" in words(page, "which_run")
        page.controls.keep.click()
        qtbot.waitUntil(lambda: entry.run.finished is not None, timeout=LONG)
        assert gone([trainer], 10)
        again.close()
        again.deleteLater()
    finally:
        if psutil.pid_exists(trainer):
            psutil.Process(trainer).kill()
