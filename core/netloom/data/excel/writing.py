"""A table as an Excel workbook: numbers and dates as such, and text as text, which nothing runs."""

import datetime
import io
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_range

from netloom.errors import DataError
from netloom.files import write_atomically

ROWS: Final = 1_048_576  # of a sheet, its header included
COLUMNS: Final = 16_384
CELL_LENGTH: Final = 32_767  # in units of UTF-16, as Excel counts
LARGEST: Final = 10**15 - 1  # Excel keeps 15 digits of a number; what has more is an identifier
_FIRST_DAY: Final = datetime.datetime(1900, 3, 1)  # Excel knows no day before 1900, which it takes for a leap year
_BUTTON: Final = 3  # characters that the button of a filter covers
_SHEET: Final = "predictions"
_OPTIONS: Final = {
    "constant_memory": True,  # rows wait in a temporary file: there may be a million of them
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_NARROWEST, _WIDEST, _LOOKED_AT = 8, 50, 1_000  # characters of a column, and cells that are measured

# How the cells of a column are shown. `@` keeps a text a text when its cell is edited, too.
_TEXT, _PLAIN, _SHARE = "@", "General", "0.0%"
_DATE, _DATETIME, _TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"
_WIDTHS: Final = {_SHARE: 7, _DATE: 11, _DATETIME: 19, _TIME: 9}

Value = str | bool | float | datetime.date | datetime.time | None


@dataclass(frozen=True)
class _Column:
    """A column ready to be written: its values, and how those that are no text are shown."""

    name: str
    values: Sequence[Value]
    shown: str

    @property
    def width(self) -> int:
        """In characters: that of its longest cell among the first, within bounds."""
        lines = (line for cell in islice(self.values, _LOOKED_AT) for line in str(cell).splitlines())
        longest = _WIDTHS.get(self.shown) or max(map(len, lines), default=0)
        return min(max(longest, len(self.name) + _BUTTON, _NARROWEST), _WIDEST) + 1


def write_workbook(frame: pl.DataFrame, path: Path, *, texts: pl.DataFrame, shares: Collection[str]) -> None:
    """Write a table as .xlsx, all of it or nothing; the columns named in `shares` as percentages.

    Where a column of numbers or dates has no value, the text is written that `texts` has there, if any. DataError for
    what Excel has no place for.
    """
    _check_size(frame, path)
    columns = [_column(cells, texts, cells.name in shares, path) for cells in frame]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        _fill(book, columns, frame.height)
    write_atomically(path, buffer.getvalue())


def _check_size(frame: pl.DataFrame, path: Path) -> None:
    if frame.height >= ROWS or frame.width > COLUMNS:
        raise DataError(
            f"{path.name}: {frame.height:,} rows and {frame.width:,} columns do not fit into an Excel sheet, which has "
            f"{ROWS - 1:,} below the header, and {COLUMNS:,}. Write a .csv or .parquet file instead."
        )


def _column(cells: pl.Series, texts: pl.DataFrame, share: bool, path: Path) -> _Column:
    values, shown = _values(cells)
    if cells.name in texts.columns and texts[cells.name].null_count() < cells.null_count():
        pairs = zip(values, texts[cells.name], strict=True)
        values = [text if value is None else value for value, text in pairs]
    _check_lengths(cells.name, values, path)
    return _Column(cells.name, values, _SHARE if share else shown)


def _values(cells: pl.Series) -> tuple[list[Value], str]:
    """The values of a column, and how they are shown."""
    kind = cells.dtype
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        raise DataError(f"Excel has no way to write the column {cells.name}. Write a .parquet file instead.")
    if kind == pl.Duration:
        return (cells.dt.total_microseconds() / 1e6).to_list(), _PLAIN
    if kind.is_temporal():
        return _moments(cells)
    if kind.is_numeric() and not _is_long(cells):
        # float32 by way of its shortest text: 29.85 and not 29.850000381469727
        exact = cells.cast(pl.String) if kind == pl.Float32 else cells
        return exact.cast(pl.Float64).fill_nan(None).to_list(), _PLAIN
    return (cells if kind == pl.Boolean else cells.cast(pl.String)).to_list(), _TEXT


def _is_long(numbers: pl.Series) -> bool:
    """Whether whole numbers have more digits than Excel keeps."""
    return numbers.dtype.is_integer() and not numbers.is_between(-LARGEST, LARGEST).all()


def _moments(cells: pl.Series) -> tuple[list[Value], str]:
    """Dates and times; as text what lies before the first day that Excel counts right."""
    if cells.dtype == pl.Time:
        return cells.to_list(), _TIME
    if cells.dtype == pl.Date:
        early, shown = cells < _FIRST_DAY.date(), _DATE
    else:
        cells = cells.dt.replace_time_zone(None).dt.cast_time_unit("us")
        early, shown = cells < _FIRST_DAY, _DATETIME
    if not early.any():
        return cells.to_list(), shown
    triples = zip(cells, cells.dt.to_string("iso"), early, strict=True)
    return [text if is_early else value for value, text, is_early in triples], shown


def _check_lengths(name: str, values: Sequence[Value], path: Path) -> None:
    for row, value in enumerate(values, start=2):
        if isinstance(value, str) and 2 * len(value) > CELL_LENGTH and (length := _length(value)) > CELL_LENGTH:
            raise DataError(
                f"{path.name}: the cell of {name!r} in row {row:,} has {length:,} characters, and an Excel cell holds "
                f"{CELL_LENGTH:,}. Write a .csv or .parquet file instead."
            )


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fill(book: Any, columns: Sequence[_Column], height: int) -> None:
    sheet = book.add_worksheet(_SHEET)
    formats = {shown: book.add_format({"num_format": shown}) for shown in (_TEXT, *(each.shown for each in columns))}
    head = book.add_format({"bold": True, "bottom": 1, "num_format": _TEXT})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.name, head)
    for row in range(height):
        for place, column in enumerate(columns):
            _put(sheet, (row + 1, place), column.values[row], formats[column.shown], formats[_TEXT])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, height, len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, height, len(columns) - 1)})


def _put(sheet: Any, place: tuple[int, int], value: Value, shown: Any, text: Any) -> None:
    """Each value by the method of its own type: nothing is guessed from what a text looks like."""
    match value:
        case None:
            return
        case str():
            sheet.write_string(*place, value, text)
        case bool():
            sheet.write_boolean(*place, value)
        case float() if math.isinf(value):
            sheet.write_string(*place, str(value), text)
        case float():
            sheet.write_number(*place, value, shown)
        case _:
            sheet.write_datetime(*place, value, shown)
