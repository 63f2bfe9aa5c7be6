"""Where a network begins to learn by heart: validation turns while training goes on. Nothing here knows Qt."""

from typing import Final, NamedTuple

from netloom_desktop.training.curve import Curve

LATEST: Final = 3  # epochs whose mean is compared, so that one bad epoch turns nothing
WORSE: Final = 0.02  # of what validation had gained, and at least so much of its best, must be lost again


class Turning(NamedTuple):
    """From the epoch with the best validation loss to the last one shown, training went on and validation got worse."""

    start: float
    end: float


def turning(training: Curve, validation: Curve) -> Turning | None:
    """Where the two losses part, by epochs; None while they do not."""
    if len(validation) <= LATEST or len(training) < len(validation):
        return None
    best = min(range(len(validation)), key=lambda place: _or_infinite(validation.y[place]))
    if len(validation) - 1 - best < LATEST:
        return None
    latest, lowest = _mean(validation, LATEST), validation.y[best]
    needed = WORSE * max(validation.y[0] - lowest, abs(lowest))
    fell = _mean(training, LATEST) < training.y[best]
    return Turning(validation.x[best], validation.x[-1]) if fell and latest - lowest > needed else None


def _mean(curve: Curve, count: int) -> float:
    return sum(curve.y[-count:]) / count


def _or_infinite(value: float) -> float:
    return value if value - value == 0 else float("inf")
