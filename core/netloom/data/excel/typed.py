"""What a spreadsheet would make of a text table, and only where nothing is lost: numbers and dates."""

import polars as pl

from netloom.data.cells import has_sign, is_missing, to_days, to_numbers
from netloom.data.excel.writing import LARGEST
from netloom.data.kinds import Cells, cells_of
from netloom.settings.sources import TableFile

_DAY = 86_400_000  # milliseconds


def with_types(frame: pl.DataFrame, source: TableFile) -> pl.DataFrame:
    """The columns whose every cell is missing or a number as numbers, those of dates as dates, others as they are.

    Codes such as 01234 stay text, and so do numbers of more than 15 digits and those with a sign such as $ or %.
    """
    return pl.DataFrame([_typed(column, source) for column in frame])


def _typed(column: pl.Series, source: TableFile) -> pl.Series:
    cells = cells_of(column, source)
    if not len(cells.present):
        return column
    bare = column.set(is_missing(column.alias(""), source), None)
    if cells.number_share == 1:
        return to_numbers(bare, source).alias(column.name) if _are_amounts(cells) else column
    return _dates(to_days(bare, source)).alias(column.name) if cells.date_share == 1 else column


def _are_amounts(cells: Cells) -> bool:
    low, high = cells.bounds
    long = cells.whole and max(-low, high) > LARGEST
    return not long and not cells.codes and not has_sign(cells.present).any()


def _dates(days: pl.Series) -> pl.Series:
    if (days == days.floor()).all():
        return days.cast(pl.Int32).cast(pl.Date)
    return (days * _DAY).round().cast(pl.Int64).cast(pl.Datetime("ms"))
