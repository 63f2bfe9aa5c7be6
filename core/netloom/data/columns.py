"""The cells of a table as a network's columns see them: amounts, days or text."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl
from polars import selectors

from netloom.data.cells import is_missing, to_days, to_numbers
from netloom.data.reading import Table
from netloom.data.words import counted, nearest, some
from netloom.errors import DataError
from netloom.settings.columns import Column, Date, Number, Transform
from netloom.settings.sources import TableFile

Array = np.ndarray[Any, np.dtype[Any]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


def read_columns(columns: Iterable[Column], table: Table, rows: Rows | None = None) -> dict[str, Array]:
    """The cells of columns for some rows (None: all), each [rows].

    float64 for numbers and for dates (days since 1970), NaN being missing, infinite or unreadable; otherwise text as
    it stands in the file, "" where there is none. DataError for a column that the table lacks.
    """
    wanted = {column.name: column.transform for column in columns}
    check_present(wanted, table)
    frame = table.frame.select(selectors.by_name(*wanted))
    frame = frame if rows is None else frame[rows]
    read = _plain_numbers(frame, wanted, table.source)
    read |= {
        name: _read(kind, _unnamed(frame[name]), table.source) for name, kind in wanted.items() if name not in read
    }
    marked = marker_numbers(table.source)
    return {name: _unmarked(read[name], kind, marked) for name, kind in wanted.items()}


def marker_numbers(source: TableFile) -> tuple[float, ...]:
    """The numbers among what means missing, such as -999: in a column of numbers they do so however written."""
    return tuple(to_numbers(pl.Series(source.missing, dtype=pl.String), source).drop_nulls())


def cells_of(name: str, table: Table, rows: Rows | None = None) -> pl.Series:
    """The text of a column for some rows (None: all), null where there is none."""
    cells = _unnamed(table.frame[name])
    return cells if rows is None else cells.gather(rows)


def _unnamed(cells: pl.Series) -> pl.Series:
    return cells.alias("")  # polars takes a name such as ^a$ for a regular expression, and then finds no such column


def check_present(names: Iterable[str], table: Table) -> None:
    """DataError that names the columns which the table lacks."""
    known = dict.fromkeys(table.frame.columns)
    if lacking := [name for name in names if name not in known]:
        missing = ", ".join(repr(name) + _in_brackets(nearest(name, known)) for name in lacking[:8])
        data = f"The sheet {table.source.sheet!r} of the data" if table.source.sheet else "The data"
        raise DataError(f"{data} lacks {counted(len(lacking), 'column')}: {missing}. It has: {some(known)}.")


def _in_brackets(words: str) -> str:
    return f" ({words.strip()})" if words else ""


def _plain_numbers(frame: pl.DataFrame, wanted: Mapping[str, Transform | None], source: TableFile) -> dict[str, Array]:
    """The columns whose every cell is empty or a plain number, read at once: one by one a wide table takes seconds."""
    names = [name for name, transform in wanted.items() if isinstance(transform, Number)]
    if source.decimal == ",":
        return {}
    numbers = frame.select(selectors.by_name(*names).cast(pl.Float64, strict=False))
    before, after = frame.null_count(), numbers.null_count()
    plain = (name for name in names if before[name].equals(after[name]))
    return {name: _finite(numbers[name]) for name in plain}


def _read(transform: Transform | None, cells: pl.Series, source: TableFile) -> Array:
    if not isinstance(transform, Number | Date):
        return cells.fill_null("").to_numpy()
    values = to_numbers(cells, source) if isinstance(transform, Number) else to_days(cells, source)
    return np.where(is_missing(cells, source).to_numpy(), np.nan, _finite(values))


def _finite(values: pl.Series) -> Array:
    numbers = values.to_numpy().astype(np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _unmarked(cells: Array, transform: Transform | None, marked: tuple[float, ...]) -> Array:
    if not marked or not isinstance(transform, Number):
        return cells
    return np.where(np.isin(cells, marked), np.nan, cells)
