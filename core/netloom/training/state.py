"""What a run's folder holds, and the state that says which of its files belong together.

project.netloom         the project as it was trained
events.jsonl            what training told, line by line; while it is trained, the process holds its lock
preprocess.onnx         how columns become features
columns.json            what the training rows of each column looked like, to compare others with
run.json                the `RunState`
best.safetensors        the weights of the best epoch
last.safetensors        the latest weights
epoch-12.safetensors    the weights after an epoch, of those that are kept to look back at
checkpoint.safetensors  the tensors of a `Checkpoint`: with it, training goes on as if it had never ended
notes.json              what a person noted of it, see `run_folders.notes`
stop, pause             put there by whoever wants the training to end or to wait
"""

import hashlib
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from netloom.data.targets import TargetScale
from netloom.events import Figure, Measured
from netloom.protocol import EVENTS as EVENTS
from netloom.run_folders import SERIES as SERIES
from netloom.run_folders import STATE as STATE
from netloom.run_summaries import Place as Place
from netloom.run_summaries import RunStatus as RunStatus
from netloom.values import Frozen

PREPROCESS, COLUMNS, CHECKPOINT = "preprocess.onnx", "columns.json", "checkpoint.safetensors"
Which = Literal["best", "last"]
COMPLETE: tuple[RunStatus, ...] = ("finished", "early_stopping")


class Saved(Frozen):
    """Weights that were written: after which epoch (0: before the first), and the SHA-256 of the file."""

    epoch: int
    sha256: str


class Waiting(Frozen):
    """A figure that is watched: its best, in which epoch, and for how many epochs nothing better was seen since."""

    best: Figure
    best_epoch: int
    waited: int


class Checkpoint(Frozen):
    """Where a training was when a checkpoint was taken: what of it is no tensor, and the SHA-256 of those that are."""

    sha256: str = ""
    epoch: int = Field(description="The epoch that runs, counted from 1.")
    step: int = Field(description="Steps that are finished in it.")
    rows: int = Field(description="Rows that these steps saw.")
    epoch_seconds: float
    seconds: float = Field(description="Of the whole training so far.")
    events: int = Field(0, description="Lines of `events.jsonl` that were told before.")
    stopping: Waiting
    best_figures: tuple[Measured, ...]
    highest_rate: float = Field(description="The learning rate of which a schedule takes shares.")
    plateau: Waiting | None = Field(description="Of the figure that the schedule follows, if it follows one.")
    optimizer: tuple[tuple[str, int | float], ...] = Field(description="The optimizer's numbers, by name.")


class RunState(Frozen):
    """What is known of a run beside its events: where and how it ran, how far it came, and which files belong to it.

    While a file of weights or the checkpoint is being replaced, both what it held and what it will hold are listed,
    oldest first.
    """

    format: Literal["netloom-run"] = "netloom-run"
    version: Literal[1] = 1
    status: RunStatus = "training"
    message: str = ""
    label: str = Field("", description="What it is called beside its folder's name.")
    started: str
    seconds: float = 0.0
    project_folder: str = Field(description="Seen from the run's folder: what relative paths to data start from.")
    data: str = Field(description="SHA-256 of the data file.")
    files: tuple[tuple[str, str], ...] = Field((), description="SHA-256 of files that never change, by name.")
    device: str
    device_reason: str
    threads: int
    seed: int
    versions: tuple[tuple[str, str], ...]
    scales: tuple[tuple[str, TargetScale], ...] = Field((), description="By the id of the Output.")
    epochs: int = 0
    best_epoch: int = 0
    best_figures: tuple[Measured, ...] = ()
    answers_with: Which = Field("last", description="Which weights the run answers with, where both exist.")
    best: tuple[Saved, ...] = ()
    last: tuple[Saved, ...] = ()
    checkpoint: tuple[Checkpoint, ...] = ()
    snapshots: tuple[Saved, ...] = Field((), description="Weights of epochs to look back at, the earliest first.")
    epochs_wanted: int = Field(0, description="How many there are to be since it was resumed; 0: as the project says.")
    place: Place | None = Field(None, description="Where it stands in a series of runs, if it belongs to one.")


def iso_time(seconds: float) -> str:
    """A time (seconds since 1970) as a run's state holds it: UTC, by the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def weights_file(which: Which | int) -> str:
    """The name of the file of weights; those of an epoch go by its number."""
    return f"{which}.safetensors" if isinstance(which, str) else f"epoch-{which}.safetensors"


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
