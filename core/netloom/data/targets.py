"""How a target column becomes what a loss compares with, and how an answer becomes an amount again."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from netloom.data.cells import is_missing
from netloom.data.columns import cells_of, read_columns
from netloom.data.reading import Table
from netloom.data.statistics import center_and_spread, log_of
from netloom.data.words import counted, some
from netloom.errors import Problem
from netloom.settings.columns import Category, Column, Number
from netloom.settings.losses import CategoricalCrossentropy, Loss
from netloom.values import Frozen

Floats = np.ndarray[Any, np.dtype[np.float64]]
Array = np.ndarray[Any, np.dtype[Any]]

NO_CLASS = -1


class TargetScale(Frozen):
    """How amounts are scaled while a network trains: log(1 + x) if `log`, then (x - center) / spread."""

    center: float = 0.0
    spread: float = 1.0
    log: bool = False

    def scaled(self, amounts: Floats) -> Floats:
        """Amounts in original units as the network is to answer them, of the same shape."""
        return ((log_of(amounts) if self.log else amounts) - self.center) / self.spread

    def restored(self, answers: Array) -> Floats:
        """Answers of the network in original units, of the same shape, in float64."""
        amounts = answers.astype(np.float64) * self.spread + self.center
        return np.expm1(amounts) if self.log else amounts


def fit_target_scale(transform: Number, amounts: Floats) -> TargetScale:
    """The scale of a regression's target, from the amounts [rows] of its training rows."""
    known = (log_of(amounts) if transform.log else amounts)[:, np.newaxis]
    center, spread = center_and_spread(transform.scale, known)
    return TargetScale(center=float(center[0]), spread=float(spread[0]), log=transform.log)


def target_values(column: Column, table: Table) -> Floats:
    """The target of each row of a table [rows]: its amount, or the number of its class; NaN where it has none.

    A class that is not among the levels of the column is none: nothing could be learnt of it or said about it.
    """
    cells = cells_of(column.name, table)
    if isinstance(column.transform, Category):
        return _class_numbers(cells, is_missing(cells, table.source), column.transform.levels)
    amounts: Floats = read_columns((column,), table)[column.name]
    return amounts


def _class_numbers(cells: pl.Series, missing: pl.Series, levels: tuple[str, ...]) -> Floats:
    known = cells.set(missing, None)
    numbers = known.replace_strict(list(levels), list(range(len(levels))), default=None, return_dtype=pl.Float64)
    return numbers.to_numpy().astype(np.float64)


def rows_left_out(column: Column, table: Table) -> tuple[Problem, ...]:
    """The rows that have no target: how many there are, and why."""
    cells = cells_of(column.name, table)
    missing = is_missing(cells, table.source)
    unknown = cells.filter(pl.Series(np.isnan(target_values(column, table))) & ~missing)
    told = []
    if absent := int(missing.sum()):
        message = f"{counted(absent, 'row')} without a value in the target {column.name!r}: left out."
        told.append(Problem(code="rows_without_target", message=message, severity="note", column=column.name))
    if len(unknown):
        message = _unknown_target(column, unknown)
        told.append(Problem(code="unknown_target", message=message, severity="warning", column=column.name))
    return tuple(told)


def _unknown_target(column: Column, cells: pl.Series) -> str:
    received = some(cells.unique(maintain_order=True), 3)
    levels = column.transform.levels if isinstance(column.transform, Category) else ()
    expected = f"one of the classes {some(levels)}" if levels else "a number"
    return (
        f"{counted(len(cells), 'row')} left out: the target {column.name!r} is {received}, where {expected} is "
        "expected. Add the class to the levels of the column, or mend the cells."
    )


def hard_to_learn(column: Column, values: Floats) -> Iterator[Problem]:
    """What training rows with these target values [rows] cannot teach."""
    present = np.unique(values)
    levels = column.transform.levels if isinstance(column.transform, Category) else ()
    unseen = [level for number, level in enumerate(levels) if number not in present]
    if len(present) == 1:
        message = f"Every training row has the same target {column.name!r}: there is nothing to learn."
        yield Problem(code="constant_target", message=message, severity="warning", column=column.name)
    elif unseen:
        message = f"No training row has {some(unseen)} in {column.name!r}: the network cannot learn it."
        yield Problem(code="class_without_training_row", message=message, severity="warning", column=column.name)
    if isinstance(column.transform, Number) and column.transform.log and present.min() < 0:
        message = (
            f"The target {column.name!r} is below zero in some rows, which its log counts as zero. Do without log."
        )
        yield Problem(code="log_of_negative", message=message, severity="warning", column=column.name)


def as_compared(loss: Loss, values: Floats, scale: TargetScale | None) -> Array:
    """Target values [rows] as the loss compares with them.

    int64 [rows] class numbers for a categorical cross-entropy (-1 where there is none), otherwise float32 [rows, 1],
    scaled where there is a scale (NaN where there is none).
    """
    if isinstance(loss, CategoricalCrossentropy):
        return np.where(np.isnan(values), NO_CLASS, values).astype(np.int64)
    compared = values if scale is None else scale.scaled(values)
    return compared.astype(np.float32)[:, np.newaxis]
