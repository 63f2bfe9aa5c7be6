"""What should be known of data before anything is trained on it, in a time that does not grow with the table."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from netloom.blocks import Input, Output
from netloom.data.column_problems import column_problems
from netloom.data.prepared import parts_of
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.data.silent_mistakes import silent_mistakes
from netloom.data.splits import Parts
from netloom.data.targets import hard_to_learn, rows_left_out, target_values
from netloom.edits import AddBlock
from netloom.errors import DataError, PlanError, Problem
from netloom.project import Project
from netloom.settings.columns import Category, Column, Number

CELLS_AT_MOST: Final = 5_000_000  # read for what only every cell can tell; of a larger table training tells it


def known_beforehand(project: Project, table: Table, parameters: int = 0) -> tuple[Problem, ...]:
    """What training would tell of a project's data: leaks, identifiers, rare classes, copies, columns without values.

    A project without Inputs or Outputs is taken as if all features entered and its target were asked for. `parameters`
    is how many weights the network has, if known. What the plan tells of the columns is left to it; data that does not
    fit is a `data_does_not_fit`.
    """
    project = _with_ends(project)
    try:
        parts = parts_of(project, table)
        return tuple(_told(project, table, parts, parameters))
    except PlanError:
        return ()
    except DataError as error:
        return (Problem(code="data_does_not_fit", message=str(error)),)


def _with_ends(project: Project) -> Project:
    if not project.having(Input):
        project = AddBlock(block=Input())(project)
    return project if project.having(Output) or not project.data.targets else AddBlock(block=Output())(project)


def _told(project: Project, table: Table, parts: Parts, parameters: int) -> Iterator[Problem]:
    for column in _learnable_targets(project):
        yield from rows_left_out(column, table)
        yield from hard_to_learn(column, target_values(column, table)[parts.training])
    yield from parts.told
    few = table.frame.height * len(entering_columns(project)) <= CELLS_AT_MOST
    if few:
        yield from column_problems(project, table, parts.training)
    looked_at = parts if few else replace(parts, test=np.empty(0, np.int64))  # copies are sought among test rows
    yield from silent_mistakes(project, table, looked_at, parameters)


def _learnable_targets(project: Project) -> tuple[Column, ...]:
    return tuple(column for column in project.data.targets if isinstance(column.transform, Category | Number))
