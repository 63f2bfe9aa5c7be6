"""Where everything on the canvas is: sizes of blocks, places of ports, curves of wires, what a point hits. No Qt here.

Lengths are pixels at 100 %; y grows downwards. A block's place is its upper left corner.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

GRID: Final = 20.0
WIDTH: Final = 200.0
HEADER: Final = 30.0
HEIGHT: Final = 80.0
PORT_ROW: Final = 20.0
MESSAGE: Final = 24.0  # the strip under a block that tells its problem
MENDING: Final = 26.0  # under that, the button with what mends it
PORT_RADIUS: Final = 6.0
PORT_REACH: Final = 14.0  # from the middle of a port, where the pointer takes it
WIRE_REACH: Final = 6.0
BEND_RADIUS: Final = 4.5  # of the dot where a wire is bent
BEND_REACH: Final = 10.0
EDGE_REACH: Final = 8.0


class Point(NamedTuple):
    x: float
    y: float


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, point: Point) -> bool:
        """Whether a point is within."""
        return self.x <= point.x <= self.right and self.y <= point.y <= self.bottom

    def meets(self, other: "Rect") -> bool:
        """Whether two rectangles have a point in common."""
        return self.x <= other.right and other.x <= self.right and self.y <= other.bottom and other.y <= self.bottom

    def within(self, other: "Rect") -> bool:
        """Whether another rectangle holds all of this one."""
        return other.x <= self.x and self.right <= other.right and other.y <= self.y and self.bottom <= other.bottom

    def grown(self, by: float) -> "Rect":
        """The rectangle with an edge added all around."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


def spanning(first: Point, second: Point) -> Rect:
    """The rectangle with these two corners."""
    left, top = min(first.x, second.x), min(first.y, second.y)
    return Rect(left, top, abs(first.x - second.x), abs(first.y - second.y))


def around(rects: Iterable[tuple[float, float, float, float]]) -> Rect | None:
    """The smallest rectangle around some; None if there are none."""
    left = top = math.inf
    right = bottom = -math.inf
    for x, y, width, height in rects:
        left, top = min(left, x), min(top, y)
        right, bottom = max(right, x + width), max(bottom, y + height)
    return Rect(left, top, right - left, bottom - top) if left <= right else None


def snapped(value: float) -> float:
    """The nearest line of the grid."""
    return round(value / GRID) * GRID


def block_height(inputs: int, outputs: int, *, has_message: bool = False, has_fix: bool = False) -> float:
    """How tall a block is: with more than one port on a side, each port has a row of its own."""
    rows = max(inputs, outputs)
    strip = (MESSAGE if has_message else 0.0) + (MENDING if has_fix else 0.0)
    return HEIGHT + (PORT_ROW * rows if rows > 1 else 0.0) + strip


def port_height(place: int, inputs: int, outputs: int) -> float:
    """How far below the upper edge of a block its port of that place is."""
    return HEIGHT / 2 if max(inputs, outputs) <= 1 else HEIGHT + PORT_ROW * (place + 0.5)


class Curve(NamedTuple):
    """A wire: where it begins and ends, and the two points that it bends towards."""

    start: Point
    first: Point
    second: Point
    end: Point

    def at(self, along: float) -> Point:
        """The point at a part (0 to 1) of the way."""
        rest = 1 - along
        a, b, c, d = rest**3, 3 * rest**2 * along, 3 * rest * along**2, along**3
        return Point(
            a * self.start.x + b * self.first.x + c * self.second.x + d * self.end.x,
            a * self.start.y + b * self.first.y + c * self.second.y + d * self.end.y,
        )


class Course(NamedTuple):
    """The way of a wire: its curves one after the other, which meet at the points that it is led through."""

    curves: tuple[Curve, ...]

    @property
    def start(self) -> Point:
        return self.curves[0].start

    @property
    def end(self) -> Point:
        return self.curves[-1].end

    @property
    def bends(self) -> tuple[Point, ...]:
        """The points that it is led through."""
        return tuple(curve.start for curve in self.curves[1:])

    def moved(self, by: Point) -> "Course":
        """The same way elsewhere."""
        return Course(tuple(Curve(*(Point(x + by.x, y + by.y) for x, y in curve)) for curve in self.curves))


def wire_course(start: Point, end: Point, bends: Sequence[Point] = ()) -> Course:
    """The way of a wire through some points, on which it goes the way that the line from the one before to the one
    after has."""
    if not bends:
        return Course((wire_curve(start, end),))
    stops = [start, *bends, end]
    ways = [Point(1, 0), *(_way(before, after) for before, after in zip(stops, stops[2:], strict=False)), Point(1, 0)]
    legs = zip(itertools.pairwise(stops), itertools.pairwise(ways), strict=True)
    return Course(tuple(_leg(*ends, *towards) for ends, towards in legs))


def _way(start: Point, end: Point) -> Point:
    far = math.hypot(end.x - start.x, end.y - start.y)
    return Point((end.x - start.x) / far, (end.y - start.y) / far) if far else Point(1, 0)


def _leg(start: Point, end: Point, leaving: Point, arriving: Point) -> Curve:
    pull = min(math.hypot(end.x - start.x, end.y - start.y) / 2.5, 160.0)
    first = Point(start.x + leaving.x * pull, start.y + leaving.y * pull)
    return Curve(start, first, Point(end.x - arriving.x * pull, end.y - arriving.y * pull), end)


def wire_curve(start: Point, end: Point) -> Curve:
    """The curve of a wire: it leaves to the right and arrives from the left, wherever its ends are."""
    across = end.x - start.x
    bend = across / 2 if across >= 80 else min(40 + abs(across - 80) / 2, 240)
    bend = max(40.0, min(bend, 400.0))
    return Curve(start, Point(start.x + bend, start.y), Point(end.x - bend, end.y), end)


def distance_to(course: Course, point: Point, pieces: int = 24) -> float:
    """How far a point is from a wire, each curve of which is taken for so many straight pieces."""
    return min(_to_curve(curve, point, pieces) for curve in course.curves)


def curve_near(course: Course, point: Point) -> int:
    """Which curve of a wire is nearest to a point."""
    return min(range(len(course.curves)), key=lambda number: _to_curve(course.curves[number], point))


def _to_curve(curve: Curve, point: Point, pieces: int = 24) -> float:
    corners = [curve.at(number / pieces) for number in range(pieces + 1)]
    return min(_to_segment(point, *segment) for segment in itertools.pairwise(corners))


def _to_segment(point: Point, start: Point, end: Point) -> float:
    right, down = end.x - start.x, end.y - start.y
    length = right * right + down * down
    along = ((point.x - start.x) * right + (point.y - start.y) * down) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.hypot(point.x - start.x - along * right, point.y - start.y - along * down)


def crosses(course: Course, path: Iterable[Point], pieces: int = 24) -> bool:
    """Whether a wire crosses a line through some points."""
    corners = [curve.at(number / pieces) for curve in course.curves for number in range(pieces + 1)]
    wire = list(itertools.pairwise(corners))
    return any(_cross(*cut, *piece) for cut in itertools.pairwise(path) for piece in wire)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)

    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0


def encloses(outline: Sequence[Point], point: Point) -> bool:
    """Whether a closed line goes round a point."""
    inside = False
    for one, other in zip(outline, [*outline[1:], *outline[:1]], strict=True):
        if (one.y > point.y) != (other.y > point.y):
            inside ^= point.x < one.x + (point.y - one.y) * (other.x - one.x) / (other.y - one.y)
    return inside


class Way(NamedTuple):
    """A direction that an arrow key names."""

    right: int
    down: int


def nearest_towards(start: Point, points: Iterable[tuple[str, Point]], way: Way) -> str | None:
    """The name of the point that is nearest in a direction; what lies aside counts as twice as far."""
    best, shortest = None, math.inf
    for name, point in points:
        right, down = point.x - start.x, point.y - start.y
        ahead = right * way.right + down * way.down
        aside = abs(right * way.down) + abs(down * way.right)
        if ahead > 1 and aside <= 2 * ahead and (far := ahead + 2 * aside) < shortest:
            best, shortest = name, far
    return best
