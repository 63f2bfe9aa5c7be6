"""Rows as plain CSV: UTF-8, commas, decimal points, ISO dates, and an empty cell where nothing is known."""

import csv
import io
import math
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.columns import cells_of, read_columns
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.runs import Run
from netloom.settings.columns import Column, Date, Number

Rows = np.ndarray[Any, np.dtype[np.int64]]

_EPOCH: Final = datetime(1970, 1, 1)
_LAST: Final = datetime(9999, 12, 31, 23, 59, 59)
_MICROSECONDS_A_DAY: Final = 86_400_000_000


def used_columns(run: Run) -> tuple[Column, ...]:
    """The columns that a run's network takes or is to answer, in the order of the data."""
    used = {column.name for column in entering_columns(run.project)}
    used |= {planned.target.column.name for planned in run.plan.outputs}
    return tuple(column for column in run.project.data.columns if column.name in used)


def canonical_csv(run: Run, table: Table, rows: Rows) -> bytes:
    """Some rows of a table with the columns that the run uses: numbers and dates as it read them, all else as it is."""
    columns = used_columns(run)
    cells = [_canonical(column, table, rows).alias(str(place)) for place, column in enumerate(columns)]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow([column.name for column in columns])
    body = io.BytesIO()
    pl.DataFrame(cells).write_csv(body, include_header=False)
    return text.getvalue().encode() + body.getvalue()


def _canonical(column: Column, table: Table, rows: Rows) -> pl.Series:
    """The cells of a column as text, null where nothing is known."""
    if not isinstance(column.transform, Number | Date):
        return cells_of(column.name, table, rows)
    values = pl.Series(read_columns((column,), table, rows)[column.name]).fill_nan(None)
    if isinstance(column.transform, Number):
        return values.cast(pl.String).str.replace(r"\.0$", "")
    return pl.Series([day if day is None else iso(day) for day in values], dtype=pl.String)


def iso(days: float) -> str:
    """Days since 1970 as a date, with the time of day if there is one. Python's dates end with the year 9999."""
    whole = math.floor(days)
    microseconds = round((days - whole) * _MICROSECONDS_A_DAY)
    try:
        moment = _EPOCH + timedelta(days=whole, microseconds=microseconds)
    except OverflowError:
        moment = _LAST
    return moment.date().isoformat() if moment.time().isoformat() == "00:00:00" else moment.isoformat(sep=" ")
