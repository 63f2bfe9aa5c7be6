"""What a series is compared with: an earlier series, or a single run, scored on the very same rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netloom.data.words import counted
from netloom.errors import InputError
from netloom.events import SeriesKind
from netloom.planning import PlannedOutput
from netloom.runs import Run, open_run, run_folders
from netloom.series.folder import is_series, open_series
from netloom.series.measuring import Measured, Measurement, measure
from netloom.training.state import Place

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Opponent:
    """Another network by its runs, each measured, by number; `kind` is None where it is a single run."""

    name: str
    phrase: str
    kind: SeriesKind | None
    data: str
    measured: Mapping[int, Measured]


def opponent_of(path: Path) -> Opponent:
    """The series or the run in a folder, or what a project was last trained as. InputError if there is none.

    A run of a cross-validation is refused by itself: it was scored on its own fold.
    """
    chosen = path if path.is_dir() else _latest(path)
    if is_series(chosen):
        return _series(chosen)
    run = open_run(chosen)
    if run.state.place and run.state.place.kind == "fold":
        raise InputError(
            f"{chosen} is one fold of {run.state.place.series}, and was scored on other rows than the other folds. "
            f"Compare with all of them: --against {chosen.parent / run.state.place.series}"
        )
    name = f"run {run.name} of {_project_name(run)}"
    return Opponent(name, name, None, run.state.data, {1: measure(run, baselines=False)})


def _latest(project: Path) -> Path:
    """The folder of the latest run of a project, or of the series that it belongs to."""
    folders = run_folders(project)
    if not folders:
        return project  # opening it tells what is wrong
    place = _place(folders[-1])
    return folders[-1] if place is None else folders[-1].parent / place.series


def _place(folder: Path) -> Place | None:
    return open_run(folder).state.place


def _series(folder: Path) -> Opponent:
    series = open_series(folder)
    runs = {member.number: open_run(folder.parent / member.run) for member in series.members if member.counts}
    if not runs:
        raise InputError(f"No run of {folder} is complete, so there is nothing to compare with. Train it again.")
    first = next(iter(runs.values()))
    measured = {number: measure(run, baselines=False) for number, run in runs.items()}
    name = f"{series.name} of {_project_name(first)}"
    return Opponent(name, f"{name} ({counted(len(runs), series.kind)})", series.kind, first.state.data, measured)


def _project_name(run: Run) -> str:
    return run.folder.parent.name.removesuffix("-runs")


def check_comparable(
    opponent: Opponent, kind: SeriesKind, outputs: tuple[PlannedOutput, ...], rows: Mapping[int, Rows], data: str
) -> None:
    """InputError where another network was asked something else, or scored on other rows than these, by number.

    `data` is the SHA-256 of the data file.
    """
    if (opponent.kind or "repeat") != kind:
        raise InputError(
            f"{opponent.name} cannot be compared: seeds are scored on the same test rows, folds each on its own. Train "
            "both with --repeats, or both with --folds."
        )
    if opponent.data != data:
        raise InputError(f"{opponent.name} cannot be compared: the data has changed since. Train it again.")
    for number, measured in opponent.measured.items():
        own = rows.get(number) if kind == "fold" else rows[min(rows)]
        for output in outputs:
            _check_asked_alike(opponent.name, measured, output, own)


def _check_asked_alike(name: str, measured: Measured, output: PlannedOutput, rows: Rows | None) -> None:
    """InputError unless another network answers the same for these rows; None are those of a fold that has no score."""
    target = output.target
    found = counterpart(measured, target.column.name)
    if found is None or (found.question.task, found.question.classes) != (target.task, target.classes):
        raise InputError(f"{name} cannot be compared: it does not predict {target.column.name!r} as this network does.")
    if rows is not None and not np.array_equal(found.question.rows, rows):
        raise InputError(
            f"{name} cannot be compared: it was scored on other rows. Give both the same split with the same seed, and "
            "as many folds, and train again."
        )


def counterpart(measured: Measured, target: str) -> Measurement | None:
    """What was measured about a target."""
    return next((each for each in measured.values() if each.question.target == target), None)
