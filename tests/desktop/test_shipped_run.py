"""Which run is shipped, what is told of it, and why there may be none: from what the folders of runs hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from told_runs import STARTED, epoch
from windows import small_project

from netloom.edits import SetData, SetTraining
from netloom.events import Event, Reason, RunFinished, to_line
from netloom.project import Project
from netloom.run_folders import EVENTS, PROJECT
from netloom.settings.splits import StratifiedSplit
from netloom.storage import save
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.shipping.shipped_run import ShippedRun
from netloom_desktop.training.book import Entry, RunBook
from netloom_desktop.training.jobs import Jobs
from netloom_desktop.training.run import Run


class Desk:
    """A project in a file, and runs of it as their folders tell them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        save(small_project(), folder / "houses.netloom")
        self.editor, self.engines = Editor(), EngineClient()
        self.editor.open(folder / "houses.netloom")
        self.project = self.editor.project
        self.jobs = Jobs(self.engines)
        self.book = RunBook(self.editor, self.jobs)

    def run(self, name: str, *events: Event, project: Project | None = None) -> None:
        """A run that has told these events and is over."""
        folder = self.folder / "houses-runs" / name
        folder.mkdir(parents=True)
        (folder / EVENTS).write_text("".join(f"{to_line(event)}\n" for event in (STARTED, *events)), "utf-8")
        save(project or self.project, folder / PROJECT)

    def shipped(self) -> ShippedRun:
        self.book.open()
        return ShippedRun(self.book, self.editor)

    def close(self) -> None:
        for each in (self.book, self.jobs, self.engines, self.editor):
            each.deleteLater()


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def over(reason: Reason = "finished") -> RunFinished:
    return RunFinished(reason=reason, message="It is over.", epochs=1, best_epoch=1, seconds=2.0)


LEARNT = epoch(1, 0.5, 0.6, best=True)


def test_without_a_run_there_is_nothing_to_ship(desk: Desk) -> None:
    shipped = desk.shipped()
    assert shipped.entry is None
    assert shipped.folder is None
    assert "Nothing is trained yet" in shipped.refusal


def test_the_latest_complete_run_is_shipped_until_another_is_chosen(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    desk.run("002", LEARNT, over("early_stopping"))
    desk.run("003", LEARNT, over("stopped"))
    desk.run("004", LEARNT)
    shipped = desk.shipped()
    assert shipped.folder == desk.folder / "houses-runs" / "002"
    assert (shipped.refusal, shipped.notes) == ("", ())
    changed = QSignalSpy(shipped.changed)
    shipped.choose(shipped.entries[-1])
    assert changed.count() == 1
    assert shipped.folder == desk.folder / "houses-runs" / "001"


def test_a_fold_is_shipped_only_where_nothing_else_is_complete(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    data = desk.project.data.model_copy(update={"split": StratifiedSplit(folds=5)})
    desk.run("002", LEARNT, over(), project=SetData(data=data)(desk.project))
    assert desk.shipped().folder == desk.folder / "houses-runs" / "001"


@pytest.mark.parametrize("events", [(LEARNT,), (LEARNT, over("stopped"))], ids=["killed", "stopped"])
def test_of_a_run_that_was_ended_it_is_told_what_answers(desk: Desk, events: tuple[Event, ...]) -> None:
    desk.run("001", *events)
    shipped = desk.shipped()
    assert shipped.folder is not None
    assert "run 001 was ended before it was complete" in shipped.notes[0]


def test_a_run_that_was_killed_before_it_learnt_is_refused(desk: Desk) -> None:
    desk.run("001")
    shipped = desk.shipped()
    assert shipped.folder is None
    assert shipped.refusal.startswith("Run 001 ended before it had learnt anything.")


def test_a_run_that_still_trains_is_refused(desk: Desk) -> None:
    shipped, run = desk.shipped(), Run(folder=desk.folder / "houses-runs" / "001")
    for event in (STARTED, LEARNT):
        run.hear(event)
    desk.book.entries.append(Entry(run))
    assert shipped.refusal.startswith("Run 001 still trains.")
    run.hear(over())
    assert shipped.refusal == ""


def test_where_the_canvas_has_moved_on_the_run_is_shipped_as_it_was(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    shipped = desk.shipped()
    training = desk.project.training.model_copy(update={"epochs": 99})
    desk.editor.do("Set epochs", SetTraining(training=training))
    assert shipped.notes == (
        "The canvas has moved on since run 001 was trained: what is shipped is the network of the run, as it was then.",
    )
    desk.editor.undo()
    assert shipped.notes == ()
