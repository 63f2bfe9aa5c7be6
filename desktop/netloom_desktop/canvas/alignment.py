"""Blocks in line: edges aligned, gaps made equal, neighbours making room. Pure: rectangles in, corners out."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

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


def making_room(rects: Rects, new: Rect, gap: float) -> dict[str, Point]:
    """The corners of those blocks right of a new one that give way to it: all that stand level with it and further on
    move by what the nearest one lacks."""
    level = {
        id: rect
        for id, rect in rects.items()
        if rect.center.x > new.center.x and _overlap_down(rect, new.grown(gap / 4))
    }
    nearest = min((rect.x for rect in level.values()), default=None)
    if nearest is None or nearest >= new.right + gap:
        return {}
    by = _up_to_grid(new.right + gap - nearest)
    return {
        id: Point(rect.x + by, rect.y)
        for id, rect in rects.items()
        if rect.center.x > new.center.x and rect.x >= nearest
    }


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
