"""A run as a line in a list: values that name what was found in its folder. Of the light half, which shows them."""

from typing import Literal

from pydantic import Field

from netloom.events import Measured, Reason, SeriesKind
from netloom.values import Frozen

RunStatus = Literal["training"] | Reason


class Place(Frozen):
    """Where a run stands in a series of runs, whose folder `series` lies beside the run's own."""

    series: str
    kind: SeriesKind
    number: int = Field(description="Counted from 1.")
    count: int = Field(description="How many runs were asked for.")

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.count}"


class RunSetting(Frozen):
    """A setting that a run was trained with: its path, what a column of a table calls it, and its value in words."""

    path: str
    title: str
    value: str


class Score(Frozen):
    """The first metric of an Output on the test rows, as the run's report has it."""

    target: str
    metric: str
    value: float


class RunSummary(Frozen):
    """One run in a list: how it ended, how far it came, the figures of its best epoch, and what was noted of it.

    `settings` are the optimizer, its learning rate and the batch size, and whatever differs from another run in the
    list. One that cannot be read is `damaged`; its `message` says why, and what could be read is there.
    """

    name: str
    folder: str
    label: str = ""
    status: RunStatus | Literal["damaged"]
    message: str
    started: str = ""
    seconds: float = 0.0
    epochs: int = 0
    best_epoch: int = 0
    best_figures: tuple[Measured, ...] = ()
    place: Place | None = None
    representative: bool = Field(False, description="Whether it stands for its series.")
    scores: tuple[Score, ...] = ()
    settings: tuple[RunSetting, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
