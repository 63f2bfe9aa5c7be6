"""What is drawn of a run in a plot of one figure, without how. Nothing here knows Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from netloom_desktop.training.curve import Curve
from netloom_desktop.training.run import HEALTHS, VALIDATION, Run, figure_names

Part = Literal["training", "validation", "steps", "block"]
LEARNING_RATE: Final = "learning_rate"


@dataclass(frozen=True)
class Line:
    """A curve of a run: of what rows it tells, or of which block, which is then its name and has a number."""

    part: Part
    curve: Curve
    name: str
    number: int = 0


def lines_of(run: Run, figure: str, *, steps: bool) -> tuple[Line, ...]:
    """The curves of a figure, those behind first; within epochs there is the loss alone."""
    if figure in HEALTHS:
        blocks = run.healths[figure].items()
        return tuple(Line("block", curve, node, number) for number, (node, curve) in enumerate(blocks))
    if figure == LEARNING_RATE:
        return (Line("training", run.learning_rate, "each epoch"),)
    found = [Line("steps", run.steps, "within epochs")] if steps and figure == "loss" and len(run.steps) else []
    if (training := run.figures.get(figure)) is not None:
        found.append(Line("training", training, "training"))
    if (validation := run.figures.get(VALIDATION + figure)) is not None:
        found.append(Line("validation", validation, "validation"))
    return tuple(found)


def offered_figures(runs: Sequence[Run]) -> tuple[str, ...]:
    """All that could be drawn of some runs."""
    healths = (name for name in HEALTHS if any(run.healths[name] for run in runs))
    return (*(figure_names(runs) or ("loss",)), LEARNING_RATE, *healths)


def judged(run: Run, figure: str) -> Curve | None:
    """The curve that says how good a run is: on the validation rows, if there are any."""
    return run.figures.get(VALIDATION + figure, run.figures.get(figure))


def values_at(runs: Sequence[tuple[str, Run]], figure: str, x: float) -> list[str]:
    """What some runs, each with what it is called, have at a place: a line each, of those that have anything."""
    found = []
    for name, run in runs:
        values = {line.name: line.curve.at(x) for line in lines_of(run, figure, steps=False)}
        words = [f"{what} {value:.4g}" for what, value in values.items() if value is not None]
        if words:
            found.append("  ".join([name, *words] if name else words))
    return found
