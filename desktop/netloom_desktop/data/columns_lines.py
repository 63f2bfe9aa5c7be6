"""What the list of columns says of each: a line made from the project's column and what was found in the table.

Nothing here knows Qt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from netloom.profiles import ColumnProfile, Profile
from netloom.project import Data
from netloom.settings.columns import Column, ColumnKind, Role

Heading = Literal["column", "role", "kind", "distribution", "missing", "distinct", "enters"]

HEADINGS: Final[Mapping[Heading, str]] = {
    "column": "Column",
    "role": "Used as",
    "kind": "Kind",
    "distribution": "Distribution",
    "missing": "Missing",
    "distinct": "Distinct",
    "enters": "Enters as",
}
ROLES: Final[Mapping[Role, tuple[str, str]]] = {
    "feature": ("Feature", "The network sees it."),
    "target": ("Target", "The network learns to answer it."),
    "ignored": ("Ignored", "It is left out."),
}
KINDS: Final[Mapping[ColumnKind, tuple[str, str]]] = {
    "number": ("number", "An amount: brought to a common scale."),
    "category": ("category", "One of some values: a 0/1 column for each."),
    "yes_no": ("yes or no", "One of two values."),
    "date": ("date", "A day, with or without a time."),
    "identifier": ("identifier", "It names rows and says nothing about them; ignored."),
    "text": ("text", "Free text; ignored."),
    "constant": ("constant", "The same value in every row."),
    "empty": ("empty", "It holds nothing."),
}


@dataclass(frozen=True)
class Line:
    """One column. `found` is what is in the table, None where it is not read or has no such column."""

    column: Column
    found: ColumnProfile | None = None
    rows: int = 0

    @property
    def missing_share(self) -> float | None:
        """The share of rows without a value, from 0 to 1; None where that is not known."""
        return None if self.found is None or not self.rows else self.found.missing / self.rows


def lines_of(data: Data, profile: Profile | None) -> tuple[Line, ...]:
    """A line for each column of the data, in file order."""
    found = {column.name: column for column in profile.columns} if profile else {}
    rows = profile.rows if profile else 0
    return tuple(Line(column, found.get(column.name), rows) for column in data.columns)


def text_of(line: Line, heading: Heading) -> str:
    """What stands in a cell of the list; nothing where it is a picture, or not known."""
    match heading:
        case "column":
            return line.column.name
        case "role":
            return ROLES[line.column.role][0]
        case "kind":
            return KINDS[line.column.kind][0]
        case "missing":
            return _share_words(line.missing_share)
        case "distinct":
            return f"{line.found.distinct:,}" if line.found else ""
        case "enters":
            return enters_as(line.column)
        case _:
            return ""


def _share_words(share: float | None) -> str:
    """`12 %`, or `< 1 %`, where it is not nothing."""
    if share is None:
        return ""
    if 0 < share < 0.01:
        return "< 1 %"
    return "none" if share == 0 else "> 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")


def enters_as(column: Column) -> str:
    """As how many numbers a feature enters the network, or as what a target is answered."""
    if column.role == "ignored" or column.transform is None:
        return ""
    if column.role == "target":
        levels = getattr(column.transform, "levels", ())
        return f"{len(levels):,} classes" if levels else "an amount"
    width = column.transform.width
    return f"{width:,} number" + ("" if width == 1 else "s")


def about(line: Line, heading: Heading) -> str:
    """What a cell says when one points at it."""
    column = line.column
    match heading:
        case "role":
            return f"{ROLES[column.role][1]} {_because(column)}".strip()
        case "kind":
            return KINDS[column.kind][1]
        case "distribution":
            return spread_words(line.found)
        case "missing":
            return f"{line.found.missing:,} of {line.rows:,} rows have no value." if line.found else ""
        case "distinct":
            return "Different values that are not missing." if line.found else ""
        case "enters":
            return column.transform.sentence if column.transform and column.role == "feature" else ""
        case _:
            return column.name


def _because(column: Column) -> str:
    return f"The reason: {column.why}." if column.why else ""


def spread_words(found: ColumnProfile | None) -> str:
    """Where the values of a column lie, in words: what its histogram shows to the eye."""
    if found is None:
        return "The table is not read."
    if found.minimum is not None and found.maximum is not None:
        return f"From {amount(found.minimum, found)} to {amount(found.maximum, found)}."
    if found.levels:
        few = ", ".join(f"{level.value} ({level.count:,})" for level in found.levels[:5])
        more = f" and {found.distinct - 5:,} more" if found.distinct > 5 else ""
        return f"{few}{more}."
    return f"{found.distinct:,} different values." if found.distinct else "No values."


def amount(value: float, found: ColumnProfile) -> str:
    """A value of a column as one reads it: a date as a day."""
    if found.kind == "date":
        return day(value)
    return f"{value:,.0f}" if found.integers and abs(value) < 1e15 and value == int(value) else f"{value:,.4g}"


def day(days: float) -> str:
    """Days since 1970 as year, month and day."""
    from datetime import date, timedelta

    try:
        return (date(1970, 1, 1) + timedelta(days=int(days // 1))).isoformat()
    except OverflowError:
        return f"{days:,.0f} days after 1970"


# Order and search


def key_of(line: Line, heading: Heading) -> Any:
    """By what the lines are sorted; numbers come before what is not known."""
    match heading:
        case "missing":
            share = line.missing_share
            return (share is None, share or 0.0)
        case "distinct" | "distribution":
            return (line.found is None, line.found.distinct if line.found else 0)
        case "enters":
            used = line.column.role == "feature" and line.column.transform is not None
            return (not used, line.column.transform.width if line.column.transform and used else 0)
        case "role":
            return list(ROLES).index(line.column.role)
        case _:
            return text_of(line, heading).casefold()


def ordered(lines: Iterable[Line], heading: Heading | None, *, descending: bool, search: str) -> tuple[int, ...]:
    """The places of the lines that a search finds by name, in order of a heading, or as in the file."""
    wanted = search.casefold().strip()
    every = tuple(lines)
    found = [place for place, line in enumerate(every) if wanted in line.column.name.casefold()]
    if heading is not None:
        found.sort(key=lambda place: key_of(every[place], heading), reverse=descending)
    return tuple(found)
