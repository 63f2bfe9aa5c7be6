"""Which run answers for a whole project or for a series of runs.

Of repeats it is the one with the middle validation loss, neither lucky nor unlucky; test rows have no say, or their
score would flatter it. A fold learns from fewer rows than there are: it measures, and answers for nothing.
"""

from collections.abc import Mapping
from pathlib import Path

from netloom.errors import Problem, RunError
from netloom.training.state import COMPLETE, RunState

States = Mapping[Path, RunState | None]


def representative(states: States, series: str) -> Path | None:
    """The run that stands for a series of repeats; None if none of them is complete, or if its runs are folds.

    Of an even number it is the better of the two in the middle.
    """
    members = {
        folder: state
        for folder, state in states.items()
        if state and state.place and (state.place.series, state.place.kind) == (series, "repeat")
    }
    complete = [folder for folder, state in members.items() if state.status in COMPLETE]
    ordered = sorted(complete, key=lambda folder: _watched(members[folder]))
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def _watched(state: RunState) -> float:
    """The validation loss of the best epoch, or the loss where nothing was validated."""
    figures = {figure.name: figure.value for figure in state.best_figures}
    return figures.get("validation_loss", figures.get("loss", float("inf")))


def latest(project: Path, states: States) -> tuple[Path, tuple[Problem, ...]]:
    """The run that a project stands for, of its runs in the order of their start, and what is to be told of that.

    RunError if there are only folds.
    """
    usable = [folder for folder, state in states.items() if not _is_fold(state)]
    if not usable:
        raise RunError(
            f"{project} has only runs of a cross-validation: each learnt from a part of the rows, to measure. Train "
            f"the network that is to be used: netloom train {project}; or name the folder of one of them."
        )
    folder = usable[-1]
    state, told = states[folder], _passed_over(folder, states)
    if not state or not state.place:
        return folder, told
    chosen = representative(states, state.place.series) or folder
    return chosen, (*told, stands_for(chosen, state.place.series))


def stands_for(run: Path, series: str) -> Problem:
    """Tells that a run was taken for its series, and why this one."""
    message = f"Run {run.name} stands for the repeats of {series}: of these it has the middle validation loss."
    return Problem(code="stands_for_series", severity="note", message=message)


def _is_fold(state: RunState | None) -> bool:
    return state is not None and state.place is not None and state.place.kind == "fold"


def _passed_over(folder: Path, states: States) -> tuple[Problem, ...]:
    if folder == list(states)[-1]:
        return ()
    message = f"Run {folder.name} is the latest that is to be used: the later ones are folds of a cross-validation."
    return (Problem(code="folds_passed_over", severity="note", message=message),)
