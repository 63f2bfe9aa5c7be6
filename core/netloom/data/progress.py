"""How far the reading of a table is, told to whoever waits for it."""

from collections.abc import Callable
from typing import Literal, NamedTuple


class Reached(NamedTuple):
    """What is being done, and how much of it is done; `of` is 0 where that cannot be known before."""

    doing: str
    done: int = 0
    of: int = 0
    unit: Literal["bytes", "rows", "columns", ""] = ""


Tell = Callable[[Reached], object]


def nobody(_: Reached) -> None:
    """Where nobody waits."""
