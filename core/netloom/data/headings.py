"""The names of columns: every column gets one, and no two the same."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from netloom.data.words import counted, some
from netloom.errors import DataError, Problem
from netloom.limits import COLUMNS

_NAME_LENGTH: Final = 10_000


def unique_names(given: Sequence[str], file: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The names as given, except that blank ones are numbered and later ones of the same name get a number; told."""
    check_width(len(given), file)
    names: list[str] = []
    taken = set(given)
    seen: set[str] = set()
    last = Counter[str]()
    renamed: list[str] = []
    for place, name in enumerate(given, start=1):
        free = name if name.strip() and name not in seen else _free(name, place, taken, last)
        if len(free) > _NAME_LENGTH:
            raise DataError(
                f"{file}: the name of column {place:,} has {len(free):,} characters; at most {_NAME_LENGTH:,} are "
                f"expected. Check the header line, and which quote and delimiter the file uses."
            )
        if name.strip() and free != name:
            renamed.append(f"{name!r} (column {place:,}) is now {free!r}")
        names.append(free)
        seen.add(free)
        taken.add(free)
    return tuple(names), (*_unnamed(given, names, file), *_told_renamed(renamed, file))


def check_width(columns: int, file: str) -> None:
    """Raises DataError if there are more columns than a project may have."""
    if columns > COLUMNS:
        raise DataError(
            f"{file} has {columns:,} columns; at most {COLUMNS:,} are accepted. Check which delimiter the file uses, "
            f"or leave out columns."
        )


def _free(name: str, place: int, taken: set[str], last: Counter[str]) -> str:
    """A name with a number that is free; `last` remembers how far each name was counted, so that many cost little."""
    stem, number = (name, max(2, last[name] + 1)) if name.strip() else ("column", place)
    while f"{stem}_{number}" in taken:
        number += 1
    last[stem] = number
    return f"{stem}_{number}"


def _unnamed(given: Sequence[str], names: Sequence[str], file: str) -> tuple[Problem, ...]:
    fresh = [name for old, name in zip(given, names, strict=True) if not old.strip()]
    if not fresh:
        return ()
    message = f"{file}: {counted(len(fresh), 'column')} without a name; called {some(fresh)}."
    return (Problem(code="data_unnamed_columns", severity="note", message=message),)


def _told_renamed(renamed: Sequence[str], file: str) -> tuple[Problem, ...]:
    if not renamed:
        return ()
    message = f"{file}: column names are there more than once: {some(renamed)}. Give each column its own name."
    return (Problem(code="data_duplicate_names", severity="warning", message=message),)
