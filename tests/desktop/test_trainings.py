"""Whatever becomes of a training's process, the page says it in words, and the others go on."""

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pulse import Pulse
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from told_runs import STARTED, epoch
from train_pages import LONG, AlonePage, press, until, words
from windows import child, in_dialogs, small_project

from netloom.protocol import Resume
from netloom.storage import save
from netloom_desktop.training.closing import may_close
from netloom_desktop.training.jobs import Job

MEASURED = (pytest.mark.soak, pytest.mark.alone)
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
@pytest.mark.parametrize(("times", "seconds"), [(1, LONG / 1_000), pytest.param(20, 0.5, marks=MEASURED)])
def test_a_training_whose_process_dies_says_why_and_what_is_left(
    page: Page, qtbot: QtBot, end: str, times: int, seconds: float
) -> None:
    alone = page("falls", end)
    for _ in range(times):
        job = trained(alone, qtbot)
        died = time.monotonic()
        qtbot.waitUntil(lambda job=job: job.run.is_over, timeout=LONG)  # type: ignore[misc]  # a default binds it
        assert time.monotonic() - died < seconds
        assert ENDS[end] in words(alone.page, "run_failed")
        assert "of epoch 1 or a few seconds before, is kept in" in words(alone.page, "run_failed")
        assert child(alone.page, QPushButton, "run_failed_button").text() == "Continue from there"


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_a_training_that_hangs_is_not_ended_by_a_double_click_but_by_end_it_now(
    page: Page, qtbot: QtBot, times: int
) -> None:
    alone = page("falls", "hang")
    for _ in range(times):
        job = trained(alone, qtbot)
        double_click(alone, "stop_keep")
        end = child(alone.page, QPushButton, "end_now")
        assert (job.run.state, end.text(), end.isEnabled()) == ("stopping", "End it now", False)
        press(alone.page, "end_now")
        qtbot.waitUntil(lambda job=job: job.run.is_over, timeout=LONG)  # type: ignore[misc]  # a default binds it
        assert "ended before it had finished" in words(alone.page, "run_failed")


def test_a_window_need_not_wait_for_one_that_hangs(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    alone.jobs.patience = 1
    trained(alone, qtbot)
    in_dialogs(lambda box: answer(box, "Stop and keep"), lambda box: answer(box, "Keep the window open"))
    assert not may_close(alone.jobs, alone.page)
    in_dialogs(lambda box: answer(box, "Stop and keep"), lambda box: answer(box, "End now"))
    assert may_close(alone.jobs, alone.page)


def answer(box: QDialog, text: str) -> None:
    assert isinstance(box, QMessageBox)
    button = next(each for each in box.buttons() if each.text().replace("&", "") == text)
    until(button.isEnabled)
    button.click()


def test_one_that_hangs_and_was_to_be_thrown_away_is(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    alone.jobs.patience = 1
    job = trained(alone, qtbot)
    assert job.run.folder is not None
    job.run.folder.mkdir()
    press(alone.page, "stop_discard")
    press(alone.page, "end_now")
    qtbot.waitUntil(lambda: not alone.runs.entries, timeout=LONG)
    assert not job.run.folder.exists()
    assert not words(alone.page, "run_failed")


def test_one_that_is_stopped_before_it_has_begun_is_gone_without_a_word(page: Page, qtbot: QtBot) -> None:
    alone = page("never")
    press(alone.page, "train")
    press(alone.page, "stop_keep")
    qtbot.waitUntil(lambda: not alone.runs.entries, timeout=LONG)
    assert not words(alone.page, "run_failed")


def test_a_double_click_on_one_that_waits_does_not_stop_the_next(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    alone.jobs.at_once = 1
    job = trained(alone, qtbot)
    press(alone.page, "train")
    double_click(alone, "stop_discard")
    assert alone.jobs.all == [job]
    assert job.run.state == "training"


def test_what_trains_when_another_project_is_opened_is_still_seen_and_can_be_stopped(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    job = trained(alone, qtbot)
    save(small_project(), job.path.with_name("others.netloom"))
    alone.editor.open(job.path.with_name("others.netloom"))
    assert words(alone.page, "which_run") == "houses: 001: training"
    assert not words(alone.page, "moved_on")
    press(alone.page, "stop_keep")
    assert job.run.state == "stopping"


def test_an_earlier_run_of_which_only_the_ends_were_read_goes_on_with_all_of_them(tmp_path: Path, page: Page) -> None:
    for name in ("001", "002"):
        folder = tmp_path / "houses-runs" / name
        folder.mkdir(parents=True)
        began = STARTED.model_copy(update={"run": str(folder)})
        events = (began, epoch(1, 0.9, 0.9), epoch(2, 0.8, 0.8))
        (folder / "events.jsonl").write_text("".join(f"{event.model_dump_json()}\n" for event in events))
    alone = page("well")
    first = alone.runs.entries[0]
    alone.page.runs.choose(first)
    assert "loss" not in first.run.figures or not first.drawn
    press(alone.page, "go_on")
    until(lambda: bool(alone.jobs.all))
    (job,) = alone.jobs.all
    assert job.request == Resume(run=str(tmp_path / "houses-runs" / "001"))
    assert list(job.run.figures["loss"].y) == [0.9, 0.8]


def test_data_that_is_gone_keeps_from_training(page: Page) -> None:
    alone = page("well")
    assert not words(alone.page, "cannot_train")
    path = alone.editor.path
    assert path is not None
    path.with_name("houses.csv").unlink()
    alone.editor.open(path)
    assert "needs data first" in words(alone.page, "cannot_train")


def double_click(alone: AlonePage, name: str) -> None:
    """Two clicks in the place of a button, of which the second meets what is there by then."""
    press(alone.page, name)
    button = child(alone.page, QPushButton, name)
    if button.isVisible():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        QTest.mouseClick(child(alone.page, QPushButton, "end_now"), Qt.MouseButton.LeftButton)


def test_as_many_train_at_once_as_the_machine_bears_and_the_others_wait(page: Page, qtbot: QtBot) -> None:
    alone = page("falls", "hang")
    alone.jobs.at_once = 2
    for _ in range(3):
        press(alone.page, "train")
    qtbot.waitUntil(lambda: [job.run.epochs for job in alone.jobs.all] == [1, 1, 0], timeout=LONG)
    assert [job.run.state for job in alone.jobs.all] == ["training", "training", "waiting"]
    alone.jobs.patience = 1
    first = alone.jobs.all[0]
    alone.jobs.stop(first)
    qtbot.waitUntil(lambda: first.is_slow, timeout=LONG)
    alone.jobs.end_now(first)
    qtbot.waitUntil(lambda: alone.jobs.all[2].run.epochs == 1, timeout=LONG)


@pytest.mark.parametrize(("count", "gap"), [(5_000, LONG / 1_000), pytest.param(50_000, 0.03, marks=MEASURED)])
def test_a_flood_of_events_between_rubbish_is_heard_to_the_last_and_memory_stays_flat(
    page: Page, qtbot: QtBot, count: int, gap: float
) -> None:
    alone, sizes = page("floods", str(count)), []
    until(lambda: alone.page.plots.view is not None)
    pulse = Pulse()
    for _ in range(3):
        press(alone.page, "train")
        (*_, job) = alone.jobs.all
        qtbot.waitUntil(lambda job=job: job.run.is_over, timeout=LONG)  # type: ignore[misc]  # a default binds it
        assert job.run.progress is not None
        assert (job.run.revision, job.run.progress.step) == (count + 1, count)
        gc.collect()
        sizes.append(psutil.Process().memory_info().rss)
        pulse.last = time.perf_counter(), time.thread_time()  # collecting garbage is the test's own work
    assert sizes[-1] - sizes[1] < 10 * 2**20
    assert pulse.gap <= gap, str(pulse)
