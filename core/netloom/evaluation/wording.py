"""How numbers and lists are written for people."""

import math
from collections.abc import Sequence

from netloom.evaluation.scores import Unit

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


def percent(value: float) -> str:
    """A share as a percentage: `80.1 %`."""
    return _signed(f"{100 * value:.1f} %")


def written(unit: Unit, value: float | None) -> str:
    """The value of a metric of that unit; `–` where it is undefined."""
    if value is None:
        return "–"
    if unit == "target":
        return amount(value)
    return percent(value) if unit == "share" else _signed(f"{value:.3f}")


def difference(unit: Unit, value: float) -> str:
    """The difference of two values of that unit; of shares in percentage points: `7.1 pts`."""
    return f"{_signed(f'{100 * value:.1f}')} pts" if unit == "share" else written(unit, value)


def _signed(text: str) -> str:
    """With a true minus sign, and none before a number that was rounded to zero."""
    return text.replace("-", "−" if any(digit in text for digit in "123456789in") else "")


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
