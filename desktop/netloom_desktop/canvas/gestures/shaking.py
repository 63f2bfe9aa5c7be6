"""Telling a hand that shakes what it holds from one that moves it."""

from typing import Final

FAR: Final = 20.0  # pixels of one way
TURNS: Final = 4
SECONDS: Final = 1.2


class Shake:
    """Hears where the pointer is from left to right; it is shaken when it has turned often enough in a short time."""

    def __init__(self) -> None:
        self._turned_at: float | None = None  # where it turned last, as far as it got since
        self._way = 0
        self._turns: list[float] = []  # when

    def is_shaken(self, across: float, seconds: float) -> bool:
        """Whether this movement, at a time in seconds, makes it a shake."""
        if self._turned_at is None:
            self._turned_at = across
        by = across - self._turned_at
        if by * self._way >= 0 and self._way:
            self._turned_at = across  # further on the same way
        elif abs(by) >= FAR:
            self._way, self._turned_at = (1 if by > 0 else -1), across
            self._turns = [*(each for each in self._turns if seconds - each <= SECONDS), seconds]
        return len(self._turns) > TURNS
