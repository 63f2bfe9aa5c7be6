"""How numbers and lists are written for people."""

import math
from collections.abc import Sequence
from typing import Literal

Unit = Literal["share", "score", "target"]

_LARGEST, _SMALLEST = 15, -5  # powers of ten beyond which an amount is written with an exponent


def amount(value: float, digits: int = 4) -> str:
    """An amount with so many significant digits and a true minus sign: `51,570`, `0.01234`, `−3.512e+20`."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else _signed(str(value))
    magnitude = math.floor(math.log10(abs(value)))
    if not _SMALLEST <= magnitude <= _LARGEST:
        return _signed(f"{value:.{digits}g}")
    decimals = digits - 1 - magnitude
    return _signed(f"{round(value, decimals):,.{max(decimals, 0)}f}")


def percent(value: float, decimals: int = 1) -> str:
    """A share as a percentage: `80.1 %`. Only 1 is written as 100 %."""
    return _signed(f"{100 * value:.{_decimals(value, decimals + 2) - 2}f} %")


def written(unit: Unit, value: float | None, more: int = 0) -> str:
    """The value of a metric of that unit, with so many digits more than usual; `–` where it is undefined."""
    if value is None:
        return "–"
    if unit == "target":
        return amount(value, 4 + more)
    return percent(value, 1 + more) if unit == "share" else _signed(f"{value:.{_decimals(value, 3 + more)}f}")


def told_apart(unit: Unit, first: float, second: float) -> tuple[str, str]:
    """Two values of a metric, with up to three digits more than usual if that shows that they differ."""
    texts = [(written(unit, first, more), written(unit, second, more)) for more in range(4)]
    return next((pair for pair in texts if pair[0] != pair[1]), texts[0])


def _decimals(value: float, usual: int) -> int:
    """As many as usual, or what it takes for a value just below 1 not to be written as 1; at most six."""
    return next((count for count in range(usual, 6) if value >= 1 or round(value, count) < 1), max(usual, 6))


def difference(unit: Unit, value: float) -> str:
    """The difference of two values of that unit; of shares in percentage points: `7.1 pts`."""
    return f"{_signed(f'{100 * value:.1f}')} pts" if unit == "share" else written(unit, value)


def _signed(text: str) -> str:
    """With a true minus sign, and none before a number that was rounded to zero."""
    return text.replace("-", "−" if any(digit in text for digit in "123456789in") else "")


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
