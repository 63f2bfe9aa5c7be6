"""A project and its data become features, targets and parts; what does not fit between them is said."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from netloom.blocks import Input, Output
from netloom.data.prepared import Prepared, prepare
from netloom.data.preprocess import Preprocess
from netloom.data.reading import read_table
from netloom.data.targets import TargetScale
from netloom.errors import DataError, PlanError
from netloom.project import Node, Project
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.settings.splits import TimeSplit
from tables import amount, category, classes, number, project_with, table_of

ROWS = 40
CELLS: dict[str, list[str | None]] = {
    "n": [str(row) for row in range(ROWS)],
    "c": ["x", "y"] * 20,
    "price": [str(row * row) for row in range(ROWS)],
    "animal": ["cat", "dog", "owl", "dog"] * 10,
    "answer": ["no", "yes"] * 20,
}
PRICE, ANIMAL, ANSWER = amount("price"), classes("animal", "cat", "dog", "owl"), classes("answer", "no", "yes")


def prepared(*columns: Column, split: TimeSplit | None = None, **cells: list[str | None]) -> Prepared:
    """What becomes of a table that has just these columns, some of them with other cells."""
    table = table_of({column.name: (CELLS | cells)[column.name] for column in columns})
    return prepare(project_with(*columns, split=split), Path(), table=table)


def codes(found: Prepared) -> list[str]:
    return [problem.code for problem in found.told]


def test_features_are_there_for_all_rows() -> None:
    found = prepared(number("n"), category("c", "x", "y"), PRICE)
    assert (found.inputs["input_1"].shape, found.inputs["input_1"].dtype) == ((ROWS, 5), np.float32)


def test_yes_or_no_is_zero_and_one() -> None:
    target = prepared(number("n"), ANSWER).targets["output_1"]
    assert (target.dtype, target.shape, target[:4, 0].tolist()) == (np.float32, (ROWS, 1), [0, 1, 0, 1])


def test_classes_are_their_numbers() -> None:
    target = prepared(number("n"), ANIMAL).targets["output_1"]
    assert (target.dtype, target.shape, target[:4].tolist()) == (np.int64, (ROWS,), [0, 1, 2, 1])


def test_yes_or_no_with_a_softmax_is_a_class_number() -> None:
    project = project_with(number("n"), ANSWER)
    output = Node(id="output_1", block=Output(target="answer", loss="categorical_crossentropy"))
    project = project.model_copy(update={"nodes": (*project.nodes[:-1], output)})
    target = prepare(project, Path(), table=table_of(CELLS)).targets["output_1"]
    assert (target.dtype, target[:3].tolist()) == (np.int64, [0, 1, 0])


def test_amounts_are_scaled_by_their_training_rows() -> None:
    found = prepared(number("n"), PRICE)
    amounts = np.arange(ROWS, dtype=np.float64)[:, np.newaxis] ** 2
    expected = StandardScaler().fit(amounts[found.parts.training]).transform(amounts)
    np.testing.assert_allclose(found.targets["output_1"], expected, rtol=1e-6)
    np.testing.assert_allclose(found.scales["output_1"].restored(expected), amounts, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("scale", ["standard", "min_max", "robust", "none"])
@pytest.mark.parametrize("log", [False, True])
def test_scaled_amounts_come_back_in_original_units(scale: str, log: bool) -> None:
    found = prepared(number("n"), amount("price", scale=scale, log=log))
    amounts = found.scales["output_1"].restored(found.targets["output_1"])
    np.testing.assert_allclose(amounts[:, 0], np.arange(ROWS) ** 2, rtol=1e-5, atol=1e-3)


def test_a_scale_is_a_value_that_a_file_can_hold() -> None:
    scale = prepared(number("n"), amount("price", log=True)).scales["output_1"]
    assert TargetScale.model_validate_json(scale.model_dump_json()) == scale


def test_several_targets_share_their_rows() -> None:
    found = prepared(number("n"), PRICE, ANIMAL, animal=[None, "cat", "dog", "owl"] * 10)
    kept = np.concatenate([found.parts.training, found.parts.validation, found.parts.test])
    assert sorted(kept.tolist()) == [row for row in range(ROWS) if row % 4]
    assert (list(found.targets), list(found.scales)) == (["output_1", "output_2"], ["output_1"])


def test_rows_without_a_target_are_counted_and_have_none() -> None:
    found = prepared(number("n"), ANIMAL, animal=[None, "cat", "dog", "owl"] * 10)
    assert found.targets["output_1"][:4].tolist() == [-1, 0, 1, 2]
    assert found.told[0].message == "10 rows without a value in the target 'animal': left out."
    assert np.isnan(prepared(number("n"), PRICE, price=[None, *CELLS["price"][1:]]).targets["output_1"][0, 0])


def test_a_class_that_is_no_level_is_left_out_and_told() -> None:
    found = prepared(number("n"), classes("animal", "cat", "dog"))
    assert found.told[0].message == (
        "10 rows left out: the target 'animal' is 'owl', where one of the classes 'cat', 'dog' is expected. "
        "Add the class to the levels of the column, or mend the cells."
    )


def test_a_target_that_fits_nowhere_is_refused_with_its_reason() -> None:
    with pytest.raises(DataError, match=r"0 rows with a target: .* is 'cat', 'dog', 'owl', where a number is"):
        prepared(number("n"), amount("animal"))


def test_changing_a_test_row_changes_nothing_else() -> None:
    columns = (number("n", was_missing=True), category("c", "x", "y", "z"), amount("price", log=True))
    other = {name: [*CELLS[name][:-1], cell] for name, cell in (("n", "-1e9"), ("c", "z"), ("price", "7"))}
    before, after = prepared(*columns, split=TimeSplit()), prepared(*columns, split=TimeSplit(), **other)
    assert (before.preprocess, before.scales) == (after.preprocess, after.scales)
    assert np.array_equal(before.inputs["input_1"][:-1], after.inputs["input_1"][:-1])


def test_the_graph_gives_the_same_features_again() -> None:
    found = prepared(number("n"), category("c", "x", "y"), PRICE)
    preprocess = Preprocess(found.preprocess)
    again = preprocess.features(preprocess.feed(found.project, found.table, found.parts.test))["input_1"]
    assert np.array_equal(again, found.inputs["input_1"][found.parts.test])


@pytest.mark.parametrize(
    ("column", "cells", "code"),
    [
        (number("n", log=True), ["-1", *map(str, range(1, ROWS))], "log_of_negative"),
        (number("n"), [str(20_240_000_000 + row) for row in range(ROWS)], "float32_rounding"),
        (number("n"), ["1e39", *map(str, range(1, ROWS))], "too_large_for_float32"),
        (number("n"), [None] * ROWS, "column_without_values"),
        (category("n", "a", "b"), ["a"] * ROWS, "level_without_training_row"),
    ],
)
def test_what_speaks_against_a_transform_is_told(column: Column, cells: list[str | None], code: str) -> None:
    found = prepared(column, category("c", "x", "y"), PRICE, split=TimeSplit(), n=cells)
    assert codes(found) == [code]


def test_a_column_without_values_is_ignored_by_its_fix() -> None:
    found = prepared(number("n"), category("c", "x", "y"), PRICE, n=[None] * ROWS)
    assert found.told[0].fix is not None
    (edit,) = found.told[0].fix.edits
    assert edit(found.project).data.column("n").role == "ignored"


@pytest.mark.parametrize(
    ("target", "cells", "code"),
    [
        (classes("price", "0", "1"), ["0"] * ROWS, "constant_target"),
        (amount("price"), ["5"] * ROWS, "constant_target"),
        (classes("price", "0", "1", "2"), ["0", "1"] * 20, "class_without_training_row"),
        (amount("price", log=True), ["-1", *map(str, range(1, ROWS))], "log_of_negative"),
    ],
)
def test_a_target_that_is_hard_to_learn_is_told(target: Column, cells: list[str | None], code: str) -> None:
    assert codes(prepared(number("n"), target, split=TimeSplit(), price=cells)) == [code]


def test_columns_that_only_one_side_has_are_told() -> None:
    unused = number("gone").model_copy(update={"role": "ignored"})
    found = prepare(project_with(number("n"), unused, PRICE, ANIMAL), Path(), table=table_of(CELLS))
    assert [problem.message for problem in found.told] == [
        "2 columns of the data, new to the project, left out: 'c', 'answer'.",
        "1 column of the project, unused there, not in the data: 'gone'.",
    ]


@pytest.mark.parametrize("columns", [(number("nn"), PRICE), (number("n"), amount("Price"))])
def test_columns_that_are_needed_are_named(columns: tuple[Column, ...]) -> None:
    with pytest.raises(DataError, match=r"lacks 1 column: '(nn|Price)' \(Did you mean '(n|price)'\?\)"):
        prepare(project_with(*columns), Path(), table=table_of(CELLS))


@pytest.mark.parametrize(
    ("project", "code"),
    [
        (project_with(number("n")), "no_output"),
        (project_with(number("n"), PRICE, inputs=[Input(columns=("m",))]), "unknown_column"),
        (project_with(number("n"), PRICE.model_copy(update={"transform": None})), "no_target"),
    ],
)
def test_a_project_that_does_not_hold_together_is_refused(project: Project, code: str) -> None:
    with pytest.raises(PlanError) as refused:
        prepare(project, Path(), table=table_of(CELLS))
    assert refused.value.problems[0].code == code


def stored_in(folder: Path, **source: str) -> Project:
    """A project whose table is a file in that folder."""
    rows = (f"{row},{row * row}" for row in range(ROWS))
    (folder / "prices.csv").write_text("\n".join(("n,price", *rows)), "utf-8")
    project = project_with(number("n"), PRICE)
    return project.model_copy(update={"data": project.data.model_copy(update={"source": TableFile(**source)})})


def test_data_is_read_from_beside_the_project(tmp_path: Path) -> None:
    found = prepare(stored_in(tmp_path, path="prices.csv"), tmp_path)
    assert (found.table.frame.height, found.told) == (ROWS, ())


def test_changed_data_is_told(tmp_path: Path) -> None:
    assert codes(prepare(stored_in(tmp_path, path="prices.csv", fingerprint="0" * 64), tmp_path)) == ["data_changed"]


@pytest.mark.parametrize(("path", "words"), [("", "names no data"), ("gone.csv", r"gone\.csv is not there")])
def test_data_that_is_not_there_is_said(tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        prepare(stored_in(tmp_path, path=path), tmp_path)


def churn(frame: pl.DataFrame, name: str) -> Column:
    if name in ("tenure", "MonthlyCharges", "TotalCharges"):
        return number(name)
    return category(name, *frame[name].unique().sort())


def test_a_real_table_gives_the_score_of_its_readme(shared_data: Path) -> None:
    source = TableFile(path="telco_churn.csv")
    frame = read_table(shared_data / source.path, source).frame
    project = project_with(*(churn(frame, name) for name in frame.columns[1:-1]), classes("Churn", "No", "Yes"))
    project = project.model_copy(update={"data": project.data.model_copy(update={"source": source})})
    found = prepare(project, shared_data)
    inputs, answers = found.inputs["input_1"], found.targets["output_1"][:, 0]
    model = LogisticRegression(max_iter=1000).fit(inputs[found.parts.training], answers[found.parts.training])
    chances = model.predict_proba(inputs[found.parts.test])[:, 1]
    assert roc_auc_score(answers[found.parts.test], chances) == pytest.approx(0.852, abs=0.01)
