"""What the training rows tell against a column's transform. Nothing of it stops training."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from netloom.data.columns import read_columns
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.data.statistics import FLOAT32_MAX
from netloom.data.words import counted, some
from netloom.edits.leaving_out import ignoring
from netloom.errors import Problem
from netloom.project import Project
from netloom.settings.columns import Category, Column, Number

Array = np.ndarray[Any, np.dtype[Any]]

_ROUNDING: Final = 1e-3  # of a column's deviation


def column_problems(project: Project, table: Table, training: np.ndarray[Any, np.dtype[np.int64]]) -> Iterator[Problem]:
    """What is told about the columns that enter the network, from their cells in the training rows."""
    columns = entering_columns(project)
    cells = read_columns(columns, table, training)
    for column in columns:
        found = _of_levels if isinstance(column.transform, Category) else _of_numbers
        for code, message in found(column, cells[column.name]):
            fix = ignoring(project, column.name) if code == "column_without_values" else None
            yield Problem(code=code, message=message, severity="note", column=column.name, fix=fix)


def _of_levels(column: Column, cells: Array) -> Iterator[tuple[str, str]]:
    present = set(cells)
    levels = column.transform.levels if isinstance(column.transform, Category) else ()
    if unseen := [level for level in levels if level not in present]:
        yield (
            "level_without_training_row",
            f"{column.name!r}: no training row has {some(unseen)}, so other rows that do count as other.",
        )


def _of_numbers(column: Column, cells: Array) -> Iterator[tuple[str, str]]:
    values = cells[np.abs(cells) <= FLOAT32_MAX]
    if too_large := int(np.sum(np.abs(cells) > FLOAT32_MAX)):
        yield (
            "too_large_for_float32",
            f"{column.name!r}: {counted(too_large, 'cell')} beyond 3.4e38 in training rows count as missing.",
        )
    if not len(values):
        yield (
            "column_without_values",
            f"{column.name!r}: no training row has a value here, so nothing can be learnt from it. Ignore the column.",
        )
        return
    if isinstance(column.transform, Number) and column.transform.log and values.min() < 0:
        below = counted(int(np.sum(values < 0)), "training row")
        yield "log_of_negative", f"{column.name!r}: {below} below zero count as zero, since the column takes the log."
    if (rounding := rounding_error(values)) > _ROUNDING:
        yield (
            "float32_rounding",
            f"{column.name!r}: the network receives float32, which here is off by up to {rounding:.2g} of the column's "
            "deviation. Subtract a fixed amount from the column beforehand, or read it as a date if it is one.",
        )


def rounding_error(values: Array) -> float:
    """How far float32 is from the values at most, as a share of their deviation; 0 for a constant column."""
    deviation = float(np.std(values))
    return float(np.abs(values - values.astype(np.float32)).max() / deviation) if deviation else 0.0
