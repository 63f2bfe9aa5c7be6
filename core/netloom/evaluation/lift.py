"""What an ordered list is worth: of all rows of a class, how many lie among those that a model is surest of.

Rows with equal probability have no order; wherever a part ends among them, they count as they would on average.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netloom.data.words import counted
from netloom.evaluation.scores import Array
from netloom.reports.parts import Gains, TopRows
from netloom.reports.wording import percent

PARTS = 10
_TOLD = 0.2  # the part of the rows that the sentence is about
_GRID = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class Lift:
    """The rows of a class, found in the order of their probability; `share` of all rows are of the class."""

    event: str
    share: float
    parts: tuple[TopRows, ...]
    models: tuple[Gains, ...]

    def about(self, rows: int) -> str:
        """What is looked at, of so many rows."""
        return (
            f"The {counted(rows, 'row')} in the order of their probability for {self.event!r}, of which "
            f"{percent(self.share)} are: for whoever can look at a part of them only."
        )

    @property
    def sentence(self) -> str:
        """What the surest fifth of the rows holds."""
        told = next(part for part in self.parts if part.share >= _TOLD - 1e-9)
        return (
            f"The {percent(told.share, 0)} of the rows it is surest of hold {percent(told.gain, 0)} of all "
            f"{self.event!r}: {told.lift:.1f} times as many as {counted(round(told.rows), 'row')} taken by chance."
        )


def lift(event: str, member: NDArray[np.bool_], models: Mapping[str, Array]) -> Lift | None:
    """The lift of models, the network first, from their probabilities [rows] for the class of which `member` [rows]
    tells the rows; None where there are none.
    """
    if not member.any():
        return None
    gains = {name: _Found(member, chances) for name, chances in models.items()}
    curves = tuple(Gains(name, tuple(zip(_GRID.tolist(), gain(_GRID), strict=True))) for name, gain in gains.items())
    network = next(iter(gains.values()))
    return Lift(event, float(member.mean()), tuple(_parts(network, member)), curves)


class _Found:
    """Called with shares of the rows, it gives the share of the class that they hold."""

    def __init__(self, member: NDArray[np.bool_], chances: Array) -> None:
        order = np.argsort(-chances, kind="stable")
        ends = np.append(np.flatnonzero(np.diff(chances[order])), len(order) - 1)  # of rows with equal probability
        self._rows = np.append(0, ends + 1) / len(order)
        self._found = np.append(0, np.cumsum(member[order])[ends]) / member.sum()

    def __call__(self, shares: Array) -> list[float]:
        return [float(found) for found in np.interp(shares, self._rows, self._found)]


def _parts(network: _Found, member: NDArray[np.bool_]) -> Iterator[TopRows]:
    rows, hits = len(member), int(member.sum())
    count = min(PARTS, rows)
    shares = np.arange(1, count + 1) / count
    before = 0.0
    for share, gain in zip(shares.tolist(), network(shares), strict=True):
        here = (gain - before) * hits / (rows / count)
        yield TopRows(share, share * rows, gain * hits, here, gain * hits / (share * rows), gain, gain / share)
        before = gain
