"""Which runs are shown. No Qt here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from netloom_desktop.runs.columns import Column
from netloom_desktop.runs.rows import Row

Bound = Literal["at least", "at most"]


@dataclass(frozen=True)
class Filter:
    """Runs with all words of a text anywhere in what the table says of them, with a tag, that ended in a way, and
    whose number in a column is at least or at most so large. What is empty lets every run through."""

    text: str = ""
    tag: str = ""
    ended: str = ""
    column: str = ""
    bound: Bound = "at least"
    value: float | None = None

    @property
    def is_set(self) -> bool:
        """Whether it keeps any run out."""
        return bool(self.text.split() or self.tag or self.ended or (self.column and self.value is not None))


def filtered(rows: Iterable[Row], columns: Sequence[Column], wanted: Filter) -> list[Row]:
    """The runs that a filter lets through."""
    column = next((each for each in columns if each.id == wanted.column), None)
    words = wanted.text.casefold().split()
    return [
        row
        for row in rows
        if (not wanted.tag or wanted.tag in row.tags)
        and (not wanted.ended or row.ended == wanted.ended)
        and _reaches(row, column, wanted)
        and (not words or _has(row, columns, words))
    ]


def _reaches(row: Row, column: Column | None, wanted: Filter) -> bool:
    if column is None or column.number is None or wanted.value is None:
        return True
    number = column.number(row)
    if number is None:
        return False
    return number >= wanted.value if wanted.bound == "at least" else number <= wanted.value


def _has(row: Row, columns: Sequence[Column], words: Sequence[str]) -> bool:
    said = "\n".join((*(f"{column.title} {column.text(row)}" for column in columns), row.message)).casefold()
    return all(word in said for word in words)


def ordered(rows: Sequence[Row], column: Column | None, *, descending: bool) -> list[Row]:
    """Runs by a column, those last that say nothing there; without one as they are."""
    if column is None:
        return list(rows)
    said = [row for row in rows if column.text(row)]
    silent = [row for row in rows if not column.text(row)]
    return [*sorted(said, key=column.key, reverse=descending), *silent]


def tags_of(rows: Iterable[Row]) -> list[str]:
    """All tags that runs have, each once."""
    return sorted({tag for row in rows for tag in row.tags}, key=str.casefold)


def endings_of(rows: Iterable[Row]) -> list[str]:
    """All ways in which runs have ended, each once."""
    return list(dict.fromkeys(row.ended for row in rows))
