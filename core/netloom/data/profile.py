"""What the columns of a table hold: kind, gaps, range, levels, and what is odd about them."""

import math
from collections.abc import Mapping
from itertools import islice
from typing import Final

import numpy as np
import polars as pl

from netloom.data.kinds import Cells, cells_of, kind_of
from netloom.data.oddities import oddities
from netloom.data.progress import Reached, Tell, nobody
from netloom.data.reading import Table
from netloom.profiles import HISTOGRAM_STEPS, ColumnProfile, Level, Profile
from netloom.settings.columns import ColumnKind
from netloom.settings.sources import TableFile

_LEVELS: Final = 1000
_MOST_LEVELS: Final = {"number": 100, "text": _LEVELS}  # of more, none is listed
_MARKERS: Final = 100
_EXAMPLES: Final = 3
_LOOKED_AT: Final = 100
_EXAMPLE_LENGTH: Final = 80


def profile(table: Table, tell: Tell = nobody) -> Profile:
    """Looks through every column of a table. What is odd about a column is told in its profile and in the whole one."""
    columns = []
    for place, cells in enumerate(table.frame):
        tell(Reached("Looking through the columns", place, table.frame.width, "columns"))
        columns.append(column_profile(cells, table.source))
    told = (*table.told, *(problem for column in columns for problem in column.told))
    return Profile(rows=table.frame.height, columns=tuple(columns), told=told)


def profile_part(table: Table, first: int, count: int) -> Profile:
    """The profile of some columns alone. What is told of the whole file comes with the first of them."""
    columns = tuple(column_profile(cells, table.source) for cells in table.frame.get_columns()[first : first + count])
    told = (*(table.told if first == 0 else ()), *(problem for column in columns for problem in column.told))
    return Profile(rows=table.frame.height, columns=columns, told=told)


def column_profile(column: pl.Series, source: TableFile) -> ColumnProfile:
    """What one column of text cells holds."""
    cells = cells_of(column, source)
    kind = kind_of(cells)
    values = _values(cells, kind)
    figures = _figures(values.drop_nulls())
    return ColumnProfile(
        name=column.name,
        kind=kind,
        missing=len(cells.missing),
        markers=_markers(cells.missing),
        unreadable=values.null_count(),
        number_share=cells.number_share if len(cells.present) else 0.0,
        distinct=cells.distinct,
        integers=kind in ("number", "yes_no") and cells.whole,
        levels=_levels(cells, kind),
        examples=_examples(cells.present),
        told=oddities(column, cells, kind),
        quartiles=_quartiles(values.drop_nulls()),
        histogram=_histogram(values.drop_nulls(), figures),
        **figures,
    )


def _markers(missing: pl.Series) -> tuple[str, ...]:
    if missing.null_count() == len(missing):
        return ()
    return tuple(missing.alias("cell").drop_nulls().value_counts(sort=True)["cell"].head(_MARKERS))


def _values(cells: Cells, kind: ColumnKind) -> pl.Series:
    """The numbers or days of a column; none where it has no range."""
    if kind == "number" or (kind == "yes_no" and cells.number_share == 1):
        return cells.numbers
    return cells.days if kind == "date" else cells.numbers.clear()


def _figures(values: pl.Series) -> dict[str, float]:
    if not len(values):
        return {}
    figures = {
        "minimum": values.min(),
        "maximum": values.max(),
        "mean": values.mean(),
        "deviation": values.std(),
        "skewness": values.skew(),
    }
    return {name: value for name, value in figures.items() if isinstance(value, float) and math.isfinite(value)}


def _quartiles(values: pl.Series) -> tuple[float, ...]:
    """The quartiles, between two values on the line between them, as numpy and scikit-learn have them."""
    if not len(values):
        return ()
    ordered = values.sort()
    found = (ordered.quantile(share, "linear") for share in (0.25, 0.5, 0.75))
    return tuple(value for value in found if isinstance(value, float) and math.isfinite(value))


def _histogram(values: pl.Series, figures: Mapping[str, float]) -> tuple[int, ...]:
    low, high = figures.get("minimum"), figures.get("maximum")
    if low is None or high is None or not 0 < high - low < math.inf:
        return ()
    counts, _ = np.histogram(values.to_numpy(), bins=HISTOGRAM_STEPS, range=(low, high))
    return tuple(counts.tolist())


def _levels(cells: Cells, kind: ColumnKind) -> tuple[Level, ...]:
    if kind in ("identifier", "date", "empty") or cells.distinct > _MOST_LEVELS.get(kind, cells.distinct):
        return ()
    counts = cells.present.alias("value").value_counts().rows()
    return tuple(Level(value=value, count=count) for value, count in sorted(counts, key=_common_first)[:_LEVELS])


def _common_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _examples(present: pl.Series) -> tuple[str, ...]:
    different = islice(dict.fromkeys(present.head(_LOOKED_AT)), _EXAMPLES)
    return tuple(cell if len(cell) <= _EXAMPLE_LENGTH else cell[: _EXAMPLE_LENGTH - 1] + "…" for cell in different)
