"""`train`: a project → events, and beside them the folder of the run."""

import platform
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from os.path import relpath
from pathlib import Path
from time import time

import torch

from netloom.data.drift import sketches
from netloom.data.prepared import Prepared
from netloom.devices import DeviceName
from netloom.events import Event, RunStarted
from netloom.project import Project
from netloom.run_folders import PROJECT, runs_folder
from netloom.storage import fingerprint
from netloom.training.course import SECONDS_BETWEEN_WRITES, Course, Pace
from netloom.training.device import Device, apart, choose_device
from netloom.training.record import RunRecord, next_run_folder, project_bytes, run_folder
from netloom.training.running import carry_out, told, where_it_runs
from netloom.training.stage import Stage, set_stage
from netloom.training.state import COLUMNS, PREPROCESS, Place, RunState, iso_time

PACKAGES = ("netloom", "torch", "numpy", "polars", "onnxruntime", "scikit-learn")


@dataclass(frozen=True)
class _Order:
    """What is to be trained, and where."""

    project: Project
    path: Path
    run: Path | None
    device: DeviceName
    threads: int | None
    place: Place | None
    every: float
    label: str


def train(  # noqa: PLR0913  # each says by itself what it is for, and all but two may be left out
    project: Project,
    path: Path,
    *,
    run: Path | None = None,
    device: DeviceName = "auto",
    threads: int | None = None,
    place: Place | None = None,
    checkpoint_every: float = SECONDS_BETWEEN_WRITES,
    label: str = "",
) -> Generator[Event, None, None]:
    """Train a project; each event is handed out as it happens, and is by then a line of the run's `events.jsonl`;
    of those that come again and again within epochs that keeps fewer the longer it trains.

    `path` is the project's file: relative paths to data start from its folder, and the run is a new folder in
    `<name>-runs` beside it, unless `run` names another, which must be empty. A file `stop` in the run's folder
    ends it in good order, and while there is a file `pause` it waits; closing the generator or Ctrl-C, too, leaves a
    run that can be used, and so does a kill. `resume` goes on with it. The same project on the same machine, device and
    number of threads gives the same weights to the bit. torch's random numbers and threads are left alone. `place` says
    where the run stands in a series, `label` what it is called beside its folder's name; neither changes anything else.

    A kill or a power cut costs what was learnt since the last checkpoint: about `checkpoint_every` seconds, or as much
    longer as it takes for checkpoints to cost 2 % of the time; with 0 there is one at every step, whatever it costs.

    Raises PlanError, DataError or another InputError before anything is trained, and TrainingError if the loss or a
    weight became NaN or infinite: the weights from before that step are kept.
    """
    return apart(_train(_Order(project, path, run, device, threads, place, checkpoint_every, label)))


def _train(order: _Order) -> Generator[Event, None, None]:
    device, epochs = choose_device(order.device), order.project.training.epochs
    stage = set_stage(order.project, order.path.parent, device.name, order.threads, order.every)
    with closing(_record(order, stage, device)) as record:
        started = RunStarted(**where_it_runs(stage, record, epochs))
        course = Course(stage, record, Pace(order.every))
        yield from carry_out(stage, course, epochs, [started, *map(told, stage.told)])


def _record(order: _Order, stage: Stage, device: Device) -> RunRecord:
    """The folder of the run, with all that is known before it starts."""
    folder = next_run_folder(runs_folder(order.path)) if order.run is None else run_folder(order.run)
    early_stopping = order.project.training.early_stopping
    state = RunState(
        label=order.label,
        started=iso_time(time()),
        project_folder=_seen_from(folder, order.path.parent),
        data=fingerprint(order.path.parent / order.project.data.source.path),
        device=device.name,
        device_reason=device.reason,
        threads=torch.get_num_threads(),
        seed=order.project.training.seed,
        versions=versions(),
        scales=tuple(stage.prepared.scales.items()),
        place=order.place,
        answers_with="best" if early_stopping is not None and early_stopping.restore_best else "last",
    )
    return RunRecord(folder, state, _unchanging(stage.prepared))


def _unchanging(prepared: Prepared) -> dict[str, bytes]:
    """The files of a run that training never touches again, by name."""
    return {
        PROJECT: project_bytes(prepared.project),
        PREPROCESS: prepared.preprocess,
        COLUMNS: sketches(prepared.project, prepared.table, prepared.parts.training).to_bytes(),
    }


def _seen_from(folder: Path, other: Path) -> str:
    """The other folder as a path from this one; as it is where none leads there, as from one drive to another."""
    try:
        return Path(relpath(other.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return str(other.resolve())


def versions() -> tuple[tuple[str, str], ...]:
    """Of Python and of what computes here."""
    return (("python", platform.python_version()), *((name, version(name)) for name in PACKAGES))
