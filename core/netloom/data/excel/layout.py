"""Where the table of a sheet is: titles, groups of headings, notes and empty columns around it are no part of it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.excel.cells import EMPTY, TEXT, Cells
from netloom.data.excel.worksheet import Worksheet

Array = np.ndarray[Any, np.dtype[Any]]

_MOSTLY: Final = 0.75  # of the columns have a name of their own in a header, even if some cells of it are merged
_SPECIAL: Final = r'[",\r\n]'


def filled_cells(texts: pl.DataFrame) -> Array:
    """How many cells of each row hold something."""
    if not texts.width:
        return np.zeros(0, dtype=np.int64)
    return texts.select(pl.sum_horizontal(pl.all().is_not_null())).to_series().to_numpy()


def with_merged(cells: Cells, sheet: Worksheet) -> tuple[Cells, int]:
    """The cells with the value of those merged over several rows in each of them, and how many were merged so."""
    tall = [merged for merged in sheet.merged if merged.rows[1] > merged.rows[0]]
    texts, kinds = cells.texts, cells.kinds
    places = {name: place for place, name in enumerate(texts.columns)}
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for merged in tall:
        top, bottom, name = merged.rows[0], merged.rows[1], str(merged.columns[0])
        if name in places and _covers_nothing(kinds[top : bottom + 1, places[name]]):
            spans[name].append((top, min(bottom, texts.height - 1)))
    for name, filled in spans.items():
        texts = texts.with_columns(_filled_down(texts[name], filled, kinds[:, places[name]]))
    return Cells(texts, kinds), sum(map(len, spans.values()))


def _covers_nothing(kinds: Array) -> bool:
    """Whether the first of these cells holds something and the others nothing, as merged ones do."""
    return len(kinds) > 1 and kinds[0] != EMPTY and bool((kinds[1:] == EMPTY).all())


def _filled_down(texts: pl.Series, spans: Sequence[tuple[int, int]], kinds: Array) -> pl.Series:
    sources = np.arange(len(texts))
    for top, bottom in spans:
        sources[top : bottom + 1] = top
        kinds[top : bottom + 1] = kinds[top]
    return texts.gather(sources)


def table_columns(cells: Cells, around: Sequence[int]) -> list[bool]:
    """Which columns hold something in the rows of the table."""
    rows = np.delete(cells.kinds, around, axis=0)
    return [bool(filled) for filled in (rows != EMPTY).any(axis=0)]


def as_lines(cells: Cells, columns: Sequence[bool], around: Sequence[int]) -> bytes:
    """The rows as lines with commas between the cells of these columns: empty ones as empty lines.

    Each row `around` the table is one text. So the rest of the way is that of a text file, which finds the header and
    tells what is left out.
    """
    names = [name for name, kept in zip(cells.texts.columns, columns, strict=True) if kept]
    quoted = [_quoted(pl.col(name).fill_null("")) for name in names]
    lines = cells.texts.select(pl.concat_str(quoted, separator=",")).to_series()
    blank = np.flatnonzero(filled_cells(cells.texts) == 0)
    lines = lines.scatter(blank, [""] * len(blank))
    joined = _quoted(pl.concat_str(pl.all(), separator=" ", ignore_nulls=True))
    lines = lines.scatter(around, cells.texts[around].select(joined).to_series())
    return "\n".join(lines).encode().replace(b"\0", b"") + b"\n"


def _quoted(cell: pl.Expr) -> pl.Expr:
    enclosed = pl.lit('"') + cell.str.replace_all('"', '""', literal=True) + pl.lit('"')
    return pl.when(cell.str.contains(_SPECIAL)).then(enclosed).otherwise(cell)


def _groups(cells: Cells, sheet: Worksheet, usual: float) -> set[int]:
    """The rows of headings that are merged over several columns and have the names of the columns below them."""
    headed = {merged.rows[0] for merged in sheet.merged if merged.columns[1] > merged.columns[0]}
    filled = filled_cells(cells.texts)
    return {
        row
        for row in headed
        if row + 1 < len(filled)
        and filled[row] < _MOSTLY * usual
        and np.isin(cells.kinds[row + 1], (TEXT, EMPTY)).all()
    }


def rows_around(cells: Cells, sheet: Worksheet) -> list[int]:
    """The rows before and after the table that hold something: mostly one text, or few beside the table's cells."""
    filled, texts = filled_cells(cells.texts), cells.texts
    full = np.flatnonzero(filled > 1)
    if not len(full):
        return []
    usual = float(np.median(filled[full]))
    start, end = _start(filled, usual, _groups(cells, sheet, usual)), len(filled)
    while end > start + 1 and _is_below(filled, end - 1, usual, texts):
        end -= 1
    return [row for row in (*range(start), *range(end, len(filled))) if filled[row]]


def _start(filled: Array, usual: float, groups: set[int]) -> int:
    """The first row of the table; if each looks like a title, the first that is filled."""
    for row, count in enumerate(filled):
        if count > 1 and 2 * count >= usual and row not in groups:
            return row
    return int(np.flatnonzero(filled)[0])


def _is_below(filled: Array, row: int, usual: float, texts: pl.DataFrame) -> bool:
    """Whether a row at the end is empty, a note, or set apart from the table and much narrower."""
    apart = row > 0 and filled[row - 1] == 0
    if filled[row] > 1:
        return apart and 2 * filled[row] < usual
    return not filled[row] or apart or any(" " in cell.strip() for cell in texts.row(row) if cell)
