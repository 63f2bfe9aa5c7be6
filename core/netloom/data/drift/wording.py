"""What was found, in the words of someone who knows the table and not the statistics."""

import math
from collections.abc import Iterable
from typing import Final

from netloom.data.drift.sketch import Sketch
from netloom.data.words import counted, some
from netloom.drift import ColumnDrift, DriftKind, Figures, amount

_FEW_ROWS: Final = 50
_NAMED: Final = 6
_ALMOST: Final = 0.9
_ANOTHER_UNIT: Final = 5.0  # times as much, from which on a unit is the first thing to look at


def share(part: float, whole: float) -> str:
    """`12 %`, `0.3 %`; what is not quite nothing or all never looks so."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:
        return "under 0.1 %"
    if 99.9 < percent < 100:
        return "over 99.9 %"
    is_round = percent in (0, 100) or 10 <= percent < 99.5
    return f"{percent:.0f} %" if is_round else f"{percent:.1f} %"


def absent(name: str, alike: str) -> str:
    """A column that the table lacks; `alike` names the one that may be meant."""
    return (
        f"{name!r} is not in the file, and the network reads it: without it, nothing can be predicted.{alike} Add the "
        "column, or give the one that holds it this name."
    )


def no_values(name: str, then: Figures, now: Figures) -> str:
    """A column whose every cell is missing."""
    return (
        f"{name!r} has no value in any of the {counted(now.rows, 'row')}, and had one in "
        f"{share(then.rows - then.missing, then.rows)} of the training rows. The network sees only what stands in "
        "for a missing value. Check how the file was made."
    )


def missing(name: str, then: Figures, now: Figures) -> str:
    """A column that is missing more or less often."""
    return (
        f"{name!r} has no value in {share(now.missing, now.rows)} of the rows; in training it was "
        f"{share(then.missing, then.rows)}. Check how the file was made, and what stands for a missing value in it."
    )


def shifted_amounts(name: str, kind: DriftKind, then: Figures, now: Figures) -> str:
    """Numbers or dates that are spread otherwise."""
    here, there = (_half(figures, kind) for figures in (now, then))
    return (
        f"{name!r} is spread otherwise than in training: half of its values lie {here}, and lay {there}."
        f"{_unit(kind, then.quartiles[1], now.quartiles[1])} Check what it measures here, and whether these rows are "
        "of the kind that the network was trained on."
    )


def _half(figures: Figures, kind: DriftKind) -> str:
    low, middle, high = (amount(value, kind) for value in figures.quartiles)
    return f"between {low} and {high} (median {middle})" if low != high else f"at {low}"


def _unit(kind: DriftKind, then: float, now: float) -> str:
    if kind == "date" or then * now <= 0:
        return ""
    times = now / then
    if times >= _ANOTHER_UNIT:
        return f" That is about {amount(_rounded(times))} times as much: perhaps it is in another unit."
    if times <= 1 / _ANOTHER_UNIT:
        return f" That is about a {amount(_rounded(1 / times))}th of it: perhaps it is in another unit."
    return ""


def _rounded(times: float) -> float:
    """Two digits, or the power of ten that it almost is: units differ by such."""
    power = 10.0 ** round(math.log10(times))
    return power if _ALMOST < times / power < 1 / _ALMOST else float(f"{times:.2g}")


def shifted_levels(name: str, level: str, then: float, now: float) -> str:
    """Levels that are spread otherwise; the one whose share has changed most, and its shares."""
    whose = f"{level!r} is" if level else "what is rare in training is"
    return (
        f"{name!r} is spread otherwise than in training: {whose} {share(now, 1)} of the values, and was "
        f"{share(then, 1)}. Check whether these rows are of the kind that the network was trained on."
    )


def beyond_range(then: Sketch, count: int, rows: int, furthest: Iterable[float]) -> str:
    """Numbers or dates below or above all that the training rows had."""
    low, high, *far = (amount(value, then.kind) for value in (then.points[0], then.points[-1], *furthest))
    check = "" if then.kind == "date" else "check them for slips and units, or "
    return (
        f"{counted(count, 'row')} ({share(count, rows)}) of {then.name!r} {'is' if count == 1 else 'are'} outside "
        f"{low} to {high}, which is all that training has seen: {' and '.join(far)} at the furthest. What a network "
        f"answers there is a guess: {check}train with such rows."
    )


def new_levels(name: str, levels: dict[str, int], rows: int) -> str:
    """Levels that no training row had, each with how many rows have it."""
    count = sum(levels.values())
    named = [f"{level!r} ({counted(number, 'row')})" for level, number in list(levels.items())[:_NAMED]]
    more = f" and {len(levels) - _NAMED:,} more" if len(levels) > _NAMED else ""
    return (
        f"{counted(count, 'row')} ({share(count, rows)}) of {name!r} {'has' if count == 1 else 'have'} what no "
        f"training row had: {', '.join(named)}{more}. The network takes it for 'other': check its spelling, or train "
        "with such rows."
    )


def headline(columns: Iterable[ColumnDrift], rows: int) -> str:
    """All of it in a sentence or two."""
    every = list(columns)
    lacking = [column.name for column in every if column.now is None]
    if lacking:
        are = "is" if len(lacking) == 1 else "are"
        return f"{counted(len(lacking), 'column')} that the network reads {are} not in the file: {some(lacking)}."
    if not rows:
        return "The file has no rows, so there is nothing to compare with the training data."
    alarmed = [column for column in every if column.alarm != "none"]
    if not alarmed:
        return f"{_all_of(len(every))} like the training data, as far as {counted(rows, 'row')} can tell."
    named = some(column.name for column in alarmed)
    return (
        f"{len(alarmed)} of {counted(len(every), 'column')} {'looks' if len(alarmed) == 1 else 'look'} unlike the "
        f"training data: {named}. Answers for such rows may be worse than the report of the network says."
    )


def _all_of(columns: int) -> str:
    return "The one column that the network reads looks" if columns == 1 else f"All {columns:,} columns look"


def caveats(rows: int) -> tuple[str, ...]:
    """What keeps the comparison from saying more."""
    if 0 < rows < _FEW_ROWS:
        return (f"With {counted(rows, 'row')}, only large differences can be told from chance.",)
    return ()
