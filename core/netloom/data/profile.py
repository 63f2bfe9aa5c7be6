"""What the columns of a table hold: kind, gaps, range, levels, and what is odd about them."""

import math
from itertools import islice
from typing import Final

import polars as pl
from pydantic import Field

from netloom.data.kinds import Cells, cells_of, kind_of
from netloom.data.oddities import oddities
from netloom.data.reading import Table
from netloom.errors import Problem
from netloom.settings.columns import ColumnKind
from netloom.settings.sources import TableFile
from netloom.values import Frozen

_LEVELS: Final = 1000
_MOST_LEVELS: Final = {"number": 100, "text": _LEVELS}  # of more, none is listed
_MARKERS: Final = 100
_EXAMPLES: Final = 3
_LOOKED_AT: Final = 100
_EXAMPLE_LENGTH: Final = 80


class Level(Frozen):
    """One value of a column and how many rows have it."""

    value: str
    count: int


class ColumnProfile(Frozen):
    """What one column holds. Range, mean and so on are of its numbers, or of its dates as days since 1970."""

    name: str
    kind: ColumnKind
    missing: int = Field(description="Rows without a value.")
    markers: tuple[str, ...] = Field((), description="The cells that stand for missing, as written, empty ones aside.")
    unreadable: int = Field(0, description="Rows of a number or date whose cell is neither missing nor readable.")
    distinct: int = Field(description="Different cells that are not missing.")
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    skewness: float | None = Field(None, description="Above 0 for a tail towards large values.")
    integers: bool = Field(False, description="Whether every number is whole.")
    levels: tuple[Level, ...] = Field((), description="Most common first; none where nearly every cell differs.")
    examples: tuple[str, ...] = ()
    told: tuple[Problem, ...] = ()


class Profile(Frozen):
    """What a table holds, column by column in file order; `told` is about the file and its columns."""

    rows: int
    columns: tuple[ColumnProfile, ...]
    told: tuple[Problem, ...] = ()

    def column(self, name: str) -> ColumnProfile:
        """The profile of the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def profile(table: Table) -> Profile:
    """Looks through every column of a table. What is odd about a column is told in its profile and in the whole one."""
    columns = tuple(_column(cells, table.source) for cells in table.frame)
    told = (*table.told, *(problem for column in columns for problem in column.told))
    return Profile(rows=table.frame.height, columns=columns, told=told)


def _column(column: pl.Series, source: TableFile) -> ColumnProfile:
    cells = cells_of(column, source)
    kind = kind_of(cells)
    values = _values(cells, kind)
    return ColumnProfile(
        name=column.name,
        kind=kind,
        missing=len(cells.missing),
        markers=_markers(cells.missing),
        unreadable=values.null_count(),
        distinct=cells.distinct,
        integers=kind in ("number", "yes_no") and cells.whole,
        levels=_levels(cells, kind),
        examples=_examples(cells.present),
        told=oddities(column, cells, kind),
        **_figures(values.drop_nulls()),
    )


def _markers(missing: pl.Series) -> tuple[str, ...]:
    if missing.null_count() == len(missing):
        return ()
    return tuple(missing.alias("cell").drop_nulls().value_counts(sort=True)["cell"].head(_MARKERS))


def _values(cells: Cells, kind: ColumnKind) -> pl.Series:
    """The numbers or days of a column; none where it has no range."""
    if kind == "number" or (kind == "yes_no" and cells.number_share == 1):
        return cells.numbers
    return cells.days if kind == "date" else cells.numbers.clear()


def _figures(values: pl.Series) -> dict[str, float]:
    if not len(values):
        return {}
    figures = {
        "minimum": values.min(),
        "maximum": values.max(),
        "mean": values.mean(),
        "deviation": values.std(),
        "skewness": values.skew(),
    }
    return {name: value for name, value in figures.items() if isinstance(value, float) and math.isfinite(value)}


def _levels(cells: Cells, kind: ColumnKind) -> tuple[Level, ...]:
    if kind in ("identifier", "date", "empty") or cells.distinct > _MOST_LEVELS.get(kind, cells.distinct):
        return ()
    counts = cells.present.alias("value").value_counts().rows()
    return tuple(Level(value=value, count=count) for value, count in sorted(counts, key=_common_first)[:_LEVELS])


def _common_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _examples(present: pl.Series) -> tuple[str, ...]:
    different = islice(dict.fromkeys(present.head(_LOOKED_AT)), _EXAMPLES)
    return tuple(cell if len(cell) <= _EXAMPLE_LENGTH else cell[: _EXAMPLE_LENGTH - 1] + "…" for cell in different)
