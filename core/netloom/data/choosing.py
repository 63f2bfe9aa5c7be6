"""What each column of a table is good for, chosen from its profile: its role, and how it becomes numbers."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from netloom.data.cells import to_days
from netloom.data.leaks import PERFECT, perfect_predictors
from netloom.data.reading import Table
from netloom.data.words import counted, nearest, some
from netloom.errors import DataError
from netloom.profiles import ColumnProfile, Profile
from netloom.settings.columns import Category, Column, Date, Number, Transform

_LEVEL_ROWS: Final = 5
LONG_TAIL: Final = 2.0  # the skewness from which a logarithm helps

_ROWS_FOR_RARE: Final = 100  # in a smaller table a level is rare only where it is there once
_FEW_NUMBERS: Final = 20
_ROWS_A_CLASS: Final = 3  # on average; below, whole numbers are amounts
_CLASSES: Final = 1_000
_MONTH_DAYS: Final = 28
_YEAR_DAYS: Final = 365

_YES: Final = frozenset({"yes", "true", "y", "t", "on", "ja", "oui", "si", "sí", "sì", "sim"})
_PARTS: Final = frozenset({"train", "training", "test", "testing", "val", "valid", "validation", "dev"})
_IGNORED: Final = {
    "identifier": "it names the rows and says nothing about them",
    "text": "it is free text, or has too many different values to be a category",
    "constant": "it has the same value in every row",
    "empty": "it holds nothing",
}
_IS_PART: Final = "it says which rows are for training and which for testing; the split 'by a column' can use it"
_IS_LEAK: Final = "it alone tells the target, so it is most likely the target under another name, or known only later"


def target_column(profile: Profile, name: str, file: str) -> Column:
    """The target as classes or as an amount. DataError if there is no such column, or nothing in it can be learnt."""
    found = next((column for column in profile.columns if column.name == name), None)
    if found is None:
        names = [column.name for column in profile.columns]
        raise DataError(f"{file} has no column {name!r}.{nearest(name, names)} It has: {some(names)}.")
    _refuse_unlearnable(found, profile.rows, file)
    return Column(name=name, kind=found.kind, role="target", transform=_target_transform(found))


def _refuse_unlearnable(target: ColumnProfile, rows: int, file: str) -> None:
    what = f"{file}: the target {target.name!r}"
    if not rows:
        raise DataError(f"{file} has column names but no rows. Expected rows to learn from.")
    if not target.distinct:
        raise DataError(f"{what} holds no value in any of {counted(rows, 'row')}. Choose a column that has values.")
    if target.distinct == 1:
        value = target.examples[0]
        raise DataError(
            f"{what} is {value!r} in every row that has a value: there is nothing to learn. Choose another."
        )
    if target.kind == "date":
        raise DataError(f"{what} holds dates, which cannot be predicted. Make it an amount, such as days until then.")
    if target.kind in ("identifier", "text") and target.distinct > min(_CLASSES, (rows - target.missing) // 2):
        raise DataError(
            f"{what} has {target.distinct:,} different texts in {counted(rows, 'row')}: too few rows for each to be "
            f"learnt as a class. Choose a column of numbers or of few different values."
        )
    if target.distinct > _CLASSES and target.kind == "category":
        raise DataError(f"{what} has {target.distinct:,} different values; at most {_CLASSES:,} classes can be learnt.")


def _target_transform(target: ColumnProfile) -> Transform:
    if target.kind == "number" and not few_whole_numbers(target):
        return Number()
    return Category(levels=_sorted_classes([level.value for level in target.levels]))


def few_whole_numbers(column: ColumnProfile) -> bool:
    """Whether the numbers are so few and whole that they are taken for names of classes."""
    if not column.integers or column.distinct > _FEW_NUMBERS or not column.levels:
        return False
    rows = sum(level.count for level in column.levels)
    return rows >= _ROWS_A_CLASS * column.distinct


def _sorted_classes(levels: Sequence[str]) -> tuple[str, ...]:
    """Classes in the order of their numbers if all are numbers, otherwise by the alphabet; yes comes after no."""
    try:
        return tuple(sorted(levels, key=lambda level: (float(level), level)))
    except ValueError:
        return tuple(sorted(levels, key=lambda level: (level.strip().lower() in _YES, level)))


def other_columns(profile: Profile, target: Column, table: Table) -> tuple[Column, ...]:
    """All columns but the target, in file order: features with a transform, and those to ignore with the reason."""
    chosen = tuple(_chosen(column, table) for column in profile.columns if column.name != target.name)
    features = tuple(column for column in chosen if column.role == "feature")
    scores = perfect_predictors(table, target, features, np.arange(table.frame.height))
    leaks = {name for name, score in scores if score >= PERFECT}
    if len(leaks) == len(features):
        return chosen  # a toy such as y = x² has one column, and it is meant to be learnt
    return tuple(_ignored(column, _IS_LEAK) if column.name in leaks else column for column in chosen)


def _chosen(column: ColumnProfile, table: Table) -> Column:
    chosen = Column(name=column.name, kind=column.kind, transform=_transform(column, table))
    if column.kind in _IGNORED:
        return _ignored(chosen, _IGNORED[column.kind])
    if column.levels and {level.value.strip().lower() for level in column.levels} <= _PARTS:
        return _ignored(chosen, _IS_PART)
    return chosen


def _ignored(column: Column, why: str) -> Column:
    return Column(name=column.name, kind=column.kind, role="ignored", transform=column.transform, why=why)


def _transform(column: ColumnProfile, table: Table) -> Transform | None:
    """How the column becomes numbers, if it is a feature or is made one later."""
    if column.kind in ("empty", "identifier"):
        return None
    if column.kind == "date":
        return _date(to_days(table.frame[column.name], table.source))
    if column.minimum is None:
        return Category(levels=common_levels(column))
    return Number(was_missing=column.missing + column.unreadable > 0, log=_has_long_tail(column))


def common_levels(column: ColumnProfile) -> tuple[str, ...]:
    """The levels that are not rare, most common first."""
    needed = rare_below(column)
    return tuple(level.value for level in column.levels if level.count >= needed)


def rare_below(column: ColumnProfile) -> int:
    """How many rows a level must have to count by itself."""
    return _LEVEL_ROWS if sum(level.count for level in column.levels) >= _ROWS_FOR_RARE else 2


def _has_long_tail(column: ColumnProfile) -> bool:
    below_zero = column.minimum is None or column.minimum < 0
    return column.kind == "number" and not below_zero and (column.skewness or 0.0) > LONG_TAIL


def _date(days: pl.Series) -> Date:
    """Only those parts of a date that differ from row to row."""
    known = days.drop_nulls().to_numpy()
    dates = np.unique(np.floor(known))
    shortest = float(np.diff(dates).min(initial=np.inf))
    return Date(
        season=bool(dates[-1] - dates[0] >= 2 * _MONTH_DAYS and shortest < _YEAR_DAYS),
        weekday=shortest < _MONTH_DAYS,
        time_of_day=bool((known % 1 > 0).any()),
        was_missing=days.null_count() > 0,
    )
