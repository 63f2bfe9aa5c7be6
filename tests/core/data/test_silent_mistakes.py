"""What would go wrong without a word is told before training, with the edit that mends it."""

from pathlib import Path

import numpy as np
import pytest

from netloom.blocks import Input
from netloom.data.leaks import ALMOST_PERFECT, PERFECT, perfect_predictors
from netloom.data.reading import Table, read_table
from netloom.data.silent_mistakes import silent_mistakes
from netloom.data.splits import Parts, split
from netloom.errors import Problem
from netloom.project import Project
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.settings.training import Training
from tables import amount, category, classes, date, number, project_with, table_of

CHANCE = np.random.default_rng(7)
YES = [bool(value) for value in CHANCE.random(400) < 0.4]
AMOUNTS = CHANCE.lognormal(10, 1, 400)
TARGETS = {"answer": ["yes" if yes else "no" for yes in YES], "price": [f"{amount:.2f}" for amount in AMOUNTS]}
ANSWER, PRICE = classes("answer", "no", "yes"), amount("price")


def scores(
    target: Column, candidate: Column, cells: list[str | None], rows: int = 400
) -> tuple[tuple[str, float], ...]:
    table = table_of({**TARGETS, candidate.name: cells})
    return perfect_predictors(table, target, (candidate,), np.arange(rows))


LEAKS = {
    "another name": (ANSWER, category("x", "j", "n"), ["j" if yes else "n" for yes in YES]),
    "many codes": (ANSWER, category("x"), [f"{'ab'[yes]}{i % 9}" for i, yes in enumerate(YES)]),
    "a threshold": (ANSWER, number("x"), [str(i + 1000 * yes) for i, yes in enumerate(YES)]),
    "odd and even": (ANSWER, number("x"), [str(2 * (i % 10) + yes) for i, yes in enumerate(YES)]),
    "only where yes": (ANSWER, date("x"), ["2024-01-01" if yes else None for yes in YES]),
    "another unit": (PRICE, number("x"), [f"{value / 2.2 + 7:.6f}" for value in AMOUNTS]),
    "upside down": (PRICE, number("x"), [f"{-value:.2f}" for value in AMOUNTS]),
    "as text": (amount("bid"), category("x"), [f"lot {i % 7}" for i in range(400)]),
}


@pytest.mark.parametrize(("target", "column", "cells"), LEAKS.values(), ids=LEAKS)
def test_a_column_that_alone_tells_the_target_is_found(target: Column, column: Column, cells: list[str]) -> None:
    table = table_of({**TARGETS, "bid": [str(100 * (i % 7) ** 2) for i in range(400)], "x": cells})
    ((name, score),) = perfect_predictors(table, target, (column,), np.arange(400))
    assert (name, score >= PERFECT) == ("x", True)


HARMLESS = {
    "by chance": (ANSWER, number("x"), [str(value) for value in CHANCE.normal(size=400)]),
    "an identifier": (ANSWER, category("x"), [f"customer {i}" for i in range(400)]),
    "a constant": (ANSWER, number("x"), ["5"] * 400),
    "empty": (PRICE, number("x"), [None] * 400),
    "a good hint": (ANSWER, category("x"), ["j" if yes ^ (i % 20 == 0) else "n" for i, yes in enumerate(YES)]),
    "a noisy copy": (PRICE, number("x"), [f"{value:.2f}" for value in AMOUNTS * CHANCE.normal(1, 0.2, 400)]),
}


@pytest.mark.parametrize(("target", "column", "cells"), HARMLESS.values(), ids=HARMLESS)
def test_other_columns_are_not(target: Column, column: Column, cells: list[str | None]) -> None:
    assert scores(target, column, cells) == ()


def test_a_nearly_perfect_column_is_told_from_a_perfect_one() -> None:
    cells = ["j" if yes ^ (i in (3, 30)) else "n" for i, yes in enumerate(YES)]
    ((_, score),) = scores(ANSWER, category("x"), cells)
    assert ALMOST_PERFECT <= score < PERFECT


def test_of_few_rows_nothing_is_said() -> None:
    cells = ["j" if yes else "n" for yes in YES]
    assert scores(ANSWER, category("x"), cells, rows=29) == ()


def test_a_file_sorted_by_its_target_gives_no_false_alarm() -> None:
    table = table_of({"answer": ["no"] * 200 + ["yes"] * 200, "x": ["a", "b"] * 200, "n": ["1", "2"] * 200})
    assert perfect_predictors(table, ANSWER, (category("x"), number("n")), np.arange(400)) == ()


def test_the_leak_of_a_real_table_is_found_alone(shared_data: Path) -> None:
    table = read_table(shared_data / "titanic.csv", TableFile())
    columns = (*map(category, ("sex", "alive", "who", "deck", "embark_town")), *map(number, ("age", "fare", "pclass")))
    target = classes("survived", "0", "1")
    assert perfect_predictors(table, target, columns, np.arange(891)) == (("alive", 1.0),)


def told(project: Project, table: Table, parameters: int = 10) -> dict[str, Problem]:
    parts = split(project.data, table, project.data.targets)
    found = {problem.code: problem for problem in silent_mistakes(project, table, parts, parameters)}
    assert all(problem.severity != "error" for problem in found.values())
    return found


def mended(project: Project, problem: Problem) -> Project:
    assert problem.fix is not None
    for edit in problem.fix.edits:
        project = edit(project)
    return project


def harmless(rows: int = 400, **columns: list[str]) -> Table:
    chance = np.random.default_rng(0)
    cells = {"n": [str(value) for value in chance.normal(size=rows)], "c": [*chance.choice(list("abc"), rows).tolist()]}
    return table_of({**cells, "answer": [*chance.choice(["no", "yes"], rows).tolist()], **columns})


def test_of_a_sound_table_nothing_is_told() -> None:
    assert told(project_with(number("n"), category("c", "a", "b"), ANSWER), harmless()) == {}


@pytest.mark.parametrize("inputs", [[Input()], [Input(columns=("n", "copy"))]], ids=["all", "named"])
def test_a_leak_is_told_and_ignored_by_its_fix(inputs: list[Input]) -> None:
    table = harmless()
    table = table_of({**table.frame.to_dict(as_series=False), "copy": table.frame["answer"].to_list()})
    project = project_with(number("n"), category("copy", "no", "yes"), ANSWER, inputs=inputs)
    problem = told(project, table)["leak"]
    assert "The column 'copy' alone tells 'answer' always" in problem.message
    after = mended(project, problem)
    assert after.data.column("copy").role == "ignored"
    assert told(after, table) == {}


@pytest.mark.parametrize("kind", ["number", "category"])
def test_an_identifier_is_told_and_ignored_by_its_fix(kind: str) -> None:
    table = harmless(key=[f"K{row}" if kind == "category" else str(row) for row in range(400)])
    key = category("key") if kind == "category" else number("key").model_copy(update={"kind": "identifier"})
    project = project_with(number("n"), key, ANSWER)
    problem = told(project, table)["identifier_as_feature"]
    assert problem.column == "key"
    assert told(mended(project, problem), table) == {}


def test_a_rare_class_is_told_and_weighted_by_its_fix() -> None:
    table = harmless(answer=["yes" if row % 25 == 0 else "no" for row in range(400)])
    project = project_with(number("n"), ANSWER)
    problem = told(project, table)["rare_class"]
    assert "Only 11 of 280 training rows (3.9%) have 'answer' = 'yes'" in problem.message
    after = mended(project, problem)
    assert after.training == Training(class_weights="balanced")
    assert told(after, table) == {}


def test_many_classes_of_equal_size_are_not_rare() -> None:
    names = [f"class {number}" for number in range(20)]
    assert told(project_with(number("n"), classes("answer", *names)), harmless(answer=names * 20)) == {}


def test_copies_across_the_split_are_counted() -> None:
    table = harmless(400)
    twice = Table(table.frame.vstack(table.frame), table.original, table.source)
    project = project_with(number("n"), category("c", "a"), ANSWER)
    parts = Parts(np.arange(300), np.arange(300, 400), np.arange(380, 480))
    (problem,) = silent_mistakes(project, twice, parts, 10)
    assert (problem.code, problem.severity) == ("copies_across_split", "warning")
    assert "80 of 100 test rows (80%) are copies of training rows" in problem.message


def test_too_few_rows_for_the_parameters_are_told() -> None:
    problem = told(project_with(number("n"), ANSWER), harmless(), parameters=10_000)["too_few_rows"]
    assert "280 training rows for 10,000 parameters" in problem.message


def test_copies_in_a_long_real_table_are_counted(shared_data: Path) -> None:
    table = read_table(shared_data / "long_skin_segmentation.tsv.gz", TableFile())
    found = told(project_with(number("R"), number("G"), number("B"), classes("SKIN", "1", "2")), table)
    assert set(found) == {"copies_across_split"}
    assert "of 49,012 test rows" in found["copies_across_split"].message


def test_a_wide_real_table_has_no_leak(shared_data: Path) -> None:
    table = read_table(shared_data / "wide_acsf1.csv", TableFile())
    columns = [number(name) for name in table.frame.columns if name not in ("appliance", "part")]
    project = project_with(*columns, classes("appliance", *map(str, range(10))))
    assert set(told(project, table, parameters=100_000)) == {"too_few_rows"}
