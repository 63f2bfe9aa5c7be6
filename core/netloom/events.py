"""What training tells while it runs. The lines of a run's `events.jsonl` are these values as JSON."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, TypeAdapter

from netloom.troubles import Trouble
from netloom.values import Frozen


def _number_to_text(value: float) -> float | str:
    return value if value - value == 0 else str(value)


# A loss may run away, and that must be told; JSON has no word for NaN and infinity, so they travel as text.
Figure = Annotated[
    float,
    Field(allow_inf_nan=True),
    BeforeValidator(lambda value: float(value) if value in ("nan", "inf", "-inf") else value),
    PlainSerializer(_number_to_text, return_type=float | str, when_used="json"),
]


class Measured(Frozen):
    """One figure, also with `validation_` before its name: `loss`, a metric, and where there is a penalty, that and
    `loss_without_penalty`, which add up to the loss.
    """

    name: str
    value: Figure


class _RunBegins(Frozen):
    """Where a run is trained, and on what."""

    run: str
    label: str = Field("", description="What it is called beside its folder's name, as one that takes part in a race.")
    device: str
    device_reason: str = ""
    threads: int
    seed: int
    epochs: int
    steps: int = Field(description="Steps in an epoch.")
    training_rows: int
    validation_rows: int
    test_rows: int
    parameters: int
    versions: tuple[tuple[str, str], ...] = ()


class RunStarted(_RunBegins):
    """The run begins: where it runs and on what."""

    kind: Literal["run_started"] = "run_started"


class RunResumed(_RunBegins):
    """A run goes on where it was. What it had told after that moment is cut off, and told again.

    `epochs` are all that there are to be, with those that are done.
    """

    kind: Literal["run_resumed"] = "run_resumed"
    epoch: int = Field(description="The epoch that it goes on in, counted from 1.")
    step: int = Field(description="Steps that are finished in that epoch.")
    seconds: float = Field(description="How long it was trained before.")


class Told(Frozen):
    """Something the user should know before or while it trains: a problem by its code and message."""

    kind: Literal["told"] = "told"
    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    column: str = ""
    node: str = ""


class Progress(Frozen):
    """How far the epoch is; at most 20 a second."""

    kind: Literal["progress"] = "progress"
    epoch: int = Field(description="Counted from 1.")
    step: int = Field(description="Steps finished in this epoch.")
    loss: Figure = Field(description="Mean over the rows of this epoch so far, penalty included.")
    rows_per_second: float
    figures: tuple[Measured, ...] = Field((), description="All figures, each over the rows of this epoch so far.")
    learning_rate: float | None = Field(None, description="Of the last step.")


class Paused(Frozen):
    """Training waits, and takes no time of the processor, until it is told to continue or to stop."""

    kind: Literal["paused"] = "paused"
    epoch: int
    step: int = Field(description="Steps finished in this epoch.")


class Continued(Frozen):
    """Training that was paused goes on."""

    kind: Literal["continued"] = "continued"
    epoch: int
    step: int


class BlockHealth(Frozen):
    """How one block fares in one step. A share is of its units: 0 none, 1 all; None where the block has no such units.

    `trouble` names what is to be shown of it, if anything (`netloom.troubles`).
    """

    node: str = Field(description="The id of the block.")
    gradient_norm: Figure | None = Field(None, description="Of the gradient of its weights, before clipping.")
    dead: float | None = Field(None, description="Units that answer 0 to every row of the step, and so learn nothing.")
    saturated: float | None = Field(None, description="Answers at an end of sigmoid or tanh, where they are flat.")
    trouble: Trouble | None = None

    @property
    def share(self) -> float | None:
        """The share that its trouble is told by; None where that is no matter of a share."""
        return {"dead": self.dead, "saturated": self.saturated}.get(self.trouble or "")


class Health(Frozen):
    """How the blocks fare in one step, which is looked at now and then."""

    kind: Literal["health"] = "health"
    epoch: int
    step: int
    blocks: tuple[BlockHealth, ...]


class EpochFinished(Frozen):
    """An epoch is over: its figures, and whether it is the best so far."""

    kind: Literal["epoch_finished"] = "epoch_finished"
    epoch: int
    seconds: float
    figures: tuple[Measured, ...]
    best: bool
    learning_rate: float = Field(description="Of its last step.")


Reason = Literal["finished", "early_stopping", "not_finite", "stopped", "discarded"]


class RunFinished(Frozen):
    """Training is over: why, after how many epochs, and which epoch's weights are kept as best."""

    kind: Literal["run_finished"] = "run_finished"
    reason: Reason
    message: str
    epochs: int
    best_epoch: int
    seconds: float


SeriesKind = Literal["repeat", "fold"]


class SeriesStarted(Frozen):
    """Several runs of one project begin: with other seeds on the same rows, or on other folds of the rows."""

    kind: Literal["series_started"] = "series_started"
    series: str = Field(description="The folder of the series.")
    of: SeriesKind
    count: int
    seed: int = Field(description="Of the first run; repeats count up from it, folds share it.")


class RunAnnounced(Frozen):
    """The next run of a series begins; its own events follow."""

    kind: Literal["run_announced"] = "run_announced"
    of: SeriesKind
    number: int = Field(description="Counted from 1.")
    count: int
    seed: int


class RunMeasured(Frozen):
    """A run of a series is measured on its test rows: the metrics that they define, for one Output."""

    kind: Literal["run_measured"] = "run_measured"
    run: str = Field(description="The folder of the run.")
    output: str = Field(description="The id of the Output.")
    target: str
    figures: tuple[Measured, ...]


class SeriesFinished(Frozen):
    """A series is over. What came of it lies in its folder, and `open_series` gives it."""

    kind: Literal["series_finished"] = "series_finished"
    series: str = Field(description="The folder of the series.")
    message: str


Event = (
    RunStarted
    | RunResumed
    | Told
    | Progress
    | Health
    | Paused
    | Continued
    | EpochFinished
    | RunFinished
    | SeriesStarted
    | RunAnnounced
    | RunMeasured
    | SeriesFinished
)

AnyEvent = Annotated[Event, Field(discriminator="kind")]

_ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyEvent)


def to_line(event: Event) -> str:
    """The event as one line of JSON, without the newline."""
    return event.model_dump_json()


def from_line(line: str | bytes) -> Event:
    """The event of a line written by `to_line`; pydantic's ValidationError if it is none."""
    event: Event = _ADAPTER.validate_json(line)
    return event
