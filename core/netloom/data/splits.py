"""Which rows train, which are watched while training, and which are kept untouched for the final score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from math import ceil
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from netloom.data.cells import is_missing, to_days, to_numbers
from netloom.data.columns import cells_of
from netloom.data.folds import Folds, folds_ahead, folds_by_chance, folds_of_groups
from netloom.data.reading import Table
from netloom.data.targets import rows_left_out, target_values
from netloom.data.words import counted, nearest, some
from netloom.errors import DataError, Problem
from netloom.project import Data
from netloom.settings.columns import Category, Column
from netloom.settings.splits import (
    ColumnSplit,
    FoldedSplit,
    GroupSplit,
    RandomSplit,
    Split,
    StratifiedSplit,
    TimeSplit,
)

Rows = np.ndarray[Any, np.dtype[np.int64]]

_ROWS_AT_LEAST: Final = 3


@dataclass(frozen=True)
class Parts:
    """Row numbers of a table, ascending, in three parts that share none; rows without a target are in none."""

    training: Rows
    validation: Rows
    test: Rows
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Kept:
    """The rows that have every target, and their classes, if a target has some (the first such counts)."""

    table: Table
    rows: Rows
    classes: Rows | None


def split(data: Data, table: Table, targets: Sequence[Column]) -> Parts:
    """Divides the rows that have every target, by the shares of the split, or so that one of its folds tests.

    Over its folds every row tests once; in time order the oldest rows, which only train, are the exception. DataError
    where a part would be empty.
    """
    kept = _kept(table, targets)
    _check_shares(data.split)
    _check_enough(kept, targets)
    parts = _divide(data.split, kept)
    _check_none_empty(data.split, parts)
    return Parts(np.sort(parts.training), np.sort(parts.validation), np.sort(parts.test), parts.told)


def _kept(table: Table, targets: Sequence[Column]) -> _Kept:
    known = np.ones(table.frame.height, bool)
    for column in targets:
        known &= ~np.isnan(target_values(column, table))
    rows = np.flatnonzero(known)
    category = next((column for column in targets if isinstance(column.transform, Category)), None)
    return _Kept(table, rows, None if category is None else _ordered_classes(table, category, rows))


def _ordered_classes(table: Table, column: Column, rows: Rows) -> Rows:
    """Class numbers in the order in which scikit-learn sorts the cells: as numbers if they are, otherwise as text."""
    cells = cells_of(column.name, table, rows)
    numbers = to_numbers(cells, table.source)
    ordered = cells if numbers.null_count() else numbers
    return ordered.rank("dense").to_numpy().astype(np.int64)


@singledispatch
def _divide(split: Split, kept: _Kept) -> Parts:  # noqa: ARG001  # the others need it
    raise DataError(f"The split {split.title!r} cannot divide a table.")


@_divide.register
def _(split: StratifiedSplit, kept: _Kept) -> Parts:
    return _by_chance(split, split.seed, kept)


@_divide.register
def _(split: RandomSplit, kept: _Kept) -> Parts:
    return _by_chance(split, split.seed, replace(kept, classes=None))


class _Drawn(NamedTuple):
    """Positions among the kept rows: those left over, and those drawn."""

    rest: Rows
    drawn: Rows
    told: tuple[Problem, ...] = ()


def _by_chance(split: FoldedSplit, seed: int, kept: _Kept) -> Parts:
    test = _tested_by_chance(split, seed, kept)
    validation = _draw(test.rest, _share_of_rest(split), seed, kept.classes)
    told = (test.told + validation.told)[:1]  # the second draw would only say the same again
    return Parts(kept.rows[validation.rest], kept.rows[validation.drawn], kept.rows[test.drawn], told)


def _tested_by_chance(split: FoldedSplit, seed: int, kept: _Kept) -> _Drawn:
    if not split.folds:
        return _draw(np.arange(len(kept.rows)), split.test, seed, kept.classes)
    return _held_out(split, folds_by_chance(len(kept.rows), split.folds, seed, kept.classes))


def _held_out(split: FoldedSplit, folds: Folds) -> _Drawn:
    """The fold that tests, and the rows that may be learnt from."""
    rest, drawn = folds.divisions[split.fold - 1]
    return _Drawn(rest, drawn, folds.told)


def _draw(positions: Rows, share: float, seed: int, classes: Rows | None) -> _Drawn:
    """scikit-learn's `train_test_split`, stratified where every class allows it."""
    from sklearn.model_selection import train_test_split  # slow to import, and predicting needs none of it

    count = ceil(share * len(positions))
    if count in (0, len(positions)):
        return _Drawn(positions[count:], positions[:count])
    chosen = None if classes is None else classes[positions]
    told = () if chosen is None or _can_stratify(chosen, count) else (_not_stratified(chosen),)
    stratify = None if told else chosen
    rest, drawn = train_test_split(positions, test_size=share, random_state=seed, stratify=stratify)
    return _Drawn(rest, drawn, told)


def _can_stratify(classes: Rows, drawn: int) -> bool:
    counts = np.unique(classes, return_counts=True)[1]
    return bool(counts.min() >= 2 and len(counts) <= min(drawn, len(classes) - drawn))


def _not_stratified(classes: Rows) -> Problem:
    counts = np.unique(classes, return_counts=True)[1]
    message = (
        f"Rows are divided plainly by chance: of {len(counts):,} classes the rarest has "
        f"{counted(counts.min(), 'row')}, too few for equal shares in every part. Add rows, or join rare classes."
    )
    return Problem(code="not_stratified", message=message, severity="note")


def _test_share(split: Split) -> float:
    return 1 / split.folds if isinstance(split, FoldedSplit) and split.folds else split.test


def _share_of_rest(split: Split) -> float:
    """The share of validation rows among those that are not test rows."""
    return split.validation / (1 - _test_share(split))


@_divide.register
def _(split: GroupSplit, kept: _Kept) -> Parts:
    groups = _group_numbers(kept.table, _cells_of(split.column, kept, "group"))
    test = _tested_groups(split, groups)
    validation = _draw_groups(test.rest, _share_of_rest(split), split.seed, groups)
    return Parts(kept.rows[validation.rest], kept.rows[validation.drawn], kept.rows[test.drawn])


def _tested_groups(split: GroupSplit, groups: Rows) -> _Drawn:
    if not split.folds:
        return _draw_groups(np.arange(len(groups)), split.test, split.seed, groups)
    return _held_out(split, folds_of_groups(groups, split.folds, split.seed))


def _group_numbers(table: Table, cells: pl.Series) -> Rows:
    """The group of each row; a row without one is a group of its own."""
    groups = cells.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    missing = is_missing(cells, table.source).to_numpy()
    return np.where(missing, -1 - np.arange(len(groups)), groups)


def _draw_groups(positions: Rows, share: float, seed: int, groups: Rows) -> _Drawn:
    """scikit-learn's `GroupShuffleSplit`: the share is one of groups, not of rows."""
    from sklearn.model_selection import GroupShuffleSplit

    found = len(np.unique(groups[positions]))
    count = ceil(share * found)
    if count in (0, found):
        all_or_none = len(positions) if count else 0
        return _Drawn(positions[all_or_none:], positions[:all_or_none])
    splitter = GroupShuffleSplit(n_splits=1, test_size=share, random_state=seed)
    rest, drawn = next(splitter.split(positions, groups=groups[positions]))
    return _Drawn(positions[rest], positions[drawn])


@_divide.register
def _(split: TimeSplit, kept: _Kept) -> Parts:
    count = len(kept.rows)
    times = _times(split, kept) if split.column else pl.Series(np.arange(count))
    rows = kept.rows[np.argsort(times.fill_null(-np.inf).to_numpy(), kind="stable")]
    told = _rows_without_time(split, times)
    if split.folds:
        return _ahead(split, rows, told)
    test = count - ceil(split.test * count)
    validation = max(test - ceil(split.validation * count), 0)
    return Parts(rows[:validation], rows[validation:test], rows[test:], told)


def _ahead(split: TimeSplit, rows: Rows, told: tuple[Problem, ...]) -> Parts:
    """The fold tests, the rows before it train, the newest of these are watched; later rows are in no part."""
    past, test, _ = _held_out(split, folds_ahead(len(rows), split.folds))
    validation = max(len(past) - ceil(_share_of_rest(split) * len(past)), 0)
    return Parts(rows[past[:validation]], rows[past[validation:]], rows[test], told)


def _times(split: TimeSplit, kept: _Kept) -> pl.Series:
    """Days or numbers, whichever more of the cells are."""
    cells = _cells_of(split.column, kept, "time")
    days, numbers = to_days(cells, kept.table.source), to_numbers(cells, kept.table.source)
    times = days if days.null_count() <= numbers.null_count() else numbers
    if times.null_count() == len(times):
        raise DataError(f"The split needs dates or numbers in the column {split.column!r}, and it holds neither.")
    return times


def _rows_without_time(split: TimeSplit, times: pl.Series) -> tuple[Problem, ...]:
    if not times.null_count():
        return ()
    count = counted(times.null_count(), "row")
    message = f"{count} without a time in {split.column!r} count as the oldest, and train."
    return (Problem(code="rows_without_time", message=message, severity="note", column=split.column),)


@_divide.register
def _(split: ColumnSplit, kept: _Kept) -> Parts:
    cells = _cells_of(split.column, kept, "split")
    test = (cells == split.test_value).fill_null(False).to_numpy()
    validation = (cells == split.validation_value).fill_null(False).to_numpy()
    if not test.any():
        found = some(cells.drop_nulls().unique(maintain_order=True))
        raise DataError(f"No row is a test row: {split.column!r} is {found}, and never {split.test_value!r}.")
    rest = np.flatnonzero(~test & ~validation)
    if validation.any() or not split.validation:
        return Parts(kept.rows[rest], kept.rows[validation], kept.rows[test])
    chance = _draw(rest, split.validation, 0, kept.classes)
    told = (_validation_by_chance(split, len(chance.drawn)), *chance.told)
    return Parts(kept.rows[chance.rest], kept.rows[chance.drawn], kept.rows[test], told)


def _validation_by_chance(split: ColumnSplit, count: int) -> Problem:
    message = (
        f"No row of {split.column!r} says {split.validation_value!r}: {counted(count, 'row')} for validation are drawn "
        "by chance from those for training."
    )
    return Problem(code="validation_by_chance", message=message, severity="note", column=split.column)


def _cells_of(column: str, kept: _Kept, purpose: str) -> pl.Series:
    """The cells of a column for the kept rows."""
    known = kept.table.frame.columns
    if column not in known:
        named = f"the column {column!r}, which the data lacks.{nearest(column, known)}" if column else "no column."
        raise DataError(f"The split names {named} Name the {purpose} column: one of {some(known)}.")
    return cells_of(column, kept.table, kept.rows)


def _check_shares(split: Split) -> None:
    if isinstance(split, FoldedSplit) and split.folds:
        _check_fold(split)
    test = _test_share(split)
    if split.validation + test >= 1:
        raise DataError(
            f"The split leaves no rows to train on: {split.validation:.0%} for validation and {test:.0%} for "
            "test make up all of them. Lower one."
        )


def _check_fold(split: FoldedSplit) -> None:
    if split.folds < 2:
        raise DataError("The split has 1 fold, which leaves no rows to train on. Set folds to 2 or more, or to 0.")
    if split.fold > split.folds:
        raise DataError(f"The split has {split.folds} folds, and fold {split.fold} is to test. Name one of them.")


def _check_enough(kept: _Kept, targets: Sequence[Column]) -> None:
    if len(kept.rows) < _ROWS_AT_LEAST:
        why = [problem.message for column in targets for problem in rows_left_out(column, kept.table)]
        few = f"{counted(len(kept.rows), 'row')} with a target: too few to train, validate and test."
        raise DataError(" ".join((few, *why)))


def _check_none_empty(split: Split, parts: Parts) -> None:
    sizes = {"training": len(parts.training), "validation": len(parts.validation), "test": len(parts.test)}
    empty = [name for name, size in sizes.items() if not size and (name != "validation" or split.validation)]
    if empty:
        found = ", ".join(f"{size:,} {name}" for name, size in sizes.items())
        raise DataError(
            f"The split {split.title!r} leaves no {empty[0]} rows (it gives {found}). Change its shares or its column, "
            "or add rows."
        )
