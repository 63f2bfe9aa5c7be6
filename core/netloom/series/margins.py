"""How far the scores of several runs spread, and how large a difference must be to be more than that.

Every margin is half of a 95 % interval under the usual assumption that scores of runs are about normal:

- Two series of runs: Welch, "The generalization of 'Student's' problem when several different population variances are
  involved", Biometrika 34 (1947). Runs of two networks share no randomness, also where their seeds are equal.
- A series and a single run: the run is one more draw from something that spreads as the series does, so the interval
  is that of a prediction, t · s · √(1 + 1/n) (Hahn and Meeker, "Statistical Intervals", 1991, chapter 4).
- A series and what is the same for every seed, as a baseline: Student's interval of a mean, t · s / √n.
- Folds: two folds share most of the rows that they learn from, so their scores vary less than independent ones would,
  and no unbiased estimate of that exists (Bengio and Grandvalet, "No unbiased estimator of the variance of K-fold
  cross-validation", JMLR 5, 2004). The variance is corrected as by Nadeau and Bengio, "Inference for the generalization
  error", Machine Learning 52 (2003): s² · (1/k + held out/learnt) in place of s²/k.
"""

import math
import statistics
from collections.abc import Sequence

from scipy.stats import t as student

LEVEL = 0.95


def mean(values: Sequence[float]) -> float:
    """The mean; of values that are all the same exactly that, as their deviation is exactly zero."""
    return statistics.mean(values)


def deviation(values: Sequence[float]) -> float | None:
    """The sample standard deviation (n − 1); None for fewer than two values, which do not spread."""
    return statistics.stdev(values) if len(values) > 1 else None


def margin_of_mean(values: Sequence[float]) -> float | None:
    """How far the mean of runs may be off (Student). None for fewer than two values."""
    spread, count = deviation(values), len(values)
    return None if spread is None else _quantile(count - 1) * spread / math.sqrt(count)


def margin_of_prediction(values: Sequence[float]) -> float | None:
    """How far one more run may be from the mean of these. None for fewer than two values."""
    spread, count = deviation(values), len(values)
    return None if spread is None else _quantile(count - 1) * spread * math.sqrt(1 + 1 / count)


def margin_of_difference(first: Sequence[float], second: Sequence[float]) -> float | None:
    """How far the difference of the means of two series of runs may be off: Welch, or, where one of them is a single
    run, a prediction. None where neither has two values.
    """
    if len(first) < 2 or len(second) < 2:
        return margin_of_prediction(max(first, second, key=len))
    parts = [statistics.variance(values) / len(values) for values in (first, second)]
    if not sum(parts):
        return 0.0
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(values) - 1) for part, values in zip(parts, (first, second), strict=True)
    )
    return _quantile(freedom) * math.sqrt(sum(parts))


def margin_of_folds(differences: Sequence[float], held_out_by_learnt: float) -> float | None:
    """How far the mean difference of two models over the same folds may be off, with the corrected variance.

    `held_out_by_learnt` is the number of rows held out divided by that of those learnt from. None for one fold.
    """
    spread, count = deviation(differences), len(differences)
    if spread is None:
        return None
    return _quantile(count - 1) * spread * math.sqrt(1 / count + held_out_by_learnt)


def _quantile(freedom: float) -> float:
    return float(student.ppf((1 + LEVEL) / 2, freedom))
