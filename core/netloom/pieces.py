"""A sequence said by another one that both sides hold: which stretches of it are kept, and what is new between."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")


class Kept(NamedTuple):
    """The items from `start` to before `end` of the sequence that both sides hold."""

    start: int
    end: int


def pieces(before: Sequence[Item], after: Sequence[Item], key: Callable[[Item], Any] = id) -> tuple[Kept | Item, ...]:
    """`after`, said by `before`. Items with the same `key` are the same; by default, the very same object."""
    if after is before:
        return (Kept(0, len(before)),) if before else ()
    keys = [key(item) for item in before]
    places = {each: place for place, each in enumerate(keys)}
    said: list[Kept | Item] = []
    start = end = 0  # of the stretch that is being kept
    for item in after:
        wanted = key(item)
        follows = end < len(keys) and keys[end] == wanted and end > start
        place = end if follows else places.get(wanted)
        if not follows and end > start:
            said.append(Kept(start, end))
        if place is None:
            said.append(item)
            start = end
        else:
            start, end = (start if follows else place), place + 1
    return (*said, Kept(start, end)) if end > start else tuple(said)


def joined(before: Sequence[Item], said: Iterable[Kept | Item]) -> tuple[Item, ...]:
    """What `pieces` have said, in full. ValueError where `before` is not what they were made from."""
    found: list[Item] = []
    for piece in said:
        if not isinstance(piece, Kept):
            found.append(piece)
        elif 0 <= piece.start < piece.end <= len(before):
            found += before[piece.start : piece.end]
        else:
            raise ValueError(f"{piece.start} to {piece.end} of {len(before)} cannot be kept")
    return tuple(found)
