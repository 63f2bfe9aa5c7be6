"""The table that was read last stays open: windows of its rows are asked for again and again."""

from pathlib import Path
from typing import TYPE_CHECKING

from netloom.settings.sources import Source

if TYPE_CHECKING:
    from netloom.data.reading import Table

Stamp = tuple[int, int, int]


class OpenTable:
    """At most one table, read again where another is asked for or its file has changed."""

    def __init__(self) -> None:
        self._asked: tuple[Path, Source] | None = None
        self._stamp: Stamp | None = None
        self._table: Table | None = None

    def get(self, source: Source, folder: Path) -> "Table":
        """The table of a source, whose path starts from a folder; DataError if it cannot be read."""
        from netloom.data.prepared import read_source

        if self._table is None or not self._is_open(source, folder):
            self._table = None  # two at once may be more than memory holds
            self._stamp = _stamp(folder / source.path)
            self._table = read_source(source, folder)
            self._asked = (folder, source)
        return self._table

    def _is_open(self, source: Source, folder: Path) -> bool:
        """Whether it is that table: asked for as before, or with all filled in that was found by looking."""
        assert self._table is not None
        found = self._table.source
        same = self._asked is not None and self._asked[0] == folder and source in (self._asked[1], found)
        return same and self._stamp is not None and self._stamp == _stamp(folder / source.path)


def _stamp(path: Path) -> Stamp | None:
    """What changes with a file; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
