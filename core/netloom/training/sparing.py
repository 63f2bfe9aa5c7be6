"""What of the figures that are told again and again a run's file keeps: all at first, and fewer the longer it trains.

So the file grows with the logarithm of the time: without this a day of training would leave hundreds of megabytes.
"""

from collections import defaultdict
from math import log2
from typing import Final

from netloom.events import Event, Health, Progress

BYTES: Final = 2 * 2**20  # of each kind, at the start and again each time that the time has about doubled
SECONDS: Final = 300.0  # until the first of these times
SPARED: Final = (Progress, Health)


def allowed(seconds: float) -> float:
    """How many bytes of one kind of event may lie in the file after so many seconds of training."""
    return BYTES * log2(2 + seconds / SECONDS)


class Sparing:
    """Decides of each event whether its line is kept. `spent`: bytes that are there already, of a run that goes on."""

    def __init__(self, spent: int = 0) -> None:
        self._spent: defaultdict[type[Event], int] = defaultdict(lambda: spent)

    def keeps(self, event: Event, size: int, seconds: float) -> bool:
        """Whether a line of so many bytes is kept, told after so many seconds of training."""
        if not isinstance(event, SPARED):
            return True
        fits = self._spent[type(event)] + size <= allowed(seconds)
        self._spent[type(event)] += size if fits else 0
        return fits
