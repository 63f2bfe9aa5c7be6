"""What is wrong between Inputs and columns, each with the change that mends it, if one does."""

from collections.abc import Iterator

from netloom.edits.leaving_out import ignoring, leaving_input
from netloom.errors import Fix, Problem
from netloom.project import Project
from netloom.signature import input_problems


def column_problems(project: Project) -> Iterator[Problem]:
    """All problems of the columns that enter at Inputs."""
    for problem in input_problems(project):
        fix = _fix(project, problem)
        yield problem.model_copy(update={"fix": fix}) if fix else problem


def _fix(project: Project, problem: Problem) -> Fix | None:
    match problem.code:
        case "column_without_transform":
            return ignoring(project, problem.column)
        case "unknown_column" | "target_as_feature":
            return leaving_input(project, problem.node, problem.column)
        case _:
            return None
