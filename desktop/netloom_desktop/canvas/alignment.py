"""Blocks in line: edges aligned, gaps made equal, neighbours making room. Pure: rectangles in, corners out."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, NamedTuple

from netloom_desktop.canvas.geometry import GRID, Point, Rect, around, snapped

Edge = Literal["left", "right", "top", "bottom", "center", "middle"]
Axis = Literal["across", "down"]
Rects = Mapping[str, Rect]


def aligned(rects: Rects, edge: Edge) -> dict[str, Point]:
    """The corners of blocks that share an edge of the rectangle around them, or its middle line."""
    box = around(rects.values())
    if box is None:
        return {}
    return {id: _ALIGNED[edge](rect, box) for id, rect in rects.items()}


_ALIGNED: Final[Mapping[str, Callable[[Rect, Rect], Point]]] = {
    "left": lambda rect, box: Point(box.x, rect.y),
    "right": lambda rect, box: Point(box.right - rect.width, rect.y),
    "top": lambda rect, box: Point(rect.x, box.y),
    "bottom": lambda rect, box: Point(rect.x, box.bottom - rect.height),
    "center": lambda rect, box: Point(box.center.x - rect.width / 2, rect.y),
    "middle": lambda rect, box: Point(rect.x, box.center.y - rect.height / 2),
}


def distributed(rects: Rects, axis: Axis) -> dict[str, Point]:
    """The corners of blocks with equal gaps between them; the first and the last stay."""
    if len(rects) < 3:
        return {id: Point(rect.x, rect.y) for id, rect in rects.items()}
    across = axis == "across"
    order = sorted(rects, key=lambda id: rects[id].center.x if across else rects[id].center.y)
    sizes = [rects[id].width if across else rects[id].height for id in order]
    first, last = rects[order[0]], rects[order[-1]]
    room = (last.right - first.x if across else last.bottom - first.y) - sum(sizes)
    gap, at, corners = room / (len(order) - 1), first.x if across else first.y, {}
    for id, size in zip(order, sizes, strict=True):
        corners[id] = Point(at, rects[id].y) if across else Point(rects[id].x, at)
        at += size + gap
    return corners


class Guide(NamedTuple):
    """A line that shows what is in line with what."""

    start: Point
    end: Point


def lined_up(moved: Rect, others: Iterable[Rect], within: float) -> tuple[Point, tuple[Guide, ...]]:
    """How far to shift a rectangle so that its edges or its middle are in line with the nearest other, if that is
    `within` so much, and the lines that show it; at most one across and one down."""
    known = list(others)
    across = _nearest(moved, known, within, _ACROSS)
    down = _nearest(moved, known, within, _DOWN)
    by = Point(across[0] if across else 0.0, down[0] if down else 0.0)
    shifted = Rect(moved.x + by.x, moved.y + by.y, moved.width, moved.height)
    guides = []
    if across:
        x, box = across[1], around([shifted, across[2]])
        guides += [Guide(Point(x, box.y - GRID), Point(x, box.bottom + GRID))] if box else []
    if down:
        y, box = down[1], around([shifted, down[2]])
        guides += [Guide(Point(box.x - GRID, y), Point(box.right + GRID, y))] if box else []
    return by, tuple(guides)


_ACROSS: Final[tuple[Callable[[Rect], float], ...]] = (
    lambda rect: rect.center.x,
    lambda rect: rect.x,
    lambda rect: rect.right,
)
_DOWN: Final[tuple[Callable[[Rect], float], ...]] = (
    lambda rect: rect.center.y,
    lambda rect: rect.y,
    lambda rect: rect.bottom,
)


def _nearest(
    moved: Rect, others: Iterable[Rect], within: float, lines: Iterable[Callable[[Rect], float]]
) -> tuple[float, float, Rect] | None:
    """How far off the nearest line is, where it is, and of which other it is; among equals the nearest other."""
    best: tuple[float, float, float, Rect] | None = None
    for line in lines:
        mine = line(moved)
        for other in others:
            off = line(other) - mine
            if abs(off) > within:
                continue
            far = abs(other.center.x - moved.center.x) + abs(other.center.y - moved.center.y)
            if best is None or (abs(off), far) < (abs(best[0]), best[2]):
                best = (off, line(other), far, other)
    return (best[0], best[1], best[3]) if best else None


def straightened(rects: Rects, levels: Iterable[tuple[str, float, str, float]]) -> dict[str, Point]:
    """The corners of blocks that stand so that the wires between them run level.

    A wire is given as (source, how far down it leaves, target, how far down it arrives). The blocks furthest left
    stay; each other one follows the first wire that reaches it.
    """
    corners = {id: Point(rect.x, rect.y) for id, rect in rects.items()}
    reached: set[str] = set()
    for source, leaves, target, arrives in sorted(levels, key=lambda level: (rects[level[0]].x, rects[level[0]].y)):
        if target not in reached and source != target:
            reached |= {source, target}
            corners[target] = Point(corners[target].x, corners[source].y + leaves - arrives)
    return corners


def making_room(rects: Rects, dropped: Rect, gap: float) -> tuple[Rect, dict[str, Point]]:
    """Where a block stands that was dropped between others, and the corners of those that give way to it.

    It is moved right, off those that stand level with it and begin before it; all that stand level with it and further
    on move by what the nearest one lacks.
    """
    level = [rect for rect in rects.values() if _overlap_down(rect, dropped.grown(gap / 4))]
    middle = dropped.center.x
    begins = max((rect.right + gap for rect in level if rect.center.x <= middle), default=dropped.x)
    new = Rect(dropped.x + max(_up_to_grid(begins - dropped.x), 0), dropped.y, dropped.width, dropped.height)
    nearest = min((rect.x for rect in level if rect.center.x > middle), default=math.inf)
    if nearest >= new.right + gap:
        return new, {}
    by = _up_to_grid(new.right + gap - nearest)
    moved = {id: rect for id, rect in rects.items() if rect.center.x > middle and rect.x >= nearest}
    return new, {id: Point(rect.x + by, rect.y) for id, rect in moved.items()}


def free_place(rects: Rects, wanted: Rect) -> Point:
    """The place nearest below a wanted one where a block touches no other."""
    place = Point(snapped(wanted.x), snapped(wanted.y))
    taken = list(rects.values())
    while True:
        here = Rect(place.x, place.y, wanted.width, wanted.height)
        struck = [rect for rect in taken if rect.grown(GRID / 2).meets(here)]
        if not struck:
            return place
        place = Point(place.x, snapped(max(rect.bottom for rect in struck) + GRID))


def _overlap_down(one: Rect, other: Rect) -> bool:
    return one.y <= other.bottom and other.y <= one.bottom


def _up_to_grid(length: float) -> float:
    return -(-length // GRID) * GRID
