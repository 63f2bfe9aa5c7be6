"""What a table was found to hold, as values: the window shows them without what computes them."""

from typing import Final

from pydantic import Field

from netloom.errors import Problem
from netloom.settings.columns import ColumnKind
from netloom.values import Frozen

HISTOGRAM_STEPS: Final = 20


class Level(Frozen):
    """One value of a column and how many rows have it."""

    value: str
    count: int


class ColumnProfile(Frozen):
    """What one column holds. Range, mean and so on are of its numbers, or of its dates as days since 1970."""

    name: str
    kind: ColumnKind
    missing: int = Field(description="Rows without a value.")
    markers: tuple[str, ...] = Field((), description="The cells that stand for missing, as written, empty ones aside.")
    unreadable: int = Field(0, description="Rows of a number or date whose cell is neither missing nor readable.")
    number_share: float = Field(0.0, description="The share of the cells that are not missing that read as numbers.")
    distinct: int = Field(description="Different cells that are not missing.")
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    quartiles: tuple[float, ...] = Field((), description="A quarter, a half and three quarters are below these.")
    skewness: float | None = Field(None, description="Above 0 for a tail towards large values.")
    integers: bool = Field(False, description="Whether every number is whole.")
    histogram: tuple[int, ...] = Field((), description="Rows in equal steps from the minimum to the maximum.")
    levels: tuple[Level, ...] = Field((), description="Most common first; none where nearly every cell differs.")
    examples: tuple[str, ...] = ()
    told: tuple[Problem, ...] = ()


class Profile(Frozen):
    """What a table holds, column by column in file order; `told` is about the file and its columns."""

    rows: int
    columns: tuple[ColumnProfile, ...]
    told: tuple[Problem, ...] = ()

    def column(self, name: str) -> ColumnProfile:
        """The profile of the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
