"""Where the records of a text table begin and end, and how many cells each has, without cutting it up yet.

It works on whole arrays of positions, so that 100 MB take about a second and memory is in proportion to the separators.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

import numpy as np

from netloom.limits import CELL_LENGTH

Array = np.ndarray[Any, np.dtype[Any]]

_NEWLINE: Final = ord("\n")
_RETURN: Final = ord("\r")
_END: Final = "\0"  # no text has it


@dataclass(frozen=True)
class Records:
    """The records of UTF-8 `text`, whose line ends outside quotes are plain newlines.

    `starts` and `ends` are byte positions, `cells` how many cells each record has, `longest` the bytes of the longest
    cell and `longest_line` the line that it begins at.
    """

    text: bytes
    delimiter: str
    quote: str
    starts: Array
    ends: Array
    cells: Array
    longest: int
    longest_line: int
    word: ClassVar[str] = "line"  # what a place in the file is called

    @cached_property
    def lines(self) -> Array:
        """The line of the file at which each record begins, counted from 1."""
        return np.searchsorted(_positions(self.text, _NEWLINE), self.starts) + 1

    @cached_property
    def blank(self) -> Array:
        """Which records hold nothing; spaces alone are a blank line too, unless they could be a cell of one column."""
        empty: Array = self.ends == self.starts
        if not empty.all() and self.cells.max() > 1:
            alone = np.flatnonzero((self.cells == 1) & ~empty)
            empty[alone[[not self.slice(number).strip() for number in alone]]] = True
        return empty

    def slice(self, record: int | np.int64) -> bytes:
        """The bytes of one record, without its line end."""
        return self.text[self.starts[record] : self.ends[record]]

    def joined(self, keep: Array) -> bytes:
        """The records at these increasing numbers, each ended by a newline."""
        breaks = np.flatnonzero(np.diff(keep) != 1) + 1
        runs = [run for run in np.split(keep, breaks) if len(run)]
        return b"".join(self.text[self.starts[run[0]] : self.ends[run[-1]]] + b"\n" for run in runs)


def scan(text: bytes, delimiter: str, quote: str) -> Records | None:
    """The records of the text; None if its quotes are not as they must be for this, or a mark is beyond ASCII.

    An empty `quote` means that nothing encloses cells.
    """
    if not (delimiter + quote).isascii():
        return None
    quotes = _positions(text, ord(quote)) if quote else np.empty(0, dtype=np.int64)
    if len(quotes) and not _well_placed(text, quotes, delimiter):
        return None
    if b"\r" in text:
        text = _with_newlines(text, quotes)
        quotes = _positions(text, ord(quote)) if quote else quotes
    newlines = _outside(_positions(text, _NEWLINE), quotes)
    if not text.endswith(b"\n") or not len(newlines) or newlines[-1] != len(text) - 1:
        newlines = np.append(newlines, len(text))
    starts = np.concatenate(([0], newlines[:-1] + 1))
    delimiters = _outside(_positions(text, ord(delimiter)), quotes)
    before = np.searchsorted(delimiters, newlines)
    cells = np.diff(before, prepend=0) + 1
    edges = np.sort(np.concatenate((delimiters, newlines)), kind="stable")
    lengths = np.diff(edges, prepend=-1) - 1
    longest = int(lengths.argmax())
    line = text.count(b"\n", 0, int(edges[longest] - lengths[longest])) + 1
    return Records(text, delimiter, quote, starts, newlines, cells, int(lengths[longest]), line)


def rewritten(text: bytes, delimiter: str, quote: str) -> tuple[bytes, int]:
    """The same cells with commas between and every quote where it must be; and the line of a quote left open, or 0.

    For text whose quotes stand within cells or after spaces: Python's reader takes them. From the line of a quote that
    is left open, quotes are read as part of the cells.
    """
    lines = list(io.StringIO(text.decode("utf-8"), newline=""))
    result = io.StringIO(newline="")
    writer = csv.writer(result, lineterminator="\n", quoting=csv.QUOTE_ALL)
    after_space = f"{delimiter} {quote}" in text.decode("utf-8")
    reader = csv.reader([*lines, _END], delimiter=delimiter, quotechar=quote, skipinitialspace=after_space)
    closed = _write_closed(reader, writer.writerow)
    writer.writerows(csv.reader(lines[closed:], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    return result.getvalue().encode("utf-8"), closed + 1 if closed < len(lines) else 0


def squeezed(text: bytes) -> bytes:
    """The text with runs of spaces made one, where they are there to line up columns: its rows then have equal width.

    Text with quotes stays as it is, since spaces within them are part of a cell.
    """
    if b"  " not in text or b'"' in text or b"'" in text:
        return text
    narrow = re.sub(rb"(?m)^ +| +(?=\r?$)", b"", re.sub(rb" +", b" ", text))
    return narrow if _usual_share(narrow) > _usual_share(text) else text


def _usual_share(text: bytes) -> float:
    """The share of lines that have the most common number of spaces."""
    counts = Counter(line.count(b" ") for line in text.splitlines() if line.strip())
    return max(counts.values()) / counts.total()


def _write_closed(reader: Iterator[list[str]], write: Callable[[list[str]], Any]) -> int:
    """Writes the rows of a reader whose last line is `_END`, and returns how many lines they are.

    These are all, or those before the row in which a quote was left open: it has swallowed the end.
    """
    begun = 0
    csv.field_size_limit(CELL_LENGTH)  # its own limit is an eighth of ours
    with suppress(csv.Error):  # a cell beyond the limit: its quote was never closed
        for row in reader:
            if row and row[-1].endswith(_END):
                return begun  # all lines, if this row is the end itself
            write(row)
            begun = reader.line_num  # type: ignore[attr-defined]  # a csv.reader, whose type has no name
    return begun


def _positions(text: bytes, byte: int) -> Array:
    return np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == byte)


def _outside(positions: Array, quotes: Array) -> Array:
    """Those positions that no pair of quotes encloses."""
    return positions[np.searchsorted(quotes, positions) % 2 == 0] if len(quotes) else positions


def _well_placed(text: bytes, quotes: Array, delimiter: str) -> bool:
    """Whether every quote opens right after a delimiter or line end, closes right before one, or stands doubled."""
    if len(quotes) % 2:
        return False
    codes = np.frombuffer(b"\n" + text + b"\n", dtype=np.uint8)
    edges = np.array([ord(delimiter), _NEWLINE, _RETURN], dtype=np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    doubled = closing[:-1] + 1 == opening[1:]
    opens = np.isin(codes[opening], edges)  # codes is one byte longer in front: this is the byte before
    closes = np.isin(codes[closing + 2], edges)
    opens[1:] |= doubled
    closes[:-1] |= doubled
    return bool(opens.all() and closes.all())


def _with_newlines(text: bytes, quotes: Array) -> bytes:
    """The text with CR LF and lone CR outside quotes made LF; inside quotes they are part of a cell."""
    returns = _outside(_positions(text, _RETURN), quotes)
    codes = np.frombuffer(text + b"\0", dtype=np.uint8).copy()
    pairs = returns[codes[returns + 1] == _NEWLINE]
    codes[returns] = _NEWLINE
    return np.delete(codes[:-1], pairs).tobytes()
