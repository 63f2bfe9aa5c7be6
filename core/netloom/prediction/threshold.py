"""From which probability on the second of two classes is answered, where that is not simply the likelier one."""

import numpy as np
from numpy.typing import NDArray

from netloom.errors import InputError, Problem
from netloom.planning import PlannedOutput
from netloom.reports.thresholds import at
from netloom.runs import Answer, Run


def yes_or_no(run: Run) -> PlannedOutput | None:
    """The Output that a threshold is for: the only one of two classes; None where there is none, or several."""
    found = _of_two(run)
    return found[0] if len(found) == 1 else None


def event_of(run: Run) -> str:
    """The class that a threshold may answer; empty where none can be used."""
    planned = yes_or_no(run)
    return planned.target.classes[1] if planned is not None else ""


def check_threshold(run: Run, threshold: float | None) -> None:
    """InputError if the answers of a run cannot be told by this threshold."""
    if threshold is None:
        return
    if not 0 <= threshold <= 1:
        raise InputError(
            f"The threshold is {threshold:g}. It is a probability: give a number from 0 to 1, such as 0.37."
        )
    if yes_or_no(run) is None:
        raise InputError(
            f"A threshold is for a single Output of two classes, and run {run.name} predicts {_predicted(run)}. "
            "Leave the threshold out: then each row is answered with the likeliest class."
        )


def answered_classes(planned: PlannedOutput, answer: Answer, threshold: float | None) -> NDArray[np.int64]:
    """The numbers of the classes that are answered [rows]: of two classes the second above the threshold, if there is
    one; else the likeliest."""
    if threshold is None or len(planned.target.classes) != 2:  # a threshold has been checked to be for the only such
        likeliest: NDArray[np.int64] = answer.probabilities.argmax(1)
        return likeliest
    return (answer.probabilities[:, 1].astype(np.float64) > threshold).astype(np.int64)


def threshold_told(run: Run, threshold: float | None) -> tuple[Problem, ...]:
    """By which threshold was answered, as a note; nothing where none was given."""
    planned = yes_or_no(run)
    if planned is None or threshold is None:
        return ()
    other, event = planned.target.classes
    message = f"{event!r} is answered where its probability is above {at(threshold)}, and {other!r} elsewhere."
    return (Problem(code="threshold", severity="note", message=message),)


def _of_two(run: Run) -> list[PlannedOutput]:
    return [planned for planned in run.plan.outputs if len(planned.target.classes) == 2]


def _predicted(run: Run) -> str:
    """`'price' (an amount) and 'grade' (3 classes)`."""
    *first, last = [
        f"{planned.target.column.name!r} ({_kind(len(planned.target.classes))})" for planned in run.plan.outputs
    ]
    return f"{', '.join(first)} and {last}" if first else last


def _kind(classes: int) -> str:
    return f"{classes} classes" if classes else "an amount"
