"""Answers for a new file: its own columns, and beside them what the network predicts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from netloom.data.cells import is_missing
from netloom.data.columns import cells_of, check_present, read_columns
from netloom.data.excel.typed import with_types
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table, read_alike, read_table
from netloom.data.words import counted, some
from netloom.data.writing import table_format, write_table
from netloom.errors import DataError, Problem
from netloom.exporting.heads import amount_type, name_suffixes
from netloom.onnx_graph import free_names
from netloom.planning import PlannedOutput
from netloom.project import Project
from netloom.runs import Answer, Run
from netloom.settings.columns import Category, Column, Date
from netloom.settings.sources import TableFile

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_MOSTLY = 0.5
_ROWS_AT_ONCE = 2**17


@dataclass(frozen=True)
class Prediction:
    """What came of it: rows written, to which file, cells neutralised there, and what to tell about the data."""

    rows: int
    path: Path
    neutralised: int
    told: tuple[Problem, ...]


def predict(run: Run, data: Path, out: Path, *, raw: bool = False, sheet: str = "") -> Prediction:
    """Predict every row of a table (CSV, TSV, Parquet, Excel) and write it with the answers beside it, row by row.

    Added are `prediction` (the class, or the amount in the target's units) and for classes `probability_<class>`; of
    several Outputs each adds its own name, and a name that the file already has gets a trailing `_`. Written are CSV
    or TSV (also `.gz`, UTF-8), Parquet or Excel, by the suffix of `out`. In CSV, text that a spreadsheet would run is
    neutralised, unless `raw`. Of a workbook, `sheet` is read, or, where it is empty, the one called as that of the
    training data, or else the first that holds a table. DataError if the file lacks a column, or cannot be read or
    written.
    """
    suffix = table_format(out)
    if out.exists() and out.samefile(data):
        raise DataError(f"{out} is the data itself, and would be overwritten. Give the predictions another name.")
    reading = _read(run.project, data, sheet)
    table = reading.table
    told = (*table.told, *_odd_columns(run.project, reading, data.name))
    frame, answers = _own_columns(table, suffix), _answers(run, table)
    shares = []
    for planned in run.plan.outputs:
        for column in _columns(run, planned, answers[planned.id]):
            name = free_names([column.name], frame.columns)[column.name]
            frame = frame.hstack([column.alias(name)])
            shares += [name] * bool(planned.target.classes and column.dtype.is_float())
    return Prediction(frame.height, out, write_table(frame, out, raw=raw, texts=table.frame, shares=shares), told)


def _own_columns(table: Table, suffix: str) -> pl.DataFrame:
    """The columns of the table as they suit the file to be written.

    A workbook is given types, which a text file lacks; and a text file what a workbook showed, such as TRUE.
    """
    if suffix == ".xlsx" and table.original is table.frame:
        return with_types(table.frame, table.source)
    return table.frame if suffix != ".parquet" and suffix != ".xlsx" and table.source.sheet else table.original


def _answers(run: Run, table: Table) -> dict[str, Answer]:
    """The answers to all rows. The features, which may be many more numbers than the cells, are never there at once."""
    rows = np.arange(table.frame.height)
    parts = [run.answers(table, part) for part in np.split(rows, range(_ROWS_AT_ONCE, len(rows), _ROWS_AT_ONCE))]
    return {
        planned.id: Answer(
            np.concatenate([part[planned.id].probabilities for part in parts]),
            np.concatenate([part[planned.id].values for part in parts]),
        )
        for planned in run.plan.outputs
    }


def _columns(run: Run, planned: PlannedOutput, answer: Answer) -> Iterator[pl.Series]:
    """The columns that one Output adds."""
    suffix, target = name_suffixes(run.plan)[planned.id], planned.target
    if not target.classes:
        values = answer.values.astype(amount_type(run.scales[planned.id]))
        yield pl.Series(f"prediction{suffix}", values)
        return
    classes = pl.Series(target.classes, dtype=pl.String)
    labels = classes.gather(answer.probabilities.argmax(1))
    yield labels.cast(pl.Int64 if target.integers else pl.String).alias(f"prediction{suffix}")
    for name, probabilities in zip(target.classes, answer.probabilities.T, strict=True):
        yield pl.Series(f"probability{suffix}_{name}", np.ascontiguousarray(probabilities))


@dataclass(frozen=True)
class _Reading:
    """A table as it was read for a project, and by column which cells hold something, but not what is expected."""

    table: Table
    columns: tuple[Column, ...]
    strange: Mapping[str, Mask]

    @property
    def misfit(self) -> tuple[int, int]:
        """How many columns are not there, and how many cells are no numbers or dates where such are expected."""
        numbers = [column.name for column in self.columns if not isinstance(column.transform, Category)]
        lacking = {column.name for column in self.columns}.difference(self.table.frame.columns)
        return len(lacking), sum(int(self.strange[name].sum()) for name in numbers if name in self.strange)


def _read(project: Project, data: Path, sheet: str) -> _Reading:
    """The table, read as the training data was written, or, where that does not fit it, as it looks by itself.

    Encoding and delimiter are always found by looking.
    """
    alike = _reading(project, read_alike(data, project.data.source, sheet=sheet))
    if not any(alike.misfit):
        return alike
    known = alike.table.source
    found = read_table(data, TableFile(missing=known.missing, sheet=sheet), like=known.sheet)
    looked = _reading(project, found)
    return min(alike, looked, key=lambda reading: reading.misfit)


def _reading(project: Project, table: Table) -> _Reading:
    columns = entering_columns(project)
    names = set(table.frame.columns)
    present = [column for column in columns if column.name in names]
    numbers = read_columns([column for column in present if not isinstance(column.transform, Category)], table)
    strange = {}
    for column in present:
        cells = cells_of(column.name, table)
        found = np.isnan(numbers[column.name]) if column.name in numbers else _other_levels(column, cells)
        if found.any():  # most columns have none
            strange[column.name] = found & ~is_missing(cells, table.source).to_numpy()
    return _Reading(table, columns, strange)


def _other_levels(column: Column, cells: pl.Series) -> Mask:
    levels = column.transform.levels if isinstance(column.transform, Category) else ()
    return (~cells.is_in(levels)).fill_null(False).to_numpy()


def _odd_columns(project: Project, reading: _Reading, file: str) -> Iterator[Problem]:
    """What does not fit between the table and the project; DataError where a column is not there."""
    table, expected = reading.table, {column.name for column in project.data.columns}
    check_present((column.name for column in reading.columns), table)
    if extra := [name for name in table.frame.columns if name not in expected]:
        message = f"{file}: {counted(len(extra), 'column')} more than the project knows: {some(extra)}. Carried along."
        yield Problem(code="extra_columns", severity="note", message=message)
    for column in reading.columns:
        if column.name in reading.strange:
            yield from _odd_cells(column, cells_of(column.name, table), reading.strange[column.name], file)


def _odd_cells(column: Column, cells: pl.Series, strange: Mask, file: str) -> Iterator[Problem]:
    count = int(strange.sum())
    examples = some(cells.filter(pl.Series(strange)).unique(maintain_order=True), 3)
    found = f"{file}: {counted(count, 'cell')} of {column.name!r}, such as {examples}"
    if not isinstance(column.transform, Category):
        if count:
            kind = "dates" if isinstance(column.transform, Date) else "numbers"
            message = f"{found}, where {kind} are expected: taken as missing. Check the column."
            yield Problem(code="wrong_type", severity="warning", column=column.name, message=message)
    elif count > _MOSTLY * len(strange):  # a few others are what the level "other" is for
        message = f"{found}, where {some(column.transform.levels)} are expected: taken as other. Check the column."
        yield Problem(code="strange_levels", severity="warning", column=column.name, message=message)
