"""What a plot is asked to draw, and how. Nothing here knows Qt."""

from dataclasses import dataclass

from netloom_desktop.training.run import Run


@dataclass(frozen=True)
class Drawn:
    """A run as it is drawn: what it is called there, and its number among the colours."""

    run: Run
    name: str
    number: int


@dataclass(frozen=True)
class Manner:
    """How curves are drawn: with a logarithmic scale, smoothed by a weight, with the loss within epochs."""

    log: bool = False
    smooth: float = 0.0
    steps: bool = True
