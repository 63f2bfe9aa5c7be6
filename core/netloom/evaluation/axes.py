"""Where values lie on paper: a scale with round ticks, in the user units of an SVG."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SMALLEST, _LARGEST = 1e-300, 1e300  # beyond them the span of two values may be zero or infinite
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """A linear scale from values `low`…`high` to positions `start`…`end` (which may run backwards).

    `name` is what it measures, with its unit; `shares` are written as percentages.
    """

    low: float
    high: float
    start: float
    end: float
    name: str = ""
    shares: bool = False

    def __call__(self, value: float) -> float:
        """The position of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def text(self, tick: float) -> str:
        """How a tick is written."""
        return f"{100 * tick:.3g} %".replace("-", "−") if self.shares else tick_text(tick)

    def ticks(self, about: int = 5) -> Iterator[float]:
        """Round values within the scale, about so many."""
        step = _round_step((self.high - self.low) / about)
        for count in range(math.ceil(self.low / step), math.floor(self.high / step) + 1):
            yield count * step


def _round_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return power * next(step for step in _STEPS if step * power >= raw * 0.999)


def fitted(
    values: Iterable[float], span: tuple[float, float], name: str = "", *, margin: float = 0.05, shares: bool = False
) -> Axis:
    """The scale over a span of positions that shows all values but infinite ones, with some room around them."""
    finite = [value for value in values if abs(value) < _LARGEST]
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    extent = high - low
    if extent <= max(1e-9 * abs(low), _SMALLEST):  # too close to tell apart on paper
        room = abs(low) if abs(low) > _SMALLEST else 1.0
        low, high, extent = low - room / 2, high + room / 2, room
    return Axis(low - margin * extent, high + margin * extent, *span, name, shares)


def tick_text(value: float) -> str:
    """A tick as short as it can be: `0.85`, `200k`, `1.5M`, `1e+12`."""
    for size, letter in ((1e12, ""), (1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            text = f"{value:.3g}" if not letter else f"{value / (1e3 if letter == 'k' else size):.6g}{letter}"
            break
    else:
        text = f"{value:.4g}"
    return text.replace("-", "−")
