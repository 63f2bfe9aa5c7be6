"""The plain parts of a report, as they are measured, written and read again."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Standing = Literal["better", "worse", "undecided"]
Points = tuple[tuple[float, float], ...]


class Interval(NamedTuple):
    """The 95 % interval of a figure."""

    low: float
    high: float


@dataclass(frozen=True)
class Finding:
    """How the network stands against one baseline, in a sentence."""

    standing: Standing
    sentence: str


@dataclass(frozen=True)
class ClassScore:
    """One class: how many test rows it has, and how well it is found. None where that is undefined."""

    name: str
    support: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class Mistake:
    """How many rows of one class were taken for another."""

    true: str
    predicted: str
    rows: int


@dataclass(frozen=True)
class Miss:
    """One row and its answer. `row` counts from 1 in the order of the file, without its header."""

    row: int
    actual: float
    predicted: float

    @property
    def residual(self) -> float:
        """How far the answer lies above the truth."""
        return self.predicted - self.actual


@dataclass(frozen=True)
class ValueDetails:
    """The residuals (answer minus truth, in the target's units) of a regression.

    `quantiles` are (percent, residual); `worst` the rows that are furthest off; `points` some rows for a plot.
    """

    mean: float
    deviation: float
    quantiles: tuple[tuple[int, float], ...]
    worst: tuple[Miss, ...]
    points: tuple[Miss, ...]


@dataclass(frozen=True)
class Bin:
    """The rows whose stated probability lies above `low` and up to `high`.

    `stated` is their mean probability, `happened` the share that came true, with its 95 % interval (Wilson, 1927).
    """

    low: float
    high: float
    rows: int
    stated: float
    happened: float
    interval: Interval

    @property
    def gap(self) -> float:
        """By how much more was stated than happened."""
        return self.stated - self.happened

    @property
    def agrees(self) -> bool:
        """Whether what was stated is within chance of what happened."""
        return self.interval.low <= self.stated <= self.interval.high


@dataclass(frozen=True)
class Ranking:
    """One model: `roc` as (false positive rate, true positive rate), `precision_recall` as (recall, precision).

    Between two points of `precision_recall` the precision is that of the greater recall.
    """

    model: str
    roc_auc: float
    average_precision: float
    roc: Points
    precision_recall: Points


@dataclass(frozen=True)
class ClassRanking:
    """One class against the rest, or empty for the mean of the classes; `share` is that of its rows, which is the
    precision of guessing.
    """

    name: str
    share: float
    models: tuple[Ranking, ...]


@dataclass(frozen=True)
class TopRows:
    """The `share` of the rows that the network is surest of: how many they are, and how many of them are of the class.

    `here` is the share of the class among the rows that this part adds to the one before, `precision` among all of
    them; `gain` is the share of the class that they hold, and `lift` how many times more than as many rows by chance.
    """

    share: float
    rows: float
    hits: float
    here: float
    precision: float
    gain: float
    lift: float


@dataclass(frozen=True)
class Gains:
    """A model's (share of the rows, share of the class that they hold), the surest rows first."""

    model: str
    points: Points


@dataclass(frozen=True)
class ColumnImportance:
    """What shuffling one column costs: the mean over the repeats, and their standard deviation (0 of a single one)."""

    column: str
    drop: float
    deviation: float


def stepped(points: Points) -> Points:
    """A line with a step to each point of a precision-recall curve, from nothing found on."""
    found = (0.0, *(recall for recall, _ in points))
    return tuple(
        place for before, (recall, up) in zip(found, points, strict=False) for place in ((before, up), (recall, up))
    )
