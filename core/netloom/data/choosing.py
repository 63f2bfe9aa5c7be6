"""What each column of a table is good for, chosen from its profile: its role, and how it becomes numbers."""

from typing import Final

import numpy as np
import polars as pl

from netloom.data.cells import to_days
from netloom.data.leaks import PERFECT, perfect_predictors
from netloom.data.reading import Table
from netloom.data.words import nearest, some
from netloom.errors import DataError
from netloom.profiles import ColumnProfile, Profile
from netloom.settings.columns import Column, Date, Transform
from netloom.usual_columns import feature_transform, usual_target

_MONTH_DAYS: Final = 28
_YEAR_DAYS: Final = 365

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
    return usual_target(found, profile.rows, file)


def other_columns(profile: Profile, target: Column, table: Table) -> tuple[Column, ...]:
    """All columns but the target, in file order: features with a transform, and those to ignore with the reason."""
    chosen = tuple(chosen_column(column, table) for column in profile.columns if column.name != target.name)
    features = tuple(column for column in chosen if column.role == "feature")
    scores = perfect_predictors(table, target, features, np.arange(table.frame.height))
    leaks = {name for name, score in scores if score >= PERFECT}
    if len(leaks) == len(features):
        return chosen  # a toy such as y = x² has one column, and it is meant to be learnt
    return tuple(_ignored(column, _IS_LEAK) if column.name in leaks else column for column in chosen)


def chosen_column(column: ColumnProfile, table: Table) -> Column:
    """What a column is good for, by itself."""
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
    if column.kind == "date":
        return _date(to_days(table.frame[column.name], table.source))
    return feature_transform(column)


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
