"""What lies behind the figures: which classes are mixed up, and how far off and where a regression is."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netloom.evaluation.scores import Array
from netloom.reports.parts import ClassScore, Miss, Mistake, ValueDetails

MATRIX_CLASSES = 50  # a larger confusion matrix is not shown, but its most frequent mistakes are
MISTAKES = 10
QUANTILES = (0, 5, 25, 50, 75, 95, 100)
WORST = 10
POINTS = 1000

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class ClassDetails:
    """The classes one by one. `confusion[i][j]` counts rows of class i answered as j; empty above 50 classes."""

    classes: tuple[ClassScore, ...]
    confusion: tuple[tuple[int, ...], ...]
    mistakes: tuple[Mistake, ...]


def class_details(classes: tuple[str, ...], truth: NDArray[np.int64], answer: NDArray[np.int64]) -> ClassDetails:
    """The classes one by one, from the class numbers of truth and answer [rows]."""
    from sklearn.metrics import precision_recall_fscore_support

    numbers = np.arange(len(classes))
    figures = precision_recall_fscore_support(truth, answer, labels=numbers, zero_division=np.nan)
    columns = zip(classes, figures[3], *figures[:3], strict=True)
    one_by_one = tuple(ClassScore(name, int(rows), *map(_defined, scores)) for name, rows, *scores in columns)
    return ClassDetails(one_by_one, _confusion(len(classes), truth, answer), _mistakes(classes, truth, answer))


def _defined(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _confusion(classes: int, truth: NDArray[np.int64], answer: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    from sklearn.metrics import confusion_matrix

    if classes > MATRIX_CLASSES:
        return ()
    counts = confusion_matrix(truth, answer, labels=np.arange(classes))
    return tuple(tuple(map(int, row)) for row in counts)


def _mistakes(classes: tuple[str, ...], truth: NDArray[np.int64], answer: NDArray[np.int64]) -> tuple[Mistake, ...]:
    wrong = truth != answer
    pairs, rows = np.unique(np.stack([truth[wrong], answer[wrong]], axis=1), axis=0, return_counts=True)
    most = np.argsort(-rows, kind="stable")[:MISTAKES]
    return tuple(Mistake(classes[pairs[i][0]], classes[pairs[i][1]], int(rows[i])) for i in most)


def value_details(rows: Rows, truth: Array, values: Array) -> ValueDetails:
    """The residuals of a regression, from row numbers (from 0), truth and answers [rows] in the target's units."""
    residual = values - truth
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = float(residual.mean()), float(residual.std())
    quantiles = tuple(zip(QUANTILES, np.percentile(residual, QUANTILES).tolist(), strict=True))
    worst = np.argsort(-np.abs(residual), kind="stable")[:WORST]
    shown = np.sort(np.random.default_rng(0).permutation(len(rows))[:POINTS])
    return ValueDetails(
        mean, deviation, quantiles, _misses(worst, rows, truth, values), _misses(shown, rows, truth, values)
    )


def _misses(chosen: Rows, rows: Rows, truth: Array, values: Array) -> tuple[Miss, ...]:
    return tuple(Miss(int(rows[i]) + 1, float(truth[i]), float(values[i])) for i in chosen)
