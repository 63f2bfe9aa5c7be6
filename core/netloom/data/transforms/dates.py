"""Dates: how long ago, where in the year, which weekday, and the time of day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from netloom.data.statistics import center_and_spread, filling
from netloom.data.transforms.fitted import (
    Cells,
    Constants,
    Features,
    Floats,
    Slot,
    filled,
    missing,
    parts,
    scaled,
    side_by_side,
)
from netloom.onnx_graph import FLOAT, INT64, GraphBuilder
from netloom.settings.columns import Date

DAYS_MAX: Final = 4e6  # the year 12,900: a larger number is no date, but perhaps a time in seconds
_DAYS_A_YEAR: Final = 365.2425
_THURSDAY: Final = 3  # the first of January 1970, which is day 0
_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@parts.register
def _(transform: Date) -> tuple[str, ...]:
    return (
        ("elapsed",) * transform.elapsed
        + ("season sine", "season cosine") * transform.season
        + _WEEK * transform.weekday
        + ("time sine", "time cosine") * transform.time_of_day
        + ("missing",) * transform.was_missing
    )


@dataclass(frozen=True)
class FittedDates:
    """The statistics of date columns in days, each [columns].

    A missing date is on no circle (0, 0) and on no day of the week; only the elapsed time is filled.
    """

    transforms: Mapping[str, Date]
    filling: Floats
    center: Floats
    spread: Floats

    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        cells = graph.join(self.transforms)
        absent = missing(graph, cells, DAYS_MAX)
        days = filled(graph, cells, absent, self.filling)
        yield Features(scaled(graph, days, self.center, self.spread), self._slots("elapsed"))
        years = graph.apply("Div", days, graph.constant(_DAYS_A_YEAR))
        yield from self._circle(graph, years, absent, "season")
        yield from self._circle(graph, days, absent, "time")
        yield Features(_days_of_the_week(graph, days, absent, len(self.transforms)), self._slots(*_WEEK))
        yield Features(graph.apply("Cast", absent, to=FLOAT), self._slots("missing"))

    def constants(self) -> Iterator[Constants]:
        statistics = zip(self.filling.tolist(), self.center.tolist(), self.spread.tolist(), strict=True)
        for (name, transform), (fill, center, spread) in zip(self.transforms.items(), statistics, strict=True):
            chosen = transform.model_dump(exclude={"type"})
            yield {"type": "date", "name": name, "filling": fill, "center": center, "spread": spread, **chosen}

    def _circle(self, graph: GraphBuilder, turns: str, absent: str, what: str) -> Iterator[Features]:
        turned = graph.apply("Sub", turns, graph.apply("Floor", turns))
        # Up to 1.23, onnxruntime has a cosine of float32 only; by now the angle is small enough for it.
        angle = graph.apply("Cast", graph.apply("Mul", turned, graph.constant(2 * np.pi)), to=FLOAT)
        for operator, name in (("Sin", "sine"), ("Cos", "cosine")):
            point = graph.apply("Where", absent, graph.constant(np.float32(0)), graph.apply(operator, angle))
            yield Features(point, self._slots(f"{what} {name}"))

    def _slots(self, *parts_: str) -> tuple[Slot, ...]:
        return tuple((name, part) for name in self.transforms for part in parts_)


def _days_of_the_week(graph: GraphBuilder, days: str, absent: str, columns: int) -> str:
    """Seven 0/1 features for each date, Monday first: [rows, 7 × columns]."""
    whole = graph.apply("Cast", graph.apply("Floor", days), to=INT64)
    since_monday = graph.apply("Add", whole, graph.constant(_THURSDAY))
    weekday = graph.apply("Mod", since_monday, graph.constant(7))
    known = graph.apply("Where", absent, graph.constant(-1), weekday)
    apart = graph.apply("Unsqueeze", known, graph.constant([2]))
    flags = graph.apply("Cast", graph.apply("Equal", apart, graph.constant(np.arange(7))), to=FLOAT)
    return graph.apply("Reshape", flags, graph.constant([-1, 7 * columns]))


def fit_dates(transforms: Mapping[str, Date], cells: Cells) -> FittedDates:
    """The median and the standard scale of the days of each column."""
    days = side_by_side(transforms, cells, DAYS_MAX)
    fill = filling("median", days)
    center, spread = center_and_spread("standard", np.where(np.isnan(days), fill, days))
    return FittedDates(transforms, fill, center, spread)
