"""What a column of a table is, what it is for, and how it becomes numbers. Widths follow from the settings alone."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, field_validator

from netloom.declare import Declared, any_of, catalogue, setting
from netloom.limits import CATEGORIES
from netloom.values import Frozen

ColumnKind = Literal["number", "category", "yes_no", "date", "identifier", "text", "constant", "empty"]
Role = Literal["feature", "target", "ignored"]
Level = Annotated[str, Field(max_length=100_000)]


class Transform(Declared, group="Column"):
    """Base of the ways in which a column becomes numbers."""

    @property
    def width(self) -> int:
        """How many numbers one cell becomes."""
        raise AssertionError("declared by each transform")

    @property
    def sentence(self) -> str:
        """What happens to a cell on its way into the network."""
        raise AssertionError("declared by each transform")


class Number(Transform, id="number", title="Number"):
    """A number: missing cells are filled, then it is brought to a common scale."""

    impute: Literal["median", "mean", "constant"] = setting(
        "median", "What a missing cell becomes, from the training rows."
    )
    constant: float = setting(0.0, "What a missing cell becomes if `impute` is constant.")
    was_missing: bool = setting(False, "Adds a 0/1 column that tells where a cell was missing.")
    log: bool = setting(False, "Takes log(1 + x) first (below zero counts as zero): for amounts with a long tail.")
    scale: Literal["standard", "min_max", "robust", "none"] = setting(
        "standard", "standard: mean 0, deviation 1. min_max: 0 to 1. robust: median 0, middle half 1."
    )

    @property
    def width(self) -> int:
        return 1 + self.was_missing

    @property
    def sentence(self) -> str:
        filled = f"{self.constant:g}" if self.impute == "constant" else f"the {self.impute}"
        steps = [f"A missing cell becomes {filled}"] + ["log(1 + x) is taken"] * self.log + [_SCALED[self.scale]]
        asked = "; a 0/1 column tells where it was missing" if self.was_missing else ""
        return f"{', '.join(step for step in steps if step)}{asked}."


_SCALED = {
    "standard": "then it is brought to mean 0 and deviation 1",
    "min_max": "then it is brought to 0 to 1",
    "robust": "then it is brought to median 0 and middle half 1",
    "none": "",
}


class Category(Transform, id="category", title="Category"):
    """A category: one 0/1 column for each level, one for other levels, one for missing; or the index of the level.

    Index 0 is missing, 1 is any other level, and 2 onwards are the levels in order.
    """

    levels: tuple[Level, ...] = Field(
        (), max_length=CATEGORIES, description="The levels that count; all others are one level, other."
    )

    @field_validator("levels")
    @classmethod
    def _levels_differ(cls, levels: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(levels)) < len(levels):
            raise ValueError("a level is there twice")
        return levels

    @property
    def width(self) -> int:
        return len(self.levels) + 2

    @property
    def sentence(self) -> str:
        counted = f"{len(self.levels):,} level" + ("" if len(self.levels) == 1 else "s")
        return f"A 0/1 column for each of {counted}, one for any other, and one for missing."

    @property
    def indices(self) -> int:
        """How many different indices a cell can become."""
        return len(self.levels) + 2


class Date(Transform, id="date", title="Date"):
    """A date: how long ago it was, where in the year, which weekday, and the time of day if there is one."""

    elapsed: bool = setting(
        True, "Days since 1970, brought to mean 0 and deviation 1; a missing date becomes the median."
    )
    season: bool = setting(True, "Where in the year it is, as a point on a circle (2 numbers).")
    weekday: bool = setting(True, "One 0/1 column for each day of the week, Monday first (7 numbers).")
    time_of_day: bool = setting(False, "The time of day, as a point on a circle (2 numbers).")
    was_missing: bool = setting(False, "Adds a 0/1 column that tells where a date was missing.")

    @property
    def width(self) -> int:
        return self.elapsed + 2 * self.season + 7 * self.weekday + 2 * self.time_of_day + self.was_missing

    @property
    def sentence(self) -> str:
        parts = {
            "days since 1970, brought to mean 0 and deviation 1": self.elapsed,
            "the season as a point on a circle": self.season,
            "a 0/1 column for each day of the week": self.weekday,
            "the time of day as a point on a circle": self.time_of_day,
            "a 0/1 column that tells where it was missing": self.was_missing,
        }
        return f"A date becomes {', '.join(part for part, wanted in parts.items() if wanted) or 'nothing'}."


TRANSFORMS = catalogue(Transform)

if TYPE_CHECKING:
    AnyTransform = Transform
else:
    AnyTransform: Any = any_of(TRANSFORMS)


class Column(Frozen):
    """One column of the data. A column without a transform cannot be a feature or a target.

    A target that is a Category is classified, its levels in order being the classes; a Number is a regression.
    """

    name: str = Field(max_length=10_000)
    kind: ColumnKind
    role: Role = "feature"
    transform: AnyTransform | None = None
    why: str = Field("", description="Why it has this role, where the program chose it.")
