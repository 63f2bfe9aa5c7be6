"""The report: what was measured, beside what, and what follows from it. A value, and the JSON that it becomes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from netloom.errors import Problem
from netloom.evaluation.background import Background
from netloom.evaluation.bootstrap import FEWEST_DISAGREEMENTS, Interval
from netloom.evaluation.details import ClassDetails, ValueDetails
from netloom.evaluation.importance import Importance
from netloom.evaluation.probabilities import ProbabilityDetails
from netloom.evaluation.report_json import importance_document, probabilities_document
from netloom.evaluation.scores import Metric
from netloom.settings.losses import Task

Standing = Literal["better", "worse", "undecided"]


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
class Finding:
    """How the network stands against one baseline, in a sentence."""

    standing: Standing
    sentence: str


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

    `page` is where it lies as HTML, and beside it as JSON.
    """

    outputs: tuple[OutputReport, ...]
    background: Background
    page: Path

    def document(self) -> dict[str, Any]:
        """The report as plain values for JSON: the first Output at the top, all of them under `outputs` by id."""
        outputs = {output.output: _output(output) for output in self.outputs}
        first = outputs[self.outputs[0].output]
        return {**first, "outputs": outputs, "background": _background(self.background)}

    def to_json(self) -> str:
        """The document as JSON text. What is undefined is null."""
        return json.dumps(self.document(), ensure_ascii=False, allow_nan=False, indent=1)


def _output(output: OutputReport) -> dict[str, Any]:
    fitted = {baseline.name: baseline for baseline in output.baselines if baseline.estimates}
    return {
        "task": output.task,
        "target": output.target,
        "rows": output.rows,
        "metrics": _values(output.network),
        "intervals": _intervals(output.network),
        "baselines": {name: _values(baseline) for name, baseline in fitted.items()},
        "baseline_intervals": {name: _intervals(baseline) for name, baseline in fitted.items()},
        "baseline_notes": {baseline.name: baseline.note for baseline in output.baselines if baseline.note},
        "differences": {name: _differences(output, name) for name in fitted},
        "headline": output.verdict.headline,
        "verdict": output.verdict.sentences,
        "caveats": output.verdict.caveats,
        **_details(output.details),
        **(probabilities_document(output.probabilities) if output.probabilities else {}),
        "importance": importance_document(output.importance) if output.importance else None,
    }


def _values(model: ModelScore) -> Mapping[str, float | None]:
    return {estimate.metric.name: estimate.value for estimate in model.estimates}


def _intervals(model: ModelScore) -> Mapping[str, Interval | None]:
    return {estimate.metric.name: estimate.interval for estimate in model.estimates}


def _differences(output: OutputReport, baseline: str) -> dict[str, Any]:
    return {
        comparison.metric.name: {
            "gain": comparison.gain,
            "interval": comparison.interval,
            "disagreements": comparison.disagreements,
            "network_is": comparison.standing,
        }
        for comparison in output.comparisons
        if comparison.baseline == baseline
    }


def _details(details: ClassDetails | ValueDetails) -> dict[str, Any]:
    if isinstance(details, ValueDetails):
        return {"residuals": asdict(details)}
    return {
        "classes": [score.name for score in details.classes],
        "per_class": [asdict(score) for score in details.classes],
        "confusion": details.confusion or None,
        "mistakes": [asdict(mistake) for mistake in details.mistakes],
    }


def _background(background: Background) -> dict[str, Any]:
    told = [_problem(problem) for problem in background.told]
    return {**asdict(background), "told": told}


def _problem(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "severity": problem.severity, "message": problem.message, "column": problem.column}
