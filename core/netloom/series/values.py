"""What comes of a series of runs, as values; `series.json` in its folder holds a `Series`."""

from typing import Literal

from pydantic import Field

from netloom.events import SeriesKind
from netloom.reports.parts import Standing
from netloom.reports.wording import Unit
from netloom.settings.losses import Task
from netloom.training.state import RunStatus
from netloom.values import Frozen

SeriesStatus = Literal["training", "finished", "stopped", "failed"]


class Member(Frozen):
    """One run of a series. Only a complete one `counts`; otherwise `message` says why it does not."""

    number: int = Field(description="Counted from 1.")
    run: str = Field(description="The name of its folder, beside that of the series.")
    seed: int
    status: RunStatus
    message: str
    counts: bool


class Spread(Frozen):
    """One metric of one model over the runs that count, in their order; None where a run's rows do not define it.

    A model that is the same for every run has one value. `deviation` is the sample standard deviation (n − 1), None
    for fewer than two values.
    """

    metric: str
    title: str
    unit: Unit
    values: tuple[float | None, ...]
    mean: float | None
    deviation: float | None
    minimum: float | None
    maximum: float | None


class ModelSpread(Frozen):
    """How one model fares over the runs: the network, a baseline, or another network. `phrase` is its name in words."""

    name: str
    title: str
    phrase: str
    note: str = ""
    spreads: tuple[Spread, ...]


class Difference(Frozen):
    """The network against another model by one metric, each by its mean over the runs.

    `gain` is by how much the network is better (below zero: worse), `margin` how far chance of the runs may move it
    (half of a 95 % interval; None with a single run), `rows` the 95 % bootstrap interval of the gain over other test
    rows (None for folds, whose rows differ). `wins` of `pairs` runs the network is better.
    """

    model: str
    metric: str
    gain: float
    margin: float | None
    rows: tuple[float, float] | None
    wins: int
    pairs: int
    standing: Standing
    sentence: str


class SeriesOutput(Frozen):
    """How one Output fares over the runs. `rows` are test rows: those of each repeat, or of all folds together."""

    output: str
    target: str
    task: Task
    rows: int
    judged_by: str = Field(description="The metric that the headline and the findings are about.")
    models: tuple[ModelSpread, ...] = Field(description="The network first.")
    differences: tuple[Difference, ...]
    headline: str
    findings: tuple[str, ...]
    caveats: tuple[str, ...]


class Series(Frozen):
    """Several runs of one project: with other seeds on the same rows, or on the folds of its rows.

    `representative` is the run that stands for repeats: the one with the middle validation loss.
    """

    format: Literal["netloom-series"] = "netloom-series"
    version: Literal[1] = 1
    name: str
    folder: str = Field("", description="Where it lies; not part of the file, which may be moved.")
    kind: SeriesKind
    count: int = Field(description="How many runs were asked for.")
    seed: int = Field(description="Of the first run.")
    started: str
    status: SeriesStatus = "training"
    message: str = ""
    against: str = ""
    members: tuple[Member, ...] = ()
    representative: str = ""
    outputs: tuple[SeriesOutput, ...] = ()
