"""How far a figure would vary with other test rows: the bootstrap.

The test rows are drawn again with replacement, as many as there are, a thousand times. The middle 95 % of a figure over
these resamples is its interval (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13). All models
are scored on the same resamples, so that the difference of two is paired: what is hard for both cancels out. Training
is not repeated: the interval says nothing about another seed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from netloom.evaluation.scores import Array, Evidence, Metric, values
from netloom.reports.parts import Interval

RESAMPLES = 1000
LEVEL = 0.95
ROWS = 100_000  # larger test sets are represented by so many of their rows: their intervals are wider than need be
CELLS = 20_000_000  # of evidence, all models together: with very many classes fewer rows do
SEED = 0
FEWEST_DISAGREEMENTS = 6  # five answers that all favour one side are within chance at 95 % (sign test: p = 0.06)
_AT_ONCE = 50  # resamples in one product


Samples = Mapping[str, Array]  # of each metric by name: [resamples]


def resampled(metrics: tuple[Metric, ...], evidences: Sequence[Evidence]) -> list[Samples]:
    """Each model's metrics on the same resamples, in the order of `evidences`, which are about the same rows."""
    rows = _representatives(len(evidences[0]), sum(evidence.width for evidence in evidences))
    columns = np.hstack([evidence.rows(rows) for evidence in evidences])
    with (
        threadpool_limits(1),
        np.errstate(invalid="ignore"),
    ):  # a second thread gains little here, and beside a busy process it loses much
        totals = _totals(columns)
    ends = np.cumsum([evidence.width for evidence in evidences])[:-1]
    parts = np.split(totals, ends, axis=1)
    return [values(metrics, evidence, part) for evidence, part in zip(evidences, parts, strict=True)]


def _representatives(rows: int, width: int) -> NDArray[np.int64]:
    most = min(ROWS, max(1, CELLS // width))
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(SEED).choice(rows, size=most, replace=False))


def _totals(columns: NDArray[Any]) -> Array:
    """The sums of the evidence over each resample: [resamples, width]."""
    generator, rows = np.random.default_rng(SEED), len(columns)
    counts = np.empty((_AT_ONCE, rows), dtype=columns.dtype)
    totals = []
    for _ in range(RESAMPLES // _AT_ONCE):
        for count in counts:
            count[:] = np.bincount(generator.integers(0, rows, rows), minlength=rows)
        totals.append(counts @ columns)
    return np.concatenate(totals, dtype=np.float64)


def interval(samples: Array, value: float) -> Interval | None:
    """The percentile interval around a value; None where the value or most resamples are undefined.

    Where only a part of the rows was resampled, the interval could miss the value: it is widened to hold it.
    """
    defined = samples[np.isfinite(samples)]
    if not np.isfinite(value) or 2 * len(defined) < len(samples):
        return None
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(defined, [tail, 100 - tail])
    return Interval(float(min(low, value)), float(max(high, value)))
