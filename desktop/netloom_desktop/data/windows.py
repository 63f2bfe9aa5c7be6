"""Which windows of a table's rows are at hand, and which are to be fetched next. Nothing here knows Qt."""

from collections import OrderedDict
from typing import Final, NamedTuple

from netloom.protocol import Rows

HEIGHT: Final = 200  # rows of a window
WIDTH: Final = 25  # columns
KEPT: Final = 60  # windows: 300,000 cells
_WANTED: Final = 16  # more than are seen at once; of those that were scrolled past the older ones are left out


class Place(NamedTuple):
    """A window: its number from the top and from the left."""

    down: int
    across: int


class Cell(NamedTuple):
    """A cell as it is in the file; None where the file has nothing. What is `missing` counts as no value."""

    text: str | None
    missing: bool


class Windows:
    """At most `KEPT` windows, those that were looked at last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Place, Rows] = OrderedDict()
        self._wanted: OrderedDict[Place, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def cell(self, row: int, column: int) -> Cell | None:
        """A cell, or None if it is not at hand; its window is then wanted."""
        place = Place(row // HEIGHT, column // WIDTH)
        window = self._kept.get(place)
        if window is None:
            self._want(place)
            return None
        self._kept.move_to_end(place)
        down, across = row % HEIGHT, column % WIDTH
        if down >= len(window.cells) or across >= len(window.names):
            return None
        return Cell(window.cells[down][across], across in window.missing[down])

    def _want(self, place: Place) -> None:
        self._wanted[place] = None
        self._wanted.move_to_end(place)
        while len(self._wanted) > _WANTED:
            self._wanted.popitem(last=False)

    def next_wanted(self) -> Place | None:
        """The window that was looked for last; it is wanted no more."""
        return self._wanted.popitem()[0] if self._wanted else None

    def keep(self, place: Place, window: Rows) -> None:
        """A window has come."""
        self._wanted.pop(place, None)
        self._kept[place] = window
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """It is another table."""
        self._kept.clear()
        self._wanted.clear()
