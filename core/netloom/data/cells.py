"""What the text of a cell means: nothing, a number, a date."""

import math
import re
from typing import Final

import polars as pl

from netloom.data import dates
from netloom.settings.sources import TableFile

# Compared without spaces around and in lower case. "unknown" and the like are answers, not gaps.
MARKERS: Final = (
    "?", "??", "-", "--", "---", "–", "—", ".", "..", "na", "n/a", "n.a.", "n.a", "#n/a", "#na", "<na>", "nan", "-nan",
    "nat", "null", "(null)", "<null>", "#null!", "none", "nil", "\\n", "missing", "(missing)",
    "#value!", "#ref!", "#div/0!", "#num!", "#name?",
)  # fmt: skip  # a list of words

_SIGN: Final = r"(?:[$€£¥₹]|USD|EUR|GBP|CHF)"


def is_missing(cells: pl.Series, source: TableFile) -> pl.Series:
    """Which cells mean missing: blank ones, and those of `source.missing` or, where that is empty, known markers."""
    cell = pl.first()  # not by its name: polars takes one such as ^a$ for a pattern
    bare = cell.str.strip_chars()
    marked = cell.is_in(source.missing) if source.missing else bare.str.to_lowercase().is_in(MARKERS)
    return cells.to_frame().select((bare == "").fill_null(True) | marked.fill_null(False)).to_series()


def to_numbers(cells: pl.Series, source: TableFile) -> pl.Series:
    """Each cell as Float64; null where it is missing or no finite number.

    A currency or percent sign beside the digits is dropped: `$5` is 5 and `12%` is 12. In brackets it is below zero.
    """
    cells = cells.alias("")
    numbers = _finite(cells.cast(pl.Float64, strict=False))
    if source.decimal == ",":
        numbers = numbers.set(cells.str.contains(".", literal=True).fill_null(False), None)
    if numbers.null_count() == cells.null_count():
        return numbers
    left = (numbers.is_null() & cells.is_not_null()).arg_true()
    bare = cells.gather(left).str.strip_chars()
    fits = bare.str.contains(number_pattern(*_marks(source)))
    return numbers.scatter(left.filter(fits), _written(bare.filter(fits), source))


def to_days(cells: pl.Series, source: TableFile) -> pl.Series:
    """Each cell as days since 1970-01-01 (Float64), the time of day as fraction; null where it is no date."""
    return dates.to_days(cells.alias(""), source.day_first)


def number_pattern(decimal: str, thousands: str) -> str:
    """The regular expression of a whole cell that is a number with these marks."""
    group = r"[ \u{a0}\u{2009}\u{202f}]" if thousands == " " else re.escape(thousands)
    whole = r"[0-9]+" if thousands == "none" else rf"(?:[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[0-9]+)"
    mark = re.escape(decimal)
    digits = rf"(?:{whole}(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][-+]?[0-9]+)?"
    signed = rf"[-+−]?\s?{_SIGN}?\s?[-+−]?{digits}\s?(?:%|{_SIGN})?"
    return rf"^(?:{signed}|\({signed}\))$"


def has_sign(cells: pl.Series) -> pl.Series:
    """Which numbers have a currency or percent sign beside their digits."""
    return cells.str.contains(rf"%|{_SIGN}")


def _written(cells: pl.Series, source: TableFile) -> pl.Series:
    """Cells that fit `number_pattern` as numbers."""
    decimal, thousands = _marks(source)
    in_brackets = cells.str.starts_with("(")  # as accountants write what is below zero
    digits = cells.str.replace_all(_SIGN, "").str.replace_all("−", "-", literal=True)
    digits = digits.str.replace_all(r"[^0-9.,eE+-]", "")
    if thousands in (".", ","):
        digits = digits.str.replace_all(thousands, "", literal=True)
    if decimal == ",":
        digits = digits.str.replace(",", ".", literal=True)
    numbers = _finite(digits.cast(pl.Float64, strict=False))
    return (-numbers).zip_with(in_brackets, numbers)


def _marks(source: TableFile) -> tuple[str, str]:
    return "," if source.decimal == "," else ".", "none" if source.thousands == "look" else source.thousands


def _finite(numbers: pl.Series) -> pl.Series:
    if math.isfinite(numbers.sum()):  # quick, and rarely wrong: a sum that overflows only costs the next line
        return numbers
    return numbers.set((~numbers.is_finite()).fill_null(False), None)
