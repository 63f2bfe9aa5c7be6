"""How the rows are divided, as shares of a bar and what moving its boundaries means. Nothing here knows Qt."""

from dataclasses import dataclass
from typing import Final, Literal

from netloom.edits import with_value
from netloom.protocol import PartSizes
from netloom.settings.splits import ColumnSplit, FoldedSplit, Split

Part = Literal["training", "validation", "test"]
Boundary = Literal["validation", "test"]  # the part that begins there

PARTS: Final[tuple[Part, ...]] = ("training", "validation", "test")
BOUNDARIES: Final[tuple[Boundary, ...]] = ("validation", "test")
LEAST: Final = 0.01  # of the rows, for training and for test


@dataclass(frozen=True)
class Shares:
    """The shares of the rows, from 0 to 1, in the order of the bar; together 1."""

    training: float
    validation: float
    test: float

    def of(self, part: Part) -> float:
        """The share of a part."""
        return {"training": self.training, "validation": self.validation, "test": self.test}[part]

    def before(self, boundary: Boundary) -> float:
        """Where a boundary is on a bar from 0 to 1."""
        return self.training if boundary == "validation" else 1 - self.test

    def moved(self, boundary: Boundary, place: float) -> "Shares":
        """The shares with a boundary at the hundredth next to a place; the other boundary stays, and stops it."""
        if boundary == "validation":
            training = _hundredth(place, LEAST, 1 - self.test)
            return Shares(training, _sum(1, -training, -self.test), self.test)
        test = _hundredth(1 - place, LEAST, 1 - self.training)
        return Shares(self.training, _sum(1, -self.training, -test), test)


def _hundredth(value: float, least: float, most: float) -> float:
    """Shares that are no hundredths are kept where the other boundary stops the moved one."""
    return min(max(round(value, 2), least), _sum(most))


def _sum(*values: float) -> float:
    """Without the dust of binary fractions, and never below nothing."""
    return max(round(sum(values), 6), 0.0)


def shares_of(split: Split, sizes: PartSizes | None = None) -> Shares:
    """The shares that a split asks for; those of the rows themselves, where a column divides them."""
    if isinstance(split, ColumnSplit) and sizes is not None and (every := _rows(sizes)):
        training, test = sizes.training / every, sizes.test / every
        return Shares(training, _sum(1, -training, -test), test)
    test = 1 / split.folds if isinstance(split, FoldedSplit) and split.folds else split.test
    test = min(test, 1.0)
    validation = min(split.validation, _sum(1, -test))
    return Shares(_sum(1, -validation, -test), validation, test)


def movable(split: Split) -> tuple[Boundary, ...]:
    """The boundaries that may be moved: a column, and folds, decide by themselves."""
    if isinstance(split, ColumnSplit):
        return ()
    return ("validation",) if isinstance(split, FoldedSplit) and split.folds else BOUNDARIES


def with_shares(split: Split, shares: Shares) -> Split:
    """A split that asks for these shares, as far as it does not decide by itself."""
    for name in movable(split):
        split = with_value(split, (name,), shares.of(name))
    return split


def row_counts(shares: Shares, sizes: PartSizes | None, *, exact: bool) -> dict[Part, str]:
    """How many rows each part has, in words; where the bar is moved, about how many it would have."""
    if sizes is None:
        return dict.fromkeys(PARTS, "")
    if exact:
        counts = {"training": sizes.training, "validation": sizes.validation, "test": sizes.test}
        return {part: f"{counts[part]:,} rows" for part in PARTS}
    return {part: f"about {round(shares.of(part) * _rows(sizes)):,} rows" for part in PARTS}


def _rows(sizes: PartSizes) -> int:
    return sizes.training + sizes.validation + sizes.test


def percent(share: float) -> str:
    """`70 %`, `12.5 %`."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"
