"""Runs as they lie in their folders: opened, checked, and asked for answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from netloom.errors import Problem, RunError
from netloom.events import Event, from_line
from netloom.files import whole_lines
from netloom.project import Project
from netloom.representatives import latest, representative, stands_for
from netloom.run_folders import runs_folder
from netloom.training.folder import checked, read, read_project, read_state
from netloom.training.state import (
    EVENTS,
    PREPROCESS,
    SERIES,
    STATE,
    RunState,
    Which,
    iso_time,
    weights_file,
)

if TYPE_CHECKING:
    from torch import nn

    from netloom.codegen import Source
    from netloom.data.preprocess import Preprocess
    from netloom.data.reading import Table
    from netloom.data.targets import TargetScale
    from netloom.planning import Plan, PlannedOutput

Array = np.ndarray[Any, np.dtype[Any]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

UNFINISHED = (
    "Its training has not ended by itself: it still runs, or was ended from outside. It answers with the last "
    "weights that were written, and `netloom train --resume` goes on with it."
)


@dataclass(frozen=True)
class Answer:
    """What one Output answers for some rows.

    For classes `probabilities` are float32 [rows, classes], in the order of the target's classes, and `values` is
    empty; for an amount `values` are float64 [rows] in original units, and `probabilities` is [rows, 0].
    """

    probabilities: Array
    values: Array


@dataclass(frozen=True)
class Run:
    """A trained network with all that belongs to it. `told` is what should be known of it, as that it is incomplete."""

    folder: Path
    project: Project
    state: RunState
    told: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def project_folder(self) -> Path:
        """What the project's relative paths start from."""
        return self.folder / self.state.project_folder

    @cached_property
    def plan(self) -> "Plan":
        """The project worked out."""
        from netloom.planning import plan

        return plan(self.project)

    @cached_property
    def source(self) -> "Source":
        """The network's source, which is what was trained."""
        from netloom.codegen import source

        return source(self.plan)

    @cached_property
    def preprocess(self) -> "Preprocess":
        """What turns columns into features, as fitted on the training rows."""
        from netloom.data.preprocess import Preprocess

        return Preprocess(checked(self.folder, PREPROCESS, dict(self.state.files).get(PREPROCESS, "")))

    @property
    def scales(self) -> "Mapping[str, TargetScale]":
        """How the targets of regressions were scaled, by the id of the Output."""
        return dict(self.state.scales)

    @property
    def answers_with(self) -> Which:
        """Whose weights it answers with: of the best epoch if it was to end with those, or else the last ones."""
        wanted = "best" if self.state.status == "not_finite" else self.state.answers_with
        other: Which = "last" if wanted == "best" else "best"
        return wanted if (self.folder / weights_file(wanted)).exists() else other

    def events(self) -> tuple[Event, ...]:
        """What training told, in order, up to the last that reached the disk. RunError if a line is damaged."""
        lines = whole_lines(read(self.folder, EVENTS))
        return tuple(_event(self.folder / EVENTS, number, line) for number, line in enumerate(lines, 1))

    @property
    def snapshots(self) -> tuple[int, ...]:
        """The epochs whose weights were kept to look back at, 0 being before the first: each may be asked for."""
        return tuple(each.epoch for each in self.state.snapshots if (self.folder / weights_file(each.epoch)).exists())

    def network(self, which: Which | int | None = None) -> "nn.Module":
        """The network with its weights, ready to answer; by default with those that the run answers with.

        A number asks for those after an epoch, which must be one of `snapshots`. RunError if they are missing, damaged
        or not of this network.
        """
        from netloom.compile import module
        from netloom.training.device import random_state_kept
        from netloom.training.weights import load_into

        content = self.weights(which)
        with random_state_kept():
            network = module(self.source)
        load_into(network, content)
        return network.eval()

    def weights(self, which: Which | int | None = None) -> bytes:
        """The weights as a safetensors file, by default those that the run answers with; RunError as for `network`."""
        which = self.answers_with if which is None else which
        if isinstance(which, int):
            return self._snapshot(which)
        return checked(self.folder, weights_file(which), *(saved.sha256 for saved in getattr(self.state, which)))

    def _snapshot(self, epoch: int) -> bytes:
        if epoch not in self.snapshots:
            there = ", ".join(map(str, self.snapshots)) or "none; --set training.snapshots.most=20 keeps some"
            raise RunError(f"Run {self.name} kept no weights of epoch {epoch}. There are those of: {there}.")
        listed = (saved.sha256 for saved in self.state.snapshots if saved.epoch == epoch)
        return checked(self.folder, weights_file(epoch), *listed)

    def answers(self, table: "Table", rows: Rows | None = None) -> dict[str, Answer]:
        """The answers for rows of a table (None: all), by the id of the Output.

        DataError if the table lacks a column, RunError if the run's files are damaged.
        """
        return self.answering()(self.features(table, rows))

    def features(self, table: "Table", rows: Rows | None = None) -> dict[str, Array]:
        """What the network sees of rows of a table (None: all), by the id of the Input: float32 [rows, width], or
        int64 [rows, columns] of indices. DataError if the table lacks a column.
        """
        return self.preprocess.features(self.preprocess.feed(self.project, table, rows))

    def answering(self) -> Callable[[Mapping[str, Array]], dict[str, Answer]]:
        """The network loaded once, to be asked often: features by the id of the Input → answers by that of the Output.

        RunError if its weights are missing or damaged.
        """
        network, plan, scales = self.network(), self.plan, self.scales

        def answer(features: Mapping[str, Array]) -> dict[str, Answer]:
            answers = _answered(network, plan, [features[planned.id] for planned in plan.inputs])
            return {
                planned.id: _answer(planned, values, scales.get(planned.id))
                for planned, values in zip(plan.outputs, answers, strict=True)
            }

        return answer


def _event(file: Path, number: int, line: bytes) -> Event:
    try:
        return from_line(line)
    except ValidationError as error:
        raise RunError(f"{file} is damaged: line {number:,} is no event. Restore the file.") from error


def _answered(network: "nn.Module", plan: "Plan", features: list[Array]) -> list[Array]:
    """What `answer` gives of each Output for the features of all rows, [rows, width]."""
    import torch

    from netloom.training.setup import rows_at_once

    size, rows = rows_at_once(plan), len(features[0])
    inputs = [torch.from_numpy(values) for values in features]
    answer: Callable[..., Any] = network.answer  # type: ignore[assignment]  # every generated network has it
    pieces = []
    with torch.inference_mode():
        for start in range(0, max(rows, 1), size):
            given = answer(*(values[start : start + size] for values in inputs))
            pieces.append(given if isinstance(given, tuple) else (given,))
    return [torch.cat(parts).numpy() for parts in zip(*pieces, strict=True)]


def _answer(planned: "PlannedOutput", values: Array, scale: "TargetScale | None") -> Answer:
    if scale is not None:
        return Answer(np.empty((len(values), 0), np.float32), scale.restored(values[:, 0]))
    probabilities = np.hstack([1 - values, values]) if planned.width == 1 else values
    return Answer(probabilities, np.empty(0))


def open_run(path: Path) -> Run:
    """The run in a folder, or the latest run of a project file; of a series of repeats the one that stands for it.

    RunError if there is none, if it ended before it had weights, or if a file of it is missing or damaged; what is
    wrong and can be lived with is told in `told`.
    """
    folder, told = _chosen(path)
    state = read_state(folder)
    project = read_project(folder, state)
    run = Run(folder, project, state, (*told, *_shortcomings(folder, state)))
    if not (folder / weights_file(run.answers_with)).exists():
        raise RunError(
            f"{folder} holds no weights: its training was ended from outside before the first epoch was over. Let it "
            f"go on, or name another run: netloom train --resume {folder}"
        )
    return run


def _chosen(path: Path) -> tuple[Path, tuple[Problem, ...]]:
    """The folder of the run that a path means, and what is to be told of the choice."""
    if (path / SERIES).exists():
        return _of_series(path)
    if path.is_dir():
        return path, ()
    folders = run_folders(path)
    if not path.exists():
        raise RunError(f"There is no {path}. Name the folder of a run, or a project file that was trained.")
    if not folders:
        raise RunError(f"{path} has no runs yet. Train it first: netloom train {path}")
    return latest(path, states_of(folders))


def _of_series(series: Path) -> tuple[Path, tuple[Problem, ...]]:
    folder = representative(states_of(_runs_in(series.parent)), series.name)
    if folder is None:
        raise RunError(
            f"No run stands for {series}: its runs are folds, or none of its repeats is complete. Name the folder of "
            "one of them."
        )
    return folder, (stands_for(folder, series.name),)


def states_of(folders: Iterable[Path]) -> dict[Path, RunState | None]:
    """The state of each run; None where it is damaged."""
    states: dict[Path, RunState | None] = {}
    for folder in folders:
        try:
            states[folder] = read_state(folder)
        except RunError:
            states[folder] = None
    return states


def run_folders(project: Path) -> tuple[Path, ...]:
    """The folders of a project's runs, in the order in which they were started."""
    return _runs_in(runs_folder(project))


def _runs_in(folder: Path) -> tuple[Path, ...]:
    """Those of hidden folders are left out: they are on their way out."""
    found = (file.parent for file in folder.glob(f"*/{STATE}"))
    return tuple(sorted((each for each in found if not each.name.startswith(".")), key=_when))


def _when(folder: Path) -> tuple[str, int, str]:
    try:
        started = read_state(folder).started
    except RunError:
        started = iso_time((folder / STATE).stat().st_mtime)
    return started, len(folder.name), folder.name


def _shortcomings(folder: Path, state: RunState) -> Iterator[Problem]:
    if state.status == "training":
        yield Problem(code="run_unfinished", severity="warning", message=f"{folder}: {UNFINISHED}")
    if state.status == "not_finite":
        yield Problem(code="run_not_finite", severity="warning", message=f"{folder}: {state.message}")
