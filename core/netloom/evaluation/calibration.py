"""Whether probabilities can be taken at their word: of all rows said to be 70 % likely, do 70 % come true?

The rows are put into ten bins by the probability that was stated, and each bin is compared with what happened (DeGroot
and Fienberg, "The comparison and evaluation of forecasters", The Statistician 32, 1983). The expected calibration
error is the mean distance of the two, each bin counting as its rows (Naeini, Cooper and Hauskrecht, "Obtaining well
calibrated probabilities using Bayesian binning", AAAI 2015).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netloom.data.words import counted
from netloom.evaluation.scores import Array
from netloom.reports.parts import Bin, Interval
from netloom.reports.wording import percent

BINS = 10
FEW_CLASSES = 6  # up to so many, each class is looked at by itself
_NORMAL = 1.959963984540054  # 95 % of a normal distribution lie within so many deviations


@dataclass(frozen=True)
class Calibration:
    """How far stated probabilities can be believed.

    `event` is the class whose probability is meant, or empty: of each row the class that was answered.
    """

    event: str
    bins: tuple[Bin, ...]
    expected_calibration_error: float

    @property
    def about(self) -> str:
        """What is looked at."""
        what = f"the probability of {self.event!r}" if self.event else "the probability of the class that is answered"
        return f"Whether what is stated is what happens; stated is {what}."

    @property
    def sentence(self) -> str:
        """What the curve says, by the bin that tells most."""
        told = _telling(self.bins)
        stated, happened = percent(told.stated, 0), percent(told.happened, 0)
        if self.event:
            start = f"When it says {stated} for {self.event!r}, that happens in {happened} of the cases"
            too_much, too_little = "it says too much", "it says too little"
        else:
            start = f"When it is {stated} sure of its answer, it is right in {happened} of the cases"
            too_much, too_little = "it is too sure", "it could be surer"
        if told.agrees:
            return f"{start} ({counted(told.rows, 'row')}), which agrees within chance."
        return f"{start} ({counted(told.rows, 'row')}): there {too_much if told.gap > 0 else too_little}."


def _telling(bins: tuple[Bin, ...]) -> Bin:
    """The bin that is off for most rows and by most; where none is off, the fullest, of those that say yes if any."""
    if off := [one for one in bins if not one.agrees]:
        return max(off, key=lambda one: one.rows * abs(one.gap))
    return max([one for one in bins if one.stated > 0.5] or bins, key=lambda one: one.rows)


@dataclass(frozen=True)
class Honesty:
    """How honest a model's probabilities are on the whole: less is better for both, 0 is perfect."""

    model: str
    expected_calibration_error: float
    brier: float


def calibration(event: str, stated: Array, happened: NDArray[np.bool_]) -> Calibration:
    """The calibration of stated probabilities [rows] of something that happened or not [rows], at least one row."""
    bins = tuple(_bins(stated, happened))
    error = sum(one.rows * abs(one.gap) for one in bins) / len(stated)
    return Calibration(event, bins, error)


def _bins(stated: Array, happened: NDArray[np.bool_]) -> Iterator[Bin]:
    edges = np.linspace(0, 1, BINS + 1)
    number = np.searchsorted(edges[1:-1], stated)
    rows, said, true = (np.bincount(number, weights, BINS) for weights in (None, stated, happened))
    for place in np.flatnonzero(rows):
        count, share = int(rows[place]), float(true[place] / rows[place])
        mean = float(said[place] / rows[place])
        yield Bin(float(edges[place]), float(edges[place + 1]), count, mean, share, share_interval(share, count))


def share_interval(share: float, rows: int) -> Interval:
    """The 95 % interval of a share that was found in so many rows (Wilson's score interval)."""
    squared = _NORMAL**2
    middle = (share + squared / (2 * rows)) / (1 + squared / rows)
    half = _NORMAL / (1 + squared / rows) * sqrt(share * (1 - share) / rows + squared / (4 * rows**2))
    return Interval(min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share))


def answer_calibration(classes: tuple[str, ...], truth: NDArray[np.int64], chances: Array) -> Calibration:
    """The calibration by which a classifier is judged: of two classes of the second, of more of the one it answers.

    `truth` are class numbers [rows], `chances` probabilities [rows, classes].
    """
    if len(classes) == 2:
        return calibration(classes[1], chances[:, 1], truth == 1)
    answer = chances.argmax(axis=1)
    return calibration("", chances[np.arange(len(truth)), answer], answer == truth)


def class_calibrations(classes: tuple[str, ...], truth: NDArray[np.int64], chances: Array) -> tuple[Calibration, ...]:
    """The calibration of each class by itself, where there are more than two and still few."""
    if not 2 < len(classes) <= FEW_CLASSES:
        return ()
    return tuple(calibration(name, chances[:, number], truth == number) for number, name in enumerate(classes))


def honesty(
    classes: tuple[str, ...], truth: NDArray[np.int64], models: Mapping[str, NDArray[Any]]
) -> tuple[Honesty, ...]:
    """Each model's expected calibration error and Brier score, from its probabilities [rows, classes]."""
    return tuple(
        Honesty(name, answer_calibration(classes, truth, chances).expected_calibration_error, brier(truth, chances))
        for name, chances in models.items()
    )


def brier(truth: NDArray[np.int64], chances: Array) -> float:
    """The mean squared distance of probabilities [rows, classes] from what happened, as scikit-learn scales it.

    Of two classes it is that of the second, of more the sum over the classes (Brier, 1950).
    """
    from sklearn.metrics import brier_score_loss

    if chances.shape[1] == 2:
        return float(brier_score_loss(truth, np.clip(chances[:, 1], 0, 1), labels=[0, 1]))
    whole = chances / chances.sum(axis=1, keepdims=True)
    return float(brier_score_loss(truth, whole, labels=np.arange(chances.shape[1])))
