"""What the training rows of each column looked like, in so few figures that a run can keep them.

Of amounts it is their distribution function at up to 200 points, exact at each of them; of names the most common ones.
"""

from itertools import pairwise
from typing import Final, Literal

import numpy as np
from pydantic import Field, ValidationError, model_validator

from netloom.data.drift.cells import Amounts, Floats, Names, Rows, cells_by_column
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.drift import DriftKind, Figures
from netloom.errors import RunError
from netloom.profiles import Level
from netloom.project import Project
from netloom.settings.columns import Category, Column, Date
from netloom.values import Frozen

_POINTS: Final = 200
_LEVELS: Final = 1_000


class Sketch(Frozen):
    """One column. `at_most[i]` rows have at most the value `points[i]`; the last point is the maximum."""

    name: str
    kind: DriftKind
    figures: Figures
    points: tuple[float, ...] = ()
    at_most: tuple[int, ...] = ()
    levels: tuple[Level, ...] = Field((), description="Most common first.")
    unlisted: int = Field(0, description="Rows whose level is not among these, of a column with very many.")
    once: int = Field(0, description="Levels that a single row has.")

    @model_validator(mode="after")
    def _adds_up(self) -> "Sketch":
        """A file from elsewhere may say anything."""
        same_length = len(self.points) == len(self.at_most)
        ascending = all(low < high for low, high in pairwise(self.points)) and list(self.at_most) == sorted(
            self.at_most
        )
        counted = self.at_most[-1] if self.at_most else sum(level.count for level in self.levels) + self.unlisted
        if not (same_length and ascending and counted == self.known and 0 <= self.figures.missing <= self.figures.rows):
            raise ValueError(f"the rows of {self.name!r} do not add up")
        return self

    @property
    def known(self) -> int:
        """Rows with a value."""
        return self.figures.rows - self.figures.missing


class Sketches(Frozen):
    """All columns that enter the network, as its training rows had them."""

    format: Literal["netloom-columns"] = "netloom-columns"
    version: Literal[1] = 1
    rows: int
    columns: tuple[Sketch, ...]

    def to_bytes(self) -> bytes:
        """A file that `from_bytes` reads."""
        return (self.model_dump_json() + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> "Sketches":
        """What `to_bytes` wrote. RunError for anything else."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            what = error.errors()[0]["msg"]
            raise RunError(f"{name} is not what training writes: {what}. Restore it, or train again.") from error


def sketches(project: Project, table: Table, training_rows: Rows) -> Sketches:
    """Looks at the training rows of the table of a project."""
    columns = entering_columns(project)
    found = (_sketch(column, cells) for column, cells in cells_by_column(columns, table, training_rows))
    return Sketches(rows=len(training_rows), columns=tuple(found))


def kind_of(column: Column) -> DriftKind:
    """What the network takes a column for."""
    if isinstance(column.transform, Category):
        return "category"
    return "date" if isinstance(column.transform, Date) else "number"


def figures_of(cells: Amounts | Names) -> Figures:
    """What can be said of cells in a few figures."""
    if isinstance(cells, Names) or not len(cells.known):
        return Figures(rows=cells.rows, missing=cells.missing)
    last = len(cells.known) - 1
    quartiles = cells.known[[last // 4, last // 2, 3 * last // 4]]  # values that there are: nothing can overflow
    return Figures(
        rows=cells.rows,
        missing=cells.missing,
        mean=float(np.mean(cells.known, dtype=np.longdouble)),
        minimum=float(cells.known[0]),
        quartiles=tuple(quartiles.tolist()),
        maximum=float(cells.known[-1]),
    )


def _sketch(column: Column, cells: Amounts | Names) -> Sketch:
    kind, figures = kind_of(column), figures_of(cells)
    if isinstance(cells, Amounts):
        points = _points(cells.known)
        at_most = np.searchsorted(cells.known, points, side="right")
        return Sketch(
            name=column.name,
            kind=kind,
            figures=figures,
            points=tuple(points.tolist()),
            at_most=tuple(at_most.tolist()),
        )
    levels = tuple(Level(value=value, count=count) for value, count in list(cells.counts.items())[:_LEVELS])
    unlisted = cells.known - sum(level.count for level in levels)
    once = sum(count == 1 for count in cells.counts.values())
    return Sketch(name=column.name, kind=kind, figures=figures, levels=levels, unlisted=unlisted, once=once)


def _points(ordered: Floats) -> Floats:
    """All different values, or, where these are too many, those that divide the rows evenly."""
    different = np.unique(ordered)
    if len(different) <= _POINTS:
        return different
    return np.unique(ordered[np.linspace(0, len(ordered) - 1, _POINTS).round().astype(np.int64)])
