"""Which run is looked at and handed on, what is told of it, and why there may be none: from what folders hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from told_runs import STARTED, epoch
from windows import small_project

from netloom.edits import SetData, SetTraining
from netloom.events import Event, Reason, RunFinished, to_line
from netloom.project import Project
from netloom.run_folders import EVENTS, PROJECT
from netloom.run_folders.removal import bring_back, delete_runs
from netloom.settings.splits import StratifiedSplit
from netloom.storage import save
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.run_choice.chosen_run import ChosenRun
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

    def chosen_run(self) -> ChosenRun:
        self.book.open()
        return ChosenRun(self.book, self.editor)

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


def test_without_a_run_it_is_told_what_to_do(desk: Desk) -> None:
    chosen = desk.chosen_run()
    assert chosen.entry is None
    assert chosen.folder is None
    assert "Nothing is trained yet" in chosen.refusal


def test_the_latest_complete_run_is_taken_until_another_is_chosen(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    desk.run("002", LEARNT, over("early_stopping"))
    desk.run("003", LEARNT, over("stopped"))
    desk.run("004", LEARNT)
    chosen = desk.chosen_run()
    assert chosen.folder == desk.folder / "houses-runs" / "002"
    assert (chosen.refusal, chosen.notes) == ("", ())
    changed = QSignalSpy(chosen.changed)
    chosen.choose(chosen.entries[-1])
    assert changed.count() == 1
    assert chosen.folder == desk.folder / "houses-runs" / "001"


def test_a_later_run_takes_over_where_none_was_chosen(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    chosen = desk.chosen_run()
    desk.run("002", LEARNT, over())
    desk.book.look_again()
    assert chosen.folder == desk.folder / "houses-runs" / "002"
    chosen.choose(chosen.entries[-1])
    desk.run("003", LEARNT, over())
    desk.book.look_again()
    assert chosen.folder == desk.folder / "houses-runs" / "001"


def test_a_chosen_run_that_is_deleted_elsewhere_gives_way_until_it_is_back(desk: Desk) -> None:
    for name in ("001", "002"):
        desk.run(name, LEARNT, over())
    chosen = desk.chosen_run()
    chosen.choose(chosen.entries[-1])
    deleted = delete_runs([desk.folder / "houses-runs" / "001"])
    desk.book.look_again()
    assert chosen.folder == desk.folder / "houses-runs" / "002"
    bring_back(deleted)
    desk.book.look_again()
    assert chosen.folder == desk.folder / "houses-runs" / "001"


def test_a_fold_is_taken_only_where_nothing_else_is_complete(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    data = desk.project.data.model_copy(update={"split": StratifiedSplit(folds=5)})
    desk.run("002", LEARNT, over(), project=SetData(data=data)(desk.project))
    assert desk.chosen_run().folder == desk.folder / "houses-runs" / "001"


def test_what_is_trained_stays_so_while_it_is_read_from_its_beginning(desk: Desk, qtbot: QtBot) -> None:
    desk.run("001", *[LEARNT] * 2_000, over())  # more than is read at once
    counted: list[int] = []
    for signal in (desk.book.listed, desk.book.changed, desk.book.heard):
        signal.connect(lambda *_: counted.append(desk.book.trained))
    desk.book.open()
    (entry,) = desk.book.entries
    qtbot.waitUntil(lambda: entry.is_read)
    assert set(counted) == {1}


@pytest.mark.parametrize("events", [(LEARNT,), (LEARNT, over("stopped"))], ids=["killed", "stopped"])
def test_of_a_run_that_was_ended_it_is_told_what_answers(desk: Desk, events: tuple[Event, ...]) -> None:
    desk.run("001", *events)
    chosen = desk.chosen_run()
    assert chosen.folder is not None
    assert "run 001 was ended before it was complete" in chosen.notes[0]


def test_a_run_that_was_killed_before_it_learnt_is_refused(desk: Desk) -> None:
    desk.run("001")
    chosen = desk.chosen_run()
    assert chosen.folder is None
    assert chosen.refusal.startswith("Run 001 ended before it had learnt anything.")


def test_a_run_that_still_trains_is_refused(desk: Desk) -> None:
    chosen, run = desk.chosen_run(), Run(folder=desk.folder / "houses-runs" / "001")
    for event in (STARTED, LEARNT):
        run.hear(event)
    desk.book.entries.append(Entry(run))
    assert chosen.refusal.startswith("Run 001 still trains.")
    run.hear(over())
    assert chosen.refusal == ""


def test_where_the_canvas_has_moved_on_the_run_is_told_to_be_as_it_was(desk: Desk) -> None:
    desk.run("001", LEARNT, over())
    chosen = desk.chosen_run()
    training = desk.project.training.model_copy(update={"epochs": 99})
    desk.editor.do("Set epochs", SetTraining(training=training))
    assert chosen.notes == (
        "The canvas has moved on since run 001 was trained: here it is the network of the run, as it was then.",
    )
    desk.editor.undo()
    assert chosen.notes == ()
