"""A starter project is chosen from the table: what is left out, how columns become numbers, and the network."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.errors import DataError
from netloom.planning import plan
from netloom.project import Project
from netloom.settings.columns import Category, Column, Date, Number
from netloom.settings.sources import TableFile
from netloom.starter import Started, new_project

COLOURS = ["red", "green", "blue"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "shop.csv"


def started(data: Path, target: str, columns: dict[str, Sequence[object]]) -> Started:
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    data.write_text("\n".join(lines) + "\n")
    return new_project(data, target, data.with_suffix(".netloom"))


def refusal(data: Path, target: str, columns: dict[str, Sequence[object]]) -> str:
    with pytest.raises(DataError) as refused:
        started(data, target, columns)
    return str(refused.value)


def shop(rows: int = 120) -> dict[str, Sequence[object]]:
    """A table with something of everything; `bought` depends on nothing, `paid` tells it."""
    bought = ["yes" if (7 * row) % 11 < 4 else "no" for row in range(rows)]
    return {
        "customer": [f"C{row:05}" for row in range(rows)],
        "age": ["" if row % 9 == 0 else 20 + (row * 13) % 50 for row in range(rows)],
        "income": [round(1.08**row, 2) for row in range(rows)],
        "colour": [COLOURS[row % 3] if row != 5 else "violet" for row in range(rows)],
        "since": [f"2023-{1 + row % 12:02}-{1 + row % 28:02}" for row in range(rows)],
        "country": ["NL"] * rows,
        "note": [""] * rows,
        "remark": [f"customer {row} was glad to be there" for row in range(rows)],
        "paid": [1 if answer == "yes" else 0 for answer in bought],
        "bought": bought,
    }


def transforms(project: Project) -> dict[str, object]:
    return {column.name: column.transform for column in project.data.features}


def ignored(project: Project) -> dict[str, str]:
    return {column.name: column.why for column in project.data.columns if column.role == "ignored"}


def target(started: Started) -> Column:
    (found,) = started.project.data.targets
    return found


def test_what_says_nothing_about_the_target_is_ignored_and_said_so(data: Path) -> None:
    made = started(data, "bought", shop())
    why = ignored(made.project)
    assert set(why) == {"customer", "country", "note", "remark", "paid"}
    assert "names the rows" in why["customer"]
    assert "same value in every row" in why["country"]
    assert "holds nothing" in why["note"]
    assert "free text" in why["remark"]
    assert "alone tells the target" in why["paid"]
    assert all(
        any(name in decision and reason in decision for decision in made.decisions) for name, reason in why.items()
    )


def test_a_copy_of_the_target_is_kept_where_it_is_all_there_is(data: Path) -> None:
    squares: dict[str, Sequence[object]] = {"x": [row / 10 for row in range(100)], "y": [r * r for r in range(100)]}
    assert set(transforms(started(data, "y", squares).project)) == {"x"}


def test_a_column_that_names_training_and_test_rows_is_ignored(data: Path) -> None:
    made = started(data, "bought", shop() | {"part": ["train", "test", "train"] * 40})
    assert "for training and which for testing" in ignored(made.project)["part"]


def test_columns_become_numbers_as_their_cells_ask_for(data: Path) -> None:
    found = transforms(started(data, "bought", shop()).project)
    assert found == {
        "age": Number(was_missing=True),
        "income": Number(log=True),
        "colour": Category(levels=("green", "red", "blue")),
        "since": Date(),
    }


def test_rare_levels_are_joined_and_counted(data: Path) -> None:
    assert "1 level of 'colour' with fewer than 5 rows: joined as other." in started(data, "bought", shop()).decisions


def test_months_have_no_weekday_and_days_have_a_time_only_if_it_is_there(data: Path) -> None:
    months = [f"20{row // 12:02}-{1 + row % 12:02}" for row in range(120)]
    times = [f"2024-01-{1 + row % 28:02} {row % 24:02}:00" for row in range(120)]
    found = transforms(started(data, "age", shop() | {"month": months, "at": times}).project)
    assert found["month"] == Date(weekday=False)
    assert found["at"] == Date(season=False, time_of_day=True)


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (["yes", "no"], ("no", "yes")),
        (["10", "9", "2"], ("2", "9", "10")),
        (["1", "2"], ("1", "2")),
        (["b", "a", "10"], ("10", "a", "b")),
        (["-1", "0", "1"], ("-1", "0", "1")),
    ],
)
def test_few_different_answers_are_classes_in_order(data: Path, cells: list[str], classes: tuple[str, ...]) -> None:
    answers = [cells[(row * row + row // 7) % len(cells)] for row in range(120)]
    made = started(data, "answer", shop() | {"answer": answers})
    assert target(made).transform == Category(levels=classes)


def test_an_amount_is_a_regression(data: Path) -> None:
    made = started(data, "income", shop())
    assert target(made).transform == Number()
    assert "'income' is predicted as an amount" in " ".join(made.decisions)


def test_a_marker_that_is_one_of_two_answers_is_an_answer(data: Path) -> None:
    made = started(data, "approved", shop() | {"approved": ["-", "+", "+"] * 40})
    assert target(made).transform == Category(levels=("+", "-"))
    assert made.profile.column("approved").missing == 0
    assert made.profile.column("age").missing == 14


def test_rows_without_a_target_are_counted(data: Path) -> None:
    made = started(data, "age", shop())
    assert "14 rows without a value in 'age': left out." in made.decisions


def test_a_target_that_is_not_there_is_answered_with_the_nearest_name(data: Path) -> None:
    message = refusal(data, "Bougt", shop())
    assert "shop.csv has no column 'Bougt'. Did you mean 'bought'?" in message


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("country", "is 'NL' in every row that has a value: there is nothing to learn"),
        ("note", "holds no value in any of 120 rows"),
        ("customer", "120 different texts in 120 rows"),
        ("since", "holds dates, which cannot be predicted"),
    ],
)
def test_a_target_that_cannot_be_learnt_is_refused_in_words(data: Path, name: str, reason: str) -> None:
    assert reason in refusal(data, name, shop())


def test_a_table_without_rows_is_refused(data: Path) -> None:
    assert "has column names but no rows" in refusal(data, "a", {"a": [], "b": []})


def test_everything_found_in_the_file_is_in_the_project(data: Path) -> None:
    data.write_text("a;b;c\n" + "1,5;x;?\n2,5;y;n/a\n3,5;x;7\n4,25;y;8\n5,5;x;8\n6,5;y;9\n")
    source = new_project(data, "b", data.parent / "sub" / "p.netloom").project.data.source
    assert isinstance(source, TableFile)
    assert source.path == "../shop.csv"
    assert source.fingerprint == hashlib.sha256(data.read_bytes()).hexdigest()
    assert (source.encoding, source.delimiter, source.decimal, source.header) == ("utf-8", ";", ",", "yes")
    assert set(source.missing) == {"?", "n/a"}


def test_the_network_is_a_row_of_blocks_from_left_to_right(data: Path) -> None:
    project = started(data, "bought", shop()).project
    assert [type(node.block) for node in project.nodes] == [Input, Dense, Dropout, Dense, Output]
    assert [node.id for node in project.nodes] == ["input_1", "dense_1", "dropout_1", "dense_2", "output_1"]
    assert [(place.node, place.x, place.y) for place in project.layout.positions] == [
        (node.id, 220.0 * number, 0.0) for number, node in enumerate(project.nodes)
    ]


@pytest.mark.parametrize(("name", "units"), [("bought", 1), ("colour", 3), ("income", 1)])
def test_the_last_layer_has_as_many_units_as_the_target_needs(data: Path, name: str, units: int) -> None:
    columns = shop() | {"colour": [COLOURS[row % 3] for row in range(120)]}
    last = started(data, name, columns).project.having(Dense)[-1].block
    assert isinstance(last, Dense)
    assert last.units == units


def test_a_starter_project_has_no_problems(data: Path) -> None:
    for name in ("bought", "colour", "income"):
        assert plan(started(data, name, shop()).project).problems == ()


def test_every_decision_is_one_sentence(data: Path) -> None:
    for decision in started(data, "bought", shop()).decisions:
        assert decision.endswith(".")
        assert "\n" not in decision


def test_the_leak_among_real_columns_is_found(shared_data: Path, tmp_path: Path) -> None:
    made = new_project(shared_data / "titanic.csv", "survived", tmp_path / "titanic.netloom")
    assert set(ignored(made.project)) == {"alive"}
    assert target(made).transform == Category(levels=("0", "1"))


@pytest.mark.parametrize(
    ("name", "wanted", "classes"),
    [
        ("telco_churn.csv", "Churn", ("No", "Yes")),
        ("penguins.csv", "species", ("Adelie", "Chinstrap", "Gentoo")),
        ("wide_acsf1.csv", "appliance", tuple("0123456789")),
        ("california_housing.csv", "median_house_value", ()),
        ("messy_montreal_bikes.csv", "Berri 1", ()),
    ],
)
def test_real_tables_get_a_project_without_problems(
    shared_data: Path, tmp_path: Path, name: str, wanted: str, classes: tuple[str, ...]
) -> None:
    made = new_project(shared_data / name, wanted, tmp_path / "p.netloom")
    transform = target(made).transform
    assert transform == (Category(levels=classes) if classes else Number())
    assert not plan(made.project).errors
