"""Points that come one after the other, in bounded memory. Nothing here knows Qt."""

from array import array
from bisect import bisect_left, bisect_right
from typing import Final

MOST: Final = 40_000  # points kept: more than any screen is wide


class Curve:
    """x and y of points whose x never falls. Once `MOST` are kept every second one is dropped, and of what follows
    only as many are taken. The latest is always there. `revision` grows with each change."""

    def __init__(self) -> None:
        self.x = array("d")
        self.y = array("d")
        self.revision = 0
        self._every = 1
        self._since = 0  # points since the last that stays

    def __len__(self) -> int:
        return len(self.x)

    def add(self, x: float, y: float) -> None:
        """Take in the next point; one at the place of the last takes its place."""
        self.revision += 1
        if self.x and (self._since or self.x[-1] == x):
            self.x[-1], self.y[-1] = x, y
        else:
            self.x.append(x)
            self.y.append(y)
        self._since = (self._since + 1) % self._every
        if len(self.x) > MOST:
            self._thin()

    def at(self, x: float) -> float | None:
        """The y of the point nearest to x; None where there are no points near: beyond the first and the last."""
        if not self.x or not self.x[0] - 0.5 <= x <= self.x[-1] + 0.5:
            return None
        place = min(bisect_left(self.x, x), len(self.x) - 1)
        before = max(place - 1, 0)
        return self.y[before if x - self.x[before] < self.x[place] - x else place]

    def cut(self, x: float) -> None:
        """Forget the points beyond x."""
        self.revision += 1
        end = bisect_right(self.x, x)
        del self.x[end:], self.y[end:]
        self._since = 0

    def _thin(self) -> None:
        self.x, self.y = self.x[::2], self.y[::2]
        self._every *= 2
        self._since = 0
