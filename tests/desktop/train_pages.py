"""What a person does with the Train step, and a page of it alone, with engines that one chooses."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from windows import child, small_project

from netloom.storage import save
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.data.warnings_checks import DataChecks
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.live_plan import LivePlan
from netloom_desktop.parts import Parts
from netloom_desktop.run_choice.chosen_run import ChosenRun
from netloom_desktop.steps.train_page import TrainPage
from netloom_desktop.theme import LIGHT
from netloom_desktop.training.book import RunBook
from netloom_desktop.training.health_badges import HealthBadges
from netloom_desktop.training.jobs import Jobs

MISBEHAVING = str(Path(__file__).with_name("misbehaving_engine.py"))
LONG = 180_000  # milliseconds, on a machine where much else runs


class AlonePage:
    """A Train page of a small project in a file, with engines that behave as one wants. `acts`: what it asked for."""

    def __init__(self, folder: Path, *how: str) -> None:
        self.notes = folder / "notes.txt"
        self.notes.write_text("")
        command = (sys.executable, MISBEHAVING, *how, str(self.notes)) if how else ()
        self.editor, self.acts = Editor(), list[str]()
        save(small_project(), folder / "houses.netloom")
        (folder / "houses.csv").write_text("size,sold\n1,no\n2,yes\n")
        self.editor.open(folder / "houses.netloom")
        self.engines = EngineClient(command=command)
        self.jobs = Jobs(self.engines)
        self.runs = RunBook(self.editor, self.jobs)
        self.canvas = Canvas(self.editor, LIGHT)
        live_plan, checks = LivePlan(self.editor, self.engines), DataChecks(self.editor, self.engines)
        parts = Parts(
            editor=self.editor,
            theme=LIGHT,
            canvas=self.canvas,
            engines=self.engines,
            live_plan=live_plan,
            data_checks=checks,
            runs=self.runs,
            chosen_run=ChosenRun(self.runs, self.editor),
            act=self.acts.append,
            show_column=self.acts.append,
        )
        self.health = HealthBadges(parts, self.runs)
        self.page = TrainPage(parts)
        self.page.resize(1280, 720)
        self.page.show()

    def close(self) -> None:
        self.engines.close()
        self.page.close()
        self.canvas.close_canvas()
        for each in (self.page, self.canvas, self.runs, self.jobs, self.engines, self.editor):
            each.deleteLater()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + LONG / 1_000
    while not holds():
        assert time.monotonic() < deadline
        QTest.qWait(10)


def press(page: QWidget, name: str) -> None:
    """Click a button, once it is there and can be."""
    button = child(page, QPushButton, name)
    until(lambda: button.isVisible() and button.isEnabled())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words(page: QWidget, name: str = "") -> str:
    """All that labels of a part of the page show."""
    part = child(page, QWidget, name) if name else page
    labels = [part] if isinstance(part, QLabel) else part.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible() and isinstance(label, QLabel))
