"""The few turns of phrase that messages about data share."""

from collections.abc import Iterable
from difflib import get_close_matches


def counted(count: int, noun: str) -> str:
    """`1 row`, `1,203 rows`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def some(names: Iterable[str], at_most: int = 8) -> str:
    """The first few names in quotes, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - at_most} more" if len(every) > at_most else ""
    return ", ".join(repr(name) for name in every[:at_most]) + more


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?` for the name most like this one, or nothing."""
    by_lower_case = {other.lower(): other for other in known}
    found = get_close_matches(name.lower(), by_lower_case, n=1)
    return f" Did you mean {by_lower_case[found[0]]!r}?" if found else ""
