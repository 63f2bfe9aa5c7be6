"""A sheet of a workbook as the records of a text table, with the types that its cells had."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from netloom.data.apart import Outcome, run_apart
from netloom.data.excel.cells import DATE, EMPTY, NUMBER, TIME, TRUTH, Kinds
from netloom.data.opening import check_regular, free_memory
from netloom.data.records import Array, Records, scan
from netloom.errors import DataError, Problem
from netloom.limits import INTEGER

_LEAST_MEMORY: Final = 500 * 10**6
_MEMORY_RATIO: Final = 40  # cells, text and what is in flight, for each byte of a packed file
_LEAST_SECONDS: Final = 20.0
_SECONDS_A_MEGABYTE: Final = 4.0


class SheetRecords(Records):
    """The rows of a sheet, each a record, whose places are told as rows."""

    word = "row"

    @property
    def lines(self) -> Array:
        """The row of the sheet that each record is, counted from 1."""
        return np.arange(1, len(self.starts) + 1)


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was read, with the names of all `sheets`: its rows as records, the kind of each cell, and whether
    numbers have decimals."""

    name: str
    sheets: tuple[str, ...]
    records: Records
    kinds: Kinds
    decimals: bool
    told: tuple[Problem, ...]

    def typed(self, frame: pl.DataFrame, rows: Array) -> pl.DataFrame:
        """The columns of `frame`, the cells of these rows, with the type that all cells of a column had; else text."""
        kinds = self.kinds[rows]
        return pl.DataFrame([_typed(cells, set(kind) - {EMPTY}) for cells, kind in zip(frame, kinds.T, strict=True)])


def read_sheet(path: Path, sheet: str, like: str) -> Sheet:
    """The sheet of that name, or the one called `like` if there is one, or else the first that holds a table.

    It is read in a process apart. DataError if there is none that can be read.
    """
    check_regular(path)
    size = path.stat().st_size
    memory = min(max(_LEAST_MEMORY, _MEMORY_RATIO * size), free_memory() // 2)
    seconds = _LEAST_SECONDS + _SECONDS_A_MEGABYTE * size / 1e6
    order = {"path": str(path.absolute()), "sheet": sheet, "like": like, "memory": memory}
    outcome = run_apart("netloom.data.excel.sheet:read_sheet", order, memory=memory, seconds=seconds)
    if outcome.ending != "done":
        raise DataError(_refusal(path, outcome, memory, seconds))
    return _sheet(outcome.content)


def _refusal(path: Path, outcome: Outcome, memory: int, seconds: float) -> str:
    match outcome.ending:
        case "refused":
            return outcome.content.decode()
        case "memory":
            return (
                f"{path} needs more than {memory / 1e6:,.0f} MB of memory to be read: too much for a file of its size, "
                f"or for this machine. Delete what lies far off the table, or save the sheet as CSV."
            )
        case "time":
            return f"{path} was not read within {seconds:,.0f} seconds. Save the sheet as CSV, and give that file."
        case _:
            reason = " ".join(outcome.content.decode().split())[:200]
            return f"{path} cannot be read ({reason}). Open it in Excel and save it anew as .xlsx."


def _sheet(content: bytes) -> Sheet:
    start = content.index(b"\n") + 1
    head = json.loads(content[:start])
    height, width = head["shape"]
    end = start + height * width
    kinds = np.frombuffer(content[start:end], dtype=np.uint8).reshape(height, width)
    records = scan(content[end:], ",", '"')
    assert records is not None  # for the type checker: the lines are written with their quotes in place
    told = (Problem(code=code, severity=severity, message=message) for code, severity, message in head["told"])
    sheets = tuple(head["sheets"])
    return Sheet(head["name"], sheets, SheetRecords(**vars(records)), kinds, head["decimals"], tuple(told))


def _typed(cells: pl.Series, kinds: set[int]) -> pl.Series:
    if not kinds:
        return cells
    if kinds <= {NUMBER, TIME}:
        return _numbers(cells)
    if kinds == {TRUTH}:
        return cells == "TRUE"
    return _dates(cells) if kinds == {DATE} else cells


def _numbers(cells: pl.Series) -> pl.Series:
    numbers = cells.cast(pl.Float64)
    whole = bool((numbers == numbers.round()).all()) and bool((numbers.abs() < INTEGER).all())
    return numbers.cast(pl.Int64) if whole else numbers


def _dates(cells: pl.Series) -> pl.Series:
    dates_alone = bool((cells.str.len_bytes() == len("2024-01-31")).all())
    if dates_alone:
        return cells.str.to_date("%Y-%m-%d")
    timed = cells.str.replace(r"^(\S+)$", "${1} 00:00:00")
    return timed.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="ms")
