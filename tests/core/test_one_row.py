"""One row that a person makes up: what is typical of the training rows, what is answered, and what cannot be read."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from netloom.data.reading import read_table
from netloom.errors import InputError, RunError
from netloom.prediction import OneRow, one_row
from netloom.runs import Run, open_run
from netloom.settings.sources import TableFile
from netloom.training.state import COLUMNS


@pytest.fixture(scope="module")
def row(odd: Run) -> OneRow:
    return one_row(odd)


def typical(row: OneRow) -> dict[str, str]:
    return {field.name: field.typical for field in row.fields}


def test_a_field_is_there_for_each_column_that_the_network_reads(row: OneRow) -> None:
    found = {field.name: field for field in row.fields}
    assert list(found) == ["âge (années)", "prediction_Price", "net:x", "a/b", "label", "when"]
    assert [field.kind for field in row.fields] == ["number"] * 3 + ["category"] * 2 + ["date"]
    assert found["a/b"].levels == ("x", "y", "=1+1")
    assert "of the rows with a value had" in found["a/b"].about
    assert float(found["net:x"].typical) == pytest.approx(3, abs=1)
    assert found["net:x"].about.startswith("In training from ")
    assert found["when"].typical.startswith("2024-")


def test_a_row_of_the_table_is_answered_as_it_is_in_the_table(row: OneRow, odd: Run) -> None:
    table = read_table(odd.project_folder / "data.csv", TableFile(missing=("?", "NA")))
    cells = {name: text or "" for name, text in table.frame.row(7, named=True).items()}
    answered = row.answered(cells)
    expected = odd.answers(table, np.array([7]))
    told = [(answer.output, answer.label, answer.target) for answer in answered.answers]
    assert told == [("price", "Price", "price"), ("churn", "State", "churn"), ("grade", "State", "grade")]
    assert float(answered.answers[0].prediction) == pytest.approx(expected["price"].values[0], rel=1e-6)
    for answer, output in zip(answered.answers[1:], ("churn", "grade"), strict=True):
        probabilities = expected[output].probabilities[0]
        assert [chance for _, chance in answer.chances] == pytest.approx(probabilities.tolist(), abs=1e-6)
        assert answer.prediction == answer.chances[int(probabilities.argmax())][0]


def test_the_answer_is_told_by_the_threshold(row: OneRow) -> None:
    cells = typical(row)
    assert [row.answered(cells, threshold).answers[1].prediction for threshold in (0.0, 1.0)] == ["yes", "no"]
    with pytest.raises(InputError, match="from 0 to 1"):
        row.answered(cells, 2.0)


def test_what_is_blank_is_missing_and_what_is_not_named_too(row: OneRow) -> None:
    blank = row.answered(dict.fromkeys(typical(row), ""))
    assert blank == row.answered({})
    assert len(blank.answers) == 3
    assert not blank.problems


@pytest.mark.parametrize(("comma", "point"), [("1,5", "1.5"), ("-0,25", "-0.25"), (",1234", ".1234")])
def test_a_decimal_comma_is_as_good_as_a_point(row: OneRow, comma: str, point: str) -> None:
    cells = typical(row)
    assert row.answered(cells | {"net:x": comma}) == row.answered(cells | {"net:x": point})
    assert row.answered(cells | {"net:x": comma}).answers


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("net:x", "many", "'many' is no number. Write one such as 12.5, or leave it empty for missing."),
        ("net:x", "1,500", "'1,500' is no number"),
        ("when", "soon", "'soon' is no date. Write one such as 2024-03-31"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_column_and_nothing_is_answered(
    row: OneRow, column: str, text: str, message: str
) -> None:
    answered = row.answered(typical(row) | {column: text})
    (problem,) = answered.problems
    assert (problem.column, problem.severity) == (column, "error")
    assert problem.message.startswith(message)
    assert answered.answers == ()


def test_a_level_that_was_never_learnt_counts_as_other_and_is_told(row: OneRow) -> None:
    answered = row.answered(typical(row) | {"a/b": "Mars"})
    (problem,) = answered.problems
    assert (problem.column, problem.severity) == ("a/b", "note")
    assert "'Mars' is none of the levels" in problem.message
    assert len(answered.answers) == 3


def test_a_damaged_account_of_the_training_rows_is_told(year: Run, tmp_path: Path) -> None:
    shutil.copytree(year.folder, tmp_path / "copy")
    (tmp_path / "copy" / COLUMNS).write_bytes(b"{}")
    copied = one_row(open_run(tmp_path / "copy"))
    with pytest.raises(RunError, match=r"columns\.json is damaged"):
        copied.fields  # noqa: B018  # it is read when it is asked for
