"""What typed text means as a value, and how a value is written in a field. No widgets here."""

import re
from typing import Any

_GROUPED = re.compile(r"[+-]?\d{1,3}([ ,_'\u00a0\u202f]\d{3})+")


def whole_number(text: str) -> Any:
    """A whole number, also as `25,000` or `1e3`; other text as it is, so that it can be refused in words."""
    plain = text.strip().replace("−", "-")
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[^\d+-]", "", plain)
    try:
        return int(plain)
    except ValueError:
        read = number(plain)
        return int(read) if isinstance(read, float) and read.is_integer() and abs(read) < 2**53 else text.strip()


def number(text: str) -> Any:
    """A number, also as `1e-3` or `0,001`; other text as it is."""
    plain = text.strip().replace("−", "-")
    try:
        return float(plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain)
    except ValueError:
        return text.strip()


def whole_numbers(text: str) -> Any:
    """Whole numbers such as `28, 28, 1` or `28 × 28`; what is none stays text."""
    return tuple(whole_number(part) for part in re.split(r"[,;×x\s]+", text.strip("()[] \t")) if part)


def texts(text: str) -> tuple[str, ...]:
    """The lines that hold something."""
    return tuple(line for line in text.split("\n") if line)


def written(value: Any) -> str:
    """A value as a field shows it, exactly."""
    if isinstance(value, tuple):
        return ", ".join(map(written, value))
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)
