"""What a run is scored on: the rows it has never seen, or another table; and what baselines may learn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray

from netloom.data.prepared import read_source
from netloom.data.progress import Tell, nobody
from netloom.data.reading import Table, read_alike
from netloom.data.splits import Parts, split
from netloom.errors import DataError, Problem
from netloom.runs import Run
from netloom.settings.sources import TableFile
from netloom.storage import fingerprint

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Material:
    """The table and the rows of it that are scored, in words too.

    `learning` is the table and the rows that baselines learn from, `choosing` the validation rows of it, by which a
    threshold is chosen; None if it is not there any more. `doubts` are the
    codes of problems for which no score on these rows can be trusted; `fingerprint` is that of the run's own table.
    """

    table: Table
    rows: Rows
    words: str
    learning: tuple[Table, Rows] | None
    choosing: tuple[Table, Rows] | None
    doubts: tuple[str, ...]
    told: tuple[Problem, ...] = ()
    fingerprint: str = ""


def untouched_rows(run: Run, tell: Tell = nobody) -> Material:
    """The rows that were kept untouched for the score. DataError if the data is not there any more."""
    table, parts = _known(run, tell)
    now = fingerprint(run.project_folder / run.project.data.source.path)
    doubts = ("leak", "copies_across_split", "data_changed_since_run")
    learning, choosing = (table, _learning(parts)), (table, parts.validation)
    told = tuple(_changed(run, now))
    return Material(table, parts.test, "the untouched test rows", learning, choosing, doubts, told, now)


def _known(run: Run, tell: Tell = nobody) -> tuple[Table, Parts]:
    """The run's own data, divided as for training."""
    table = read_source(run.project.data.source, run.project_folder, tell)
    targets = {output.target.column.name: output.target.column for output in run.plan.outputs}
    return table, split(run.project.data, table, tuple(targets.values()))


def _learning(parts: Parts) -> Rows:
    return np.concatenate([parts.training, parts.validation])


def _changed(run: Run, now: str) -> Iterator[Problem]:
    if now != run.state.data:
        name = PurePath(run.project.data.source.path).name
        message = f"{name} has changed since the run: rows that it learnt from may be among those scored here."
        yield Problem(code="data_changed_since_run", severity="warning", message=message)


def other_rows(run: Run, data: Path, sheet: str, tell: Tell = nobody) -> Material:
    """All rows of another table, read as the training data was written. DataError if it cannot be read."""
    table = read_alike(data, run.project.data.source, given=TableFile(sheet=sheet))
    told = list(table.told)
    same_sheet = table.source.sheet == getattr(run.project.data.source, "sheet", "")
    if same_sheet and fingerprint(data) == run.state.data:
        message = f"{data.name} is what the network was trained on: these figures flatter it."
        told.append(Problem(code="training_data", severity="warning", message=message))
    learning = choosing = None
    try:
        known, parts = _known(run, tell)
        learning, choosing = (known, _learning(parts)), (known, parts.validation)
    except DataError as error:
        message = f"There are no baselines, since the run's own data cannot be read. {error}"
        told.append(Problem(code="no_baselines", severity="warning", message=message))
    rows = np.arange(table.frame.height)
    words, doubts = f"the rows of {data.name} that have a target", ("leak", "training_data")
    return Material(table, rows, words, learning, choosing, doubts, tuple(told))
