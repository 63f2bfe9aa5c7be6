"""What a run's folder holds, and the state that says which of its files belong together.

project.netloom     the project as it was trained
events.jsonl        what training told, line by line
preprocess.onnx     how columns become features
run.json            the `RunState`
best.safetensors    the weights of the best epoch
last.safetensors    the latest weights
stop                put there by whoever wants the training to end
"""

import hashlib
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from netloom.data.targets import TargetScale
from netloom.events import Measured, Reason, SeriesKind
from netloom.values import Frozen

PROJECT, EVENTS, PREPROCESS, STATE = "project.netloom", "events.jsonl", "preprocess.onnx", "run.json"
SERIES = "series.json"  # in the folder of a series
Which = Literal["best", "last"]
RunStatus = Literal["training"] | Reason
COMPLETE: tuple[RunStatus, ...] = ("finished", "early_stopping")


class Saved(Frozen):
    """Weights that were written: after which epoch (0: before the first), and the SHA-256 of the file."""

    epoch: int
    sha256: str


class Place(Frozen):
    """Where a run stands in a series of runs, whose folder `series` lies beside the run's own."""

    series: str
    kind: SeriesKind
    number: int = Field(description="Counted from 1.")
    count: int = Field(description="How many runs were asked for.")

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.count}"


class RunState(Frozen):
    """What is known of a run beside its events: where and how it ran, how far it came, and which files belong to it.

    While a weights file is being replaced, both what it held and what it will hold are listed, oldest first.
    """

    format: Literal["netloom-run"] = "netloom-run"
    version: Literal[1] = 1
    status: RunStatus = "training"
    message: str = ""
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
    place: Place | None = Field(None, description="Where it stands in a series of runs, if it belongs to one.")


def iso_time(seconds: float) -> str:
    """A time (seconds since 1970) as a run's state holds it: UTC, by the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def weights_file(which: Which) -> str:
    return f"{which}.safetensors"


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
