"""The cells of a sheet as text, digit by digit as they are stored, and what each of them is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.parquet import as_text

Kinds = np.ndarray[Any, np.dtype[np.uint8]]

# What a cell is, one byte each.
EMPTY, TEXT, NUMBER, TRUTH, DATE, TIME = b" tnbds"
_TRUTHS: Final = ("true", "false")
_DATE: Final = r"^\d{4,5}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$"
_MIDNIGHT: Final = r" 00:00:00$"
_LAST_EARLY_YEAR: Final = 1905  # some workbooks count from 1900, others from 1904
_DAYS_OF_A_YEAR: Final = 366
_DAY: Final = 86_400_000  # milliseconds


@dataclass(frozen=True)
class Cells:
    """The cells of a sheet from its first row on, every column as text, and the kind of each cell [rows, columns].

    Numbers are written in full, whole ones without `.0`, truths as TRUE and FALSE, dates as ISO, times and durations
    as seconds; null where there is nothing, or an error.
    """

    texts: pl.DataFrame
    kinds: Kinds


def load(reader: Any, sheet: str, kind: str) -> pl.DataFrame:
    """Every cell of a sheet as fastexcel makes it this kind; null where it cannot."""
    loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=kind)
    if not loaded.width:
        return pl.DataFrame()
    frame: pl.DataFrame = loaded.to_polars()
    frame.columns = [str(place) for place in range(frame.width)]
    return frame


def read_cells(reader: Any, sheet: str, strings: pl.DataFrame) -> Cells:
    """The cells of a sheet whose `strings` are loaded.

    fastexcel cuts numbers after nine decimals when it makes them text, and takes text such as 01234 for a number when
    it makes numbers; but only numbers and truths can become truths, and only dates become dates.
    """
    numbers, truths = load(reader, sheet, "float"), load(reader, sheet, "boolean")
    dated = [cells.name for cells in strings if _may_hold_dates(cells, truths[cells.name])]
    dates = load(reader, sheet, "datetime") if dated else strings.clear()
    columns, kinds = [], []
    for cells in strings:
        texts, kind = _plain(cells, numbers[cells.name], truths[cells.name])
        if cells.name in dated:
            times = _lazily(reader, sheet, cells.name)
            texts, kind = _with_dates(texts, kind, dates[cells.name].is_not_null(), times)
        columns.append(texts)
        kinds.append(kind)
    return Cells(pl.DataFrame(columns), np.column_stack(kinds))


def _plain(cells: pl.Series, numbers: pl.Series, truths: pl.Series) -> tuple[pl.Series, Kinds]:
    word = cells.is_in(_TRUTHS).fill_null(False)
    number = truths.is_not_null() & ~word
    kind = np.full(len(cells), TEXT, dtype=np.uint8)
    kind[cells.is_null().to_numpy()] = EMPTY
    kind[number.to_numpy()] = NUMBER
    kind[(truths.is_not_null() & word).to_numpy()] = TRUTH
    texts = cells.str.to_uppercase().zip_with(truths.is_not_null(), cells)
    return as_text(numbers).zip_with(number, texts), kind


def _may_hold_dates(cells: pl.Series, truths: pl.Series) -> bool:
    return bool((cells.str.contains(_DATE) & truths.is_null()).any())


def _lazily(reader: Any, sheet: str, name: str) -> Callable[[], pl.Series]:
    """The cells as milliseconds since the first day of the workbook, loaded where they are asked for."""
    return lambda: load(reader, sheet, "duration")[name].dt.total_milliseconds()


def _with_dates(
    texts: pl.Series, kind: Kinds, dates: pl.Series, times: Callable[[], pl.Series]
) -> tuple[pl.Series, Kinds]:
    """The column with its dates as ISO; where all of them lie within the first year, they are times or durations."""
    found = dates & texts.str.contains(_DATE).fill_null(False)
    place = found.arg_true()
    if not len(place):
        return texts, kind
    kind[place.to_numpy()] = DATE
    early = texts.gather(place).str.head(4).cast(pl.Int64, strict=False).max()
    if isinstance(early, int) and early <= _LAST_EARLY_YEAR:
        milliseconds = times().gather(place)
        if milliseconds.abs().max() < _DAYS_OF_A_YEAR * _DAY:  # type: ignore[operator]  # of whole numbers
            kind[place.to_numpy()] = TIME
            return texts.scatter(place, as_text(milliseconds / 1000)), kind
    return texts.scatter(place, texts.gather(place).str.replace(_MIDNIGHT, "")), kind
