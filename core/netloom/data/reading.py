"""Tables from files: CSV, TSV, Parquet and Excel, made by anyone, with everything about them found by looking."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from netloom.data.encoding import to_utf8, whole_lines
from netloom.data.excel.reading import read_sheet
from netloom.data.headings import check_width
from netloom.data.marks import find_marks
from netloom.data.opening import free_memory, is_parquet, is_workbook, read_beginning, read_bytes
from netloom.data.outline import first_rows, outline
from netloom.data.parquet import read_parquet
from netloom.data.progress import Reached, Tell, nobody
from netloom.data.records import Records, rewritten, scan, squeezed
from netloom.data.sniffing import find_dialect, names_columns
from netloom.errors import DataError, Problem
from netloom.limits import CELL_LENGTH
from netloom.settings.sources import Source, TableFile

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_LINE_ENDS = ("\n", "\r", "\0")
_BEGINNINGS = (2**20, 2**25)  # bytes
_FEW_LINES = 20
_CELL_BYTES = 64  # what a cell costs in memory while it is read, beside its text


@dataclass(frozen=True)
class Table:
    """A table as it was read.

    `frame` has every column as text: the cells as they are in the file, null where the file has nothing.
    `original` is the same with the types of a Parquet file or a workbook; for CSV it is `frame`. `source` has
    everything that was found by looking filled in, and `told` is what was odd about the file. `sheets` are the names
    of all sheets of a workbook.
    """

    frame: pl.DataFrame
    original: pl.DataFrame
    source: TableFile
    told: tuple[Problem, ...] = ()
    sheets: tuple[str, ...] = ()


def read_table(path: Path, source: TableFile, *, like: str = "", tell: Tell = nobody) -> Table:
    """Reads a CSV, TSV (also `.gz`), Parquet or Excel file. What `source` leaves open is found by looking.

    Of a workbook, where `source` names no sheet, the one called `like` is read, or else the first that holds a table.
    Raises DataError, with the file and, where there is one, the line, if there is no table that can be read.
    """
    read = _read(path, source, like, tell)
    found, told_marks = find_marks(read.frame, read.source, path.name, tell)
    return replace(read, source=found, told=(*read.told, *told_marks))


def read_alike(path: Path, source: Source, *, given: TableFile | None = None, tell: Tell = nobody) -> Table:
    """Another table, read as the one of `source` was written, unless `given` says otherwise; of a workbook the sheet
    of the same name, unless it says one.

    Encoding and delimiter are found by looking, unless they are given.
    """
    known = source.model_dump(include={"missing", "decimal", "thousands", "day_first", "header"})
    said = (given or TableFile()).model_dump(exclude_defaults=True, exclude={"type", "path", "fingerprint"})
    return read_table(path, TableFile(**(known | said)), like=getattr(source, "sheet", ""), tell=tell)


def read_first_rows(path: Path, source: TableFile, rows: int) -> tuple[Table, bool]:
    """About so many rows from the beginning of a file of any size, and whether these are all.

    What is found by looking is found in them alone. A workbook is read as a whole. DataError as `read_table`.
    """
    table, whole = _read_beginning(path, source, rows)
    found, _ = find_marks(table.frame, table.source, path.name)
    whole = whole and table.frame.height <= rows
    return replace(table, frame=table.frame.head(rows), original=table.original.head(rows), source=found), whole


def _read_beginning(path: Path, source: TableFile, rows: int) -> tuple[Table, bool]:
    if is_workbook(path):
        return _read_workbook(path, source, "", nobody), True
    _refuse_sheet(path, source)
    if is_parquet(path):
        frame, original, told = read_parquet(path, most=rows + 1)
        return Table(frame, original, source, told), True
    content, whole = _first_lines(path)
    return _text_table(content, path, source, nobody), whole


def _read(path: Path, source: TableFile, like: str, tell: Tell) -> Table:
    if is_workbook(path):
        return _read_workbook(path, source, like, tell)
    _refuse_sheet(path, source)
    if is_parquet(path):
        frame, original, told = read_parquet(path, tell)
        return Table(frame, original, source, told)
    return _text_table(read_bytes(path, tell), path, source, tell)


def _refuse_sheet(path: Path, source: TableFile) -> None:
    if source.sheet:
        raise DataError(f"{path} is no workbook and has no sheet {source.sheet!r}. Name no sheet, or a workbook.")


def _read_workbook(path: Path, source: TableFile, like: str, tell: Tell) -> Table:
    tell(Reached("Reading the workbook"))
    sheet = read_sheet(path, source.sheet, like)
    found = {"sheet": sheet.name, "header": source.header}
    if source.header == "look":
        found["header"] = "yes" if names_columns(first_rows(sheet.records)) else "no"
    if sheet.decimals:  # its numbers are written with a point, whatever its texts use
        found |= {"decimal": ".", "thousands": "look" if source.thousands == "." else source.thousands}
    outlined = outline(sheet.records, header=found["header"] == "yes", file=path.name)
    frame = _parsed(sheet.records, outlined.rows, outlined.names)
    original = sheet.typed(frame, outlined.rows)
    told = (*sheet.told, *outlined.told)
    return Table(frame, original, TableFile(**(dict(source) | found)), told, sheet.sheets)


def _named_as_workbook(path: Path) -> tuple[Problem, ...]:
    if path.suffix.lower() not in _WORKBOOKS:
        return ()
    message = f"{path.name} is no workbook, whatever its name says: it is text, and read as such."
    return (Problem(code="data_named_as_workbook", severity="note", message=message),)


def _text_table(content: bytes, path: Path, source: TableFile, tell: Tell) -> Table:
    _check_dialect(source, path.name)
    tell(Reached("Finding the rows"))
    text, encoding, told = to_utf8(content, source.encoding, path.name)
    if not text.strip():
        raise DataError(f"{path.name} holds only blank lines. Expected a table with a row of column names.")
    source = find_dialect(text, TableFile(**(dict(source) | {"encoding": encoding})))
    _check_size(text, source.delimiter, path.name)
    text = squeezed(text) if source.delimiter == " " else text
    records, told_quotes = _records(text, source, path.name)
    _check_cells(records, path.name)
    found = outline(records, header=source.header == "yes", file=path.name)
    tell(Reached("Dividing the rows into cells"))
    frame = _parsed(records, found.rows, found.names)
    return Table(frame, frame, source, (*_named_as_workbook(path), *told, *told_quotes, *found.told))


def _first_lines(path: Path) -> tuple[bytes, bool]:
    """The first few lines of a text file, and whether these are all; more is read only where lines are very long."""
    content, whole = b"", False
    for size in _BEGINNINGS:
        content, whole = read_beginning(path, size)
        if whole or content.count(b"\n") > _FEW_LINES:
            break
    return (content, True) if whole else (whole_lines(content), False)


def _records(text: bytes, source: TableFile, file: str) -> tuple[Records, tuple[Problem, ...]]:
    if records := scan(text, source.delimiter, source.quote):
        return records, ()
    plain, open_line = rewritten(text, source.delimiter, source.quote)
    records = scan(plain, ",", '"')
    assert records is not None  # for the type checker: what is rewritten has its quotes in place
    if not open_line:
        return records, ()
    message = (
        f"{file}: a quote {source.quote} that opens in line {open_line:,} is never closed; from there on, quotes are "
        f"read as part of the cells. Close or remove it."
    )
    return records, (Problem(code="data_open_quote", severity="warning", message=message),)


def _check_dialect(source: TableFile, file: str) -> None:
    for what, mark in (("delimiter", source.delimiter), ("quote", source.quote)):
        if mark in _LINE_ENDS:
            raise DataError(f"{file}: the {what} is set to {mark!r}, which ends lines. Set another, or none to look.")
    if source.delimiter and source.delimiter == source.quote:
        raise DataError(
            f"{file}: {source.quote!r} is set as both delimiter and quote. Set one of them to another mark."
        )


def _check_size(text: bytes, delimiter: str, file: str) -> None:
    """Refuses what would not fit before anything is made of it."""
    lines, delimiters = text.count(b"\n"), text.count(delimiter.encode())
    needed, free = (lines + delimiters) * _CELL_BYTES, free_memory()
    if needed > free // 2:
        raise DataError(
            f"{file} has {lines:,} lines and {delimiters:,} delimiters: about {needed / 1e6:,.0f} MB, and half of "
            f"the free memory is {free / 2e6:,.0f} MB. Use fewer rows or columns, or a machine with more memory."
        )
    start = re.split(rb"[\r\n]", text, maxsplit=1)[0]
    if b'"' not in start:
        check_width(start.count(delimiter.encode()) + 1, file)


def _check_cells(records: Records, file: str) -> None:
    if records.longest > CELL_LENGTH:
        raise DataError(
            f"{file}: the cell that begins in line {records.longest_line:,} has {records.longest:,} bytes; at most "
            f"{CELL_LENGTH:,} are accepted. Check that this is a table, and its delimiter and quote."
        )


def _parsed(records: Records, rows: np.ndarray, names: tuple[str, ...]) -> pl.DataFrame:
    """The cells of these records. A header of our own makes short rows as wide as the others."""
    header = records.delimiter.join(str(place) for place in range(len(names))).encode()
    frame = pl.read_csv(
        header + b"\n" + records.joined(rows),
        separator=records.delimiter,
        quote_char=records.quote or None,
        null_values=[""],
        infer_schema=False,
        truncate_ragged_lines=True,
    )
    assert frame.height == len(rows)
    frame.columns = list(names)
    return frame
