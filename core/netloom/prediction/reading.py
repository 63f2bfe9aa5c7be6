"""A new table, read as the training data was, or as it looks by itself; and what does not fit in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from netloom.data.cells import is_missing
from netloom.data.columns import cells_of, check_present, read_columns
from netloom.data.preprocess import entering_columns
from netloom.data.progress import Tell, nobody
from netloom.data.reading import Table, read_alike, read_table
from netloom.data.words import counted, some
from netloom.errors import Problem
from netloom.project import Project
from netloom.settings.columns import Category, Column, Date
from netloom.settings.sources import TableFile

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_MOSTLY = 0.5


@dataclass(frozen=True)
class Reading:
    """A table as it was read for a project, and by column which cells hold something, but not what is expected."""

    table: Table
    columns: tuple[Column, ...]
    strange: Mapping[str, Mask]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Columns that the network reads, and that are not there."""
        here = set(self.table.frame.columns)
        return tuple(column.name for column in self.columns if column.name not in here)

    @property
    def misfit(self) -> tuple[int, int]:
        """How many columns are not there, and how many cells are no numbers or dates where such are expected."""
        numbers = [column.name for column in self.columns if not isinstance(column.transform, Category)]
        return len(self.lacking), sum(int(self.strange[name].sum()) for name in numbers if name in self.strange)

    def told(self, project: Project, file: str) -> tuple[Problem, ...]:
        """What is odd about the file, and what does not fit between it and the project."""
        return (*self.table.told, *_odd_columns(project, self, file))

    def check(self) -> None:
        """Raises DataError that names the columns which are not there."""
        check_present((column.name for column in self.columns), self.table)


def read_for(project: Project, data: Path, source: TableFile, tell: Tell = nobody) -> Reading:
    """The table, read as the training data was written, or, where that does not fit it, as it looks by itself.

    What `source` says is kept. Encoding and delimiter, where it does not say them, are found by looking.
    """
    alike = reading_of(project, read_alike(data, project.data.source, given=source, tell=tell))
    if not any(alike.misfit):
        return alike
    known = alike.table.source
    given = source if source.missing else source.model_copy(update={"missing": known.missing})
    looked = reading_of(project, read_table(data, given, like=known.sheet, tell=tell))
    return min(alike, looked, key=lambda reading: reading.misfit)


def reading_of(project: Project, table: Table) -> Reading:
    """What a table, as it was read, holds that a project does not expect."""
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
    return Reading(table, columns, strange)


def _other_levels(column: Column, cells: pl.Series) -> Mask:
    levels = column.transform.levels if isinstance(column.transform, Category) else ()
    return (~cells.is_in(levels)).fill_null(False).to_numpy()


def _odd_columns(project: Project, reading: Reading, file: str) -> Iterator[Problem]:
    """What does not fit between the table and the project."""
    table, expected = reading.table, {column.name for column in project.data.columns}
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
