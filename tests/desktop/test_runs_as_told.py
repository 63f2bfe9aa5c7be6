"""A run is what its events tell: the same live and read again, in bounded memory, with what matters found in it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot
from told_runs import STARTED, epoch

from netloom.blocks import Dense
from netloom.edits import AddBlock, RemoveBlocks
from netloom.events import (
    BlockHealth,
    Continued,
    Event,
    Health,
    Paused,
    Progress,
    RunFinished,
    RunResumed,
    Told,
)
from netloom.project import Project
from netloom.protocol import Train
from netloom.races import race_of
from netloom.run_folders import folders_with_events
from netloom.settings.training import EarlyStopping, Training
from netloom_desktop.training.book import Entry
from netloom_desktop.training.curve import MOST, Curve
from netloom_desktop.training.jobs import Job
from netloom_desktop.training.notices import has_moved_on, told_words
from netloom_desktop.training.past import AT_ONCE, Follower, glance
from netloom_desktop.training.run import Run, figure_names
from netloom_desktop.training.table import table_of
from netloom_desktop.training.wording import duration, end_words, first_few, health_words, progress_words, state_words
from small_trainings import project_file, train_file


def run_of(*events: Event, epochs: int = 10) -> Run:
    run = Run(project=Project(training=Training(epochs=epochs)))
    for event in (STARTED, *events):
        run.hear(event)
    return run


def course(*losses: tuple[float, float]) -> Run:
    """A run with these losses on training and validation rows."""
    return run_of(*(epoch(number, *pair) for number, pair in enumerate(losses, 1)))


# How far it is


def test_a_run_says_where_it_is_how_fast_and_how_long_yet() -> None:
    run = run_of(epoch(1, 0.9, 0.9), Progress(epoch=2, step=2, loss=0.5, rows_per_second=200.0))
    assert progress_words(run) == "Epoch 2 of 10 · step 2 of 4 · 200 rows/s · at most 17 s left"
    assert run.part == pytest.approx(0.15)
    assert run.steps.x[-1] == pytest.approx(1.5)


def test_before_the_first_epoch_is_over_its_pace_tells_the_time_left() -> None:
    run = run_of(Progress(epoch=1, step=1, loss=0.5, rows_per_second=100.0))
    assert run.seconds_left == pytest.approx(39.0)
    assert run_of().seconds_left is None


def test_a_run_that_is_over_tells_how_it_ended() -> None:
    ended = RunFinished(reason="early_stopping", message="Stopped early.", epochs=2, best_epoch=1, seconds=4.0)
    run = run_of(epoch(1, 0.9, 0.9, best=True), epoch(2, 0.8, 1.0), ended)
    assert (state_words(run), end_words(run), run.stopped_early, run.best_epoch) == (
        "stopped early",
        "Stopped early.",
        2,
        1,
    )
    assert run.best_of("loss") == 0.9
    assert run.seconds_left is None


def test_a_run_that_ran_away_has_failed() -> None:
    run = run_of(RunFinished(reason="not_finite", message="The loss is NaN.", epochs=0, best_epoch=0, seconds=1.0))
    assert (run.state, run.failure) == ("failed", "The loss is NaN.")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.25, "0.2 s"), (12, "12 s"), (185, "3 min 5 s"), (7_800, "2 h 10 min")]
)
def test_durations_are_read_at_a_glance(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_run_that_is_resumed_forgets_what_is_told_again() -> None:
    run = course((1.0, 1.0), (0.9, 0.9), (0.8, 0.8))
    run.hear(Progress(epoch=4, step=3, loss=0.7, rows_per_second=1.0))
    resumed = RunResumed(**STARTED.model_dump(exclude={"kind"}), epoch=3, step=0, seconds=4.0)
    run.begin_again()
    run.hear(resumed)
    assert (run.state, run.epochs, list(run.figures["loss"].y)) == ("training", 2, [1.0, 0.9])
    assert not len(run.steps)
    run.hear(epoch(3, 0.8, 0.8))
    assert list(run.figures["loss"].x) == [1, 2, 3]


def test_what_was_told_before_it_began_is_still_told_when_it_goes_on() -> None:
    warning = Told(code="data_few", severity="warning", message="There are few rows.")
    run = run_of(warning, epoch(1, 0.9, 0.9))
    run.hear(RunResumed(**STARTED.model_dump(exclude={"kind"}), epoch=2, step=0, seconds=4.0))
    assert told_words(run) == "There are few rows."


def test_a_run_that_is_to_stop_before_it_has_gone_on_is_still_to_stop_then() -> None:
    run = run_of(epoch(1, 0.9, 0.9))
    run.state = "stopping"
    run.hear(RunResumed(**STARTED.model_dump(exclude={"kind"}), epoch=2, step=0, seconds=4.0))
    assert run.state == "stopping"


def test_a_pause_is_told_and_how_a_run_could_go_on() -> None:
    run = run_of(epoch(1, 0.9, 0.9), Paused(epoch=2, step=1))
    assert state_words(run) == "paused"
    assert "left" not in progress_words(run)
    run.hear(Continued(epoch=2, step=1))
    assert (state_words(run), run.going_on) == ("training", "")
    for reason, way in (("stopped", "continue"), ("finished", "more"), ("not_finite", "")):
        run.hear(RunFinished(reason=reason, message="", epochs=1, best_epoch=1, seconds=1.0))  # type: ignore[arg-type]  # reasons
        assert run.going_on == way


def test_the_health_of_blocks_is_kept_by_block() -> None:
    blocks = (BlockHealth(node="dense_1", gradient_norm=0.5, dead=0.9, trouble="dead"), BlockHealth(node="dense_2"))
    run = run_of(Health(epoch=1, step=2, blocks=blocks), Health(epoch=2, step=4, blocks=blocks[:1]))
    assert health_words(run) == ("dense_1: 90% of its units answer 0 to every row, and so learn nothing.",)
    assert {name: list(curves) for name, curves in run.healths.items()} == {
        "gradient_norm": ["dense_1"], "dead": ["dense_1"], "saturated": [],
    }  # fmt: skip  # a table reads best in few lines
    assert list(run.healths["dead"]["dense_1"].x) == [0.5, 2.0]


def test_of_many_blocks_in_trouble_the_first_are_told_and_how_many_more() -> None:
    assert first_few(["a", "b", "c"]) == ["a", "b", "c"]
    assert first_few(["a", "b", "c", "d", "e"]) == ["a", "b", "c", "… and 2 more."]


def test_the_project_has_moved_on_once_what_trains_is_another_than_what_was_edited_then() -> None:
    edited = AddBlock(block=Dense())(Project())
    runner = race_of("seeds").runners(edited)[1]
    job = Job(Train(project=runner.project, path="P.netloom"), Run("", runner.project), Path(), edited=edited)
    entry = Entry(job.run, job)
    added = AddBlock(block=Dense())(edited)
    assert has_moved_on(entry, added)
    assert not has_moved_on(entry, RemoveBlocks(nodes=("dense_2",))(added))
    assert not has_moved_on(entry, edited.model_copy(update={"name": "another"}))


# Learning by heart


def test_it_is_seen_where_validation_turns_while_training_falls() -> None:
    run = course((1.0, 1.0), (0.7, 0.8), (0.5, 0.7), (0.4, 0.75), (0.3, 0.8), (0.2, 0.9))
    assert run.turned == (3, 6)
    assert course((1.0, 1.0), (0.7, 0.8)).turned is None


# Curves


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200, unique=True).map(sorted))
def test_a_curve_keeps_every_point_while_there_is_room(places: list[float]) -> None:
    curve = Curve()
    for x in places:
        curve.add(x, -x)
    assert list(curve.x) == places
    assert curve.at(places[0]) == -places[0]


@pytest.mark.parametrize("count", [MOST, MOST + 1, 3 * MOST + 7])
def test_a_long_curve_stays_small_and_keeps_its_shape_and_its_end(count: int) -> None:
    curve = Curve()
    for x in range(count):
        curve.add(float(x), float(x) / 2)
    assert MOST // 2 <= len(curve) <= MOST
    assert curve.x[0] == 0
    assert curve.x[-1] == count - 1
    assert all(y == x / 2 for x, y in zip(curve.x, curve.y, strict=True))
    gaps = [after - before for before, after in zip(curve.x, curve.x[1:], strict=False)]
    assert max(gaps) <= 2 * count / MOST + 1


# Tables


def test_figures_leave_as_a_table_in_which_nothing_runs() -> None:
    run = course((1.0, 1.1), (0.5, 0.6))
    run.label = "=1+1"
    run.folder = None
    assert (
        table_of([run]) == "run,epoch,loss,validation_loss,learning_rate\n'=1+1,1,1.0,1.1,0.01\n'=1+1,2,0.5,0.6,0.01\n"
    )
    assert figure_names([run]) == ("loss",)


def test_a_run_has_the_name_that_it_was_given_also_when_it_is_read_again() -> None:
    run = Run(folder=Path("houses-runs/001"))
    run.hear(STARTED.model_copy(update={"label": "RMSprop"}))
    assert run.name == "001 · RMSprop"
    run.hear(RunResumed(**STARTED.model_dump(exclude={"kind"}), epoch=1, step=0, seconds=4.0))
    assert run.name == "001 · RMSprop"


# Read again


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Event]]:
    path = project_file(tmp_path_factory.mktemp("runs"), epochs=4, early_stopping=EarlyStopping(patience=2))
    return path, train_file(path)


def followed(qtbot: QtBot, folder: Path) -> Run:
    follower = Follower(folder)
    with qtbot.waitSignal(follower.done):
        pass
    return follower.run


def test_a_run_read_again_is_the_run_that_was_seen(trained: tuple[Path, list[Event]], qtbot: QtBot) -> None:
    path, events = trained
    (glanced,) = map(glance, folders_with_events(path))
    assert glanced.folder is not None
    seen, again = Run(), followed(qtbot, glanced.folder)
    for event in events:
        seen.hear(event)
    for run in (again, glanced):
        assert (run.started, run.finished, run.epochs, run.best) == (
            seen.started,
            seen.finished,
            seen.epochs,
            seen.best,
        )
    assert {name: list(curve.y) for name, curve in again.figures.items()} == {
        name: list(curve.y) for name, curve in seen.figures.items()
    }
    assert list(again.steps.y) == list(seen.steps.y)


def test_what_is_no_event_is_passed_over(trained: tuple[Path, list[Event]], tmp_path: Path, qtbot: QtBot) -> None:
    (run,) = map(glance, folders_with_events(trained[0]))
    assert run.folder is not None
    folder = tmp_path / "002"
    folder.mkdir()
    lines = (run.folder / "events.jsonl").read_bytes().split(b"\n")
    (folder / "events.jsonl").write_bytes(
        b"\n".join([lines[0], b'{"kind": "of_tomorrow"}', b"rubbish", *lines[1:]]) + b'{"torn'
    )
    assert followed(qtbot, folder).epochs == run.epochs
    assert glance(folder).finished == run.finished


def test_a_line_longer_than_what_is_read_at_once_is_read(tmp_path: Path, qtbot: QtBot) -> None:
    blocks = tuple(BlockHealth(node=f"dense_{number}", gradient_norm=0.123456789, dead=0.5) for number in range(2_000))
    events = (STARTED, Health(epoch=1, step=4, blocks=blocks), epoch(1, 0.5, 0.6))
    lines = [event.model_dump_json() for event in events]
    assert max(map(len, lines)) > AT_ONCE
    (tmp_path / "events.jsonl").write_text("\n".join([*lines, ""]))
    run = followed(qtbot, tmp_path)
    assert (run.epochs, len(run.health)) == (1, 2_000)


def test_a_run_whose_process_is_gone_has_ended_from_outside(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "001"
    folder.mkdir()
    (folder / "events.jsonl").write_text(f"{STARTED.model_dump_json()}\n{epoch(1, 0.5, 0.6).model_dump_json()}\n")
    assert state_words(glance(folder)) == "ended from outside"
    assert state_words(followed(qtbot, folder)) == "ended from outside"
