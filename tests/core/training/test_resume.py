"""Going on with a run: to the very weights that it would have had, or not at all and for a reason."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from netloom import storage
from netloom.errors import DataError, RunError, TrainingError
from netloom.events import EpochFinished, Event, Progress, RunFinished, RunResumed, RunStarted, Told
from netloom.protocol import pause_training, stop_training
from netloom.runs import open_run
from netloom.series import train_repeats
from netloom.settings.optimizers import SGD, Adam, RMSprop
from netloom.settings.schedules import Cosine, ReduceOnPlateau, StepDecay
from netloom.settings.training import EarlyStopping
from netloom.training.resuming import resume
from netloom.training.state import CHECKPOINT, STATE, sha256
from netloom.training.train import train
from small_trainings import ONE, PRICE, RESTLESS, X, Y, epochs, project_file, train_file

OPTIONS: dict[str, Any] = {
    "columns": (X, Y, PRICE), "optimizer": RMSprop(momentum=0.5), "epochs": 4, "batch_size": 16, "early_stopping": None,
}  # fmt: skip  # a table reads best as one


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return project_file(tmp_path, *RESTLESS, **OPTIONS)


def run_of(path: Path, name: str = "001") -> Path:
    return path.with_name("points-runs") / name


def stopped_in(path: Path, epoch: int, step: int, name: str = "stopped") -> Path:
    """The folder of a run that was ended after so many steps of an epoch."""
    run = path.with_name(name)
    events = train(storage.load(path), path, run=run, checkpoint_every=0)
    for event in events:
        if isinstance(event, Progress) and (event.epoch, event.step) == (epoch, step):
            break
    events.close()
    return run


def same_weights(one: Path, other: Path) -> bool:
    return all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in ("last.safetensors", "best.safetensors")
    )


@pytest.mark.parametrize(("epoch", "step"), [(1, 1), (2, 5), (4, 9)])
def test_a_run_that_was_stopped_goes_on_to_the_same_weights_and_figures(path: Path, epoch: int, step: int) -> None:
    whole = train_file(path)
    run = stopped_in(path, epoch, step)
    events = list(resume(run))
    first, *_, last = events
    assert isinstance(first, RunResumed)
    assert (first.epoch, first.step, first.epochs, first.steps) == (epoch, step, 4, 9)
    assert isinstance(last, RunFinished)
    assert (last.reason, last.epochs) == ("finished", 4)
    assert same_weights(run, run_of(path))
    assert epochs(open_run(run).events()) == epochs(whole)


def test_stopped_between_the_last_step_of_an_epoch_and_its_end_it_tells_the_rate_of_that_step(tmp_path: Path) -> None:
    path = project_file(tmp_path, *RESTLESS, **OPTIONS, schedule=Cosine())
    train_file(path)
    run = stopped_in(path, 2, 9)
    list(resume(run))
    assert rates(run) == rates(run_of(path))


def rates(run: Path) -> list[float]:
    return [event.learning_rate for event in open_run(run).events() if isinstance(event, EpochFinished)]


def test_its_lines_go_on_without_one_twice_or_missing(path: Path) -> None:
    run = stopped_in(path, 2, 5)
    before = open_run(run).events()
    assert isinstance(before[-1], RunFinished)
    events = list(resume(run, checkpoint_every=0))
    told = open_run(run).events()
    assert list(told) == [*before[:-1], *events]
    steps = [(event.epoch, event.step) for event in told if isinstance(event, Progress)]
    assert steps == [(epoch, step) for epoch in range(1, 5) for step in range(1, 10)]
    assert [event.kind for event in told].count("run_finished") == 1


def test_the_time_of_both_parts_counts_and_not_that_between(path: Path) -> None:
    run = stopped_in(path, 3, 2)
    before = open_run(run).state.seconds
    (*_, last) = resume(run)
    assert isinstance(last, RunFinished)
    assert last.seconds == open_run(run).state.seconds > before > 0


def test_interrupted_again_and_again_it_still_comes_to_the_same(path: Path) -> None:
    train_file(path)
    run = stopped_in(path, 1, 3)
    for _ in range(12):
        events = resume(run, checkpoint_every=0)
        steps = [event for _, event in zip(range(4), events, strict=False) if isinstance(event, Progress)]
        assert steps
        events.close()
    list(resume(run))
    assert same_weights(run, run_of(path))


def test_the_number_of_threads_is_kept(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=2)
    events = train(storage.load(path), path, threads=2)
    assert isinstance(next(events), RunStarted)
    events.close()
    assert next(resume(run_of(path))).threads == 2


def test_a_run_that_was_killed_before_its_first_checkpoint_begins_again(path: Path) -> None:
    train_file(path)
    run = stopped_in(path, 1, 1)
    (run / CHECKPOINT).unlink()
    assert isinstance(next(iter(events := list(resume(run)))), RunStarted)
    assert open_run(run).events() == tuple(events)
    assert same_weights(run, run_of(path))


def test_killed_again_before_its_first_checkpoint_it_begins_once_more(path: Path) -> None:
    train_file(path)
    run = stopped_in(path, 2, 1)
    (run / CHECKPOINT).unlink()
    events = resume(run)
    assert isinstance(next(events), RunStarted)
    killed = shutil.copytree(run, path.with_name("killed"))
    events.close()
    list(resume(killed))
    assert same_weights(killed, run_of(path))
    assert open_run(killed).state.epochs == 4


# More epochs


def test_a_complete_run_goes_on_for_more_epochs_as_if_there_always_were_to_be_so_many(path: Path) -> None:
    run = run_of(path)
    train_file(path)
    first, *_, last = resume(run, epochs=3)
    assert isinstance(first, RunResumed)
    assert isinstance(last, RunFinished)
    assert (first.epochs, last.epochs, open_run(run).state.epochs) == (7, 7, 7)
    longer = project_file(path.parent, *RESTLESS, **OPTIONS | {"epochs": 7})
    train_file(longer)
    assert same_weights(run, run_of(path, "002"))
    assert [event.epoch for event in open_run(run).events() if isinstance(event, EpochFinished)] == list(range(1, 8))


def test_more_epochs_are_remembered_when_it_is_stopped_again(path: Path) -> None:
    train_file(path)
    events = resume(run_of(path), epochs=3)
    next(events)
    events.close()
    assert next(resume(run_of(path))).epochs == 7


def test_after_early_stopping_patience_begins_anew(tmp_path: Path) -> None:
    wild = Adam(learning_rate=0.3)
    path = project_file(tmp_path, optimizer=wild, epochs=500, early_stopping=EarlyStopping(patience=3))
    stopped = train_file(path)[-1].epochs
    *_, last = resume(run_of(path), epochs=2)
    assert (last.reason, last.epochs) == ("finished", stopped + 2)
    *_, last = resume(run_of(path), epochs=100)
    assert last.reason == "early_stopping"


def test_a_kill_right_after_it_goes_on_does_not_take_the_new_patience(tmp_path: Path) -> None:
    wild = Adam(learning_rate=0.3)
    path = project_file(tmp_path, optimizer=wild, epochs=500, early_stopping=EarlyStopping(patience=3))
    stopped = train_file(path)[-1].epochs
    events = resume(run_of(path), epochs=2)
    assert isinstance(next(events), RunResumed)
    killed = run_of(path, "killed")
    shutil.copytree(run_of(path), killed)  # what is on the disk at this moment is what a kill would leave
    events.close()
    *_, last = resume(killed)
    assert (last.reason, last.epochs) == ("finished", stopped + 2)


def test_a_schedule_that_has_come_to_its_end_is_told_with_the_rate_that_is_left(path: Path) -> None:
    project_file(path.parent, *RESTLESS, **OPTIONS | {"schedule": Cosine(final=0.0)})
    train_file(path)
    (told,) = (event for event in resume(run_of(path), epochs=3) if isinstance(event, Told))
    assert (told.code, told.severity) == ("schedule_ended", "warning")
    assert "the learning rate stays 0, with which nothing is learnt" in told.message
    assert "train anew with training.epochs=7" in told.message
    last = [event for event in open_run(run_of(path)).events() if isinstance(event, EpochFinished)][-1]
    assert last.learning_rate == 0.0


def test_a_schedule_without_an_end_goes_on_and_so_does_one_within_it(path: Path) -> None:
    for schedule, more in ((StepDecay(), 3), (Cosine(), 0)):
        project_file(path.parent, *RESTLESS, **OPTIONS | {"schedule": schedule})
        run = stopped_in(path, 2, 5, f"stopped_{schedule.id}")
        assert not [event for event in resume(run, epochs=more) if isinstance(event, Told)]


# What keeps it from going on


@pytest.mark.parametrize("more", [0, -1])
def test_a_complete_run_needs_to_know_for_how_long(path: Path, more: int) -> None:
    train_file(path)
    with pytest.raises(RunError, match=r"001 cannot be resumed: it is complete. All 4 epochs are done.*--epochs 10"):
        list(resume(run_of(path)))


def test_data_that_has_changed_is_told(path: Path) -> None:
    run = stopped_in(path, 2, 5)
    data = path.with_name("data.csv")
    data.write_text(data.read_text("utf-8").replace("0.1", "0.2"), "utf-8")
    with pytest.raises(DataError, match=r"stopped cannot be resumed: .*data.csv has changed since it began"):
        list(resume(run))


def test_another_project_is_told_and_the_same_is_not(path: Path) -> None:
    run = stopped_in(path, 2, 5)
    same = storage.load(path).model_copy(update={"name": "another name"})
    other = storage.load(project_file(path.parent, ONE, **OPTIONS))
    with pytest.raises(RunError, match=r"the project has changed since run stopped began. Leave it out"):
        list(resume(run, project=other))
    assert list(resume(run, project=same))[-1].reason == "finished"


def test_other_versions_are_told_and_it_goes_on(path: Path) -> None:
    run = stopped_in(path, 2, 5)
    state = json.loads((run / STATE).read_text("utf-8"))
    state["versions"] = [[name, "1.0" if name == "torch" else version] for name, version in state["versions"]]
    (run / STATE).write_text(json.dumps(state), "utf-8")
    events = list(resume(run))
    (told,) = (event for event in events if isinstance(event, Told))
    assert told.code == "versions_differ"
    assert f"torch 1.0, now {torch.__version__}" in told.message
    assert events[-1].reason == "finished"


def test_a_run_that_is_being_trained_is_left_alone(path: Path) -> None:
    events = train(storage.load(path), path)
    next(events)
    with pytest.raises(RunError, match="is being trained by another process"):
        list(resume(run_of(path)))
    events.close()
    assert list(resume(run_of(path)))[-1].reason == "finished"


def test_what_became_infinite_would_do_so_again(tmp_path: Path) -> None:
    path = project_file(tmp_path, ONE, columns=(X, Y, PRICE), optimizer=SGD(learning_rate=1000.0))
    with pytest.raises(TrainingError):
        train_file(path)
    with pytest.raises(RunError, match=r"it would fail again, at the same step. Training stopped in epoch"):
        list(resume(run_of(path)))


def test_a_run_of_a_series_says_why_not(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    list(train_repeats(storage.load(path), path, 2))
    with pytest.raises(RunError, match=r"it is repeat 1 of 2 of series-001, .* Train the series again"):
        list(resume(run_of(path), epochs=1))


def test_a_folder_that_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is no run"):
        list(resume(tmp_path))


def test_a_damaged_checkpoint_is_told(path: Path) -> None:
    run = stopped_in(path, 2, 5)
    content = bytearray((run / CHECKPOINT).read_bytes())
    content[-100] ^= 1
    (run / CHECKPOINT).write_bytes(content)
    with pytest.raises(RunError, match=r"checkpoint.safetensors is damaged"):
        list(resume(run))


def test_what_another_optimizer_kept_is_not_gone_on_with(path: Path) -> None:
    run = stopped_in(path, 2, 5)
    doctor(run, lambda tensors, _: {name.replace(".size", ".square_avg"): each for name, each in tensors.items()})
    with pytest.raises(RunError, match=r"not one of this network: its optimizer kept .*square_avg.* keeps .*size"):
        list(resume(run))


# Were any part of a checkpoint left out, these would notice


def without_optimizer(tensors: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    state["optimizer"] = []
    return {name: tensor for name, tensor in tensors.items() if not name.startswith("optimizer.")}


def without_random_numbers(tensors: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    return tensors | {"random.cpu": torch.Generator().manual_seed(1).get_state()}


def without_moving_statistics(tensors: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    return {name: tensor * (0 if "moving_mean" in name else 1) for name, tensor in tensors.items()}


def without_position(tensors: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    state["step"] = 0
    return tensors


def without_what_the_schedule_knows(tensors: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    state["highest_rate"] = 0.001
    return tensors


def without_what_the_schedule_waited(tensors: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    state["plateau"]["waited"] = 0
    return tensors


LEFT_OUT = (
    without_optimizer, without_random_numbers, without_moving_statistics, without_position,
    without_what_the_schedule_knows, without_what_the_schedule_waited,
)  # fmt: skip  # a list reads best in few lines
FALLING = ReduceOnPlateau(patience=2, min_delta=100.0, factor=0.5)  # after the third, fifth, … epoch


@pytest.mark.parametrize("leave_out", LEFT_OUT)
def test_the_comparison_notices_what_is_left_out(leave_out: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    path = project_file(tmp_path, *RESTLESS, **OPTIONS | {"schedule": FALLING, "epochs": 6})
    train_file(path)
    run = stopped_in(path, 5, 5)
    assert same_end(run, path)
    run = stopped_in(path, 5, 5, "doctored")
    doctor(run, leave_out)
    assert not same_end(run, path)


def same_end(run: Path, path: Path) -> bool:
    """Whether a run comes to what one that was left in peace comes to."""
    list(resume(run))
    return same_weights(run, run_of(path))


def doctor(run: Path, leave_out: Callable[..., dict[str, Any]]) -> None:
    """Rewrites the checkpoint of a run with less in it, so that it looks sound."""
    state = json.loads((run / STATE).read_text("utf-8"))
    (checkpoint,) = state["checkpoint"]
    tensors = leave_out(safetensors.torch.load((run / CHECKPOINT).read_bytes()), checkpoint)
    content = safetensors.torch.save(tensors)
    checkpoint["sha256"] = sha256(content)
    (run / CHECKPOINT).write_bytes(content)
    (run / STATE).write_text(json.dumps(state), "utf-8")


# Told to wait or to end


def test_a_run_that_was_told_to_wait_can_be_stopped_and_goes_on_another_day(path: Path) -> None:
    train_file(path)
    run, kinds = path.with_name("waits"), []
    events = train(storage.load(path), path, run=run, checkpoint_every=0)
    for event in events:
        kinds.append(event.kind)
        if isinstance(event, Progress) and (event.epoch, event.step) == (2, 3):
            pause_training(run)
        if event.kind == "paused":
            assert (event.epoch, event.step) == (2, 3)
            stop_training(run)
    assert kinds[-2:] == ["paused", "run_finished"]
    list(resume(run))
    assert same_weights(run, run_of(path))


def test_a_pause_is_not_counted_where_it_ends_with_the_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late, clock = [0.0], time.perf_counter
    monkeypatch.setattr("netloom.training.course.perf_counter", lambda: clock() + late[0])
    events = train(storage.load(path), path)
    pause_training(Path(next(events).run))
    assert next(event for event in events if event.kind == "paused")
    late[0] = 3600.0
    events.close()
    assert 0 < open_run(path).state.seconds < 3600


def test_a_run_that_is_discarded_leaves_nothing(path: Path) -> None:
    run, told = path.with_name("discarded"), list[Event]()
    for event in train(storage.load(path), path, run=run):
        told.append(event)
        if event.kind != "run_finished":
            stop_training(run, discard=True)
    assert (told[-1].kind, told[-1].reason) == ("run_finished", "discarded")
    assert sorted(file.name for file in path.parent.iterdir()) == ["data.csv", "points.netloom"]
