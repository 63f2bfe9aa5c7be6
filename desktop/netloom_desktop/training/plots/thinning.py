"""Fewer points that look the same: of a long curve, what can be seen in as many columns of pixels as there are."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
_NOTHING: Final = 1e-18  # a share that changes no sum


def stride(points: int, columns: float) -> int:
    """How many points share a place, a power of 2: so that, as points are added, the same ones stay together."""
    return 1 << max(0, math.ceil(math.log2(max(points, 1) / max(columns, 1.0))))


def thinned(x: Values, y: Values, every: int) -> tuple[Values, Values]:
    """The lowest and the highest of each `every` points, a power of 2, at the place of the first of them; the rest at
    the end as it is. What is no number is passed over where there are numbers beside it."""
    count = len(y) // every * every
    if every < 4 or not count:
        return x, y
    low = high = y[:count]
    while every * len(low) > count:
        low, high = np.fmin(low[::2], low[1::2]), np.fmax(high[::2], high[1::2])
    ends = np.stack((low, high), 1).ravel()
    return np.concatenate((x[:count:every].repeat(2), x[count:])), np.concatenate((ends, y[count:]))


def broken(x: Values, y: Values, gap: float) -> tuple[Values, Values]:
    """With a point that is no number before each that is further than a `gap` from the one before it."""
    places = np.flatnonzero(np.diff(x) > gap) + 1
    return np.insert(x, places, x[places]), np.insert(y, places, np.nan)


def smoothed(values: Values, weight: float) -> Values:
    """The running mean of values in which each earlier one counts `weight` (0 to below 1) of the next, corrected at
    the start; values that are no numbers are left out of it and stay as they are."""
    if not (numbers := np.isfinite(values)).all():
        answer = values.copy()
        answer[numbers] = smoothed(values[numbers], weight)
        return answer
    found, reach, factor = values * (1.0 - weight), 1, weight
    while reach < len(found) and factor > _NOTHING:  # each turn adds as many earlier ones as are there already
        found[reach:] += factor * found[:-reach]
        reach, factor = 2 * reach, factor * factor
    early = found[:reach]
    early /= 1.0 - weight ** np.arange(1.0, len(early) + 1)
    return found
