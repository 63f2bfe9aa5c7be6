"""Whatever becomes of a training's process, the page says it in words, and the others go on."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from train_pages import LONG, AlonePage, press, words
from windows import child

from netloom_desktop.training.jobs import Job

Page = Callable[..., AlonePage]
ENDS = {
    "SIGSEGV": "crashed (SIGSEGV)",
    "SIGABRT": "crashed (SIGABRT)",
    "SIGKILL": "memory ran out",
    "exit": "ended with the status 7",
    "memory": "ended with the status 1",
}


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot) -> Iterator[Page]:
    """Makes a page whose engines behave in some way."""
    pages: list[AlonePage] = []

    def made(*how: str) -> AlonePage:
        pages.append(AlonePage(tmp_path, *how))
        qtbot.waitExposed(pages[-1].page)
        return pages[-1]

    yield made
    for each in pages:
        each.close()


def trained(alone: AlonePage, qtbot: QtBot) -> Job:
    """Presses Train, and waits until an epoch is over."""
    press(alone.page, "train")
    (*_, job) = alone.jobs.all
    qtbot.waitUntil(lambda: job.run.epochs == 1, timeout=LONG)
    return job


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_a_training_whose_process_dies_says_why_and_what_is_left(
    page: Page, qtbot: QtBot, end: str, times: int
) -> None:
    alone = page("falls", end)
    for _ in range(times):
        job = trained(alone, qtbot)
        qtbot.waitUntil(lambda job=job: job.run.is_over, timeout=LONG)  # type: ignore[misc]  # a default binds it
        assert ENDS[end] in words(alone.page, "run_failed")
        assert "of epoch 1 or a few seconds before, is kept in" in words(alone.page, "run_failed")
        assert child(alone.page, QPushButton, "run_failed_button").text() == "Continue from there"


def test_a_training_that_hangs_is_ended_by_asking_twice(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    job = trained(alone, qtbot)
    press(alone.page, "stop_keep")
    assert alone.page.controls.keep.text() == "End it now"
    press(alone.page, "stop_keep")
    qtbot.waitUntil(lambda: job.run.is_over, timeout=LONG)
    assert "ended before it had finished" in words(alone.page, "run_failed")


def test_as_many_train_at_once_as_the_machine_bears_and_the_others_wait(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    alone.jobs.at_once = 2
    for _ in range(3):
        press(alone.page, "train")
    qtbot.waitUntil(lambda: [job.run.epochs for job in alone.jobs.all] == [1, 1, 0], timeout=LONG)
    assert [job.run.state for job in alone.jobs.all] == ["training", "training", "waiting"]
    for _ in range(2):
        alone.jobs.stop(alone.jobs.all[0])
    qtbot.waitUntil(lambda: alone.jobs.all[2].run.epochs == 1, timeout=LONG)


@pytest.mark.parametrize("count", [5_000, pytest.param(50_000, marks=pytest.mark.soak)])
def test_a_flood_of_events_between_rubbish_is_heard_to_the_last_and_memory_stays_flat(
    page: Page, qtbot: QtBot, count: int
) -> None:
    alone, sizes = page("floods", str(count)), []
    for _ in range(3):
        press(alone.page, "train")
        (*_, job) = alone.jobs.all
        qtbot.waitUntil(lambda job=job: job.run.is_over, timeout=LONG)  # type: ignore[misc]  # a default binds it
        assert job.run.progress is not None
        assert (job.run.revision, job.run.progress.step) == (count + 1, count)
        gc.collect()
        sizes.append(psutil.Process().memory_info().rss)
    assert sizes[-1] - sizes[1] < 10 * 2**20
