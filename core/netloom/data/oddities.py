"""What is odd about a column and is told rather than guessed silently."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from netloom.data.cells import has_sign, to_numbers
from netloom.data.kinds import Cells
from netloom.data.words import counted, some
from netloom.errors import Problem, Severity
from netloom.settings.columns import ColumnKind

_STAND_INS: Final = frozenset({-99.0, -999.0, -9999.0, -99999.0, 999.0, 9999.0, 99999.0, 999999.0})
_MANY_NUMBERS: Final = 20  # so many different numbers among words are no names of levels any more
_SHOWN: Final = 5
_SHOWN_LENGTH: Final = 40


def oddities(column: pl.Series, cells: Cells, kind: ColumnKind) -> tuple[Problem, ...]:
    """Mixed types, codes, signs, numbers that may stand for missing, and levels that are typed in several ways."""
    if kind == "number":
        return (*_not_all(column, cells, cells.numbers, "number"), *_signs(cells), *_stand_ins(cells))
    if kind == "date":
        return tuple(_not_all(column, cells, cells.days, "date"))
    if kind in ("category", "text", "identifier"):
        return (*_codes(cells), *_some_numbers(cells, kind), *_spellings(cells, kind))
    return ()


def _not_all(column: pl.Series, cells: Cells, values: pl.Series, what: str) -> Iterator[Problem]:
    if not values.null_count():
        return
    odd = cells.present.filter(values.is_null())
    row = (column.alias("") == odd[0]).fill_null(False).arg_max() or 0
    count = f"no {what} in {counted(len(odd), 'cell')} of {len(cells.present):,}"
    message = f"{count} ({_quoted(odd)}; the first in row {row + 1:,}): taken as missing."
    yield _told("column_mixed", cells, message, "warning")


def _signs(cells: Cells) -> Iterator[Problem]:
    if cells.plain:
        return
    signed = cells.present.filter(cells.present.cast(pl.Float64, strict=False).is_null() & cells.numbers.is_not_null())
    signed = signed.filter(has_sign(signed)).head(1)
    if len(signed):
        value = to_numbers(signed, cells.source)[0]
        message = f"the signs beside the digits are dropped: {signed[0]!r} counts as {value:,g}."
        yield _told("column_signs", cells, message)


def _stand_ins(cells: Cells) -> Iterator[Problem]:
    """A round number of nines, there several times and far from all others, mostly stands for missing."""
    for value in set(cells.bounds) & _STAND_INS:
        others = cells.numbers.filter(cells.numbers != value)
        count = len(cells.numbers.drop_nulls()) - len(others)
        if count > 1 and not (others.abs() * 2 >= abs(value)).any():
            message = (
                f"{value:g} is there {count:,} times and far from all other numbers: if it stands for missing, add it "
                f"to the missing markers of the data."
            )
            yield _told("column_stand_in", cells, message, "warning")


def _codes(cells: Cells) -> Iterator[Problem]:
    if cells.codes:
        code = cells.present.filter(cells.present.str.contains(r"^\s*0\d+\s*$"))[0]
        yield _told("column_codes", cells, f"cells such as {code!r} begin with zero: they are codes, not amounts.")


def _some_numbers(cells: Cells, kind: ColumnKind) -> Iterator[Problem]:
    numbers = cells.numbers.drop_nulls()
    if cells.codes or cells.number_share < 0.1 or cells.number_share == 1 or numbers.n_unique() < _MANY_NUMBERS:
        return
    words = cells.present.filter(cells.numbers.is_null())
    message = (
        f"{cells.number_share:.0%} of the cells are numbers and the others are not ({_quoted(words)}): it is taken as "
        f"{kind}. If it is an amount, add what means missing to the missing markers of the data."
    )
    yield _told("column_mixed", cells, message, "warning")


def _spellings(cells: Cells, kind: ColumnKind) -> Iterator[Problem]:
    if kind != "category":
        return
    levels = cells.present.unique(maintain_order=True).to_frame("level")
    alike = levels.with_columns(bare=pl.col("level").str.strip_chars().str.to_lowercase())
    alike = alike.filter(pl.col("bare").is_duplicated()).sort("bare", maintain_order=True)
    if alike.height:
        message = f"some levels differ only in capitals or spaces ({_quoted(alike['level'])}) and count as different."
        yield _told("column_spellings", cells, message, "warning")


def _quoted(cells: pl.Series) -> str:
    different = cells.unique(maintain_order=True)
    return some((cell if len(cell) <= _SHOWN_LENGTH else cell[: _SHOWN_LENGTH - 1] + "…" for cell in different), _SHOWN)


def _told(code: str, cells: Cells, message: str, severity: Severity = "note") -> Problem:
    return Problem(code=code, severity=severity, column=cells.name, message=f"{cells.name!r}: {message}")
