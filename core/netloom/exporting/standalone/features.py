"""From the cells of a table to the numbers that the network takes.

What the training rows told (medians, deviations, levels) is in features.json; this is how it is applied. It needs
Python's standard library alone. Cells are text: numbers with a decimal point, dates such as 2024-02-29 or
2024-02-29 18:30, everything else as it is.
"""

import ctypes
import json
import math
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from netloom.exporting.standalone.outputs import Amount, Classes
from netloom.exporting.standalone.tables import Table

SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?")
DAYS_A_YEAR = 365.2425
EPOCH = datetime(1970, 1, 1)  # day 0, which was a Thursday
THURSDAY = 3


@dataclass(frozen=True)
class Missing:
    """Which cells say that nothing is known: blank ones, these texts, and in columns of numbers these numbers."""

    texts: list[str]
    as_written: bool  # only in this spelling; otherwise in capitals too, and with spaces around
    numbers: list[float]

    def __call__(self, cell: str) -> bool:
        bare = cell.strip(SPACES)
        return not bare or (cell if self.as_written else bare.lower()) in self.texts

    def number(self, cell: str) -> float:
        """The number in a cell; NaN where it is missing, or no number."""
        bare = cell.strip(SPACES)
        value = float32(float(bare)) if NUMBER.fullmatch(bare) and not self(cell) else math.nan
        return math.nan if value in self.numbers or math.isinf(value) else value

    def days(self, cell: str) -> float:
        """Days since 1970 of the date in a cell, the time of day as a fraction; NaN where it is missing, or no date."""
        bare = cell.strip(SPACES)
        if self(cell) or not DATE.fullmatch(bare):
            return math.nan
        try:
            since = datetime.fromisoformat(bare) - EPOCH
        except ValueError:  # such as the 30th of February
            return math.nan
        return float32(since.days + (since.seconds + since.microseconds / 1e6) / 86_400)


def float32(value: float) -> float:
    """The nearest number of 32 bits: cells enter the network's own computation in that precision."""
    return ctypes.c_float(value).value


@dataclass(frozen=True)
class Number:
    """A number: missing cells are filled, then it is brought to the scale of the training rows."""

    name: str
    filling: float
    log: bool
    center: float
    spread: float
    was_missing: bool

    def features(self, cell: str, missing: Missing) -> Iterator[float]:
        """The value, and whether it was missing."""
        value = missing.number(cell)
        unknown = math.isnan(value)
        amount = self.filling if unknown else value
        if self.log:
            amount = math.log(max(amount, 0.0) + 1.0)
        yield (amount - self.center) / self.spread
        if self.was_missing:
            yield float(unknown)


@dataclass(frozen=True)
class Date:
    """A date, each part of it if wanted; a missing one is on no circle and no day of the week."""

    name: str
    filling: float
    center: float
    spread: float
    elapsed: bool
    season: bool
    weekday: bool
    time_of_day: bool
    was_missing: bool

    def features(self, cell: str, missing: Missing) -> Iterator[float]:
        """How long ago it was, where in the year, which weekday (Monday first), when on the day, whether missing."""
        value = missing.days(cell)
        unknown = math.isnan(value)
        day = self.filling if unknown else value
        if self.elapsed:
            yield (day - self.center) / self.spread
        if self.season:
            yield from _circle(day / DAYS_A_YEAR, unknown)
        if self.weekday:
            weekday = (math.floor(day) + THURSDAY) % 7
            yield from (float(weekday == each and not unknown) for each in range(7))
        if self.time_of_day:
            yield from _circle(day, unknown)
        if self.was_missing:
            yield float(unknown)


def _circle(turns: float, unknown: bool) -> tuple[float, float]:
    """Sine and cosine after so many turns; the center of the circle where that is unknown."""
    angle = float32((turns - math.floor(turns)) * 2 * math.pi)
    return (0.0, 0.0) if unknown else (math.sin(angle), math.cos(angle))


@dataclass(frozen=True)
class Category:
    """A category: 0 is missing, 1 is any other level, and 2 onwards are the levels in order.

    A level that no training row had is any other level: nothing was learnt of it.
    """

    name: str
    levels: list[str]
    unseen: list[str]

    @property
    def indices(self) -> int:
        """How many different indices a cell can become."""
        return len(self.levels) + 2

    @cached_property
    def _index_of(self) -> dict[str, int]:
        return {level: index for index, level in enumerate(self.levels, 2) if level not in set(self.unseen)}

    def index(self, cell: str, missing: Missing) -> int:
        """Which it is."""
        return 0 if missing(cell) else self._index_of.get(cell, 1)

    def features(self, cell: str, missing: Missing) -> Iterator[float]:
        """For each index whether it is this one, as 0 or 1."""
        index = self.index(cell, missing)
        return (float(index == each) for each in range(self.indices))


@dataclass(frozen=True)
class Numbers:
    """An Input of the network that takes numbers: the features of its columns side by side."""

    name: str
    columns: list[Number | Date | Category]

    def values(self, table: Table, missing: Missing) -> "array[float]":
        """The features of all rows in 32 bits, row after row."""
        cells = zip(*(table.cells(column.name) for column in self.columns), strict=True)
        features = (zip(self.columns, row, strict=True) for row in cells)
        return array("f", (each for row in features for column, cell in row for each in column.features(cell, missing)))


@dataclass(frozen=True)
class Indices:
    """An Input of the network that takes indices: one for each column, above all those of the columns before."""

    name: str
    columns: list[Category]

    def values(self, table: Table, missing: Missing) -> "array[int]":
        """The indices of all rows in 64 bits, row after row."""
        offsets = [sum(column.indices for column in self.columns[:place]) for place in range(len(self.columns))]
        cells = zip(*(table.cells(column.name) for column in self.columns), strict=True)
        numbered = (zip(self.columns, offsets, row, strict=True) for row in cells)
        return array("q", (offset + column.index(cell, missing) for row in numbered for column, offset, cell in row))


@dataclass(frozen=True)
class Features:
    """All that was fitted on the training rows: for each Input of the network in order, and for each Output."""

    missing: Missing
    inputs: list[Numbers | Indices]
    outputs: list[Classes | Amount]

    def values(self, table: Table) -> "Iterator[array[float] | array[int]]":
        """What each Input delivers for the rows of a table, row after row."""
        return (each.values(table, self.missing) for each in self.inputs)

    def targets(self, table: Table) -> list[list[float]]:
        """What each Output is to answer to the rows of a table."""
        return [output.targets(table) for output in self.outputs]

    def remarks(self, table: Table) -> Iterator[str]:
        """For each column of numbers or dates, the cells that are neither such nor missing."""
        columns = {column.name: column for each in self.inputs for column in each.columns}
        for name, column in columns.items():
            if isinstance(column, Category):
                continue
            read, what = (self.missing.days, "dates") if isinstance(column, Date) else (self.missing.number, "numbers")
            strange = [cell for cell in table.cells(name) if not self.missing(cell) and math.isnan(read(cell))]
            if strange:
                count = f"{len(strange)} of {len(table.rows)} cells"
                yield f"{count} of {name!r} are no {what}, such as {strange[0]!r}: taken as missing."


TYPES: dict[str, Any] = {
    "number": Number, "date": Date, "category": Category, "numbers": Numbers, "indices": Indices,
    "classes": Classes, "amount": Amount,
}  # fmt: skip  # names read best side by side


def load_features(path: Path) -> Features:
    """What features.json holds."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Features(Missing(**found["missing"]), _made(found["inputs"]), _made(found["outputs"]))


def _made(described: list[dict[str, Any]]) -> list[Any]:
    """The things that are described, each by the name of its type and its values."""
    made = []
    for values in described:
        settings = {name: value for name, value in values.items() if name != "type"}
        if "columns" in settings:
            settings["columns"] = _made(settings["columns"])
        made.append(TYPES[values["type"]](**settings))
    return made
