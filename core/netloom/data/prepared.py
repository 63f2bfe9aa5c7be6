"""From a project and its data to what a network trains on: features, targets and parts, all computed once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import Any

import numpy as np

from netloom.blocks import Output
from netloom.data.column_problems import column_problems
from netloom.data.columns import check_present
from netloom.data.preprocess import Preprocess, entering_columns, fit_preprocess
from netloom.data.progress import Tell, nobody
from netloom.data.reading import Table, read_table
from netloom.data.splits import Parts, split
from netloom.data.targets import (
    TargetScale,
    as_compared,
    fit_target_scale,
    hard_to_learn,
    rows_left_out,
    target_values,
)
from netloom.data.words import counted, some
from netloom.errors import DataError, PlanError, Problem
from netloom.project import Project
from netloom.settings.columns import Column, Number
from netloom.settings.losses import named_loss
from netloom.settings.sources import Source, TableFile
from netloom.signature import Target, input_problems, target_of
from netloom.storage import data_problems

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Prepared:
    """What a network trains on. Every array has all rows of the table, and `parts` says which rows are which.

    `preprocess` is the fitted graph as an ONNX file. `inputs` by the id of an Input block: float32 [rows, width] or
    int64 [rows, columns]. `targets` by the id of an Output block, as its loss compares them: float32 [rows, 1] for
    yes or no (0 and 1) and for amounts (scaled by `scales`), int64 [rows] class numbers for a softmax; rows without
    a target (NaN, -1) are in no part.
    """

    project: Project
    table: Table
    parts: Parts
    preprocess: bytes
    inputs: Mapping[str, Array]
    targets: Mapping[str, Array]
    scales: Mapping[str, TargetScale]
    told: tuple[Problem, ...]


def prepare(project: Project, folder: Path, *, table: Table | None = None) -> Prepared:
    """Reads the project's data (its path is relative to `folder`), unless the table is given, and computes everything.

    PlanError where Inputs or Outputs do not fit the columns of the project, DataError where the data does not.
    """
    asked = _targets(project)
    changed = () if table else _changed(project, folder)
    table = table or read_source(project.data.source, folder)
    columns = tuple({target.column.name: target.column for _, target in asked.values()}.values())
    told = (*changed, *table.told, *_check_columns(project, table, columns))
    parts = split(project.data, table, columns)
    content = fit_preprocess(project, table, parts.training)
    preprocess = Preprocess(content)
    answers = {id: _answer(block, target, table, parts) for id, (block, target) in asked.items()}
    return Prepared(
        project=project,
        table=table,
        parts=parts,
        preprocess=content,
        inputs=preprocess.features(preprocess.feed(project, table)),
        targets={id: compared for id, (compared, _) in answers.items()},
        scales={id: scale for id, (_, scale) in answers.items() if scale},
        told=(*told, *_told_of_rows(project, table, parts, columns)),
    )


def parts_of(project: Project, table: Table) -> Parts:
    """Which rows would train, be watched and be kept for the score; of a project without Outputs by its targets.

    PlanError where the Outputs do not fit the columns of the project, DataError where the table does not.
    """
    asked = [target.column for _, target in _targets(project).values()] if project.having(Output) else None
    columns = tuple(dict.fromkeys(project.data.targets if asked is None else asked))
    check_present((column.name for column in columns), table)
    return split(project.data, table, columns)


def _targets(project: Project) -> dict[str, tuple[Output, Target]]:
    """Each Output and its target by id; PlanError where Inputs or Outputs do not fit the columns of the project."""
    problems = [problem for problem in input_problems(project) if problem.severity == "error"]
    found = {node.id: (block, target_of(project, block)) for node, block in project.blocks_of(Output)}
    for id, (_, target) in found.items():
        if target is None:
            message = f"{project.node(id).label}: no target. Name a column that is a number or a category."
            problems.append(Problem(code="no_target", node=id, message=message))
    if not found:
        problems.append(Problem(code="no_output", message="Nothing is asked of the network. Add an Output block."))
    if problems:
        raise PlanError(problems)
    return {id: (block, target) for id, (block, target) in found.items() if target}


def _changed(project: Project, folder: Path) -> tuple[Problem, ...]:
    """What is told of the file before it is read; DataError where there is none."""
    found = data_problems(project, folder)
    for problem in found:
        if problem.severity == "error":
            raise DataError(problem.message)
    return found


def _check_columns(project: Project, table: Table, targets: tuple[Column, ...]) -> Iterator[Problem]:
    """Columns that only one of project and file has; DataError for those that are needed."""
    expected = dict.fromkeys(column.name for column in project.data.columns)
    known = dict.fromkeys(table.frame.columns)
    check_present((column.name for column in (*entering_columns(project), *targets)), table)
    if extra := [name for name in known if name not in expected]:
        message = f"{counted(len(extra), 'column')} of the data, new to the project, left out: {some(extra)}."
        yield Problem(code="extra_columns", message=message, severity="note")
    if gone := [name for name in expected if name not in known]:
        message = f"{counted(len(gone), 'column')} of the project, unused there, not in the data: {some(gone)}."
        yield Problem(code="missing_columns", message=message, severity="note")


def _answer(block: Output, target: Target, table: Table, parts: Parts) -> tuple[Array, TargetScale | None]:
    values = target_values(target.column, table)
    transform = target.column.transform
    scale = fit_target_scale(transform, values[parts.training]) if isinstance(transform, Number) else None
    return as_compared(named_loss(block.loss, target.task), values, scale), scale


def _told_of_rows(project: Project, table: Table, parts: Parts, targets: tuple[Column, ...]) -> Iterator[Problem]:
    for column in targets:
        yield from rows_left_out(column, table)
        yield from hard_to_learn(column, target_values(column, table)[parts.training])
    yield from parts.told
    yield from column_problems(project, table, parts.training)


@singledispatch
def read_source(source: Source, folder: Path, tell: Tell = nobody) -> Table:  # noqa: ARG001  # other kinds need them
    """Reads what a source of data names, relative to a folder. DataError where it cannot be read."""
    raise DataError(f"{source.title}: data of this kind cannot be read.")


@read_source.register
def _(source: TableFile, folder: Path, tell: Tell = nobody) -> Table:
    return read_table(folder / source.path, source, tell=tell)
