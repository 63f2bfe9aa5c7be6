"""Where a network begins to learn its rows by heart: the loss on validation rows turns while training goes on."""

from collections.abc import Sequence
from math import isfinite
from typing import Final, NamedTuple

LATEST: Final = 3  # epochs whose mean is compared, so that one bad epoch turns nothing
WORSE: Final = 0.02  # of what validation had gained, and at least so much of its best, must be lost again


class Turning(NamedTuple):
    """From the epoch with the best validation loss to the last one, training went on and validation got worse."""

    start: float
    end: float


def turning(epochs: Sequence[float], training: Sequence[float], validation: Sequence[float]) -> Turning | None:
    """Where two losses part, which each have a value for each of some epochs; None while they do not."""
    best = _best(validation)
    if best is None or len(validation) - 1 - best < LATEST:
        return None
    latest, lowest = _mean(validation), validation[best]
    needed = WORSE * max(validation[0] - lowest, abs(lowest))
    fell = _mean(training) < training[best]
    return Turning(epochs[best], epochs[len(validation) - 1]) if fell and latest - lowest > needed else None


def _best(values: Sequence[float]) -> int | None:
    """The place of the lowest number; None where there is none."""
    lowest = min(filter(isfinite, values), default=None)
    return None if lowest is None else values.index(lowest)


def _mean(values: Sequence[float]) -> float:
    return sum(values[-LATEST:]) / LATEST
