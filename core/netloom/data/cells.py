"""What the text of a cell means: nothing, a number, a date."""

import re
from typing import Final

import numpy as np
import polars as pl

from netloom.data import dates
from netloom.settings.sources import TableFile

# Compared without spaces around and in lower case. "unknown" and the like are answers, not gaps.
MARKERS: Final = (
    "?", "??", "-", "--", "---", "–", "—", ".", "..", "na", "n/a", "n.a.", "n.a", "#n/a", "#na", "<na>", "nan", "-nan",
    "nat", "null", "(null)", "<null>", "#null!", "none", "nil", "\\n", "missing", "(missing)",
    "#value!", "#ref!", "#div/0!", "#num!", "#name?",
)  # fmt: skip

_SIGN: Final = r"(?:[$€£¥₹]|USD|EUR|GBP|CHF)"


def is_missing(cells: pl.Series, source: TableFile) -> pl.Series:
    """Which cells mean missing: blank ones, and those of `source.missing` or, where that is empty, known markers."""
    if cells.dtype != pl.String:
        return cells.is_null() | cells.is_nan() if cells.dtype.is_float() else cells.is_null()
    cell = pl.first()  # a name such as `^a$` would be taken for a pattern
    bare = cell.str.strip_chars()
    marked = cell.is_in(source.missing) if source.missing else bare.str.to_lowercase().is_in(MARKERS)
    return cells.to_frame().select((bare == "").fill_null(True) | marked.fill_null(False)).to_series()


def to_numbers(cells: pl.Series, source: TableFile) -> pl.Series:
    """Each cell as Float64; null where it is missing or no finite number.

    A currency or percent sign beside the digits is dropped: `$5` is 5 and `12%` is 12.
    """
    if cells.dtype != pl.String:
        return _finite(cells.cast(pl.Float64, strict=False))
    numbers = _finite(cells.cast(pl.Float64, strict=False))
    if source.decimal == ",":
        numbers = numbers.set(cells.str.contains(".", literal=True).fill_null(False), None)
    left = (numbers.is_null() & cells.is_not_null()).arg_true()
    if not len(left):
        return numbers
    return numbers.scatter(left, _written(cells.gather(left), source))


def number_pattern(decimal: str, thousands: str) -> str:
    """The regular expression of a whole cell that is a number with these marks."""
    group = r"[ \u{a0}\u{2009}\u{202f}]" if thousands == " " else re.escape(thousands)
    whole = r"\d+" if thousands == "none" else rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    mark = re.escape(decimal)
    digits = rf"(?:{whole}(?:{mark}\d*)?|{mark}\d+)(?:[eE][-+]?\d+)?"
    return rf"^\(?[-+−]?\s?{_SIGN}?\s?[-+−]?{digits}\s?(?:%|{_SIGN})?\)?$"


def has_sign(cells: pl.Series) -> pl.Series:
    """For each cell whether a currency or percent sign stands beside its digits."""
    return cells.str.contains(rf"\d\s?(?:%|{_SIGN})\)?\s*$|^\s*\(?[-+−]?\s?{_SIGN}\s?[-+−]?\d").fill_null(False)


def to_days(cells: pl.Series, source: TableFile) -> pl.Series:
    """Each cell as days since 1970-01-01 (Float64), the time of day as fraction; null where it is no date."""
    if cells.dtype.is_temporal() and cells.dtype != pl.Time and cells.dtype != pl.Duration:
        return cells.cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64) / 86_400e6
    if cells.dtype != pl.String:
        cells = cells.cast(pl.Int64, strict=False).cast(pl.String)
    return dates.to_days(cells, source.day_first)


def _written(cells: pl.Series, source: TableFile) -> pl.Series:
    """Numbers with marks, signs or spaces around them."""
    decimal = "," if source.decimal == "," else "."
    thousands = "none" if source.thousands == "look" else source.thousands
    bare = cells.str.strip_chars()
    in_brackets = bare.str.starts_with("(")  # as accountants write what is below zero
    fits = bare.str.contains(number_pattern(decimal, thousands)) & (in_brackets == bare.str.ends_with(")"))
    digits = bare.str.replace_all(_SIGN, "").str.replace_all("−", "-", literal=True)
    digits = digits.str.replace_all(r"[^\d.,eE+-]", "")
    if thousands in (".", ","):
        digits = digits.str.replace_all(thousands, "", literal=True)
    if decimal == ",":
        digits = digits.str.replace(",", ".", literal=True)
    numbers = _finite(digits.cast(pl.Float64, strict=False))
    numbers = (-numbers).zip_with(in_brackets.fill_null(False), numbers)
    return numbers.zip_with(fits.fill_null(False), pl.Series([None], dtype=pl.Float64).new_from_index(0, len(cells)))


def _finite(numbers: pl.Series) -> pl.Series:
    if np.isfinite(numbers.drop_nulls().to_numpy()).all():
        return numbers
    return numbers.set((~numbers.is_finite()).fill_null(False), None)
