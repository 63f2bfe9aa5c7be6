"""What is drawn of a run in a plot of one figure, without how. Nothing here knows Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from netloom_desktop.training.curve import Curve
from netloom_desktop.training.run import VALIDATION, Run

Part = Literal["training", "validation", "steps"]
LEARNING_RATE: Final = "learning_rate"


@dataclass(frozen=True)
class Line:
    """A curve of a run, and of what rows it tells."""

    part: Part
    curve: Curve


def lines_of(run: Run, figure: str, *, steps: bool) -> tuple[Line, ...]:
    """The curves of a figure, those behind first; within epochs there is the loss alone."""
    if figure == LEARNING_RATE:
        return (Line("training", run.learning_rate),)
    found = [Line("steps", run.steps)] if steps and figure == "loss" and len(run.steps) else []
    for part, name in (("training", figure), ("validation", VALIDATION + figure)):
        curve = run.figures.get(name)
        if curve is not None:
            found.append(Line("training" if part == "training" else "validation", curve))
    return tuple(found)


def judged(run: Run, figure: str) -> Curve | None:
    """The curve that says how good a run is: on the validation rows, if there are any."""
    return run.figures.get(VALIDATION + figure, run.figures.get(figure))


def values_at(runs: Sequence[tuple[str, Run]], figure: str, x: float) -> list[str]:
    """What some runs, each with what it is called, have at a place: a line each, of those that have anything."""
    found = []
    for name, run in runs:
        values = {line.part: line.curve.at(x) for line in lines_of(run, figure, steps=False)}
        words = [f"{part} {value:.4g}" for part, value in values.items() if value is not None]
        if words:
            found.append("  ".join([name, *words] if name else words))
    return found
