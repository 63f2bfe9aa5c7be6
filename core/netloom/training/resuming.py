"""`resume`: a run that was stopped, killed or is complete → the events that follow, to the same weights to the bit."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch
from torch import Tensor

from netloom.devices import DeviceName
from netloom.errors import DataError, Problem, RunError
from netloom.events import Event, RunResumed, RunStarted
from netloom.files import is_being_written
from netloom.project import Project, what_trains
from netloom.protocol import EVENTS
from netloom.storage import fingerprint
from netloom.training.checkpoint import restored
from netloom.training.course import SECONDS_BETWEEN_WRITES, Course, Pace
from netloom.training.device import apart, choose_device
from netloom.training.folder import checked, read, read_project, read_state
from netloom.training.record import RunRecord
from netloom.training.running import carry_out, told, where_it_runs
from netloom.training.schedules import past_its_end
from netloom.training.stage import Stage, set_stage
from netloom.training.state import CHECKPOINT, COMPLETE, PREPROCESS, Checkpoint, RunState, sha256, weights_file
from netloom.training.train import versions


@dataclass(frozen=True)
class _Order:
    """The run that is to go on, and with how many more epochs than it was to have."""

    folder: Path
    state: RunState
    project: Project
    more: int
    every: float

    @property
    def data_folder(self) -> Path:
        return self.folder / self.state.project_folder

    @property
    def epochs(self) -> int:
        """How many there are to be; a complete run is not held to epochs that early stopping spared it."""
        asked = self.state.epochs_wanted or self.project.training.epochs
        return (self.state.epochs if self.state.status in COMPLETE else asked) + self.more


def resume(
    run: Path,
    *,
    project: Project | None = None,
    epochs: int = 0,
    checkpoint_every: float = SECONDS_BETWEEN_WRITES,
) -> Generator[Event, None, None]:
    """Go on with a run, by its folder, where its last checkpoint is: in the midst of an epoch if need be.

    Its weights become those that it would have had without the interruption, to the bit, and so do the figures of its
    events: it goes on with the project that its folder holds, on its device and with as many threads. Lines of
    `events.jsonl` that were told after the checkpoint are cut off, and told again. `epochs` are so many more than it
    was to have; a complete run goes on with these alone, and its patience with early stopping begins anew. A schedule
    that ends with the project's epochs is not stretched; what is left of the rate is told.

    RunError if it is complete and no more epochs are asked for, if it is being trained, became NaN or infinite, or
    belongs to a series; if `project` is given and is not what it trains; and if a file of it is damaged. DataError if
    its data is gone or has changed. Where Python or a package is another version now, that is told. Otherwise as
    `train`.
    """
    return apart(_resume(run, project, epochs, checkpoint_every))


def _resume(folder: Path, project: Project | None, more: int, every: float) -> Generator[Event, None, None]:
    state = read_state(folder)
    order = _Order(folder, state, read_project(folder, state), more, every)
    _refuse(order, project)
    device = choose_device(_device(state))
    stage = set_stage(order.project, order.data_folder, device.name, state.threads, every)
    _check_preprocessing(order, stage)
    with closing(RunRecord(folder, _settled(order))) as record:
        checkpoint, tensors = _checkpoint(record)
        epochs = order.epochs
        record.take_up(checkpoint.events if checkpoint else 0, epochs_wanted=epochs)
        record.keep(range(checkpoint.epoch if checkpoint else 0))
        course = Course(stage, record, Pace(every))
        if checkpoint:
            course.go_on_from(restored(stage.fit, stage.watch, checkpoint, tensors), patient=bool(more))
        yield from carry_out(stage, course, epochs, list(_opening(order, stage, course)))


def _refuse(order: _Order, project: Project | None) -> None:
    """Raises what keeps a run from being resumed, as far as its folder tells."""
    if is_being_written(order.folder / EVENTS):
        raise RunError(f"{order.folder} is being trained by another process. Wait for its end, or stop it.")
    for reason in _reasons(order, project):
        raise RunError(f"{order.folder} cannot be resumed: {reason}")
    _check_data(order)


def _reasons(order: _Order, project: Project | None) -> Iterator[str]:
    state, name = order.state, order.folder.name
    if state.place is not None:
        yield (
            f"it is {state.place} of {state.place.series}, which sums up the runs that were complete when it ended. "
            "Train the series again."
        )
    if state.status == "not_finite":
        yield f"it would fail again, at the same step. {state.message}"
    if state.status in COMPLETE and not order.more:
        yield f"it is complete. {state.message} To train longer, say for how many more epochs: --epochs 10"
    if state.epochs and not state.checkpoint:
        yield "an earlier Netloom trained it and kept no checkpoint. Train anew."
    if project is not None and what_trains(project) != what_trains(order.project):
        yield (
            f"the project has changed since run {name} began. Leave it out to go on with the project that the run "
            "holds, or train the changed one anew."
        )


def _check_data(order: _Order) -> None:
    path = order.data_folder / order.project.data.source.path
    now = fingerprint(path)
    if now != order.state.data:
        raise DataError(
            f"{order.folder} cannot be resumed: {path} has changed since it began (its SHA-256 was "
            f"{order.state.data[:12]}… and is {now[:12]}…). Bring the old file back, or train anew."
        )


def _device(state: RunState) -> DeviceName:
    return "cuda" if state.device == "cuda" else "cpu"


def _check_preprocessing(order: _Order, stage: Stage) -> None:
    """The network must see the very numbers that it saw before."""
    if sha256(stage.prepared.preprocess) != dict(order.state.files).get(PREPROCESS):
        changes = "; ".join(_other_versions(order.state)) or "the versions of all packages are the same"
        raise RunError(
            f"{order.folder} cannot be resumed: its data gives other numbers than when it began ({changes}). Bring the "
            "old versions back, or train anew."
        )


def _settled(order: _Order) -> RunState:
    """The state with what is there, of what an interruption left open."""
    listed = {name: getattr(order.state, name) for name in ("best", "last", "checkpoint")}
    there = {name: _sum_of(order.folder, file) for name, file in zip(listed, _FILES, strict=True)}
    if not there["checkpoint"]:
        return order.state.model_copy(update=_BEGUN)
    return order.state.model_copy(
        update={name: tuple(each for each in listed[name] if each.sha256 == there[name]) for name in listed}
    )


_FILES = (weights_file("best"), weights_file("last"), CHECKPOINT)
# What a run says of itself before its first epoch is done, apart from where it runs.
_BEGUN = {name: RunState.model_fields[name].default for name in (
    "epochs", "best_epoch", "best_figures", "seconds", "best", "last", "checkpoint"
)}  # fmt: skip  # a list reads best in few lines


def _sum_of(folder: Path, name: str) -> str:
    return sha256(read(folder, name)) if (folder / name).exists() else ""


def _checkpoint(record: RunRecord) -> tuple[Checkpoint | None, Mapping[str, Tensor]]:
    """The checkpoint of a run; None where it was ended before there was one, and so begins again."""
    if not record.state.checkpoint and not (record.folder / CHECKPOINT).exists():
        return None, {}
    content = checked(record.folder, CHECKPOINT, *(each.sha256 for each in record.state.checkpoint))
    return record.state.checkpoint[-1], safetensors.torch.load(content)


def _opening(order: _Order, stage: Stage, course: Course) -> Iterator[Event]:
    """What is told before it goes on."""
    where = where_it_runs(stage, course.record, order.epochs)
    running, seconds = course.standing.running, course.standing.seconds
    if course.record.lines:
        yield RunResumed(**where, epoch=running.number, step=running.step, seconds=seconds)
    else:
        yield RunStarted(**where)
        yield from map(told, stage.told)
    yield from map(told, past_its_end(order.project.training, stage.fit.rate, order.epochs))
    if differing := "; ".join(_other_versions(order.state)):
        message = (
            f"Run {order.folder.name} goes on with other versions than it began with: {differing}. Its weights may "
            "differ in their last digits from those that it would have had."
        )
        yield told(Problem(code="versions_differ", severity="warning", message=message))


def _other_versions(state: RunState) -> Iterator[str]:
    then, now = dict(state.versions), dict(versions())
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield f"{name} {then.get(name, 'was not there')}, now {now.get(name, 'is not there')}"
