"""Decimal mark, thousands separator and the order of day and month: found by looking at the cells of a whole table."""

from collections.abc import Mapping
from itertools import islice
from typing import Final, Literal

import polars as pl

from netloom.data import dates
from netloom.data.cells import is_missing, number_pattern
from netloom.data.progress import Reached, Tell, nobody
from netloom.errors import DataError, Problem
from netloom.settings.sources import TableFile

Marks = tuple[str, str]
Columns = Mapping[str, pl.Series]

_PLAIN: Final = (".", "none")
_GROUPED: Final = (".", ",")
_DECIMAL_COMMA: Final = (",", "none")
# Of marks that fit equally many cells, the first wins.
_MARKS: Final = (_PLAIN, _GROUPED, _DECIMAL_COMMA, (",", "."), (".", " "), (",", " "), (".", "'"), (",", "'"))
_DIGITS_AND_MARKS: Final = r"^[^\d\pL]*\d[\d.,' \u{a0}\u{2009}\u{202f}]*[.,' \u{a0}\u{2009}\u{202f}]\d*[^\d\pL]*$"
_LOOKED_AT: Final = 5_000  # different cells of one column
_WITNESSES: Final = 50  # columns
_GLANCE: Final = 50  # cells
_CLEAR_SHARE: Final = 0.8  # of a column's cells must fit before the column has a say


def find_marks(
    frame: pl.DataFrame, source: TableFile, file: str, tell: Tell = nobody
) -> tuple[TableFile, tuple[Problem, ...]]:
    """The source with decimal mark, thousands separator and, if there are such dates, day-first filled in."""
    if source.decimal == source.thousands != "look":
        raise DataError(
            f"{file}: {source.decimal!r} is set as both the decimal mark and the thousands separator. Set one of them "
            f"to another mark, or to look."
        )
    odd = _not_plain_numbers(frame, source, tell)
    marks, told = _number_marks(frame, odd, source, file)
    found = TableFile(**(dict(source) | {"decimal": marks[0], "thousands": marks[1]}))
    if source.day_first != "look":
        return found, told
    day_first, told_dates = _day_first(odd, found, file)
    return TableFile(**(dict(found) | {"day_first": day_first})), (*told, *told_dates)


def _not_plain_numbers(frame: pl.DataFrame, source: TableFile, tell: Tell) -> Columns:
    """For each column that has any, its different cells that are neither missing nor plain numbers."""
    odd = {}
    for place, cells in enumerate(frame):
        tell(Reached("Finding how numbers and dates are written", place, frame.width, "columns"))
        numbers = cells.cast(pl.Float64, strict=False)
        if numbers.null_count() > cells.null_count():
            different = _different(cells.filter(numbers.is_null()), source)
            if len(different):
                odd[cells.name] = different
    return odd


def _number_marks(frame: pl.DataFrame, odd: Columns, source: TableFile, file: str) -> tuple[Marks, tuple[Problem, ...]]:
    allowed = [marks for marks in _MARKS if _agrees(marks, source)]
    marked = [name for name, cells in odd.items() if _share(cells.str.contains(_DIGITS_AND_MARKS)) >= _CLEAR_SHARE]
    if not marked or len(allowed) == 1:
        return allowed[0], ()
    columns = [_different(frame[name], source) for name in (*marked, *_with_points(frame, odd))]
    fits = {marks: sum(_fitting(cells, marks) for cells in columns) for marks in allowed}
    best = max(allowed, key=lambda marks: fits[marks])
    if fits[best] and fits.get(_GROUPED) == fits.get(_DECIMAL_COMMA) == fits[best]:
        best = _DECIMAL_COMMA if source.delimiter == ";" else _GROUPED
        return best, (_unclear_comma(marked[0], odd[marked[0]][0], best, file),)
    return best, ()


def _agrees(marks: Marks, source: TableFile) -> bool:
    return source.decimal in ("look", marks[0]) and source.thousands in ("look", marks[1])


def _with_points(frame: pl.DataFrame, odd: Columns) -> list[str]:
    """Some columns of plain numbers that use a decimal point: they speak against a decimal comma."""
    plain = (name for name in frame.columns if name not in odd)
    return [
        name for name in islice(plain, _WITNESSES) if any("." in (cell or "") for cell in frame[name].head(_GLANCE))
    ]


def _different(cells: pl.Series, source: TableFile) -> pl.Series:
    different = cells.alias("").drop_nulls().unique(maintain_order=True).head(_LOOKED_AT)
    return different.filter(~is_missing(different, source)).str.strip_chars()


def _fitting(cells: pl.Series, marks: Marks) -> int:
    """How many of the cells are numbers under these marks; none if the column as a whole is not."""
    fits = cells.str.contains(number_pattern(*marks))
    return int(fits.sum()) if _share(fits) >= _CLEAR_SHARE else 0


def _share(truths: pl.Series) -> float:
    return float(truths.sum()) / max(len(truths), 1)


def _unclear_comma(name: str, cell: str, chosen: Marks, file: str) -> Problem:
    meaning, other = ("decimals", "thousands") if chosen == _DECIMAL_COMMA else ("thousands", "decimals")
    return Problem(
        code="data_unclear_comma",
        severity="warning",
        column=name,
        message=(
            f"{file}: the comma in {cell!r} (column {name!r}) may separate thousands or decimals; it is "
            f"taken for {meaning}. If it separates {other}, set the decimal and thousands marks of the data."
        ),
    )


def _are_such_dates(cells: pl.Series) -> bool:
    return _share(cells.str.contains(dates.DAY_OR_MONTH_FIRST)) >= _CLEAR_SHARE


def _day_first(odd: Columns, source: TableFile, file: str) -> tuple[Literal["look", "yes", "no"], tuple[Problem, ...]]:
    columns = {name: cells for name, cells in odd.items() if _are_such_dates(cells.head(_GLANCE))}
    if not columns:
        return "look", ()
    if clear := sum(dates.leading_day_votes(cells) for cells in columns.values()):
        return "yes" if clear > 0 else "no", ()
    name, cells = next(iter(columns.items()))
    european = source.delimiter == ";" or source.decimal == "," or "/" not in cells[0]
    order = "the day" if european else "the month"
    message = (
        f"{file}: {cells[0]!r} (column {name!r}) may begin with the day or the month; it is taken for "
        f"{order}. If that is wrong, set day_first of the data."
    )
    told = Problem(code="data_unclear_date", severity="warning", column=name, message=message)
    return "yes" if european else "no", (told,)
