"""Auto-layout: blocks in columns from left to right, each behind all that it depends on. Pure, and quick for thousands.

The method is that of layered graph drawing (Sugiyama, Tagawa, Toda 1981): layers by the longest path, order within
a layer by the mean of the neighbours, then heights. A wire that skips layers keeps a lane of its own, so that it
does not run through the blocks between.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low
from typing import Final

from netloom_desktop.canvas.geometry import WIDTH, Point, snapped

ACROSS: Final = 80.0  # between columns
DOWN: Final = 40.0  # between blocks of a column
LANE: Final = 20.0
LONGEST: Final = 16  # layers that a wire may skip and still get a lane
SWEEPS: Final = 4
_LANE_MARK: Final = "\0"  # no id holds it

Link = tuple[str, str]


def auto_layout(heights: Mapping[str, float], links: Iterable[Link]) -> dict[str, Point]:
    """The upper left corner of each block, given its height, and the links (source, target) between them."""
    known = [link for link in dict.fromkeys(links) if link[0] in heights and link[1] in heights]
    layers = layer_of(tuple(heights), known)
    columns, chains = _columns(layers, known)
    before, after = _neighbours(chains)
    for sweep in range(SWEEPS):
        _sort(columns if sweep % 2 == 0 else columns[::-1], before if sweep % 2 == 0 else after, columns)
    tall = {id: heights.get(id, LANE) for column in columns for id in column}
    middles = _middles(columns, before, after, tall)
    lefts = [number * (WIDTH + ACROSS) for number in range(len(columns))]
    return {id: Point(lefts[layers[id]], snapped(middles[id] - tall[id] / 2)) for id in heights}


def layer_of(ids: Sequence[str], links: Iterable[Link]) -> dict[str, int]:
    """In which column each block stands: the length of the longest path to it. In a circle, one wire is overlooked."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    waits = dict.fromkeys(ids, 0)
    for source, target in links:
        after[source].append(target)
        waits[target] += 1
    layers = dict.fromkeys(ids, 0)
    ready = [id for id in ids if not waits[id]]
    left = dict.fromkeys(id for id in ids if waits[id])
    while ready or left:
        if not ready:
            ready.append(next(iter(left)))
        id = ready.pop()
        left.pop(id, None)
        waits[id] = 0
        for target in after[id]:
            if waits[target]:
                layers[target] = max(layers[target], layers[id] + 1)
                waits[target] -= 1
                if not waits[target]:
                    left.pop(target, None)
                    ready.append(target)
    return layers


def _columns(layers: Mapping[str, int], links: Iterable[Link]) -> tuple[list[list[str]], list[Link]]:
    """The blocks and lanes of each column, and the links from each column to the next."""
    columns: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for id, layer in layers.items():
        columns[layer].append(id)
    chains: list[Link] = []
    for number, (source, target) in enumerate(links):
        span = layers[target] - layers[source]
        if not 1 <= span <= LONGEST:
            continue
        lanes = [f"{_LANE_MARK}{number}.{step}" for step in range(1, span)]
        for step, lane in enumerate(lanes, layers[source] + 1):
            columns[step].append(lane)
        path = [source, *lanes, target]
        chains += itertools.pairwise(path)
    return columns, chains


def _neighbours(links: Iterable[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    before: defaultdict[str, list[str]] = defaultdict(list)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    return before, after


def _sort(order: Sequence[list[str]], beside: Mapping[str, list[str]], columns: Sequence[list[str]]) -> None:
    """Sort each column by the mean place of its neighbours in the column that was sorted before it."""
    place = {id: number for column in columns for number, id in enumerate(column)}
    for column in order:
        wish = {id: _mean([place[each] for each in beside.get(id, ())], place[id]) for id in column}
        column.sort(key=lambda id: (wish[id], place[id]))
        place.update({id: number for number, id in enumerate(column)})


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _middles(
    columns: Sequence[list[str]],
    before: Mapping[str, list[str]],
    after: Mapping[str, list[str]],
    tall: Mapping[str, float],
) -> dict[str, float]:
    """How far down the middle of each block and lane is."""
    middles: dict[str, float] = {}
    for column in columns:
        middles.update(_stacked(column, dict.fromkeys(column, 0.0), tall))
    for beside, order in ((before, columns), (after, columns[::-1]), (before, columns), (after, columns[::-1])):
        for column in order:
            wishes = {id: _wish(id, beside.get(id, ()), middles) for id in column}
            middles.update(_stacked(column, wishes, tall))
    return middles


def _wish(id: str, beside: Sequence[str], middles: Mapping[str, float]) -> float:
    """Level with its lane, if it has one, so that the long wire is straight; else with the middle of its neighbours."""
    lanes = [each for each in beside if each.startswith(_LANE_MARK)]
    wanted = [middles[each] for each in lanes or beside]
    return median_low(wanted) if wanted else middles[id]


def _stacked(column: Sequence[str], wishes: Mapping[str, float], tall: Mapping[str, float]) -> dict[str, float]:
    """Middles in the order of a column, as near to the wishes as blocks that do not touch can be.

    Measured from where each would be if all stood as close as they may, the wishes only have to rise: neighbours
    that do not are pooled at their mean (isotonic regression).
    """
    closest = _closest(column, tall)
    pools: list[tuple[int, float]] = []  # how many blocks, and the sum of what they wish
    for id, at in zip(column, closest, strict=True):
        pools.append((1, wishes[id] - at))
        while len(pools) > 1 and pools[-2][1] / pools[-2][0] > pools[-1][1] / pools[-1][0]:
            (count, total), (more, added) = pools.pop(), pools.pop()
            pools.append((count + more, total + added))
    shifts = [total / count for count, total in pools for _ in range(count)]
    return {id: shift + at for id, shift, at in zip(column, shifts, closest, strict=True)}


def _closest(column: Sequence[str], tall: Mapping[str, float]) -> list[float]:
    """The middles of blocks that stand as close as they may."""
    found = [0.0]
    for above, below in itertools.pairwise(column):
        found.append(found[-1] + tall[above] / 2 + DOWN + tall[below] / 2)
    return found


__all__ = ["ACROSS", "DOWN", "auto_layout", "layer_of"]
