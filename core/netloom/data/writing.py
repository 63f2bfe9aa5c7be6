"""Tables out: CSV that is safe to open in a spreadsheet, Excel and Parquet."""

import gzip
import io
from codecs import BOM_UTF8
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import polars as pl
from polars import selectors

from netloom.data.excel.writing import write_workbook
from netloom.data.opening import read_beginning
from netloom.errors import DataError
from netloom.files import write_atomically
from netloom.settings.sources import WRITABLE, TableFile

_DELIMITERS = {".csv": ",", ".tsv": "\t", ".csv.gz": ",", ".tsv.gz": "\t"}

# What makes a spreadsheet run a cell, after OWASP's page on CSV injection (the full-width signs count in Japanese
# locales). A number is no formula however it is written, and dashes alone are a common mark for "nothing here".
_RUNS = r"^[=+\-−@＝＋－＠\t\r\n]"
_NUMBER = r"^[+\-−]?(\d{1,3}([ \x{a0}.,'’]\d{3})+|\d+)?([.,]\d*)?([eE][+\-]?\d+)? ?%?$"
_DASHES = r"^[\-−]+$"


class Dialect(NamedTuple):
    """How a text table is written."""

    delimiter: str = ","
    decimal: str = "."
    encoding: str = "utf-8"


def dialect_of(path: Path, source: TableFile) -> Dialect | None:
    """How the text table at `path` is written, which was read as `source` says; None for any other file."""
    if not source.delimiter:
        return None
    beginning, _ = read_beginning(path, len(BOM_UTF8))
    encoding = "utf-8-sig" if beginning.startswith(BOM_UTF8) else source.encoding
    return Dialect(source.delimiter, "," if source.decimal == "," else ".", encoding)


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
    dialect: Dialect | None = None,
) -> int:
    """Write a table by the suffix of `path`, all of it or nothing; returns how many cells were neutralised.

    In CSV a text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`. Numbers keep
    all digits of their type. Text is UTF-8 with commas (.tsv: tabs) and points, unless `dialect` says otherwise.
    Parquet is always exact. In Excel text is always text, which needs no apostrophe; there the columns named in
    `shares` are percentages, and where a column of numbers or dates has no value, the text is written that `texts`
    has. DataError for a suffix or a column that cannot be written.
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
    dialect = _dialect(suffix, dialect)
    frame = _with_decimals(frame, dialect.decimal)
    header = pl.DataFrame([pl.Series(str(place), [name]) for place, name in enumerate(frame.columns)])
    parts, neutralised = [header, frame], 0
    if not raw:
        counted = [neutralise(part) for part in parts]
        parts, neutralised = [part for part, _ in counted], sum(count for _, count in counted)
    text = _encoded(b"".join(_csv(part, dialect.delimiter) for part in parts), dialect.encoding, path)
    write_atomically(path, gzip.compress(text, mtime=0) if suffix.endswith(".gz") else text)
    return neutralised


def _dialect(suffix: str, wanted: Dialect | None) -> Dialect:
    """The suffix .tsv promises tabs."""
    usual = Dialect(_DELIMITERS[suffix])
    return usual if wanted is None else wanted._replace(delimiter=wanted.delimiter if usual.delimiter == "," else "\t")


def _with_decimals(frame: pl.DataFrame, mark: str) -> pl.DataFrame:
    if mark == ".":
        return frame
    return frame.with_columns(selectors.float().cast(pl.String).str.replace(".", mark, literal=True))


def _encoded(text: bytes, encoding: str, path: Path) -> bytes:
    if encoding == "utf-8":
        return text
    try:
        return text.decode().encode(encoding)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        raise DataError(
            f"{path.name}: the encoding of the data, {encoding}, has no {letter!r}, which is to be written. Write the "
            "file in UTF-8 instead of as the data is."
        ) from None


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
