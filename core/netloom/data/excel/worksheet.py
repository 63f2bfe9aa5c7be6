"""What only the XML of a sheet tells: what is hidden, merged, failed or never computed, and how far its cells reach."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netloom.data.excel.archive import chunks, opened, sheet_parts

_CELL: Final = re.compile(rb'\sr="([A-Z]{1,3})\d+"(?:[^>]*[^/>])?>')  # one that holds something
_ROW: Final = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,9})"')
_PREFIX: Final = 32  # bytes that may stand between `<` and the name of a tag
_HIDDEN: Final = re.compile(rb'<(?:\w+:)?row\s[^>]*\shidden="(?:1|true)"')
_ERROR: Final = b' t="e"'
# A formula without a value behind it, except one whose value is an empty text.
_UNCOMPUTED: Final = re.compile(
    rb'<(?:\w+:)?c\s(?![^>]*\bt="str")[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True)
class Merged:
    """Merged cells, counted from 0: rows and columns from the first to the last, which is one of them."""

    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(frozen=True)
class Worksheet:
    """What was found in the XML of a sheet.

    Numbers of hidden rows, of cells with an error and of formulas without a value; the merged cells; the `first` and
    `last` column that holds something, counted from 0, and the `height` in rows.
    """

    hidden: int = 0
    errors: int = 0
    uncomputed: int = 0
    merged: tuple[Merged, ...] = ()
    first: int = 0
    last: int = 0
    height: int = 0


def hidden_sheets(path: Path) -> frozenset[str]:
    """The sheets of an .xlsx that its user does not see."""
    with opened(path) as archive:
        return frozenset(name for name, (_, hidden) in sheet_parts(archive).items() if hidden)


def look_into(path: Path, sheet: str) -> Worksheet:
    """What the XML of a sheet tells; nothing for a workbook that is no .xlsx."""
    with opened(path) as archive:
        member, _ = sheet_parts(archive).get(sheet, ("", False))
        return _looked_through(_rows(archive, member)) if member else Worksheet()


def _rows(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The XML in pieces that end with a row, so that no cell is cut."""
    left = b""
    for chunk in chunks(archive, member):
        text = left + chunk
        end = text.rfind(b"row>") + len(b"row>")
        if end < len(b"row>"):
            left = text
            continue
        yield text[:end]
        left = text[end:]
    yield left


def _looked_through(pieces: Iterator[bytes]) -> Worksheet:
    hidden = errors = uncomputed = height = 0
    columns: set[bytes] = set()
    merged: list[Merged] = []
    for text in pieces:
        hidden += len(_HIDDEN.findall(text)) if b"hidden=" in text else 0
        errors += text.count(_ERROR)
        uncomputed += len(_UNCOMPUTED.findall(text)) if b"</f>" in text or b":f>" in text else 0
        height = max(height, *map(int, _ROW.findall(text, max(text.rfind(b"row ") - _PREFIX, 0))), 0)
        columns.update(_CELL.findall(text))
        merged += [_merged(*found) for found in _MERGED.findall(text)] if b"mergeCell " in text else []
    places = [_place(letters) for letters in columns] or [0]
    return Worksheet(hidden, errors, uncomputed, tuple(merged), min(places), max(places), height)


def _merged(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merged:
    return Merged((int(top) - 1, int(bottom) - 1), (_place(left), _place(right)))


def _place(letters: bytes) -> int:
    """A column's place, counted from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def column_letters(place: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
