"""The cells of a sheet as text, digit by digit as they are stored, and what each of them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.parquet import as_text

Kinds = np.ndarray[Any, np.dtype[np.uint8]]

# What a cell is, one byte each.
EMPTY, TEXT, NUMBER, TRUTH, DATE, TIME = b" tnbds"
_TRUTHS: Final = ("true", "false")
_DATE: Final = r"^\d{4,5}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d+)?)?$"
_MIDNIGHT: Final = r" 00:00:00$"
_YEAR: Final = 366 * 86_400_000  # milliseconds


@dataclass(frozen=True)
class Cells:
    """The cells of a sheet from its first row on, every column as text, and the kind of each cell [rows, columns].

    A column is called by its place in the sheet, counted from 0.

    Numbers are written in full, whole ones without `.0`, truths as TRUE and FALSE, dates as ISO, times and durations
    as seconds; null where there is nothing, or an error.
    """

    texts: pl.DataFrame
    kinds: Kinds


class Loader:
    """The cells of one sheet as fastexcel makes them one kind or another, each loaded once and where it is needed.

    As text it cuts numbers after nine decimals, and it takes text such as 01234 for a number; but only numbers and
    truths become truths, and only dates become dates unless they are numbers.
    """

    def __init__(self, reader: Any, sheet: str) -> None:
        self._reader, self._sheet = reader, sheet

    @cached_property
    def strings(self) -> pl.DataFrame:
        return self.load("string")

    @cached_property
    def milliseconds(self) -> pl.DataFrame:
        """Times, durations, and dates as counted from the workbook's first day."""
        return self.load("duration").select(pl.all().dt.total_milliseconds())

    def load(self, kind: str, columns: Sequence[int] | None = None) -> pl.DataFrame:
        """Every cell of all or of these columns as one kind, null where it cannot be that; each called by its place."""
        options = {} if columns is None else {"use_columns": list(columns)}
        loaded = self._reader.load_sheet(self._sheet, header_row=None, skip_rows=0, dtypes=kind, **options)
        if not loaded.width:
            return pl.DataFrame()
        frame: pl.DataFrame = loaded.to_polars()
        frame.columns = [str(column.absolute_index) for column in loaded.selected_columns]
        return frame

    def dates(self, columns: Sequence[str]) -> pl.DataFrame:
        """The cells of these columns that are dates, or numbers; none of them where a number is beyond all dates."""
        try:
            return self.load("datetime", [int(name) for name in columns])
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # which is no Exception, and has no other name
                raise
            return pl.DataFrame()


def read_cells(loader: Loader, *, open_document: bool) -> Cells:
    """The cells of a sheet; an open document (.ods) has dates that are text, and durations that are neither."""
    numbers, truths = loader.load("float"), loader.load("boolean")
    read = [_plain(cells, numbers[cells.name], truths[cells.name]) for cells in loader.strings]
    dated = [texts.name for texts, kind in read if _may_hold_dates(texts, kind)]
    dates = loader.dates(dated) if dated and not open_document else pl.DataFrame()
    for place, (texts, kind) in enumerate(read):
        if texts.name in dated:
            read[place] = _with_dates(texts, kind, dates.get_column(texts.name, default=None), loader)
    if open_document:
        read = [_with_durations(*column, loader) for column in read]
    return Cells(pl.DataFrame([texts for texts, _ in read]), np.column_stack([kind for _, kind in read]))


def _plain(cells: pl.Series, numbers: pl.Series, truths: pl.Series) -> tuple[pl.Series, Kinds]:
    word = cells.is_in(_TRUTHS).fill_null(False)
    number = truths.is_not_null() & ~word
    kind = np.full(len(cells), TEXT, dtype=np.uint8)
    kind[cells.is_null().to_numpy()] = EMPTY
    kind[number.to_numpy()] = NUMBER
    kind[(truths.is_not_null() & word).to_numpy()] = TRUTH
    texts = cells.str.to_uppercase().zip_with(truths.is_not_null(), cells)
    return as_text(numbers).zip_with(number, texts), kind


def _may_hold_dates(texts: pl.Series, kind: Kinds) -> bool:
    return bool(texts.filter(pl.Series(kind == TEXT)).str.contains(_DATE).any())


def _with_dates(texts: pl.Series, kind: Kinds, dates: pl.Series | None, loader: Loader) -> tuple[pl.Series, Kinds]:
    """The column with its dates as ISO; where all of them lie within the first year, they are times or durations.

    Without `dates`, whatever looks like one is one.
    """
    found = pl.Series(kind == TEXT) & texts.str.contains(_DATE)
    place = (found if dates is None else found & dates.is_not_null()).arg_true()
    if not len(place):
        return texts, kind
    if _lie_within_a_year(loader.milliseconds[texts.name].gather(place)):
        return _as_seconds(texts, kind, place, loader)
    kind[place.to_numpy()] = DATE
    return texts.scatter(place, texts.gather(place).str.replace("T", " ").str.replace(_MIDNIGHT, "")), kind


def _lie_within_a_year(milliseconds: pl.Series) -> bool:
    return bool((milliseconds.abs() < _YEAR).fill_null(False).all())


def _with_durations(texts: pl.Series, kind: Kinds, loader: Loader) -> tuple[pl.Series, Kinds]:
    left = loader.milliseconds[texts.name].is_not_null() & pl.Series(kind == EMPTY)
    return _as_seconds(texts, kind, left.arg_true(), loader)


def _as_seconds(texts: pl.Series, kind: Kinds, place: pl.Series, loader: Loader) -> tuple[pl.Series, Kinds]:
    kind[place.to_numpy()] = TIME
    return texts.scatter(place, as_text(loader.milliseconds[texts.name].gather(place) / 1000)), kind
