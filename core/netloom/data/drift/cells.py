"""The cells of a column as drift is measured on them: amounts (also days) or names, and how many rows have neither."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.cells import is_missing
from netloom.data.columns import cells_of, read_columns
from netloom.data.reading import Table
from netloom.settings.columns import Category, Column

Floats = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

_AT_ONCE: Final = 32  # columns: read one by one, a wide table takes seconds, and all at once more memory than need be


@dataclass(frozen=True)
class Amounts:
    """The numbers of a column, or its dates as days since 1970, in ascending order."""

    known: Floats
    missing: int

    @property
    def rows(self) -> int:
        return len(self.known) + self.missing


@dataclass(frozen=True)
class Names:
    """How many rows have which level, the most common first."""

    counts: Mapping[str, int]
    missing: int

    @property
    def known(self) -> int:
        """Rows that have a level."""
        return sum(self.counts.values())

    @property
    def rows(self) -> int:
        return self.known + self.missing


def cells_by_column(
    columns: Sequence[Column], table: Table, rows: Rows | None = None
) -> Iterator[tuple[Column, Amounts | Names]]:
    """The cells of each column for some rows of a table (None: all), column after column."""
    for start in range(0, len(columns), _AT_ONCE):
        some = columns[start : start + _AT_ONCE]
        counting = [column for column in some if not isinstance(column.transform, Category)]
        amounts = read_columns(counting, table, rows) if counting else {}
        for column in some:
            if column.name in amounts:
                yield column, _amounts(amounts[column.name])
            else:
                yield column, _names(cells_of(column.name, table, rows), table)


def _amounts(values: Floats) -> Amounts:
    known = values[~np.isnan(values)]
    return Amounts(np.sort(known), len(values) - len(known))


def _names(cells: pl.Series, table: Table) -> Names:
    present = cells.filter(~is_missing(cells, table.source))
    counts = present.alias("level").value_counts().rows()
    ordered = sorted(counts, key=lambda counted: (-counted[1], counted[0]))
    return Names(dict(ordered), len(cells) - len(present))
