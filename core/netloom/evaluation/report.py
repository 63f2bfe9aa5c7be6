"""The report: what was measured, beside what, and what follows from it. A value, and the JSON that it becomes."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from netloom.evaluation.bootstrap import FEWEST_DISAGREEMENTS
from netloom.evaluation.details import ClassDetails
from netloom.evaluation.importance import Importance
from netloom.evaluation.probabilities import ProbabilityDetails
from netloom.evaluation.scores import Metric
from netloom.reports.background import Background
from netloom.reports.parts import Finding, Interval, Standing, ValueDetails
from netloom.settings.losses import Task


@dataclass(frozen=True)
class Estimate:
    """A metric's value on the test rows with its 95 % interval; None where the rows do not define it."""

    metric: Metric
    value: float | None
    interval: Interval | None


@dataclass(frozen=True)
class ModelScore:
    """How one model fares: the network, or a baseline. `phrase` is what a sentence calls it.

    `note` tells what was cut short, or why it has no estimates.
    """

    name: str
    title: str
    phrase: str
    estimates: tuple[Estimate, ...]
    note: str = ""

    def estimate(self, metric: Metric) -> Estimate:
        """Its estimate of a metric; without a value if it has none."""
        found = (estimate for estimate in self.estimates if estimate.metric == metric)
        return next(found, Estimate(metric, None, None))


@dataclass(frozen=True)
class Comparison:
    """The network against a baseline by one metric, on the same resamples of the rows.

    `gain` is by how much the network is better (below zero: worse), `interval` its 95 % interval, and `disagreements`
    the rows on which exactly one of the two is right (of a regression: all rows).
    """

    baseline: str
    metric: Metric
    network: float
    other: float
    gain: float
    interval: Interval
    disagreements: int

    @property
    def standing(self) -> Standing:
        """Better or worse if the whole interval says so.

        Few disagreements fool a bootstrap where answers are counted (see `FEWEST_DISAGREEMENTS`).
        """
        if self.metric.counts_answers and self.disagreements < FEWEST_DISAGREEMENTS:
            return "undecided"
        if self.interval.low > 0:
            return "better"
        return "worse" if self.interval.high < 0 else "undecided"


@dataclass(frozen=True)
class Verdict:
    """What follows, in plain words: one sentence in all, one for each baseline, and what to be careful about."""

    headline: str
    findings: tuple[Finding, ...]
    caveats: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentence on each baseline."""
        return tuple(finding.sentence for finding in self.findings)


@dataclass(frozen=True)
class OutputReport:
    """How one Output of the network fares on `rows` rows. `output` is the id of its block, `target` its column.

    `probabilities` are there for classes, `importance` if it was to be measured.
    """

    output: str
    target: str
    task: Task
    rows: int
    metrics: tuple[Metric, ...]
    network: ModelScore
    baselines: tuple[ModelScore, ...]
    comparisons: tuple[Comparison, ...]
    details: ClassDetails | ValueDetails
    verdict: Verdict
    probabilities: ProbabilityDetails | None = None
    importance: Importance | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """The few sentences that tell most beside the verdict: calibration, the best threshold, important columns."""
        told = []
        if self.probabilities is not None:
            told.append(self.probabilities.calibration.sentence)
            chosen = self.probabilities.thresholds
            told += [chosen.sentence] if chosen is not None and chosen.given else []
        return (*told, *([self.importance.sentence] if self.importance is not None else []))

    def doubted(self, doubts: tuple[str, ...]) -> "OutputReport":
        """With more to be careful about, before all else."""
        return replace(self, verdict=replace(self.verdict, caveats=(*doubts, *self.verdict.caveats)))


@dataclass(frozen=True)
class Report:
    """How a trained network fares on rows it has never seen: for each Output, and the run it is about.

    `page` is where it lies as HTML, and beside it as JSON. `answers` is the SHA-256 of the file beside it with the
    answer to each row, empty where there is none.
    """

    outputs: tuple[OutputReport, ...]
    background: Background
    page: Path
    answers: str = ""

    def document(self) -> dict[str, Any]:
        """The report as plain values for JSON: the first Output at the top, all of them under `outputs` by id."""
        from netloom.evaluation.report_json import document  # which is made of reports

        return document(self).model_dump(mode="json", exclude_unset=True)

    def to_json(self) -> str:
        """The document as JSON text. What is undefined is null."""
        return json.dumps(self.document(), ensure_ascii=False, allow_nan=False, indent=1)
