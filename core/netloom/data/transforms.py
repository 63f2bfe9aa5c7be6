"""How columns become numbers: what each transform learns from the training rows, and the ONNX nodes that apply it.

The columns of one kind are fitted and computed side by side, so that a thousand of them cost a few nodes. Arithmetic
is in float64 inside the graph: what enters and leaves is float32, and nothing more is lost between.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import numpy as np

from netloom.data.statistics import FLOAT32_MAX, center_and_spread, filling, log_of
from netloom.errors import DataError
from netloom.onnx_graph import DOUBLE, FLOAT, INT64, ML_DOMAIN, STRING, GraphBuilder
from netloom.settings.columns import Category, Column, Date, Number, Transform

Floats = np.ndarray[Any, np.dtype[np.float64]]
Cells = Mapping[str, np.ndarray[Any, np.dtype[Any]]]

MISSING: Final = 0
OTHER: Final = 1
FIRST_LEVEL: Final = 2

DAYS_MAX: Final = 4e6  # the year 12,900: a larger number is no date, but perhaps a time in seconds
_DAYS_A_YEAR: Final = 365.2425
_THURSDAY: Final = 3  # the first of January 1970, which is day 0
_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Slot = tuple[str, str]  # a column, and the part of it that one feature is


class Features(NamedTuple):
    """A float32 tensor [rows, slots] in a graph, and what each of its columns is."""

    tensor: str
    slots: tuple[Slot, ...]


class Fitted(Protocol):
    """What the training rows told of all columns of one kind."""

    @abstractmethod
    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        """Adds the nodes that compute every part of the columns, in any order, and perhaps parts nobody asked for."""


class Markers(NamedTuple):
    """What means missing: a regular expression (RE2) for whole texts, and numbers."""

    texts: str
    numbers: tuple[float, ...] = ()


@singledispatch
def parts(transform: Transform | None) -> tuple[str, ...]:
    """What each number is that a cell becomes, in order: as many as the width of the transform."""
    raise DataError(f"There is no way to compute the transform {transform!r}.")


@parts.register
def _(transform: Number) -> tuple[str, ...]:
    return ("value",) + ("missing",) * transform.was_missing


@parts.register
def _(transform: Category) -> tuple[str, ...]:
    return ("missing", "other", *(f"= {level}" for level in transform.levels))


@parts.register
def _(transform: Date) -> tuple[str, ...]:
    return (
        ("elapsed",) * transform.elapsed
        + ("season sine", "season cosine") * transform.season
        + _WEEK * transform.weekday
        + ("time sine", "time cosine") * transform.time_of_day
        + ("missing",) * transform.was_missing
    )


def declare_inputs(graph: GraphBuilder, columns: Sequence[Column]) -> None:
    """One graph input for each column, named as the column: text for a category, otherwise a float32."""
    for column in columns:
        graph.input(column.name, STRING if isinstance(column.transform, Category) else FLOAT)


def fit(columns: Sequence[Column], cells: Cells, markers: Markers) -> tuple[Fitted, ...]:
    """Fits the transforms of columns on the cells of the training rows: text or float64 (NaN: missing), each [rows]."""
    fitted: list[Fitted] = []
    if numbers := of_kind(Number, columns):
        fitted.append(fit_numbers(numbers, cells, markers))
    if dates := of_kind(Date, columns):
        fitted.append(fit_dates(dates, cells))
    if categories := of_kind(Category, columns):
        fitted.append(fit_categories(categories, cells, markers))
    return tuple(fitted)


Kind = TypeVar("Kind", bound=Transform)


def of_kind(kind: type[Kind], columns: Sequence[Column]) -> dict[str, Kind]:
    """The transforms of that kind by the name of their column."""
    return {column.name: column.transform for column in columns if isinstance(column.transform, kind)}


def assemble(graph: GraphBuilder, columns: Sequence[Column], fitted: Sequence[Fitted]) -> str:
    """The features of columns as one tensor [rows, width]: column after column, each with its `parts` in order."""
    pieces = [piece for one in fitted for piece in one.features(graph)]
    place: dict[Slot, int] = {}
    for number, slot in enumerate(slot for piece in pieces for slot in piece.slots):
        place.setdefault(slot, number)
    order = [place[column.name, part] for column in columns for part in parts(column.transform)]
    joined = graph.join(piece.tensor for piece in pieces)
    if order == list(range(len(place))):
        return joined
    return graph.apply("Gather", joined, graph.constant(np.array(order, np.int64)), axis=1)


@dataclass(frozen=True)
class FittedNumbers:
    """The statistics of number columns, each [columns]."""

    transforms: Mapping[str, Number]
    filling: Floats
    center: Floats
    spread: Floats
    markers: tuple[float, ...]

    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        cells = graph.join(self.transforms)
        missing = _missing(graph, cells, FLOAT32_MAX, self.markers)
        yield Features(
            _scaled(graph, self._amounts(graph, cells, missing), self.center, self.spread), self._slots("value")
        )
        if any(transform.was_missing for transform in self.transforms.values()):
            yield Features(graph.apply("Cast", missing, to=FLOAT), self._slots("missing"))

    def _amounts(self, graph: GraphBuilder, cells: str, missing: str) -> str:
        amounts = _filled(graph, cells, missing, self.filling)
        logs = [transform.log for transform in self.transforms.values()]
        if not any(logs):
            return amounts
        at_least_zero = graph.apply("Max", amounts, graph.constant(0.0))
        logarithm = graph.apply("Log", graph.apply("Add", at_least_zero, graph.constant(1.0)))
        return graph.apply("Where", graph.constant(logs), logarithm, amounts)

    def _slots(self, part: str) -> tuple[Slot, ...]:
        return tuple((name, part) for name in self.transforms)


def fit_numbers(transforms: Mapping[str, Number], cells: Cells, markers: Markers) -> FittedNumbers:
    """Fills missing cells, takes logarithms, then measures center and spread."""
    settings = list(transforms.values())
    values = _side_by_side(transforms, cells, FLOAT32_MAX)
    fill = np.array([transform.constant for transform in settings])
    for impute in ("median", "mean"):
        if chosen := [i for i, transform in enumerate(settings) if transform.impute == impute]:
            fill[chosen] = filling(impute, values[:, chosen])
    amounts = np.where(np.isnan(values), fill, values)
    amounts = np.where([transform.log for transform in settings], log_of(amounts), amounts)
    center, spread = np.zeros(len(settings)), np.ones(len(settings))
    for scale in ("standard", "min_max", "robust"):
        if chosen := [i for i, transform in enumerate(settings) if transform.scale == scale]:
            center[chosen], spread[chosen] = center_and_spread(scale, amounts[:, chosen])
    return FittedNumbers(transforms, fill, center, spread, markers.numbers)


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
        missing = _missing(graph, cells, DAYS_MAX)
        days = _filled(graph, cells, missing, self.filling)
        yield Features(_scaled(graph, days, self.center, self.spread), self._slots("elapsed"))
        years = graph.apply("Div", days, graph.constant(_DAYS_A_YEAR))
        yield from self._circle(graph, years, missing, "season")
        yield from self._circle(graph, days, missing, "time")
        yield Features(_days_of_the_week(graph, days, missing, len(self.transforms)), self._slots(*_WEEK))
        yield Features(graph.apply("Cast", missing, to=FLOAT), self._slots("missing"))

    def _circle(self, graph: GraphBuilder, turns: str, missing: str, what: str) -> Iterator[Features]:
        turned = graph.apply("Sub", turns, graph.apply("Floor", turns))
        # Up to 1.23, onnxruntime has a cosine of float32 only; by now the angle is small enough for it.
        angle = graph.apply("Cast", graph.apply("Mul", turned, graph.constant(2 * np.pi)), to=FLOAT)
        for operator, name in (("Sin", "sine"), ("Cos", "cosine")):
            point = graph.apply("Where", missing, graph.constant(np.float32(0)), graph.apply(operator, angle))
            yield Features(point, self._slots(f"{what} {name}"))

    def _slots(self, *parts_: str) -> tuple[Slot, ...]:
        return tuple((name, part) for name in self.transforms for part in parts_)


def _days_of_the_week(graph: GraphBuilder, days: str, missing: str, columns: int) -> str:
    """Seven 0/1 features for each date, Monday first: [rows, 7 × columns]."""
    whole = graph.apply("Cast", graph.apply("Floor", days), to=INT64)
    since_monday = graph.apply("Add", whole, graph.constant(_THURSDAY))
    weekday = graph.apply("Mod", since_monday, graph.constant(7))
    known = graph.apply("Where", missing, graph.constant(-1), weekday)
    apart = graph.apply("Unsqueeze", known, graph.constant([2]))
    flags = graph.apply("Cast", graph.apply("Equal", apart, graph.constant(np.arange(7))), to=FLOAT)
    return graph.apply("Reshape", flags, graph.constant([-1, 7 * columns]))


def fit_dates(transforms: Mapping[str, Date], cells: Cells) -> FittedDates:
    """The median and the standard scale of the days of each column."""
    days = _side_by_side(transforms, cells, DAYS_MAX)
    fill = filling("median", days)
    center, spread = center_and_spread("standard", np.where(np.isnan(days), fill, days))
    return FittedDates(transforms, fill, center, spread)


@dataclass(frozen=True)
class FittedCategories:
    """The levels of category columns that training rows have; any other is told apart from missing, but not more."""

    transforms: Mapping[str, Category]
    seen: Mapping[str, frozenset[str]]
    missing: str

    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        widths = [transform.width for transform in self.transforms.values()]
        owner = np.repeat(np.arange(len(widths)), widths)
        repeated = graph.apply("Gather", self._codes(graph), graph.constant(owner), axis=1)
        code = np.concatenate([np.arange(width) for width in widths])
        flags = graph.apply("Cast", graph.apply("Equal", repeated, graph.constant(code)), to=FLOAT)
        yield Features(flags, tuple((name, part) for name, kind in self.transforms.items() for part in parts(kind)))

    def indices(self, graph: GraphBuilder, columns: Sequence[Column]) -> str:
        """int64 [rows, columns]: the index of each cell, above all indices of the columns before its own."""
        names = list(self.transforms)
        order = [names.index(column.name) for column in columns]
        sizes = [self.transforms[column.name].indices for column in columns]
        offsets = np.cumsum([0, *sizes[:-1]])
        codes = graph.apply("Gather", self._codes(graph), graph.constant(order), axis=1)
        return graph.apply("Add", codes, graph.constant(offsets))

    def _codes(self, graph: GraphBuilder) -> str:
        """int64 [rows, columns]: missing, other, or the number of the level."""
        codes = graph.join(self._code(graph, name, transform) for name, transform in self.transforms.items())
        missing = graph.join(graph.apply("RegexFullMatch", name, pattern=self.missing) for name in self.transforms)
        return graph.apply("Where", missing, graph.constant(MISSING), codes)

    def _code(self, graph: GraphBuilder, name: str, transform: Category) -> str:
        codes = {
            level: number for number, level in enumerate(transform.levels, FIRST_LEVEL) if level in self.seen[name]
        }
        return graph.apply(
            "LabelEncoder",
            name,
            domain=ML_DOMAIN,
            keys_strings=list(codes) or [""],
            values_int64s=list(codes.values()) or [MISSING],
            default_int64=OTHER,
        )


def fit_categories(transforms: Mapping[str, Category], cells: Cells, markers: Markers) -> FittedCategories:
    """Which texts each column has."""
    seen = {name: frozenset(cells[name]) for name in transforms}
    return FittedCategories(transforms, seen, markers.texts)


def _side_by_side(names: Mapping[str, Any], cells: Cells, largest: float) -> Floats:
    """The cells of columns as [rows, columns]; what is beyond `largest` is missing, as it will be in the graph."""
    values = np.column_stack([cells[name] for name in names])
    return np.where(np.abs(values) <= largest, values, np.nan)


def _missing(graph: GraphBuilder, cells: str, largest: float, markers: tuple[float, ...] = ()) -> str:
    """Which float32 cells are missing: NaN, beyond `largest`, infinite, or a number that means missing."""
    known = graph.apply("LessOrEqual", graph.apply("Abs", cells), graph.constant(np.float32(largest)))
    missing = graph.apply("Not", known)
    for marker in markers:
        marked = graph.apply("Equal", cells, graph.constant(np.float32(marker)))
        missing = graph.apply("Or", missing, marked)
    return missing


def _filled(graph: GraphBuilder, cells: str, missing: str, fill: Floats) -> str:
    return graph.apply("Where", missing, graph.constant(fill), graph.apply("Cast", cells, to=DOUBLE))


def _scaled(graph: GraphBuilder, amounts: str, center: Floats, spread: Floats) -> str:
    moved = graph.apply("Sub", amounts, graph.constant(center))
    return graph.apply("Cast", graph.apply("Div", moved, graph.constant(spread)), to=FLOAT)
