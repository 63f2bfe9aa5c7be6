"""Which records of a table name the columns, which are rows, and which are neither."""

import csv
import io
from dataclasses import dataclass
from typing import Final

import numpy as np

from netloom.data.headings import check_width, unique_names
from netloom.data.records import Array, Records
from netloom.data.words import counted
from netloom.errors import Problem, Severity

TOTALS: Final = frozenset(
    ("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "somme", "suma", "totale")
)
_FIRST_ROWS: Final = 300
_EMPTY_AT_MOST: Final = 5  # lines of empty cells between a title and its table


@dataclass(frozen=True)
class Outline:
    """The names of the columns, the numbers of the records that are rows, and what to tell about the others."""

    names: tuple[str, ...]
    rows: Array
    told: tuple[Problem, ...]


def outline(records: Records, *, header: bool, file: str) -> Outline:
    """Finds header and rows; blank lines, and lines of text before and after the table, are left out and told."""
    filled = np.flatnonzero(~records.blank)
    first, last = _table_bounds(records, filled)
    table = filled[first:last]
    rows = table[1:] if header else table
    names, told_names = _names(records, table, header=header, file=file)
    told = (
        *_left_out(records, filled[:first], "before", file),
        *_left_out(records, filled[last:], "after", file),
        *_blank_lines(records, table, file),
        *told_names,
        *_ragged(records, rows, len(names), file),
    )
    return Outline(names, rows, told)


def first_rows(records: Records) -> list[list[str]]:
    """The cells of the first rows of the table, its header included."""
    filled = np.flatnonzero(~records.blank)
    first, last = _table_bounds(records, filled)
    return [_cells(records, int(record)) for record in filled[first:last][:_FIRST_ROWS]]


def _usual_width(cells: Array) -> int:
    """The most common number of cells; of several, the largest."""
    widths, counts = np.unique(cells, return_counts=True)
    return int(widths[counts == counts.max()].max())


def _table_bounds(records: Records, filled: Array) -> tuple[int, int]:
    """The first and last (exclusive) place in `filled` that belongs to the table: lines of text around it do not."""
    if _usual_width(records.cells[filled]) == 1:
        return 0, len(filled)
    cut = np.flatnonzero(records.cells[filled] > 1)
    first, last = int(cut[0]), int(cut[-1]) + 1
    while last < len(filled) and not _is_footer(records, int(filled[last])):
        last += 1  # a row that breaks off within its first cell is still a row
    while last - first > 2:
        below = _below(records, filled, first)
        if not _is_title(records, int(filled[first]), int(filled[below])):
            break
        first = below
    if last - first > 2 and _is_total(_cells(records, int(filled[last - 1]))):
        last -= 1
    return first, last


def _below(records: Records, filled: Array, first: int) -> int:
    """The place in `filled` of the line that comes after the first, of which not all cells are empty."""
    places = range(first + 1, min(first + 1 + _EMPTY_AT_MOST, len(filled) - 1))
    filled_ones = (place for place in places if any(cell.strip() for cell in _cells(records, int(filled[place]))))
    return next(filled_ones, first + 1)


def _is_title(records: Records, record: int, following: int) -> bool:
    """Whether a line holds one text before empty cells, and the next one, all of words, names the columns."""
    cells, names = _cells(records, record), _cells(records, following)
    alone = len(cells) >= 3 and bool(cells[0].strip()) and not any(cell.strip() for cell in cells[1:])
    return alone and all(name.strip() and not any(sign.isdigit() for sign in name) for name in names)


def _is_total(cells: list[str]) -> bool:
    """Whether a row sums up those above: its first filled cell says so, and some others are empty."""
    first = next((cell for cell in cells if cell.strip()), "")
    return first.strip().rstrip(":").lower() in TOTALS and not all(cell.strip() for cell in cells)


def _is_footer(records: Records, record: int) -> bool:
    return bool(records.blank[record - 1]) or b" " in records.slice(record).strip()


def _names(records: Records, table: Array, *, header: bool, file: str) -> tuple[tuple[str, ...], list[Problem]]:
    usual = _usual_width(records.cells[table])
    check_width(max(usual, int(records.cells[table[0]])), file)
    if not header:
        message = f"{file}: the first row holds values, so the columns are called column_1 to column_{usual}."
        return unique_names([""] * usual, file)[0], [_told("data_no_header", message)]
    given, told = _fitted(_cells(records, int(table[0])), usual, _ends_open(records, table[1:], usual), file)
    names, told_names = unique_names(given, file)
    return names, [*told, *told_names]


def _fitted(given: list[str], usual: int, ends_open: bool, file: str) -> tuple[list[str], list[Problem]]:
    """A name for each cell of the usual row, where the header has fewer."""
    missing = usual - len(given)
    if missing <= 0:
        return given, []
    if missing == 1 and ends_open:
        return given, []  # each row ends with a delimiter, behind which nothing stands
    where = "the first is taken for the name of the row" if missing == 1 else "the last ones have no name"
    message = f"{file}: the header names {len(given):,} columns but most rows have {usual:,} cells; {where}."
    padded = ["", *given] if missing == 1 else [*given, *[""] * missing]
    return padded, [_told("data_short_header", message, "warning")]


def _ends_open(records: Records, rows: Array, width: int) -> bool:
    ends = records.ends[rows[records.cells[rows] == width]]
    codes = np.frombuffer(records.text, dtype=np.uint8)
    return bool(len(ends)) and bool((codes[ends - 1] == ord(records.delimiter)).all())


def _cells(records: Records, record: int) -> list[str]:
    lines = io.StringIO(records.slice(record).decode("utf-8"), newline="")
    if records.quote:
        return next(csv.reader(lines, delimiter=records.delimiter, quotechar=records.quote))
    return next(csv.reader(lines, delimiter=records.delimiter, quoting=csv.QUOTE_NONE))


def _left_out(records: Records, lines: Array, where: str, file: str) -> list[Problem]:
    if not len(lines):
        return []
    text = " ".join(cell.strip() for cell in _cells(records, int(lines[0])) if cell.strip())
    quoted = text if len(text) <= 80 else text[:77] + "…"
    line, word = records.lines[lines[0]], records.word
    message = f"{file}: {counted(len(lines), word)} of text {where} the table left out ({word} {line:,}: {quoted!r})."
    return [_told("data_text_around", message)]


def _blank_lines(records: Records, table: Array, file: str) -> list[Problem]:
    inside = np.flatnonzero(records.blank[table[0] : table[-1] + 1])
    if not len(inside):
        return []
    line, word = records.lines[table[0] + inside[0]], records.word
    message = f"{file}: {counted(len(inside), f'blank {word}')} left out (the first is {word} {line:,})."
    return [_told("data_blank_lines", message)]


def _ragged(records: Records, rows: Array, width: int, file: str) -> list[Problem]:
    cells = records.cells[rows]
    short, long = np.flatnonzero(cells < width), np.flatnonzero(cells > width)
    told = []
    if len(short):
        what = f"have fewer than {width:,} cells ({_first(records, rows, short)}); the cells they lack count as empty"
        told.append(_told("data_short_rows", f"{file}: {_of(short, rows)} {what}.", "warning"))
    if len(long) and not _ends_open(records, rows[long], width + 1):
        what = f"have more than {width:,} cells ({_first(records, rows, long)}); the cells beyond are left out"
        told.append(_told("data_long_rows", f"{file}: {_of(long, rows)} {what}.", "warning"))
    return told


def _of(some: Array, rows: Array) -> str:
    return f"{len(some):,} of {counted(len(rows), 'row')}"


def _first(records: Records, rows: Array, odd: Array) -> str:
    record = int(rows[odd[0]])
    return f"the first is {records.word} {records.lines[record]:,} with {records.cells[record]:,}"


def _told(code: str, message: str, severity: Severity = "note") -> Problem:
    return Problem(code=code, severity=severity, message=message)
