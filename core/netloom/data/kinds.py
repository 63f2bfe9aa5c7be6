"""What a column is: a number, a category, yes or no, a date, an identifier, text, constant or empty."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from netloom.data.cells import is_missing, to_days, to_numbers
from netloom.settings.columns import ColumnKind
from netloom.settings.sources import TableFile

MOSTLY: Final = 0.9  # of the cells decide what a column is; the others are told

_YES_NO: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("0", "1"), ("0.0", "1.0"), ("yes", "no"), ("true", "false"), ("y", "n"), ("t", "f"), ("on", "off"),
        ("ja", "nein"), ("oui", "non"), ("si", "no"), ("sí", "no"), ("sì", "no"), ("sim", "não"), ("ja", "nee"),
    )
)  # fmt: skip  # pairs read best side by side
_NAMES_ROWS: Final = re.compile(
    r"(?:^|[\s_.\-])(?:id|ids|uid|uuid|guid|key|index|rowid|row|nr|serial|unnamed: 0)$|[a-z](?:ID|Id)$"
)
_NAMES_TIME: Final = re.compile(r"^(?:t|time|step|day|days|week|month|hour|minute|second|year|period|age|date)$")
_LEVEL_ROWS: Final = 5
_FEW_LEVELS: Final = 20
_ROWS_TO_TELL: Final = 10
_LONG_TEXT: Final = 100  # characters on average
_LONG_KEY: Final = 64
_SAMPLE: Final = 50


@dataclass(frozen=True)
class Cells:
    """The cells of one column: those present, the same as numbers (null where they are none), and those missing."""

    name: str
    present: pl.Series
    numbers: pl.Series
    missing: pl.Series
    source: TableFile

    @cached_property
    def distinct(self) -> int:
        return self.present.n_unique()

    @cached_property
    def number_share(self) -> float:
        return 1 - self.numbers.null_count() / max(len(self.numbers), 1)

    @cached_property
    def whole(self) -> bool:
        """Whether every number is whole."""
        known = self.numbers.to_numpy()
        return self.number_share > 0 and bool(((known == np.floor(known)) | np.isnan(known)).all())

    @cached_property
    def plain(self) -> bool:
        """Whether no number has a mark or sign beside digits and point."""
        return self.present.cast(pl.Float64, strict=False).null_count() == self.numbers.null_count()

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """The smallest and the largest number; 0 where there is none."""
        low, high = self.numbers.min(), self.numbers.max()
        return (low, high) if isinstance(low, float) and isinstance(high, float) else (0.0, 0.0)

    @cached_property
    def codes(self) -> bool:
        """Whether some cells are digits that begin with a zero, as postal codes do."""
        return self.whole and bool(self.present.str.contains(r"^\s*0\d+\s*$").any())

    @cached_property
    def days(self) -> pl.Series:
        return to_days(self.present, self.source)

    @cached_property
    def date_share(self) -> float:
        """The share of cells that are dates; a column whose first cells are none is not looked through."""
        sample = self.present.head(_SAMPLE)
        if to_days(sample, self.source).null_count() > (1 - MOSTLY) * len(sample) + 2:
            return 0.0
        return 1 - self.days.null_count() / max(len(self.days), 1)


def cells_of(column: pl.Series, source: TableFile) -> Cells:
    """The cells of a column, divided into present and missing ones."""
    name, column = column.name, column.alias("")  # polars takes a name such as ^a$ for a pattern
    numbers = to_numbers(column, source)
    if not numbers.null_count() and not source.missing:
        return Cells(name, column, numbers, column.clear(), source)
    missing = is_missing(column, source)
    return Cells(name, column.filter(~missing), numbers.filter(~missing), column.filter(missing), source)


def kind_of(cells: Cells) -> ColumnKind:
    """The kind of a column, from its cells and, for identifiers, its name."""
    if not len(cells.present):
        return "empty"
    if cells.distinct == 1 and not _tells_by_gaps(cells):
        return "constant"
    if cells.distinct == 2 and frozenset(cells.present.str.strip_chars().str.to_lowercase().unique()) in _YES_NO:
        return "yes_no"
    if cells.number_share >= MOSTLY and not cells.codes and cells.distinct > 1:
        return _kind_of_numbers(cells)
    if cells.date_share >= MOSTLY:
        return "date"
    return _kind_of_words(cells)


def _tells_by_gaps(cells: Cells) -> bool:
    """One value and gaps, as in a column that is ticked or not, is information like two values."""
    return min(len(cells.missing), len(cells.present)) >= _LEVEL_ROWS


def _kind_of_numbers(cells: Cells) -> ColumnKind:
    if not cells.whole or cells.number_share < 1:
        return "number"
    if _is_calendar(cells):
        return "date"
    return "identifier" if _numbers_rows(cells) else "number"


def _is_calendar(cells: Cells) -> bool:
    """Whether the whole numbers are dates written together, as 20240131."""
    low, high = cells.bounds
    return low >= 18_000_101 and high <= 21_991_231 and cells.date_share == 1.0


def _numbers_rows(cells: Cells) -> bool:
    """Whether whole numbers only name the rows: they count from 0 or 1, or are called so and hardly repeat."""
    named = bool(_NAMES_ROWS.search(cells.name))
    if cells.distinct < len(cells.present):
        return named and cells.distinct > _FEW_LEVELS
    low, high = cells.bounds
    counts = low in (0.0, 1.0) and high - low == len(cells.present) - 1 and len(cells.present) >= _ROWS_TO_TELL
    return named or (counts and not _NAMES_TIME.match(cells.name.lower()))


def _kind_of_words(cells: Cells) -> ColumnKind:
    lengths = cells.present.str.len_chars()
    if len(cells.present) >= _ROWS_TO_TELL and _hardly_repeats(cells):
        spaced = float(cells.present.str.contains(r"\S\s\S").mean())  # type: ignore[arg-type]  # the mean of truths is a float
        return "identifier" if spaced < 0.1 and lengths.max() <= _LONG_KEY else "text"  # type: ignore[operator]  # of lengths
    if lengths.mean() > _LONG_TEXT and cells.distinct > _FEW_LEVELS:  # type: ignore[operator]  # of lengths
        return "text"
    return "category" if cells.distinct <= _FEW_LEVELS or _covered(cells.present) >= 0.5 else "text"


def _hardly_repeats(cells: Cells) -> bool:
    needed = 0.95 if _NAMES_ROWS.search(cells.name) else 1.0
    return cells.distinct >= needed * len(cells.present)


def _covered(present: pl.Series) -> float:
    """The share of rows whose level is not rare."""
    counts = present.alias("cell").value_counts()["count"]
    return float(counts.filter(counts >= _LEVEL_ROWS).sum()) / len(present)
