"""What a column is, what is missing in it, and what is odd about it, found by looking through all of its cells."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.data.profile import profile
from netloom.data.reading import read_table
from netloom.profiles import ColumnProfile
from netloom.settings.sources import TableFile
from tables import table_of

Cells = Sequence[str | None]


def column(cells: Cells, name: str = "column", **source: str) -> ColumnProfile:
    return profile(table_of({name: cells}, **source)).columns[0]


def codes(found: ColumnProfile) -> list[str]:
    return [problem.code for problem in found.told]


def text(found: ColumnProfile) -> str:
    return " ".join(problem.message for problem in found.told)


KEYS = [f"{number}-XK{number % 7}" for number in range(40)]
NAMES = [f"Anna {number}. Smith of somewhere" for number in range(40)]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1.5", "2.5", "3.5"] * 10, "number"),
        (["1", "2", "3"] * 10, "number"),
        (["0", "1"] * 10, "yes_no"),
        (["1.0", "0.0", None] * 10, "yes_no"),
        (["Yes", "No"] * 10, "yes_no"),
        (["True", "FALSE".title()] * 10, "yes_no"),
        (["ja", "nein"] * 10, "yes_no"),
        (["red", "green"] * 10, "category"),
        (["1", "2", "3+"] * 10, "category"),
        (["2024-01-05", "2024-02-07", None] * 10, "date"),
        (["20240105", "20231231", "20200229"] * 10, "date"),
        (["3 Apr 2024", "5 May 2023"] * 10, "date"),
        (KEYS, "identifier"),
        ([str(number) for number in range(1, 41)], "identifier"),
        (NAMES, "text"),
        (["word " * 40 + str(number) for number in range(25)] * 2, "text"),
        (["same"] * 10, "constant"),
        (["7"] * 10, "constant"),
        ([None, "", " ", "NA"], "empty"),
        ([], "empty"),
        (["x", None] * 10, "category"),
    ],
)
def test_kinds_are_known(cells: Cells, kind: str) -> None:
    assert column(cells).kind == kind


def test_numbers_that_differ_in_every_row_are_amounts_unless_they_count_or_are_called_so() -> None:
    amounts = [str(number * number) for number in range(40)]
    assert column(amounts, "area").kind == "number"
    assert column(amounts, "customer_id").kind == "identifier"
    assert column([str(number) for number in range(40)], "day").kind == "number"


def test_digits_that_begin_with_zero_are_codes() -> None:
    found = column(["01067", "80331", "20095"] * 10)
    assert found.kind == "category"
    assert "'01067' begin with zero" in text(found)


def test_missing_cells_and_their_markers_are_counted() -> None:
    found = column(["1", "?", None, " ", "?", "2.5", "NA"])
    assert (found.kind, found.missing, found.distinct) == ("number", 5, 2)
    assert set(found.markers) == {"?", " ", "NA"}
    assert found.markers[0] == "?"


def test_range_mean_and_deviation_are_those_of_the_numbers() -> None:
    found = column(["1", "2", "6", None])
    assert (found.minimum, found.maximum, found.mean, found.integers) == (1.0, 6.0, 3.0, True)
    assert found.deviation == pytest.approx(2.6457513)


def test_the_range_of_dates_is_in_days() -> None:
    found = column(["1970-01-02", "1970-01-11"] * 5)
    assert (found.minimum, found.maximum) == (1.0, 10.0)


def test_levels_come_most_common_first_and_then_by_the_alphabet() -> None:
    found = column(["b", "c", "a", "c", None, "b", "c"])
    assert [(level.value, level.count) for level in found.levels] == [("c", 3), ("b", 2), ("a", 1)]


def test_at_most_a_thousand_levels_are_listed() -> None:
    found = column([f"level {number % 1100}" for number in range(11_000)])
    assert (found.kind, found.distinct, len(found.levels)) == ("category", 1100, 1000)


def test_a_few_words_among_numbers_are_told_and_not_guessed() -> None:
    found = column(["1", "2", "3"] * 10 + ["many"])
    assert (found.kind, found.unreadable) == ("number", 1)
    assert "no number in 1 cell of 31 ('many'; the first in row 31): taken as missing" in text(found)


def test_many_words_among_numbers_make_no_number() -> None:
    found = column([str(number) for number in range(60)] + ["unclear", "later"] * 20)
    assert found.kind in ("category", "text")
    assert "60% of the cells are numbers" in text(found)


def test_a_few_cells_that_are_no_dates_are_told() -> None:
    found = column(["2024-01-05", "2024-01-06"] * 15 + ["soon"])
    assert found.kind == "date"
    assert "no date in 1 cell of 31 ('soon'; the first in row 31)" in text(found)


def test_signs_beside_digits_are_dropped_and_told() -> None:
    found = column(["$1.50", "$2", "$3"])
    assert (found.kind, found.maximum) == ("number", 3.0)
    assert "'$1.50' counts as 1.5" in text(found)


def test_a_number_of_nines_far_from_all_others_is_told() -> None:
    found = column(["1.5", "2.5", "-999", "3.5", "-999"])
    assert "-999 is there 2 times" in text(found)
    assert codes(column(["995", "999", "999", "990"])) == []


def test_levels_that_differ_in_capitals_or_spaces_are_told() -> None:
    found = column(["Male", "male", "MALE ", "Female"] * 5)
    assert "'Male', 'male', 'MALE '" in text(found)


def test_what_is_odd_is_also_told_of_the_whole_table() -> None:
    found = profile(table_of({"a": ["$1", "$2"], "b": ["01", "02"]}))
    assert {problem.column for problem in found.told} == {"a", "b"}


def test_a_column_may_have_any_name() -> None:
    cells = ["1", "2,5", "x", None, "?"] * 10
    found = profile(table_of(dict.fromkeys(("^a$", "*", "count", "cell", "value", ""), cells)))
    assert [each.name for each in found.columns] == ["^a$", "*", "count", "cell", "value", ""]
    assert len({each.model_copy(update={"name": "", "told": ()}) for each in found.columns}) == 1


@given(st.lists(st.none() | st.text(max_size=12) | st.floats().map(str) | st.dates().map(str), max_size=30))
def test_every_column_has_a_profile_that_adds_up(cells: list[str | None]) -> None:
    found = column([cell or None for cell in cells])
    assert 0 <= found.missing <= len(cells)
    assert found.distinct <= len(cells) - found.missing
    assert sum(level.count for level in found.levels) in (0, len(cells) - found.missing)


def test_real_columns_are_what_they_are(shared_data: Path) -> None:
    kinds = {
        found.name: found.kind for found in profile(read_table(shared_data / "telco_churn.csv", TableFile())).columns
    }
    assert kinds["customerID"] == "identifier"
    assert kinds["SeniorCitizen"] == kinds["Churn"] == "yes_no"
    assert kinds["TotalCharges"] == kinds["tenure"] == "number"
    assert kinds["Contract"] == "category"


def test_blanks_in_a_column_of_numbers_are_missing(shared_data: Path) -> None:
    charges = profile(read_table(shared_data / "telco_churn.csv", TableFile())).column("TotalCharges")
    assert (charges.missing, charges.markers, charges.unreadable) == (11, (" ",), 0)


def test_empty_and_constant_columns_are_found(shared_data: Path) -> None:
    bikes = profile(read_table(shared_data / "messy_montreal_bikes.csv", TableFile()))
    assert bikes.column("Brébeuf (données non disponibles)").kind == "empty"
    assert bikes.column("Date").kind == "date"
    incomes = profile(read_table(shared_data / "messy_gdp_per_capita.tsv", TableFile()))
    assert incomes.column("Units").kind == "constant"
    assert incomes.column("2015").missing == 2


def test_a_wide_table_is_profiled_column_by_column(shared_data: Path) -> None:
    found = profile(read_table(shared_data / "wide_acsf1.csv", TableFile()))
    assert len(found.columns) == 1462
    assert {each.kind for each in found.columns} == {"number", "category"}


def test_numbers_and_dates_are_counted_in_equal_steps_from_the_least_to_the_largest() -> None:
    found = column([str(number) for number in range(100)] + ["100", "100", None, "?"])
    assert found.histogram == (*[5] * 19, 7)
    assert sum(column(["2024-01-05", "2024-02-07", "2024-03-01"] * 10).histogram) == 30


@pytest.mark.parametrize("cells", [["red", "green"] * 10, ["5"] * 10, ["1e308", "-1e308"] * 10, [None] * 3])
def test_what_has_no_range_has_no_steps(cells: Cells) -> None:
    assert column(cells).histogram == ()
