"""What is to be trained several times, and what of the project differs from run to run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netloom.data.prepared import read_source
from netloom.data.splits import split
from netloom.devices import DeviceName
from netloom.edits import SetSplit, SetTraining
from netloom.errors import DataError, InputError, PlanError
from netloom.events import SeriesKind
from netloom.planning import PlannedOutput, plan
from netloom.project import Project
from netloom.settings.splits import FoldedSplit, TimeSplit
from netloom.storage import data_problems
from netloom.training.state import Place

Rows = NDArray[np.int64]

MOST_RUNS = 1000
_LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Order:
    """A project that is to be trained `count` times, and where."""

    kind: SeriesKind
    count: int
    project: Project
    path: Path
    device: DeviceName
    threads: int | None

    def check(self) -> None:
        """InputError for what can be told before anything is read."""
        words = "repeats" if self.kind == "repeat" else "folds"
        if not 2 <= self.count <= MOST_RUNS:
            raise InputError(f"A series has 2 to {MOST_RUNS:,} {words}, and {self.count:,} were asked for.")
        if self.seed(self.count) > _LARGEST_SEED:
            raise InputError(
                f"The seed {self.seed(1)} leaves no room for {self.count} repeats, which count up from it. Choose a "
                "smaller one."
            )
        split = self.project.data.split
        if self.kind == "fold" and not isinstance(split, FoldedSplit):
            raise InputError(
                f"The split {split.title!r} says itself which rows test, so it has no folds. Use --repeats, or "
                "another split: --set data.split=stratified"
            )

    def seed(self, number: int) -> int:
        """The training seed of a run (from 1): repeats count up, folds share it."""
        return self.project.training.seed + (number - 1 if self.kind == "repeat" else 0)

    def project_of(self, number: int) -> Project:
        """The project that one run trains, which says by itself all that makes it this run."""
        if self.kind == "repeat":
            training = self.project.training.model_copy(update={"seed": self.seed(number)})
            return SetTraining(training=training)(self.project)
        split = self.project.data.split.model_copy(update={"folds": self.count, "fold": number})
        return SetSplit(split=split)(self.project)

    def place(self, number: int, series: str) -> Place:
        return Place(series=series, kind=self.kind, number=number, count=self.count)


def runs_in_time(project: Project) -> bool:
    """Whether folds of a project run forward in time."""
    return isinstance(project.data.split, TimeSplit)


def held_out_rows(order: Order) -> tuple[Mapping[int, Rows], tuple[PlannedOutput, ...]]:
    """The test rows of each run by its number, and the Outputs: what is wrong is told before anything is trained."""
    found = plan(order.project)
    if found.errors:
        raise PlanError(found.errors)
    folder, source = order.path.parent, order.project.data.source
    for problem in data_problems(order.project, folder):
        if problem.severity == "error":
            raise DataError(problem.message)
    table = read_source(source, folder)
    targets = tuple({output.target.column.name: output.target.column for output in found.outputs}.values())
    numbers = range(1, order.count + 1) if order.kind == "fold" else (1,)
    return {number: split(order.project_of(number).data, table, targets).test for number in numbers}, found.outputs
