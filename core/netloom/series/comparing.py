"""The network of a series beside other models: how each spreads over the runs, and which differences are no chance.

Two kinds of chance are kept apart. Runs differ by their seed, or by their fold: how far that may move a difference is
its margin (`margins`). Repeats are all scored on the same test rows, so that seeds say nothing about other rows:
what these may do is seen by the bootstrap, for the mean over the runs. Only what is more than both is called better.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from netloom.evaluation.bootstrap import FEWEST_DISAGREEMENTS, Samples, interval, resampled
from netloom.evaluation.judging import disagreements
from netloom.evaluation.scores import Array, Evidence, Metric, metrics_of
from netloom.reports.parts import Standing
from netloom.series.margins import deviation, margin_of_difference, margin_of_folds, margin_of_mean, mean
from netloom.series.measuring import Measurement
from netloom.series.values import ModelSpread, Spread
from netloom.settings.losses import Task


@dataclass(frozen=True)
class Side:
    """One model with its evidence and its metrics for each run; `seedless` if it is the same for every seed, and then
    there is one of each.
    """

    name: str
    title: str
    phrase: str
    note: str
    evidences: tuple[Evidence | None, ...]
    values: tuple[dict[str, float], ...]
    seedless: bool = False

    def of(self, metric: Metric) -> list[float | None]:
        """The metric for each run; None where it is not defined."""
        found = (values.get(metric.name, np.nan) for values in self.values)
        return [value if np.isfinite(value) else None for value in found]

    def defined(self, metric: Metric) -> list[float]:
        """The values of the metric that there are."""
        return [value for value in self.of(metric) if value is not None]


@dataclass(frozen=True)
class Gap:
    """By how much the network is better than another model by one metric, and what chance may make of it.

    `mine` and `theirs` are the means over the runs, `margin`, `rows`, `wins` and `pairs` are those of a `Difference`;
    `disagreements` is on how many test rows exactly one of the two is right (None where it does not matter).
    """

    other: Side
    metric: Metric
    mine: float
    theirs: float
    margin: float | None
    rows: tuple[float, float] | None
    wins: int
    pairs: int
    disagreements: float | None

    @property
    def gain(self) -> float:
        return _gain(self.metric, self.mine, self.theirs)

    @property
    def beyond_runs(self) -> bool:
        """Whether it is more than chance of the runs."""
        return self.margin is not None and abs(self.gain) > self.margin

    @property
    def beyond_rows(self) -> bool:
        """Whether it is more than chance of the test rows, as far as that is asked."""
        if self.disagreements is not None and self.disagreements < FEWEST_DISAGREEMENTS:
            return False
        return self.rows is None or self.rows[0] > 0 or self.rows[1] < 0

    @property
    def standing(self) -> Standing:
        if not (self.beyond_runs and self.beyond_rows):
            return "undecided"
        return "better" if self.gain > 0 else "worse"


def sides_of(measurements: Sequence[Measurement], *, seedless: bool) -> tuple[Side, ...]:
    """The models of one Output over the runs, the network first; whether baselines are the same for every seed."""
    taught = measurements[:1] if seedless else measurements
    places = range(1, len(measurements[0].models))
    return (_side(measurements, 0), *(_side(taught, place, seedless=seedless) for place in places))


def _side(measurements: Sequence[Measurement], place: int, *, seedless: bool = False) -> Side:
    models = [measurement.models[place] for measurement in measurements]
    return Side(
        name=models[0].name,
        title=models[0].title,
        phrase=models[0].phrase,
        note=next((model.note for model in models if model.note), ""),
        evidences=tuple(model.evidence for model in models),
        values=tuple(each.values(model) for each, model in zip(measurements, models, strict=True)),
        seedless=seedless,
    )


def spread_of(side: Side, task: Task) -> ModelSpread:
    """How a model spreads over the runs."""
    spreads = tuple(_spread(metric, side) for metric in metrics_of(task))
    return ModelSpread(name=side.name, title=side.title, phrase=side.phrase, note=side.note, spreads=spreads)


def _spread(metric: Metric, side: Side) -> Spread:
    defined = side.defined(metric)
    return Spread(
        metric=metric.name,
        title=metric.title,
        unit=metric.unit,
        values=tuple(side.of(metric)),
        mean=mean(defined) if defined else None,
        deviation=deviation(defined),
        minimum=min(defined, default=None),
        maximum=max(defined, default=None),
    )


def gaps_of_repeats(task: Task, network: Side, others: Sequence[Side]) -> Iterator[Gap]:
    """The network against each other model by each metric that both define; all are scored on the same rows."""
    taken = [side for side in (network, *others) if all(evidence is not None for evidence in side.evidences)]
    own, *others_drawn = _samples(task, taken)
    for other, drawn in zip(taken[1:], others_drawn, strict=True):
        for metric in metrics_of(task):
            mine, theirs = network.defined(metric), other.defined(metric)
            if mine and theirs:
                gains = metric.gain(own[metric.name], drawn[metric.name])
                yield _gap_of_repeats(metric, network, other, gains)


def _samples(task: Task, sides: Sequence[Side]) -> list[Samples]:
    """Each model's metrics on the same resamples of the rows, as the mean over its runs: [resamples]."""
    evidences = [evidence for side in sides for evidence in side.evidences if evidence is not None]
    drawn = iter(resampled(metrics_of(task), evidences))
    found: list[Samples] = []
    for side in sides:
        runs = [next(drawn) for _ in side.evidences]
        found.append({name: np.mean([run[name] for run in runs], axis=0) for name in runs[0]})
    return found


def _gap_of_repeats(metric: Metric, network: Side, other: Side, gains: Array) -> Gap:
    mine, theirs = network.defined(metric), other.defined(metric)
    means = mean(mine), mean(theirs)
    pairs = [_gain(metric, *pair) for pair in product(mine, theirs)]
    return Gap(
        other=other,
        metric=metric,
        mine=means[0],
        theirs=means[1],
        margin=margin_of_mean(mine) if other.seedless else margin_of_difference(mine, theirs),
        rows=interval(gains, _gain(metric, *means)),
        wins=sum(gain > 0 for gain in pairs),
        pairs=len(pairs),
        disagreements=_disagreements(network, other) if metric.counts_answers else None,
    )


def _disagreements(network: Side, other: Side) -> float:
    """The mean over runs, each of the longer series taken once."""
    counts = [
        disagreements(mine, theirs)
        for place in range(max(len(network.evidences), len(other.evidences)))
        for mine in [network.evidences[place % len(network.evidences)]]
        for theirs in [other.evidences[place % len(other.evidences)]]
        if mine is not None and theirs is not None
    ]
    return mean(counts)


def gaps_of_folds(task: Task, network: Side, others: Sequence[Side], held_out_by_learnt: float) -> Iterator[Gap]:
    """The network against each other model by each metric, fold by fold: those that both define."""
    for other in others:
        for metric in metrics_of(task):
            both = [
                (mine, theirs)
                for mine, theirs in zip(network.of(metric), other.of(metric), strict=True)
                if mine is not None and theirs is not None
            ]
            if both:
                yield _gap_of_folds(metric, other, both, held_out_by_learnt)


def _gap_of_folds(metric: Metric, other: Side, both: list[tuple[float, float]], held_out_by_learnt: float) -> Gap:
    gains = [_gain(metric, *pair) for pair in both]
    mine, theirs = (mean(values) for values in zip(*both, strict=True))
    return Gap(
        other=other,
        metric=metric,
        mine=mine,
        theirs=theirs,
        margin=margin_of_folds(gains, held_out_by_learnt),
        rows=None,
        wins=sum(gain > 0 for gain in gains),
        pairs=len(gains),
        disagreements=None,
    )


def _gain(metric: Metric, mine: float, theirs: float) -> float:
    return float(metric.gain(np.array(mine), np.array(theirs)))
