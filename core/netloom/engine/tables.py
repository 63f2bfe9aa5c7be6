"""What is asked of a table: windows of its rows, its profile, a glance at its beginning. The last one stays open."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from netloom import protocol
from netloom.settings.sources import Source, TableFile, without_place

if TYPE_CHECKING:
    import polars as pl

    from netloom.data.progress import Tell
    from netloom.data.reading import Table

Stamp = tuple[int, int, int]
GLANCE_COLUMNS = 200
_GLANCE_CELL = 200  # characters


class OpenTable:
    """At most one table, read again where another is asked for or its file has changed."""

    def __init__(self) -> None:
        self._asked: tuple[Path, Source] | None = None
        self._stamp: Stamp | None = None
        self._table: Table | None = None

    def get(self, source: Source, folder: Path, tell: "Tell") -> "Table":
        """The table of a source, whose path starts from a folder; DataError if it cannot be read."""
        from netloom.data.prepared import read_source

        path = _whole(folder / source.path)
        if self._table is None or not self._is_open(source, path):
            self._table = None  # two at once may be more than memory holds
            stamp = stamp_of(path)
            self._table = read_source(source, folder, tell)
            self._asked, self._stamp = (path, without_place(source)), stamp
        return self._table

    def take_as(self, source: TableFile, path: Path) -> None:
        """The open table is from now on the one of this source, which has more filled in."""
        assert self._table is not None
        self._table = replace(self._table, source=source)
        self._asked = _whole(path), without_place(source)

    def _is_open(self, source: Source, path: Path) -> bool:
        """Whether it is that table: asked for as before, or with all filled in that was found by looking."""
        assert self._table is not None
        way = without_place(source)
        same = (
            self._asked is not None
            and self._asked[0] == path
            and way in (self._asked[1], without_place(self._table.source))
        )
        return same and self._stamp is not None and self._stamp == stamp_of(path)


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))


def stamp_of(path: Path) -> Stamp | None:
    """What changes with a file; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def profiled(table: "Table", request: protocol.ProfileTable) -> protocol.Profiled:
    """The profile of the columns that are asked for."""
    from netloom.data.profile import profile_part

    count = table.frame.width if request.columns is None else request.columns
    return protocol.Profiled(source=table.source, profile=profile_part(table, request.first_column, count))


def rows(table: "Table", request: protocol.ReadRows) -> protocol.Rows:
    """The window that is asked for."""
    names = table.frame.columns[request.first_column : request.first_column + request.columns]
    window = table.frame.slice(request.start, request.count).select(names)
    return window_of(table, window, request.longest, (request.start, request.first_column))


def glanced(request: protocol.GlanceAtTable) -> protocol.Glanced:
    """The beginning of a file, which does not stay open."""
    from netloom.data.glance import glance

    found = glance(request.source, Path(request.folder), request.rows)
    table = found.table
    first = table.frame.select(table.frame.columns[:GLANCE_COLUMNS])
    return protocol.Glanced(
        source=table.source,
        settings=found.settings,
        sheets=table.sheets,
        names=tuple(table.frame.columns),
        kinds=found.kinds,
        target=found.target,
        first=window_of(table, first, _GLANCE_CELL, (0, 0)),
        all_rows=found.all_rows,
    )


def window_of(
    table: "Table", window: "pl.DataFrame", longest: int, place: tuple[int, int], rows: int | None = None
) -> protocol.Rows:
    """Some rows and columns of a table, which begin at a place of all its rows, or of `rows` that are chosen."""
    from netloom.data.cells import is_missing

    gaps = [is_missing(column.alias(""), table.source).to_list() for column in window]
    missing = (tuple(place for place, gap in enumerate(row) if gap) for row in zip(*gaps, strict=True))
    cells = [[_cut(cell, longest) for cell in column] for column in window]
    return protocol.Rows(
        start=place[0],
        first_column=place[1],
        names=tuple(window.columns),
        cells=tuple(zip(*cells, strict=True)),
        missing=tuple(missing),
        rows=table.frame.height if rows is None else rows,
        columns=table.frame.width,
    )


def _cut(cell: str | None, longest: int) -> str | None:
    return cell if cell is None or len(cell) <= longest else f"{cell[: longest - 1]}…"
