"""Rows in bins: how unlike two histograms are, and the bars that show them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np

from netloom.data.drift.cells import Amounts, Floats, Names
from netloom.data.drift.sketch import Sketch
from netloom.drift import Bar, amount

Counts = np.ndarray[Any, np.dtype[np.int64]]

_TENTHS: Final = 10
_LEAST_SHARE: Final = 0.01  # of the training rows, for a level to have a bin of its own
_BARS: Final = 12
_NEW_BARS: Final = 3
_TAIL: Final = 0.01  # of the rows at each end that do not stretch the bars


def tenths(then: Sketch, now: Amounts) -> tuple[Counts, Counts]:
    """Rows then and now in tenths of the training rows, or by value where there are few different ones."""
    places = np.arange(1, _TENTHS) * then.known / _TENTHS
    inner = np.minimum(np.searchsorted(then.at_most, places), len(then.points) - 1)
    edges = np.unique(np.asarray(then.points)[inner])
    return _divided(then, now, edges)


def by_level(then: Sketch, now: Names) -> tuple[Counts, Counts]:
    """Rows then and now of each level that is not rare, and of all others together."""
    named = [level.value for level in then.levels if level.count >= _LEAST_SHARE * then.known]
    counts = {level.value: level.count for level in then.levels}
    before = [counts[name] for name in named]
    after = [now.counts.get(name, 0) for name in named]
    return _with_rest(before, then.known), _with_rest(after, now.known)


def _with_rest(counts: list[int], known: int) -> Counts:
    return np.array([*counts, known - sum(counts)], np.int64)


def _divided(then: Sketch, now: Amounts, edges: Floats) -> tuple[Counts, Counts]:
    """Rows up to the first edge, from there to the second, and so on, and those above the last; edges are points."""
    before = np.asarray(then.at_most)[np.searchsorted(then.points, edges)]
    after = np.searchsorted(now.known, edges, side="right")
    return (
        np.diff(before, prepend=0, append=then.known).astype(np.int64),
        np.diff(after, prepend=0, append=len(now.known)).astype(np.int64),
    )


def stability_index(then: Counts, now: Counts) -> float:
    """The population stability index, less what is to be expected of two samples of the same rows.

    To each count comes a half, since an empty bin would make it infinite.
    """
    used = then + now > 0
    then, now, bins = then[used], now[used], int(used.sum())
    shares = [(counts + 0.5) / (counts.sum() + 0.5 * bins) for counts in (then, now)]
    found = ((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum()
    by_chance = (bins - 1) * (1 / max(then.sum(), 1) + 1 / max(now.sum(), 1))
    return max(0.0, float(found - by_chance))


def distance(then: Sketch, now: Amounts) -> float:
    """How far apart the two distribution functions are at most (Kolmogorov and Smirnov), from 0 to 1."""
    if not then.known or not len(now.known):
        return 0.0
    after = np.searchsorted(now.known, then.points, side="right") / len(now.known)
    return float(np.abs(np.asarray(then.at_most) / then.known - after).max())


def bars(then: Sketch, now: Amounts | Names) -> tuple[Bar, ...]:
    """The shares of all rows then and now, side by side, those of missing cells last if there are any."""
    steps = _of_amounts(then, now) if isinstance(now, Amounts) else _of_levels(then, now)
    missing = Bar(
        name="missing",
        then=then.figures.missing / max(then.figures.rows, 1),
        now=now.missing / max(now.rows, 1),
    )
    return (*steps, missing) if missing.then or missing.now else steps


def _of_amounts(then: Sketch, now: Amounts) -> tuple[Bar, ...]:
    """About a dozen steps of equal width, or a bar for each value; what is beyond them is in the first and the last."""
    points = np.asarray(then.points)
    if not len(points):
        return ()
    edges = points[:-1] if len(points) <= _BARS else _even_edges(then, points)
    before, after = _divided(then, now, edges)
    names = _names_of(points, edges, then)
    return _bars(names, before / max(then.figures.rows, 1), after / max(now.rows, 1))


def _even_edges(then: Sketch, points: Floats) -> Floats:
    shares = np.asarray(then.at_most) / then.known
    low, high = points[np.searchsorted(shares, _TAIL)], points[np.searchsorted(shares, 1 - _TAIL)]
    steps = low + (high / _BARS - low / _BARS) * np.arange(1, _BARS)
    places = np.searchsorted(points, steps, side="right") - 1
    return np.unique(points[np.clip(places, 0, len(points) - 2)])


def _names_of(points: Floats, edges: Floats, then: Sketch) -> list[str]:
    words = [amount(value, then.kind) for value in (points if len(points) <= _BARS else edges)]
    if len(points) <= _BARS:
        return words
    between = (f"{low} to {high}" for low, high in pairwise(words))
    return [f"to {words[0]}", *between, f"over {words[-1]}"]


def _of_levels(then: Sketch, now: Names) -> tuple[Bar, ...]:
    """A bar for each of the most common levels, for a few that are new, and for all others."""
    before = {level.value: level.count for level in then.levels}
    new = [] if then.unlisted else [name for name in now.counts if name not in before][:_NEW_BARS]
    names = [*list(before)[: _BARS - len(new)], *new]
    there = _with_rest([before.get(name, 0) for name in names], then.known) / max(then.figures.rows, 1)
    here = _with_rest([now.counts.get(name, 0) for name in names], now.known) / max(now.rows, 1)
    bars = _bars([*names, "others"], there, here)
    return bars if there[-1] or here[-1] else bars[:-1]


def _bars(names: Sequence[str], then: Floats, now: Floats) -> tuple[Bar, ...]:
    triples = zip(names, then.tolist(), now.tolist(), strict=True)
    return tuple(Bar(name=name, then=before, now=after) for name, before, after in triples)
