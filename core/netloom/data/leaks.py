"""Columns that alone predict the target: rarely a discovery, mostly the target itself under another name."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from netloom.data.columns import read_columns
from netloom.data.reading import Table
from netloom.data.targets import target_values
from netloom.settings.columns import Category, Column, Date, Number

Floats = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]
Array = np.ndarray[Any, np.dtype[Any]]

ALMOST_PERFECT: Final = 0.97  # of two even classes less than one row in a hundred is wrong; of amounts R² is about 0.98
PERFECT: Final = 0.9995

_ROWS_AT_MOST: Final = 20_000
_CELLS_AT_MOST: Final = 2_000_000
_ROWS_AT_LEAST: Final = 30  # with fewer, some column of a wide table fits by chance
_ROWS_OF_OTHER_CLASSES: Final = 5


def perfect_predictors(
    table: Table, target: Column, candidates: tuple[Column, ...], rows: Rows
) -> tuple[tuple[str, float], ...]:
    """The candidates that alone predict the target at least almost perfectly, with their scores, in the order given.

    Each row is predicted from its neighbour when rows are sorted by the candidate, which needs no model and cannot
    overfit (the idea of Chatterjee's coefficient, doi:10.1080/01621459.2020.1758115). The score is 1 where every row
    is right and about 0 by chance: at least `ALMOST_PERFECT` for those returned, `PERFECT` for a plain copy. Of many
    rows a sample is taken; of too few to tell, none is returned.
    """
    values = target_values(target, table)
    chosen = _sample(rows[~np.isnan(values[rows])], len(candidates))
    compared = _target(values[chosen], isinstance(target.transform, Category))
    if compared is None:
        return ()
    cells = read_columns(candidates, table, chosen)
    scores = ((column.name, _score(column, cells[column.name], compared)) for column in candidates)
    return tuple((name, score) for name, score in scores if score >= ALMOST_PERFECT)


def _sample(rows: Rows, columns: int) -> Rows:
    """Rows in an order of chance, so that equal cells have neighbours of chance in a file that is sorted."""
    at_most = min(_ROWS_AT_MOST, max(_CELLS_AT_MOST // max(columns, 1), 10 * _ROWS_AT_LEAST))
    return np.random.default_rng(0).permutation(rows)[:at_most]


@dataclass(frozen=True)
class _Target:
    """Target values [rows], how many kinds of them there are, and how much two rows of chance differ."""

    values: Floats
    classes: bool
    kinds: int
    usual: float

    def difference(self, first: Floats, second: Floats) -> Floats:
        """How much values differ: 0 if not at all, 1 on average."""
        differs = (first != second).astype(np.float64) if self.classes else (first - second) ** 2
        return differs / self.usual


def _target(values: Floats, classes: bool) -> _Target | None:
    """None where too few rows, or rows of too few kinds, could tell anything."""
    if len(values) < _ROWS_AT_LEAST:
        return None
    counts = np.unique(values, return_counts=True)[1]
    if classes and len(values) - counts.max() < _ROWS_OF_OTHER_CLASSES:
        return None
    if classes:
        usual = float(1 - np.sum((counts / len(values)) ** 2))
    else:  # amounts by their ranks: one cell far out would make any two columns that share it seem to agree
        values = np.unique(values, return_inverse=True)[1].astype(np.float64)
        usual = float(2 * np.var(values))
    return _Target(values, classes, len(counts), usual) if usual > 0 else None


def _score(column: Column, cells: Array, target: _Target) -> float:
    numbers, ordered = _sortable(column, cells)
    order = np.argsort(numbers, kind="stable")
    numbers, values = numbers[order], target.values[order]
    grouped = _score_of_groups(numbers, values, target)
    return max(grouped, _score_of_neighbours(numbers, values, target)) if ordered else grouped


def _sortable(column: Column, cells: Array) -> tuple[Floats, bool]:
    """The cells as numbers, missing ones below all others, and whether their order means anything."""
    if isinstance(column.transform, Number | Date):
        missing = np.isnan(cells)
        return np.where(missing, cells[~missing].min(initial=0.0) - 1.0, cells), True
    return np.unique(cells, return_inverse=True)[1].astype(np.float64), False


def _score_of_groups(cells: Floats, values: Floats, target: _Target) -> float:
    """Each row predicted from the next one with an equal cell; a row without such a neighbour is no evidence."""
    same = cells[1:] == cells[:-1]
    alone = ~np.append(same, False) & ~np.append(False, same)
    missed = target.difference(values[1:], values[:-1])[same].sum() + alone.sum()
    return float(1 - missed / (same.sum() + alone.sum()))


def _score_of_neighbours(cells: Floats, values: Floats, target: _Target) -> float:
    """Each row predicted from those beside it in the order of the cells: amounts by the line between the two."""
    if target.classes:
        unavoidable = target.difference(np.zeros(target.kinds - 1), np.ones(target.kinds - 1)).sum()
        missed = target.difference(values[1:], values[:-1]).sum() - unavoidable
        return float(1 - max(missed, 0.0) / (len(values) - 1))
    reach = cells[2:] - cells[:-2]
    along = np.divide(cells[1:-1] - cells[:-2], reach, out=np.full_like(reach, 0.5), where=reach > 0)
    between = values[:-2] + along * (values[2:] - values[:-2])
    return float(1 - 2 * target.difference(values[1:-1], between).mean())
