"""One sheet of a workbook as lines of text and kinds of cells. It runs apart: what it opens may end the process."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.excel.archive import check_archive, is_open_document
from netloom.data.excel.cells import NUMBER, TIME, Cells, Loader, read_cells
from netloom.data.excel.layout import as_lines, filled_cells, rows_around, table_columns, with_merged
from netloom.data.excel.worksheet import Worksheet, column_letters, hidden_sheets, look_into
from netloom.data.opening import ZIP
from netloom.data.words import counted, some
from netloom.errors import DataError

_CELL_BYTES: Final = 56  # what each place between the first and the last cell costs while it is read, filled or not
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TABLE, _LIST, _SOMETHING, _NOTHING = 3, 2, 1, 0

Told = tuple[str, str, str]  # code, severity, message


def read_sheet(path: str, sheet: str, like: str, memory: int) -> bytes:
    """The sheet of that name, or the one called `like` if there is one, or else the first that holds a table.

    A line of JSON (name, all names, height and width, what to tell, whether numbers have decimals), the kind of each
    cell as a byte, and the rows as lines. DataError if the workbook cannot be read.
    """
    file, reader = Path(path), _opened(Path(path))
    hidden = hidden_sheets(file) if _is_archive(file) else frozenset()
    chosen = _chosen(file, reader, sheet, like, hidden, memory)
    name, found = chosen.name, chosen.found
    open_document = _is_archive(file) and is_open_document(file)
    cells, merged = with_merged(read_cells(chosen.loader, open_document=open_document), found)
    around = rows_around(cells, found)
    columns = table_columns(cells, around)
    kinds = np.ascontiguousarray(cells.kinds[:, columns])
    told = [*_told_of_sheets(file.name, reader.sheet_names, name, hidden, bool(sheet))]
    told += _told_of_cells(file.name, found, merged, _gaps(columns), int((kinds == TIME).sum()))
    head: dict[str, Any] = {"name": name, "sheets": list(reader.sheet_names), "shape": kinds.shape, "told": told}
    head["decimals"] = _has_decimals(cells)
    return json.dumps(head).encode() + b"\n" + kinds.tobytes() + as_lines(cells, columns, around)


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


def _opened(path: Path) -> Any:
    import fastexcel

    if _is_archive(path):
        check_archive(path)
    elif _ENCRYPTED in path.read_bytes():
        raise _protected(path)
    try:
        return fastexcel.read_excel(str(path))
    except fastexcel.FastExcelError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> DataError:
    reason = str(error).split("\n")[0].removeprefix("calamine error: ")[:200]
    if "password" in reason.lower():
        return _protected(path)
    return DataError(f"{path} is no workbook that can be read ({reason}). Open it in Excel and save it anew as .xlsx.")


def _protected(path: Path) -> DataError:
    return DataError(f"{path} is protected by a password. Take it off in the spreadsheet program, and save.")


@dataclass(frozen=True)
class _Candidate:
    """A sheet that may be taken: its cells, and what its XML tells."""

    name: str
    loader: Loader
    found: Worksheet

    @cached_property
    def rank(self) -> int:
        """How much it looks like a table: at least two rows of two cells, or a list, or something at all."""
        filled = filled_cells(self.loader.strings)
        if np.sum(filled > 1) > 1:
            return _TABLE
        return _LIST if np.sum(filled > 0) > 1 else _SOMETHING if filled.any() else _NOTHING


def _chosen(path: Path, reader: Any, sheet: str, like: str, hidden: frozenset[str], memory: int) -> _Candidate:
    names = list(reader.sheet_names)
    wanted = _named(names, sheet) if sheet else _named(names, like)
    if sheet and not wanted:
        raise DataError(f"{path} has no sheet {sheet!r}. It has: {some(names, 20)}.")
    looked_at = sorted(names, key=lambda name: name in hidden)
    best = _best(_candidate(path, reader, name, memory) for name in ([wanted] if wanted else looked_at))
    if best is None:
        what = f"the sheet {wanted!r} holds no cell" if wanted else "no sheet of it holds a cell"
        raise DataError(f"{path}: {what} with a value. Expected a table with a row of column names.")
    return best


def _best(candidates: Iterator[_Candidate]) -> _Candidate | None:
    """The first table; if there is none, the first list, or else the first that holds something."""
    best, rank = None, _NOTHING
    for candidate in candidates:
        if candidate.rank > rank:
            best, rank = candidate, candidate.rank
        if rank == _TABLE:
            break
    return best


def _named(names: Sequence[str], wanted: str) -> str:
    """The sheet of that name; Excel knows no difference between capitals and small letters there."""
    return next((name for name in names if name.casefold().strip() == wanted.casefold().strip()), "")


def _candidate(path: Path, reader: Any, name: str, memory: int) -> _Candidate:
    import fastexcel

    found = look_into(path, name) if _is_archive(path) else Worksheet()
    _check_reach(path, name, found, memory)
    candidate = _Candidate(name, Loader(reader, name), found)
    try:
        candidate.loader.strings  # noqa: B018  # loaded here, where what is damaged can be told
    except fastexcel.FastExcelError as error:
        raise _unreadable(path, error) from None
    return candidate


def _check_reach(path: Path, name: str, found: Worksheet, memory: int) -> None:
    if found.height * (found.last - found.first + 1) * _CELL_BYTES > memory:
        raise DataError(
            f"{path}: the sheet {name!r} reaches to column {column_letters(found.last)} and row {found.height:,}, far "
            f"more than a file of {path.stat().st_size:,} bytes fills. Delete what lies far off the table (Ctrl+End "
            f"goes there), or save the sheet as CSV."
        )


def _gaps(columns: list[bool]) -> int:
    """How many columns between the first and the last of the table are none of it."""
    return columns[columns.index(True) :].count(False)


def _has_decimals(cells: Cells) -> bool:
    """Whether some number, written with a point, is no whole one."""
    columns = zip(cells.texts, cells.kinds.T, strict=True)
    return any(
        texts.filter(pl.Series(kinds == NUMBER)).str.contains(".", literal=True).any() for texts, kinds in columns
    )


def _told_of_sheets(
    file: str, names: Sequence[str], chosen: str, hidden: frozenset[str], named: bool
) -> Iterator[Told]:
    if chosen in hidden:
        yield "data_hidden_sheet", "note", f"{file}: the sheet {chosen!r}, which is hidden, is read."
    others = [name for name in names if name != chosen]
    if others and not named:
        listed = ", ".join(repr(name) + (" (hidden)" if name in hidden else "") for name in others[:8])
        more = f" and {len(others) - 8} more" if len(others) > 8 else ""
        yield (
            "data_other_sheets",
            "note",
            f"{file}: the sheet {chosen!r} is read. There are others: {listed}{more}. Choose one by its name: --sheet.",
        )


def _told_of_cells(file: str, found: Worksheet, merged: int, empty: int, times: int) -> Iterator[Told]:
    if found.uncomputed:
        formulas = counted(found.uncomputed, "formula")
        message = (
            f"{formulas} without a computed value count as empty. Open the file in Excel, save it, and read again."
        )
        yield "data_uncomputed_formulas", "warning", f"{file}: {message}"
    if found.errors:
        yield "data_errors", "note", f"{file}: {counted(found.errors, 'cell')} with an error such as #N/A: empty."
    if found.hidden:
        yield "data_hidden_rows", "note", f"{file}: {counted(found.hidden, 'hidden row')} read like the others."
    if merged:
        cells = counted(merged, "cell")
        yield "data_merged_cells", "note", f"{file}: {cells} merged over several rows: each of these has the value."
    if empty:
        yield "data_empty_columns", "note", f"{file}: {counted(empty, 'empty column')} left out."
    if times:
        yield "data_times", "note", f"{file}: {counted(times, 'time')} of day or duration read as seconds."
