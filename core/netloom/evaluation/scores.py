"""What is measured on the test rows. Each metric is declared once, as a function of sums over rows.

scikit-learn scores one sample at a time; a bootstrap needs a thousand. Since every metric here follows from a few
sums over rows, one product of a matrix of resamples with the rows' evidence scores all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netloom.reports.wording import Unit
from netloom.settings.losses import Task

Array = NDArray[np.float64]

SMALLEST_PROBABILITY = float(np.finfo(np.float32).eps)  # scikit-learn's bound for float32: a log loss stays finite
_CHUNK = 4_000_000  # cells of evidence held at once while all rows are summed


class ClassSums(NamedTuple):
    """Sums over the rows of each resample for a classification: [resamples], from `true` on [resamples, classes]."""

    rows: Array
    right: Array
    loss: Array
    true: Array
    predicted: Array
    hit: Array
    above: Array
    below: Array
    area: Array  # [classes]: the areas on all rows, to which `above` and `below` are deviations


class ValueSums(NamedTuple):
    """Sums over the rows of each resample, for a regression: [resamples]. The target is taken from its mean."""

    rows: Array
    squared: Array
    absolute: Array
    target: Array
    target_squared: Array


@dataclass(frozen=True)
class ClassEvidence:
    """What each row says for and against a classifier.

    `truth` and `answer` are class numbers [rows], `loss` is the log loss [rows]. `above` [rows] is the share of the
    rows of other classes whose probability for the row's own class is below the row's; `below` [rows, classes] the
    share of a class's rows whose probability for it is above this row's (0 where the row is of that class). The mean
    of either over the rows is the `area` under the ROC curve [classes], and both are kept as deviations from it:
    DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
    characteristic curves", Biometrics 44 (1988).
    """

    truth: NDArray[np.int64]
    answer: NDArray[np.int64]
    loss: Array
    above: Array
    below: NDArray[np.float32]
    area: Array

    def __len__(self) -> int:
        return len(self.truth)

    @property
    def width(self) -> int:
        """How many numbers a row's evidence is."""
        return 3 + 5 * len(self.area)

    def rows(self, chosen: slice | NDArray[np.int64]) -> NDArray[np.float32]:
        """The evidence of some rows: [chosen, width]."""
        truth, answer, classes = self.truth[chosen], self.answer[chosen], np.arange(len(self.area))
        right = truth == answer
        true = truth[:, None] == classes
        predicted = answer[:, None] == classes
        single = np.stack([np.ones(len(truth)), right, self.loss[chosen]], axis=1)
        hit, above = true & right[:, None], true * self.above[chosen][:, None]
        return np.hstack([single, true, predicted, hit, above, self.below[chosen]], dtype=np.float32)

    def sums(self, totals: Array) -> ClassSums:
        """The sums [resamples, width] of evidence, named."""
        true, predicted, hit, above, below = np.split(totals[:, 3:], 5, axis=1)
        rows, right, loss = totals[:, 0], totals[:, 1], totals[:, 2]
        return ClassSums(rows, right, loss, true, predicted, hit, above, below, self.area)


@dataclass(frozen=True)
class ValueEvidence:
    """What each row says for and against a regression, in the target's units: `residual` and `target` [rows]."""

    residual: Array
    target: Array

    def __len__(self) -> int:
        return len(self.target)

    @property
    def width(self) -> int:
        """How many numbers a row's evidence is."""
        return 5

    def rows(self, chosen: slice | NDArray[np.int64]) -> Array:
        """The evidence of some rows: [chosen, 5]."""
        residual = self.residual[chosen]
        target = self.target[chosen] - self.target.mean()  # the spread is lost in rounding if the mean is far off
        with np.errstate(over="ignore"):  # what is out of range makes a metric undefined, and that is told
            return np.stack([np.ones(len(target)), residual**2, np.abs(residual), target, target**2], axis=1)

    def sums(self, totals: Array) -> ValueSums:
        """The sums [resamples, 5] of evidence, named."""
        return ValueSums(*totals.T)


Evidence = ClassEvidence | ValueEvidence


def class_evidence(truth: NDArray[np.int64], probabilities: NDArray[Any], *, ranks: bool = True) -> ClassEvidence:
    """The evidence of a classifier from class numbers [rows] and probabilities [rows, classes], all finite.

    Without `ranks`, which take longest, the area under the ROC curve is undefined.
    """
    chances = np.asarray(probabilities, dtype=np.float64)
    own = np.clip(chances[np.arange(len(truth)), truth], SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY)
    above, below = np.zeros(len(truth)), np.zeros(chances.shape, dtype=np.float32)
    area = np.full(chances.shape[1], np.nan)
    for number in range(1 if chances.shape[1] == 2 else 0, chances.shape[1]):  # of two classes the second says it all
        member = truth == number
        if ranks and member.any() and not member.all():
            higher = _share_below(chances[member, number], chances[~member, number])
            area[number] = higher.mean()
            above[member] = higher - area[number]
            below[~member, number] = _share_below(-chances[~member, number], -chances[member, number]) - area[number]
    return ClassEvidence(truth, chances.argmax(axis=1), -np.log(own), above, below, area)


def value_evidence(truth: NDArray[Any], values: NDArray[Any]) -> ValueEvidence:
    """The evidence of a regression: `truth` and `values` are [rows] in the target's units, all finite."""
    target = np.asarray(truth, dtype=np.float64)
    return ValueEvidence(np.asarray(values, dtype=np.float64) - target, target)


def _share_below(values: Array, others: Array) -> Array:
    """For each value the share of the others that lie below it, equal ones counting half."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, values, side="left") + np.searchsorted(ordered, values, side="right")
    return np.asarray(below / (2 * len(others)), dtype=np.float64)


@dataclass(frozen=True)
class Metric:
    """A figure by its stable name. `value` takes the sums of many resamples and gives [resamples]; NaN is undefined.

    `unit` says how it is written: a share of rows, a bare score, or an amount in the target's units. One that
    `counts_answers` sees only which class was answered, not how probable it was.
    """

    name: str
    title: str
    unit: Unit
    larger_is_better: bool
    value: Callable[[Any], Array]
    about: str
    counts_answers: bool = False

    def gain(self, network: Array, baseline: Array) -> Array:
        """By how much the network is better: above zero where it is, whichever way the metric points."""
        return network - baseline if self.larger_is_better else baseline - network


def _mean_of_classes(values: Array) -> Array:
    defined = np.isfinite(values)
    mean: Array = np.where(defined, values, 0).sum(axis=1) / defined.sum(axis=1)
    return mean


def _f1(sums: ClassSums) -> Array:
    return 2 * sums.hit / (sums.true + sums.predicted)


def _roc_auc(sums: ClassSums) -> Array:
    others = sums.rows[:, None] - sums.true
    areas = sums.area + sums.above / sums.true + sums.below / others
    return np.clip(_mean_of_classes(areas), 0, 1)


def _r2(sums: ValueSums) -> Array:
    spread = sums.target_squared - sums.target**2 / sums.rows
    return np.where(spread > 0, 1 - sums.squared / spread, np.nan)


_ACCURACY = Metric(
    "accuracy",
    "Accuracy",
    "share",
    True,
    lambda sums: sums.right / sums.rows,
    "The share of rows answered rightly.",
    counts_answers=True,
)
_BALANCED = Metric(
    "balanced_accuracy",
    "Balanced accuracy",
    "share",
    True,
    lambda sums: _mean_of_classes(sums.hit / sums.true),
    "The mean over the classes of the share of each that is found: rare classes count as much as common ones.",
    counts_answers=True,
)
_ROC_AUC = Metric(
    "roc_auc",
    "ROC AUC",
    "score",
    True,
    _roc_auc,
    "How often a row of the class is given a higher probability for it than a row of another class; 0.5 is guessing.",
)
_LOG_LOSS = Metric(
    "log_loss",
    "Log loss",
    "score",
    False,
    lambda sums: sums.loss / sums.rows,
    "How surprised the model is by the right answers: it rewards honest probabilities. Less is better.",
)
_BINARY_F1 = Metric(
    "f1",
    "F1",
    "score",
    True,
    lambda sums: _f1(sums)[:, 1],
    "Precision and recall of the second class in one number.",
    counts_answers=True,
)
_MACRO_F1 = Metric(
    "f1",
    "F1 (macro)",
    "score",
    True,
    lambda sums: _mean_of_classes(_f1(sums)),
    "Precision and recall in one number, the mean over the classes.",
    counts_answers=True,
)
_RMSE = Metric(
    "rmse",
    "RMSE",
    "target",
    False,
    lambda sums: np.sqrt(sums.squared / sums.rows),
    "The root of the mean squared miss, in the target's units: large misses count most. Less is better.",
)
_MAE = Metric(
    "mae",
    "MAE",
    "target",
    False,
    lambda sums: sums.absolute / sums.rows,
    "The mean miss, in the target's units. Less is better.",
)
_R2 = Metric(
    "r2",
    "R²",
    "score",
    True,
    _r2,
    "The share of the target's variance that is explained: 1 is perfect, 0 is no better than the mean.",
)

_METRICS: dict[Task, tuple[Metric, ...]] = {
    "binary": (_ROC_AUC, _ACCURACY, _BALANCED, _BINARY_F1, _LOG_LOSS),
    "multiclass": (_ACCURACY, _BALANCED, _MACRO_F1, _ROC_AUC, _LOG_LOSS),
    "regression": (_RMSE, _MAE, _R2),
}


def metrics_of(task: Task) -> tuple[Metric, ...]:
    """The metrics of a task; the first is the one that models are judged by."""
    return _METRICS[task]


def values(metrics: tuple[Metric, ...], evidence: Evidence, totals: Array) -> dict[str, Array]:
    """Each metric by name for the sums of many resamples [resamples, width]: [resamples], NaN where undefined."""
    sums = evidence.sums(totals)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # an undefined metric is NaN, and told
        return {metric.name: metric.value(sums) for metric in metrics}


def scores(task: Task, evidence: Evidence) -> dict[str, float]:
    """Each metric of the task on all rows, by name; NaN where these rows do not define it."""
    measured = values(metrics_of(task), evidence, _total(evidence))
    return {name: float(value[0]) for name, value in measured.items()}


def score(metric: Metric, evidence: Evidence) -> float:
    """One metric on all rows; NaN where they do not define it."""
    return float(values((metric,), evidence, _total(evidence))[metric.name][0])


def _total(evidence: Evidence) -> Array:
    """The sums over all rows: [1, width]."""
    step = max(1, _CHUNK // evidence.width)
    chunks = (evidence.rows(slice(start, start + step)) for start in range(0, len(evidence), step))
    with np.errstate(over="ignore", invalid="ignore"):
        return sum((chunk.sum(axis=0, dtype=np.float64) for chunk in chunks), start=np.zeros(evidence.width))[None]
