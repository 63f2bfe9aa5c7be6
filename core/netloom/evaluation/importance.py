"""Which columns the answers rest on: each is shuffled among the rows, and what that costs is its importance.

Breiman, "Random forests", Machine Learning 45 (2001). A column is shuffled as it enters, so that everything computed
from it moves together. Since each number that a network sees comes from one column, shuffling those numbers is the
same, and nothing but the network runs again.

The work is counted beforehand, and from it follows how many rows are used: the same run gives the same figures. A
clock only ends what takes too long nevertheless, after whole columns, and what that left out is told.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netloom.data.progress import Reached, Tell, nobody
from netloom.data.words import counted
from netloom.evaluation.bootstrap import FEWEST_DISAGREEMENTS
from netloom.evaluation.scores import Metric, class_evidence, score, value_evidence
from netloom.reports.parts import ColumnImportance
from netloom.reports.wording import difference, listed, written
from netloom.runs import Answer
from netloom.settings.losses import Task

Array = NDArray[Any]
Features = Mapping[str, Array]
Places = Mapping[str, Mapping[str, slice]]
Scores = dict[str, dict[str, float]]  # by Output, then by column

SECONDS = 5.0
REPEATS = 5
ROWS, FEWEST_ROWS = 20_000, 200
WORK = 3_000_000_000  # multiply-adds and numbers moved in one round, for each second that may be used
_CELLS = 16_000_000  # features and answers held at once
_TOLD = 3
_CORRELATED = (
    "Columns that say much the same stand in for one another, so that each alone can look unimportant. It tells what "
    "the network relies on, not what causes what."
)


@dataclass(frozen=True)
class Importance:
    """By how much `metric` gets worse on `rows` test rows when a column is shuffled, the most important first.

    `value` is the metric with all columns as they are. `left_out` are the columns that time did not suffice for, the
    last ones of the data; `note` says so, and what else was cut short.
    """

    metric: Metric
    value: float
    rows: int
    repeats: int
    columns: tuple[ColumnImportance, ...]
    left_out: tuple[str, ...]
    note: str

    def clear(self, one: ColumnImportance) -> bool:
        """Whether the mean cost stands clear of how it varies from shuffle to shuffle, and of a few rows' answers."""
        least = (FEWEST_DISAGREEMENTS - 0.5) / self.rows if self.metric.counts_answers else 0.0
        return one.drop > max(2 * one.deviation / sqrt(self.repeats), least)

    @property
    def about(self) -> str:
        """How it was measured, and how it is read."""
        verb = "falls" if self.metric.larger_is_better else "rises"
        return (
            f"Each column is shuffled among {counted(self.rows, 'row')}, {counted(self.repeats, 'time')}: by how much "
            f"{self.metric.title}, {written(self.metric.unit, self.value)} with all columns as they are, {verb} then. "
            f"The bar is the mean, the line one standard deviation to each side. {_CORRELATED}"
        )

    @property
    def sentence(self) -> str:
        """The columns that matter most."""
        unit = self.metric.unit
        most = [one for one in self.columns[:_TOLD] if self.clear(one)]
        if not most:
            return "No column by itself makes a difference that stands clear of chance."
        verb = "falls" if self.metric.larger_is_better else "rises"
        start = f"shuffled, {self.metric.title} {verb} by "
        drops = [start * (one is most[0]) + difference(unit, one.drop) for one in most]
        words = [f"{one.column} ({drop})" for one, drop in zip(most, drops, strict=True)]
        return f"The answers rest most on {listed(words)}."


@dataclass(frozen=True)
class Asked:
    """What one Output was asked on all rows: the task, its right answers [rows] (NaN: unknown), and the metric."""

    task: Task
    truth: NDArray[np.float64]
    metric: Metric

    def score(self, answer: Answer, rows: NDArray[np.int64]) -> float:
        """The metric of the answers to some of the rows."""
        given = answer.values if self.task == "regression" else answer.probabilities
        truth = self.truth[rows]
        known = ~np.isnan(truth) & np.isfinite(given.reshape(len(given), -1)).all(axis=1)
        if not known.any():
            return float("nan")
        if self.task == "regression":
            return score(self.metric, value_evidence(truth[known], given[known]))
        ranks = not self.metric.counts_answers
        evidence = class_evidence(truth[known].astype(np.int64), given[known], ranks=ranks)
        return score(self.metric, evidence)


@dataclass(frozen=True)
class Trial:
    """A network to be asked with shuffled columns: its features of the test rows by Input, where each column stands
    in them, the numbers (in and out) and the multiply-adds of one row, and how it answers.
    """

    features: Features
    places: Places
    width: int
    multiply_adds: int
    answering: Callable[[Features], dict[str, Answer]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that enter, in the order of the Inputs, each once."""
        return tuple(dict.fromkeys(name for places in self.places.values() for name in places))

    @property
    def rows(self) -> int:
        return len(next(iter(self.features.values())))


def importances(trial: Trial, asked: Mapping[str, Asked], seconds: float, tell: Tell = nobody) -> dict[str, Importance]:
    """The importance of every column for each Output by its id, in at most so many seconds; none if those are 0."""
    if not trial.columns or seconds <= 0:
        return {}
    tell(Reached("Shuffling each column"))
    sample = _sample(trial, seconds)
    rounds = list(_rounds(sample, asked, time.monotonic() + seconds))
    answers = trial.answering(sample.features)
    before = {id: one.score(answers[id], sample.rows) for id, one in asked.items()}
    return {
        id: _importance(sample, one.metric, before[id], [found[id] for found in rounds])
        for id, one in asked.items()
        if np.isfinite(before[id])
    }


@dataclass(frozen=True)
class _Sample:
    """The rows of a trial that are used, and their features."""

    trial: Trial
    rows: NDArray[np.int64]
    features: Features

    @property
    def batches(self) -> Iterator[Sequence[str]]:
        """Columns that are shuffled side by side, each in a copy of the rows."""
        size = max(1, _CELLS // (self.trial.width * len(self.rows)))
        columns = self.trial.columns
        return (columns[start : start + size] for start in range(0, len(columns), size))


def _sample(trial: Trial, seconds: float) -> _Sample:
    """As many rows, drawn by chance, as one round over all columns can use."""
    work = len(trial.columns) * (trial.multiply_adds + 10 * trial.width)
    most = int(np.clip(seconds * WORK // max(work, 1), FEWEST_ROWS, ROWS))
    rows = np.arange(trial.rows)
    if trial.rows > most:
        rows = np.sort(np.random.default_rng(0).choice(trial.rows, size=most, replace=False))
    return _Sample(trial, rows, {id: values[rows] for id, values in trial.features.items()})


def _rounds(sample: _Sample, asked: Mapping[str, Asked], end: float) -> Iterator[Scores]:
    """The scores after each column was shuffled once, again and again while another round fits into the time.

    Only the first round may be cut short: a later one that is, is left out.
    """
    longest = 0.0
    for number in range(REPEATS):
        started = time.monotonic()
        if number and started + longest > end:
            return
        found: Scores = {id: {} for id in asked}
        for columns in _in_time(sample.batches, end):
            for column, answers in _shuffled(sample, columns, number):
                for id, one in asked.items():
                    found[id][column] = one.score(answers[id], sample.rows)
        complete = all(len(scored) == len(sample.trial.columns) for scored in found.values())
        if complete or not number:
            yield found
        if not complete:
            return
        longest = max(longest, time.monotonic() - started)


def _in_time(batches: Iterator[Sequence[str]], end: float) -> Iterator[Sequence[str]]:
    """The first batch, and those after it that begin before the end."""
    for number, batch in enumerate(batches):
        if number and time.monotonic() > end:
            return
        yield batch


def _shuffled(sample: _Sample, columns: Sequence[str], number: int) -> Iterator[tuple[str, dict[str, Answer]]]:
    """Each column with the answers that are given when it is shuffled, in an order that the number stands for."""
    order, count = np.random.default_rng(number).permutation(len(sample.rows)), len(sample.rows)
    answers = sample.trial.answering({id: _copies(sample, id, columns, order) for id in sample.features})
    for place, column in enumerate(columns):
        part = slice(place * count, (place + 1) * count)
        yield column, {id: Answer(one.probabilities[part], one.values[part]) for id, one in answers.items()}


def _copies(sample: _Sample, id: str, columns: Sequence[str], order: NDArray[np.int64]) -> Array:
    """The features of an Input once for each of the columns, with that column shuffled: [columns · rows, width]."""
    values, places = sample.features[id], sample.trial.places[id]
    copies = np.repeat(values[np.newaxis], len(columns), axis=0)
    for copy, column in zip(copies, columns, strict=True):
        if column in places:
            copy[:, places[column]] = values[order, places[column]]
    return copies.reshape(-1, values.shape[1])


def _importance(sample: _Sample, metric: Metric, value: float, rounds: list[dict[str, float]]) -> Importance:
    measured = []
    for name in rounds[0]:
        drop = metric.gain(np.full(len(rounds), value), np.array([scored[name] for scored in rounds]))
        if np.isfinite(drop).all():
            measured.append(ColumnImportance(name, float(drop.mean()), float(drop.std(ddof=min(1, len(drop) - 1)))))
    left_out = tuple(name for name in sample.trial.columns if name not in rounds[0])
    return Importance(
        metric=metric,
        value=value,
        rows=len(sample.rows),
        repeats=len(rounds),
        columns=tuple(sorted(measured, key=lambda one: -one.drop)),
        left_out=left_out,
        note=" ".join(_cut(sample, len(rounds), left_out)),
    )


def _cut(sample: _Sample, repeats: int, left_out: tuple[str, ...]) -> Iterator[str]:
    """What was cut short to keep the time, in sentences."""
    if len(sample.rows) < sample.trial.rows:
        yield f"Measured on {len(sample.rows):,} of {counted(sample.trial.rows, 'row')}, to keep the time short."
    if left_out:
        yield (
            f"The time was over after {counted(len(sample.trial.columns) - len(left_out), 'column')}; the last "
            f"{counted(len(left_out), 'column')} of the data, from {left_out[0]!r} on, were left out."
        )
    elif repeats < REPEATS:
        yield f"Each column was shuffled {counted(repeats, 'time')}, where {REPEATS} are usual, to keep the time short."
