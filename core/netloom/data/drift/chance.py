"""How likely a difference between two samples of the same rows is by chance alone.

- Amounts: Kolmogorov and Smirnov's test, whose limit is cautious for few rows.
- Levels: Pearson's test of homogeneity, on bins that are large enough for it.
- Missing cells: the hypergeometric distribution, which is exact (Fisher's test).
- Values beyond all that `then` had: of one more than the most extreme, each of the two ends is overtaken with the
  chance now / (then + now), so that their number is negative binomial, whatever the distribution is.
- Levels that `then` lacks: a row has one about as often as a row had a level that no other row had (Good and Turing).
"""

import math
from typing import Any, Final

import numpy as np

Counts = np.ndarray[Any, np.dtype[np.int64]]

_ENOUGH: Final = 5.0  # rows that a bin must be expected to have


def of_distance(distance: float, then: int, now: int) -> float:
    """The chance that two distribution functions of so many rows are at least so far apart."""
    if not then or not now:
        return 1.0
    return min(1.0, 2 * math.exp(-2 * distance**2 * then * now / (then + now)))


def of_counts(then: Counts, now: Counts) -> float:
    """The chance that rows are divided among bins at least so differently."""
    from scipy.special import chdtrc

    then, now = _large_enough(then, now)
    if len(then) < 2:
        return 1.0
    balance = math.sqrt(now.sum() / then.sum())
    terms = (then * balance - now / balance) ** 2 / (then + now)
    return float(chdtrc(len(then) - 1, terms.sum()))


def _large_enough(then: Counts, now: Counts) -> tuple[Counts, Counts]:
    """Bins of fewer rows than it takes are one bin; none at all where there are too few rows."""
    both = then + now
    every = max(both.sum(), 1)
    least = both * min(then.sum(), now.sum()) / every
    small = least < _ENOUGH
    joined = [np.append(counts[~small], counts[small].sum()) for counts in (then, now)]
    if least[small].sum() < _ENOUGH:
        joined = [counts[:-1] for counts in joined]
    return joined[0], joined[1]


def of_missing(then: int, then_rows: int, now: int, now_rows: int) -> float:
    """The chance that `now` of its rows, or a number further off what is expected, are among all that are missing."""
    from scipy.stats import hypergeom

    found = hypergeom(then_rows + now_rows, then + now, now_rows)
    return float(min(1.0, 2 * min(found.cdf(now), found.sf(now - 1))))


def of_beyond(count: int, then: int, now: int) -> float:
    """The chance that at least so many rows lie beyond the least and the greatest of `then`."""
    from scipy.special import nbdtrc

    return float(nbdtrc(count - 1, 2, then / (then + now))) if count and then else 1.0


def of_new_levels(count: int, once: int, then: int, now: int) -> float:
    """The chance that at least so many rows have a level that `then` lacks, of whose levels `once` had a single row."""
    from scipy.special import pdtrc

    return float(pdtrc(count - 1, now * (once + 1) / max(then, 1))) if count else 1.0
