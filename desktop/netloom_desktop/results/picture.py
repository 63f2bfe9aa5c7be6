"""A chart before it is drawn: what is on it, in the units of its axes. Nothing here knows Qt."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from netloom.reports.parts import Points

LARGEST: Final = 1e100  # of what is drawn: beyond it the span of an axis is no number any more
Stroke = Literal["strong", "dashed", "dotted", "mixed", "thin", "guessing"]


@dataclass(frozen=True)
class Scale:
    """An axis: its name, and from where to where it goes, unless that follows from what is drawn."""

    name: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """A line through points, or dots alone. `color` is its number among the colours; None for a quiet one."""

    words: str
    points: Points
    color: int | None = 0
    stroke: Stroke = "strong"
    dots: bool = False


@dataclass(frozen=True)
class Mark:
    """A place that matters: a ring or a diamond, and what it is."""

    place: tuple[float, float]
    words: str
    symbol: Literal["o", "d"]


@dataclass(frozen=True)
class Bar:
    """A bar from left to right, as high as what it counts."""

    left: float
    right: float
    height: float


@dataclass(frozen=True)
class Spread:
    """An upright line from low to high, where a dot could also lie."""

    x: float
    low: float
    high: float


@dataclass(frozen=True)
class Picture:
    """A chart: its id, its title, how it is read, its axes, and what is on it; the first line counts most."""

    id: str
    title: str
    reading: str
    x: Scale
    y: Scale
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    spreads: tuple[Spread, ...] = ()


def as_csv(picture: Picture) -> str:
    """The figures of a chart as a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["what", picture.x.name, picture.y.name])
    writer.writerows(_rows(picture))
    return text.getvalue()


def _rows(picture: Picture) -> Iterator[tuple[str, float, float]]:
    for line in picture.lines:
        yield from ((line.words, x, y) for x, y in line.points)
    yield from ((mark.words, *mark.place) for mark in picture.marks)
    yield from ((f"up to {bar.right:.6g}", bar.left, bar.height) for bar in picture.bars)
