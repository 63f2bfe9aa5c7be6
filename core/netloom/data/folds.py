"""Rows divided for cross-validation, by scikit-learn: each fold is held out once, and the others are learnt from.

Stone, "Cross-validatory choice and assessment of statistical predictions", Journal of the Royal Statistical Society B
36 (1974).
"""

import warnings
from typing import Any, NamedTuple

import numpy as np

from netloom.data.words import counted
from netloom.errors import DataError, Problem

Rows = np.ndarray[Any, np.dtype[np.int64]]


class Folds(NamedTuple):
    """For each fold the positions of the rows that may be learnt from, and of those that are held out."""

    divisions: tuple[tuple[Rows, Rows], ...]
    told: tuple[Problem, ...] = ()


def folds_by_chance(rows: int, folds: int, seed: int, classes: Rows | None) -> Folds:
    """By chance, with the same shares of each class (class numbers [rows]) in every fold, if there are classes.

    DataError where there are more folds than rows.
    """
    from sklearn.model_selection import KFold, StratifiedKFold  # slow to import, and predicting needs none of it

    _check_enough(folds, rows, "rows")
    counts = np.array([rows]) if classes is None else np.unique(classes, return_counts=True)[1]
    stratify = classes is not None and counts.max() >= folds
    splitter = (StratifiedKFold if stratify else KFold)(folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of rare classes, which is told in our own words
        return Folds(tuple(splitter.split(np.arange(rows), classes)), _rare(counts, folds))


def _rare(counts: Rows, folds: int) -> tuple[Problem, ...]:
    if counts.min() >= folds:
        return ()
    message = (
        f"Of {len(counts):,} classes the rarest has {counted(counts.min(), 'row')}, fewer than the {folds} folds: some "
        "folds hold none of it. Use fewer folds, or join rare classes."
    )
    return (Problem(code="rare_in_folds", message=message, severity="note"),)


def folds_of_groups(groups: Rows, folds: int, seed: int) -> Folds:
    """By chance, with every group (group numbers [rows]) within one fold: the folds have equally many groups.

    DataError where there are more folds than groups.
    """
    from sklearn.model_selection import GroupKFold

    _check_enough(folds, len(np.unique(groups)), "groups")
    splitter = GroupKFold(folds, shuffle=True, random_state=seed)
    return Folds(tuple(splitter.split(np.arange(len(groups)), groups=groups)))


def folds_ahead(rows: int, folds: int) -> Folds:
    """Of rows in time order: each fold is learnt from all rows before it and from none after (an expanding window).

    The first of the `folds` + 1 stretches of time is never held out. DataError where there are too few rows.
    """
    from sklearn.model_selection import TimeSeriesSplit

    _check_enough(folds + 1, rows, "rows")
    return Folds(tuple(TimeSeriesSplit(folds).split(np.arange(rows))))


def _check_enough(needed: int, found: int, what: str) -> None:
    if found < needed:
        raise DataError(f"So many folds need at least {needed:,} {what}, and there are {found:,}. Use fewer folds.")
