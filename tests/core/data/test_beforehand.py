"""What training would tell of the data is known before: also of a project without a network, and of any size."""

import numpy as np
import polars as pl

from netloom.blocks import Input
from netloom.data import beforehand
from netloom.data.beforehand import known_beforehand
from netloom.data.reading import Table
from netloom.errors import Problem
from netloom.project import Data, Project
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.settings.splits import GroupSplit
from tables import category, classes, number, project_with, table_of

CHANCE = np.random.default_rng(3)
ROWS = 300
CELLS = {
    "n": [f"{value:.9f}" for value in CHANCE.normal(size=ROWS)],
    "answer": CHANCE.choice(["no", "yes"], ROWS, p=[0.95, 0.05]).tolist(),
    "same": ["7"] * ROWS,
}
CELLS["copy"] = CELLS["answer"]
ANSWER = classes("answer", "no", "yes")
SAME = category("same", "7").model_copy(update={"kind": "constant"})


def codes(found: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in found}


def test_all_that_training_would_tell_is_told() -> None:
    project = project_with(number("n"), category("copy", "no", "yes"), SAME, ANSWER)
    found = known_beforehand(project, table_of(CELLS), parameters=10**6)
    assert codes(found) == {"leak", "constant_as_feature", "rare_class", "too_few_rows"}
    (constant,) = (problem for problem in found if problem.code == "constant_as_feature")
    assert constant.fix
    for edit in constant.fix.edits:
        project = edit(project)
    assert "constant_as_feature" not in codes(known_beforehand(project, table_of(CELLS)))


def test_a_project_without_blocks_is_looked_at_as_if_all_features_entered() -> None:
    columns = (number("n"), category("copy", "no", "yes"), ANSWER)
    assert codes(known_beforehand(Project(data=Data(columns=columns)), table_of(CELLS))) == {"leak", "rare_class"}
    without_target = Project(data=Data(columns=(SAME,)))
    assert "constant_as_feature" in codes(known_beforehand(without_target, table_of(CELLS)))


def test_data_that_does_not_fit_is_told_and_what_the_plan_tells_is_left_to_it() -> None:
    lost = project_with(number("weight"), ANSWER)
    (problem,) = known_beforehand(project_with(number("n"), classes("reply", "a", "b")), table_of(CELLS))
    assert problem.code == "data_does_not_fit"
    assert "lacks 1 column: 'reply'" in problem.message
    assert "lacks 1 column: 'weight'" in known_beforehand(lost, table_of(CELLS))[0].message
    by_group = project_with(number("n"), ANSWER, split=GroupSplit(column="house"))
    assert "Name the group column" in known_beforehand(by_group, table_of(CELLS))[0].message
    nowhere = project_with(Column(name="n", kind="number"), ANSWER, inputs=[Input()])
    assert known_beforehand(nowhere, table_of(CELLS)) == ()


def test_of_a_large_table_only_what_is_quick_is_told() -> None:
    """All of these rows are copies of each other, which only every cell could tell."""
    count = 100
    rows = beforehand.CELLS_AT_MOST // count + 1
    answers = pl.Series(["yes", *["no"] * 99]).sample(rows, with_replacement=True, seed=0)
    same = pl.repeat("5", rows, eager=True)
    frame = pl.DataFrame({**{f"n{place}": same for place in range(count)}, "answer": answers})
    project = project_with(*(number(f"n{place}") for place in range(count)), ANSWER)
    assert codes(known_beforehand(project, Table(frame, frame, TableFile()))) == {"rare_class"}
