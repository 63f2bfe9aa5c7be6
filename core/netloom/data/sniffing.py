"""What separates cells, what encloses them, and whether the first row names the columns: found by looking.

Each way to cut the first lines into cells is scored by how regular the rows become and how much the cells look like
data, after van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from netloom.data.cells import MARKERS
from netloom.settings.sources import TableFile

_SAMPLE: Final = 2**18
_ROWS: Final = 300
_CELLS: Final = 20_000

# How likely each is before looking: a space or a colon is mostly part of a cell.
_DELIMITERS: Final = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "\x1f": 1.0, "^": 0.8, "~": 0.8, ":": 0.5, " ": 0.4}

_NUMBER: Final = re.compile(r"[-+(]?[$€£¥]?\s?\d[\d.,' \u00a0]*(e[-+]?\d+)?\s?[%€$£¥]?\)?", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?([T ]\d{1,2}:\d{2}.*)?")
_FOREIGN: Final = re.compile(r"[,;\t|]")

Rows = list[list[str]]


def find_dialect(text: bytes, source: TableFile) -> TableFile:
    """The source with delimiter, quote and header filled in, from the first lines of UTF-8 text."""
    sample = _sample(text)
    choices = [
        _Choice(delimiter, quote)
        for delimiter in _delimiters(source, sample)
        for quote in ([source.quote] if source.quote else _quotes(delimiter, sample))
    ]
    best = max(choices, key=lambda choice: choice.score(sample))
    header = source.header
    if header == "look":
        header = "yes" if names_columns(_table_rows(best.rows(sample))) else "no"
    return TableFile(**(dict(source) | {"delimiter": best.delimiter, "quote": best.quote, "header": header}))


def _sample(text: bytes) -> str:
    start = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        end = max(start.rfind(b"\n"), start.rfind(b"\r"))
        start = start[: end + 1] if end > 0 else start
    return start.decode("utf-8", errors="ignore")


def _delimiters(source: TableFile, sample: str) -> list[str]:
    if source.delimiter:
        return [source.delimiter]
    return [delimiter for delimiter in _DELIMITERS if delimiter in sample or delimiter == ","]


def _quotes(delimiter: str, sample: str) -> Sequence[str]:
    """An apostrophe encloses cells only where it stands on both sides of several, more than double quotes do."""
    edge = re.escape(delimiter)
    enclosed = len(re.findall(rf"(?:^|{edge})'[^'\r\n]*'(?={edge}|\r?$)", sample, re.MULTILINE))
    double = len(re.findall(rf'(?:^|{edge})"', sample, re.MULTILINE))
    return ("'", '"') if enclosed >= 2 and enclosed > double else ('"',)


@dataclass(frozen=True)
class _Choice:
    """One way to cut lines into cells."""

    delimiter: str
    quote: str

    def rows(self, sample: str) -> Rows:
        lines = io.StringIO(sample, newline="")
        reader = csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=True)
        rows: Rows = []
        with suppress(csv.Error):  # a cell beyond csv's own limit: what was read so far is enough to judge by
            rows.extend(row for row in islice(reader, _ROWS) if any(cell.strip() for cell in row))
        return rows

    def score(self, sample: str) -> float:
        rows = self.rows(sample)
        if not rows:
            return 0.0
        regular = _regularity(rows)
        plain = _plainness(rows, self.delimiter)
        return regular * plain**2 * _DELIMITERS.get(self.delimiter, 1.0)


def _regularity(rows: Rows) -> float:
    """The share of rows that have the most common width; narrow tables count less."""
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if width == 1:
        return 0.1 * count / len(rows)
    return (width - 1) / width * count / len(rows)


def _plainness(rows: Rows, delimiter: str) -> float:
    """The mean over the cells of how much each looks like one piece of data."""
    cells = list(islice((cell for row in rows for cell in row), _CELLS))
    return sum(_plain(cell.strip(), delimiter) for cell in cells) / len(cells)


def _plain(cell: str, delimiter: str) -> float:
    if not cell or _NUMBER.fullmatch(cell) or _DATE.fullmatch(cell):
        return 1.0
    if '"' in cell:
        return 0.2
    foreign = _FOREIGN.findall(cell)
    if not foreign or set(foreign) == {delimiter}:  # its own delimiter can only be there because it was quoted
        return 0.95
    return 0.1 if "\t" in foreign else 0.6 if ", " in cell else 0.3


def _table_rows(rows: Rows) -> Rows:
    """The rows without lines of text before and after the table."""
    if not rows:
        return []
    width = max(Counter(len(row) for row in rows).items(), key=lambda item: (item[1], item[0]))[0]
    if width == 1:
        return rows
    first = next(number for number, row in enumerate(rows) if len(row) > 1)
    return [row for row in rows[first:] if len(row) > 1]


def names_columns(rows: Rows) -> bool:
    """Whether the first row names the columns: it differs in kind from the rows below it."""
    if not rows:
        return True
    first, body = rows[0], rows[1:]
    votes = [_vote(cell.strip(), _below(body, place)) for place, cell in enumerate(first)]
    if any(votes) and sum(votes) != 0:
        return sum(votes) > 0 or _counts_on(first, body)
    return not any(_is_value(cell.strip()) for cell in first)


def _below(body: Rows, place: int) -> list[str]:
    return [row[place].strip() for row in body if place < len(row) and row[place].strip()]


def _vote(cell: str, below: Sequence[str]) -> float:
    """Above 0 if the cell looks like a name over its column, below 0 if like one more value of it."""
    if not below or not cell:
        return 0.0
    if cell in below or cell.lower() in MARKERS:
        return -1.0
    values = sum(map(_is_value, below)) / len(below)
    if values > 0.7:
        return -1.0 if _is_value(cell) else 1.0
    return _vote_of_shape(cell, below) - 0.2 * _is_value(cell)


def _vote_of_shape(cell: str, below: Sequence[str]) -> float:
    """Codes such as A100 and B7-3 look alike: what looks otherwise above them is their name."""
    shapes = {_shape(other) for other in below}
    if len(below) < 3 or len(shapes) > 1:
        return 0.0
    return 0.5 if _shape(cell) not in shapes else -1.0 if "0" in min(shapes) else 0.0


def _shape(cell: str) -> str:
    return "".join("0" if letter.isdecimal() else "a" if letter.isalpha() else letter for letter in cell)


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell))


def _counts_on(first: Sequence[str], body: Iterable[Sequence[str]]) -> bool:
    """Whether the first row counts on, as 1990, 1991, 1992 over yearly figures, and the next does not."""
    return _even_steps(first) and not _even_steps(next(iter(body), []))


def _even_steps(row: Sequence[str]) -> bool:
    numbers = [int(cell) for cell in row if cell.strip().isdecimal() and len(cell) < 10]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    years = all(1800 <= number < 2200 for number in numbers)
    if len(numbers) == 2:
        return years and steps == {1}
    return len(steps) == 1 and (steps == {1} or (years and min(steps) > 0))
