"""Parquet files, opened with pyarrow: polars ends the whole process on some damaged ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from netloom.data.headings import check_width, unique_names
from netloom.data.opening import BOMB_BYTES, BOMB_RATIO, free_memory
from netloom.data.progress import Reached, Tell, nobody
from netloom.data.words import counted
from netloom.errors import DataError, Problem

_BATCH_ROWS: Final = 1024  # bounds what one batch of long repeated texts can grow to
_COPIES: Final = (
    8  # an eighth of the free memory for what is read: pyarrow, polars and the text each hold it for a while
)
_LONG_TEXT: Final = 1_000  # bytes of a cell, on average: repeated, they can fill any memory
_CELL_BYTES: Final = 32  # of a number: itself, and the place of its text
_DAY: Final = 86_400  # seconds
_FIRST_DAY: Final = -719_162  # the first of January of the year 1, counted from 1970
_LAST_DAY: Final = 2_932_896  # the last day of the year 9999


def read_parquet(
    path: Path, tell: Tell = nobody, *, most: int | None = None
) -> tuple[pl.DataFrame, pl.DataFrame, tuple[Problem, ...]]:
    """The cells as text, the same with the file's own types, and what to tell; of about the first `most` rows."""
    read, told = _typed(path, tell, most)
    typed = read.select(_within_calendar(cells) for cells in read)
    texts = typed.select(as_text(typed[name]) for name in typed.columns)
    return texts, typed, (*told, *_unreadable(typed, path.name), *_out_of_calendar(read, typed, path.name))


def as_text(cells: pl.Series) -> pl.Series:
    """Cells of any type as text: whole numbers without `.0`, dates as ISO, nothing as null."""
    if cells.dtype.is_float():
        return cells.fill_nan(None).cast(pl.String).str.strip_suffix(".0")
    if cells.dtype == pl.Duration:
        return as_text(cells.dt.total_microseconds() / 1e6)
    if cells.dtype.is_temporal():
        return cells.dt.to_string("iso")
    if _is_no_cell(cells.dtype):
        return pl.Series(cells.name, [None] * len(cells), dtype=pl.String)
    return cells.cast(pl.String)


def _is_no_cell(kind: pl.DataType) -> bool:
    return kind.is_nested() or isinstance(kind, pl.Binary | pl.Object)


def _typed(path: Path, tell: Tell, most: int | None) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            names, told = unique_names(file.schema_arrow.names, path.name)
            _check_size(file.metadata.num_rows if most is None else 0, len(names), path)
            batches = _batches(file, path, tell, most)
            table = pa.Table.from_batches(batches) if batches else file.schema_arrow.empty_table()
        table.validate(full=True)
        frame = pl.from_arrow(table.rename_columns(list(names)), rechunk=True)
    except (pa.ArrowException, OSError, ValueError, KeyError, OverflowError, MemoryError) as error:
        raise DataError(f"{path} is a damaged Parquet file ({_one_line(error)}). Copy or write it again.") from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise DataError(f"{path} holds Parquet data of a kind that cannot be read ({_one_line(error)}).") from None
    assert isinstance(frame, pl.DataFrame)  # for the type checker: a table becomes a frame
    return frame, told


def _batches(file: Any, path: Path, tell: Tell, most: int | None) -> list[Any]:
    """The rows in pieces, so that a size that lies is found out before it fills the memory."""
    batches, size, cells, rows = [], 0, 0, 0
    for packed in file.iter_batches(batch_size=_BATCH_ROWS):
        batch = _with_plain_types(packed)
        size += batch.nbytes
        cells += batch.num_rows * batch.num_columns
        _check_growth(size, cells, path)
        batches.append(batch)
        rows += batch.num_rows
        tell(Reached("Reading the file", rows, file.metadata.num_rows, "rows"))
        if most is not None and rows >= most:
            break
    return batches


def _check_growth(size: int, cells: int, path: Path) -> None:
    allowed = free_memory() // _COPIES
    if size > allowed:
        raise DataError(
            f"{path} grows to more than {allowed / 1e6:,.0f} MB while it is read: too much for the memory of this "
            f"machine. Use fewer rows or columns, or a machine with more memory."
        )
    if size > max(BOMB_BYTES, BOMB_RATIO * path.stat().st_size, cells * _LONG_TEXT):
        raise DataError(
            f"{path} grows to more than {BOMB_RATIO} times its size by repeating long texts: no table does, so it is "
            f"taken for a trap. If it is sound, write it without the column of long texts."
        )


def _with_plain_types(batch: Any) -> Any:
    """The batch in types that polars knows, each repeated text written out, so that its size is what it will cost."""
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([_plain(array) for array in batch.columns], names=batch.schema.names)


def _plain(array: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(array.type):
        return array.dictionary_decode()
    if pa.types.is_decimal256(array.type):
        return array.cast(pa.float64())
    if pa.types.is_timestamp(array.type) and (array.type.tz or "").startswith(("+", "-")):
        return pc.local_timestamp(array)
    return array


def _check_size(rows: int, columns: int, path: Path) -> None:
    check_width(columns, path.name)
    if not columns:
        raise DataError(f"{path} has no columns. Expected a table with a feature and a target.")
    needed, free = rows * columns * _CELL_BYTES, free_memory()
    if needed > free // 2:
        raise DataError(
            f"{path} has {rows:,} rows and {columns:,} columns: about {needed / 1e6:,.0f} MB, and half of the free "
            f"memory is {free / 2e6:,.0f} MB. Use fewer rows or columns, or a machine with more memory."
        )


def _within_calendar(cells: pl.Series) -> pl.Series:
    """The cells without dates before the year 1 or after 9999: printing such a one would end the process."""
    bounds = _calendar(cells.dtype)
    return cells if bounds is None else cells.set(~cells.to_physical().is_between(*bounds), None)


def _calendar(kind: pl.DataType) -> tuple[int, int] | None:
    """The first and last value of a kind of date or time, as polars counts it."""
    if isinstance(kind, pl.Date):
        return _FIRST_DAY, _LAST_DAY
    if isinstance(kind, pl.Time):
        return 0, _DAY * 10**9 - 1
    if isinstance(kind, pl.Datetime):
        unit = {"ms": 10**3, "us": 10**6, "ns": 10**9}[kind.time_unit]
        first, last = _FIRST_DAY * _DAY * unit, (_LAST_DAY + 1) * _DAY * unit - 1
        return max(first, -(2**63)), min(last, 2**63 - 1)
    return None


def _out_of_calendar(read: pl.DataFrame, typed: pl.DataFrame, file: str) -> Iterator[Problem]:
    for name in typed.columns:
        if lost := typed[name].null_count() - read[name].null_count():
            message = f"{file}: {counted(lost, 'date')} in {name!r} beyond the years 1 to 9999: count as empty."
            yield Problem(code="data_impossible_date", severity="warning", column=name, message=message)


def _unreadable(typed: pl.DataFrame, file: str) -> list[Problem]:
    return [
        Problem(
            code="data_nested_column",
            severity="warning",
            column=name,
            message=f"{file}: the column {name!r} holds {kind}, which is no single cell; it counts as empty.",
        )
        for name, kind in typed.schema.items()
        if _is_no_cell(kind)
    ]


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
