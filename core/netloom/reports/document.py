"""The report as a document: what `report.json` holds, in types. It is written from them and read into them."""

from typing import Literal, Self

from pydantic import Field, model_validator

from netloom.reports.background import Background
from netloom.reports.parts import (
    Bin,
    ClassRanking,
    ClassScore,
    ColumnImportance,
    Finding,
    Gains,
    Interval,
    Mistake,
    Standing,
    TopRows,
    ValueDetails,
)
from netloom.reports.thresholds import AtThreshold
from netloom.reports.wording import Unit
from netloom.settings.costs import Costs
from netloom.settings.losses import Task
from netloom.values import Frozen

Figures = dict[str, float | None]
Intervals = dict[str, Interval | None]


class Measure(Frozen):
    """A metric: its name, what it is called, how it is written, and what it tells."""

    name: str
    title: str
    unit: Unit
    larger_is_better: bool
    about: str


class Model(Frozen):
    """The network, or a baseline. `note` tells what was cut short, or why it has no figures."""

    name: str
    title: str
    note: str


class Difference(Frozen):
    """The network against a baseline by one metric: by how much it is better, and whether that is more than chance."""

    gain: float
    interval: Interval
    disagreements: int
    network_is: Standing


class Reliability(Frozen):
    """How far stated probabilities can be believed; `event` is empty where the class is meant that is answered."""

    event: str
    bins: tuple[Bin, ...] = Field(min_length=1)
    expected_calibration_error: float


class Honesty(Frozen):
    """How honest a model's probabilities are on the whole."""

    expected_calibration_error: float
    brier: float


class CalibrationPart(Reliability):
    """The calibration of the network, of each class where there are a few, and beside it that of each model."""

    sentence: str
    about: str
    classes: tuple[Reliability, ...]
    models: dict[str, Honesty]


class RankingPart(Frozen):
    """ROC and precision-recall: of the second of two classes, or of the mean of several and of each."""

    rows: int
    mean: ClassRanking | None
    classes: tuple[ClassRanking, ...]
    lead: str
    about: str

    @property
    def main(self) -> ClassRanking | None:
        """What a model is judged by."""
        return self.mean or next(iter(self.classes), None)


class LiftPart(Frozen):
    """How much of a class the surest rows hold."""

    event: str
    share: float
    parts: tuple[TopRows, ...]
    models: tuple[Gains, ...]
    sentence: str
    about: str


class ThresholdPart(Frozen):
    """What thresholds cost on the test rows, and which one to take to tell the class `event` from the `other`.

    `best` (least cost) and `best_f1` were chosen on `chosen_on_rows` rows of the kind `chosen_on`; `curve` is a sweep
    over all thresholds, `rehearsed` the same on the rows that they were chosen on, `table` some round ones. `saved` is
    what `best` costs less than 0.5 does on the test rows, for a thousand of them, with its 95 % bootstrap interval.
    `given` tells whether the costs are the user's.
    """

    event: str
    other: str
    costs: Costs
    given: bool
    chosen_on: Literal["validation", "test"]
    chosen_on_rows: int
    best: AtThreshold
    best_f1: AtThreshold
    usual: AtThreshold
    saved: float
    saved_interval: Interval
    table: tuple[AtThreshold, ...]
    curve: tuple[AtThreshold, ...] = Field(min_length=1)
    rehearsed: tuple[AtThreshold, ...] = Field(min_length=1)
    sentence: str
    f1_sentence: str
    about: str

    @model_validator(mode="after")
    def _same_thresholds(self) -> Self:
        swept = [[one.threshold for one in each] for each in (self.curve, self.rehearsed)]
        if swept[0] != swept[1] or swept[0] != sorted(swept[0]):
            raise ValueError("the thresholds of `curve` and `rehearsed` are not the same, or not in order")
        return self


class ImportancePart(Frozen):
    """By how much `metric` gets worse when a column is shuffled, the most important first."""

    metric: str
    value: float
    rows: int
    repeats: int
    columns: tuple[ColumnImportance, ...]
    left_out: tuple[str, ...]
    note: str
    sentence: str
    about: str


class OutputDocument(Frozen):
    """How one Output fares. Metrics are by their names, and of the baselines by theirs; what is undefined is null."""

    task: Task
    target: str
    rows: int
    measures: tuple[Measure, ...] = Field(min_length=1)
    models: tuple[Model, ...] = Field(min_length=1, description="The network first.")
    metrics: Figures
    intervals: Intervals
    baselines: dict[str, Figures]
    baseline_intervals: dict[str, Intervals]
    baseline_notes: dict[str, str]
    differences: dict[str, dict[str, Difference]]
    headline: str
    verdict: tuple[str, ...]
    findings: tuple[Finding, ...]
    caveats: tuple[str, ...]
    residuals: ValueDetails | None = None
    classes: tuple[str, ...] = ()
    per_class: tuple[ClassScore, ...] = ()
    confusion: tuple[tuple[int, ...], ...] | None = None
    mistakes: tuple[Mistake, ...] = ()
    calibration: CalibrationPart | None = None
    ranking: RankingPart | None = None
    lift: LiftPart | None = None
    thresholds: ThresholdPart | None = None
    importance: ImportancePart | None = None

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if (self.task == "regression") == (self.residuals is None):
            raise ValueError("residuals are there for amounts, and for these alone")
        if self.task != "regression" and (len(self.classes) < 2 or self.calibration is None or self.ranking is None):
            raise ValueError("a classification has classes, a calibration and a ranking")
        square = {len(self.classes)}
        if self.confusion is not None and {len(self.confusion), *map(len, self.confusion)} != square:
            raise ValueError("the confusion matrix has other classes than the report")
        return self

    def measure(self, name: str) -> Measure:
        """The metric of that name; the first where there is none."""
        return next((one for one in self.measures if one.name == name), self.measures[0])

    def title(self, model: str) -> str:
        """What a model is called."""
        return next((one.title for one in self.models if one.name == model), model)

    def figure(self, model: str, metric: str) -> tuple[float | None, Interval | None]:
        """A metric of a model, and its interval; None where it is undefined."""
        if model == self.models[0].name:
            return self.metrics.get(metric), self.intervals.get(metric)
        return self.baselines.get(model, {}).get(metric), self.baseline_intervals.get(model, {}).get(metric)


class ReportDocument(OutputDocument):
    """The first Output at the top, all of them under `outputs` by id, and the run behind them.

    `answers` is the SHA-256 of the file with the answer to each row; empty where there is none.
    """

    outputs: dict[str, OutputDocument] = Field(min_length=1)
    background: Background
    answers: str = ""
