"""Tables out: CSV that is safe to open in a spreadsheet, Excel and Parquet."""

import gzip
import io
from collections.abc import Collection
from pathlib import Path

import polars as pl

from netloom.data.excel.writing import write_workbook
from netloom.errors import DataError
from netloom.files import write_atomically

_DELIMITERS = {".csv": ",", ".tsv": "\t", ".csv.gz": ",", ".tsv.gz": "\t"}
WRITABLE = (*_DELIMITERS, ".xlsx", ".parquet")

# What makes a spreadsheet run a cell, after OWASP's page on CSV injection (the full-width signs count in Japanese
# locales). A number is no formula however it is written, and dashes alone are a common mark for "nothing here".
_RUNS = r"^[=+\-−@＝＋－＠\t\r\n]"
_NUMBER = r"^[+\-−]?(\d{1,3}([ \x{a0}.,'’]\d{3})+|\d+)?([.,]\d*)?([eE][+\-]?\d+)? ?%?$"
_DASHES = r"^[\-−]+$"


def table_format(path: Path) -> str:
    """The suffix by which a table is written to `path`; DataError if it is none of `WRITABLE`."""
    suffix = next((suffix for suffix in WRITABLE if path.name.lower().endswith(suffix)), None)
    if suffix is None:
        received = f"received {path.suffix!r}" if path.suffix else "received a name without a suffix"
        raise DataError(
            f"{path.name}: the suffix says how the table is written; {received}, expected {', '.join(WRITABLE)}."
        )
    return suffix


def write_table(
    frame: pl.DataFrame,
    path: Path,
    *,
    raw: bool = False,
    texts: pl.DataFrame | None = None,
    shares: Collection[str] = (),
) -> int:
    """Write a table by the suffix of `path`, all of it or nothing; returns how many cells were neutralised.

    In CSV a text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`. Numbers keep
    all digits of their type. Parquet is always exact. In Excel text is always text, which needs no apostrophe; there
    the columns named in `shares` are percentages, and where a column of numbers or dates has no value, the text is
    written that `texts` has. DataError for a suffix or a column that cannot be written.
    """
    suffix = table_format(path)
    if suffix == ".xlsx":
        write_workbook(frame, path, texts=pl.DataFrame() if texts is None else texts, shares=shares)
        return 0
    if suffix == ".parquet":
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        write_atomically(path, buffer.getvalue())
        return 0
    header = pl.DataFrame([pl.Series(str(place), [name]) for place, name in enumerate(frame.columns)])
    parts, neutralised = [header, frame], 0
    if not raw:
        counted = [neutralise(part) for part in parts]
        parts, neutralised = [part for part, _ in counted], sum(count for _, count in counted)
    text = b"".join(_csv(part, _DELIMITERS[suffix]) for part in parts)
    write_atomically(path, gzip.compress(text, mtime=0) if suffix.endswith(".gz") else text)
    return neutralised


def neutralise(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The table with an apostrophe before every text that a spreadsheet would run, and how many there were."""
    frame = frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    text = pl.col(pl.String)
    runs = text.str.contains(_RUNS) & ~text.str.contains(_NUMBER) & ~text.str.contains(_DASHES)
    count = sum(frame.select(runs.sum()).row(0)) if pl.String in frame.dtypes else 0
    return frame.with_columns(pl.when(runs).then(pl.lit("'") + text).otherwise(text).name.keep()), count


def _csv(frame: pl.DataFrame, delimiter: str) -> bytes:
    buffer = io.BytesIO()
    try:
        frame.write_csv(buffer, separator=delimiter, include_header=False)
    except pl.exceptions.ComputeError as error:
        nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Duration)]
        raise DataError(
            f"A CSV file has no way to write the column {', '.join(nested)}. Write a .parquet file instead."
        ) from error
    return buffer.getvalue()
