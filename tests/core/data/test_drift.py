"""How unlike the training rows other rows are: quiet where they are like them, loud where they are not."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.data.drift import Sketches, measure, sketches
from netloom.data.reading import Table
from netloom.drift import ColumnDrift, Drift, Figures
from netloom.errors import RunError
from tables import Cells, category, classes, date, number, project_with, table_of

CHANCE = np.random.default_rng(3)
ROWS = 1_000
TRAINED: Mapping[str, Sequence[str]] = {
    "age": [f"{value:.1f}" for value in CHANCE.normal(40, 10, ROWS)],
    "rooms": CHANCE.choice(["1", "2", "3", "4"], ROWS, p=[0.1, 0.4, 0.3, 0.2]).tolist(),
    "city": CHANCE.choice(["Rome", "Bonn", "Oslo"], ROWS, p=[0.6, 0.3, 0.1]).tolist(),
    "day": [f"2024-{month:02}-{day:02}" for month, day in CHANCE.integers((1, 1), (7, 29), (ROWS, 2))],
    "gone": CHANCE.choice(["", "1", "2"], ROWS, p=[0.2, 0.4, 0.4]).tolist(),
    "left": CHANCE.choice(["no", "yes"], ROWS).tolist(),
}
PROJECT = project_with(
    number("age"), number("rooms"), category("city", "Rome", "Bonn", "Oslo"), date("day"), number("gone"),
    classes("left", "no", "yes"),
)  # fmt: skip  # a table reads best as one
EVERY = np.arange(ROWS)
THEN = sketches(PROJECT, table_of(TRAINED), EVERY)


def cells(rows: Sequence[int] | np.ndarray = EVERY, **other: Cells) -> dict[str, Cells]:
    """The training cells of these rows, with other ones in some columns; None leaves a column out."""
    return {name: [column[row] for row in rows] for name, column in TRAINED.items()} | other


def compared(new: Mapping[str, Cells]) -> Drift:
    return measure(PROJECT, THEN, table_of(new))


def column(drift: Drift, name: str) -> ColumnDrift:
    return next(column for column in drift.columns if column.name == name)


def message(drift: Drift, name: str, code: str) -> str:
    return next(finding.message for finding in column(drift, name).findings if finding.code == code)


def test_the_training_rows_themselves_are_like_the_training_data() -> None:
    drift = compared(cells())
    assert drift.headline == "All 5 columns look like the training data, as far as 1,000 rows can tell."
    assert not any(column.findings for column in drift.columns)


@given(st.integers(0, 2**32 - 1), st.integers(1, ROWS))
def test_rows_drawn_from_the_training_rows_ring_no_alarm(seed: int, count: int) -> None:
    drawn = np.random.default_rng(seed).choice(ROWS, count, replace=False)
    drift = compared(cells(drawn))
    assert not drift.alarmed
    assert not any(column.findings for column in drift.columns)  # nor are they beyond, or new


@pytest.mark.parametrize("seed", range(20))
def test_fresh_rows_of_the_same_kind_ring_no_alarm(seed: int) -> None:
    chance = np.random.default_rng(seed)
    order, count = chance.permutation(ROWS), int(chance.choice([5, 20, 100, 500]))
    then = sketches(PROJECT, table_of(TRAINED), np.sort(order[count:]))
    assert not measure(PROJECT, then, table_of(cells(order[:count]))).alarmed


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("age", [f"{value:.1f}" for value in CHANCE.normal(50, 10, 100)]),
        ("rooms", ["4"] * 70 + ["2"] * 30),
        ("city", ["Oslo"] * 60 + ["Rome"] * 40),
        ("day", ["2024-09-01"] * 100),
        ("gone", [""] * 60 + ["1"] * 40),
    ],
)
def test_a_column_that_has_moved_is_the_only_one_that_rings(name: str, moved: Cells) -> None:
    drift = compared(cells(range(100), **{name: moved}))
    assert [column.name for column in drift.alarmed] == [name]
    assert drift.columns[0].name == name  # the worst comes first
    assert f"1 of 5 columns looks unlike the training data: {name!r}" in drift.headline


def test_numbers_in_another_unit_are_told_as_that() -> None:
    drift = compared(cells(range(200), age=[f"{float(age) * 12:.0f}" for age in TRAINED["age"][:200]]))
    assert column(drift, "age").alarm == "strong"
    assert "about 12 times as much: perhaps it is in another unit" in message(drift, "age", "shifted")
    assert "is all that training has seen" in message(drift, "age", "beyond_range")


def test_levels_never_seen_are_told_with_their_rows_even_where_they_are_few() -> None:
    drift = compared(cells(range(500), city=["Rome"] * 300 + ["Bonn"] * 150 + ["Oslo"] * 47 + ["Mars", "Mars", "Io"]))
    (finding,) = column(drift, "city").findings
    assert (finding.code, finding.alarm) == ("new_levels", "none")
    assert "3 rows (0.6 %) of 'city' have what no training row had: 'Mars' (2 rows), 'Io' (1 row)" in finding.message
    assert "takes it for 'other'" in finding.message


def test_dates_after_the_last_are_told_as_dates() -> None:
    drift = compared(cells(range(100), day=["2025-03-01"] * 100))
    assert "2024-01-01 to 2024-06-28, which is all that training has seen: 2025-03-01" in message(
        drift, "day", "beyond_range"
    )


def test_a_date_of_which_only_the_season_is_seen_may_well_be_later() -> None:
    season = project_with(date("day", elapsed=False, season=True), classes("left", "no", "yes"))
    then = sketches(season, table_of(TRAINED), EVERY)
    drift = measure(season, then, table_of(cells(range(100), day=["2025-03-01"] * 100)))
    assert not column(drift, "day").findings


def test_a_column_without_values_is_told() -> None:
    drift = compared(cells(range(100), age=[None] * 100))
    assert column(drift, "age").alarm == "strong"
    assert "has no value in any of the 100 rows, and had one in 100 % of the training rows" in message(
        drift, "age", "no_values"
    )


def test_a_column_that_is_not_there_comes_first_with_the_one_that_may_be_meant() -> None:
    new = cells(range(100), Age=TRAINED["age"][:100])
    del new["age"]
    drift = compared(new)
    assert drift.columns[0].now is None
    assert "'age' is not in the file" in message(drift, "age", "absent")
    assert "Did you mean 'Age'?" in message(drift, "age", "absent")
    assert drift.headline == "1 column that the network reads is not in the file: 'age'."


def test_a_single_row_is_no_reason_for_an_alarm_but_what_was_never_seen_is_told() -> None:
    drift = compared(cells([0], age=["400"], city=["Mars"], gone=[""]))
    assert {column.alarm for column in drift.columns} == {"none"}
    assert {finding.code for column in drift.columns for finding in column.findings} == {"beyond_range", "new_levels"}
    assert drift.caveats == ("With 1 row, only large differences can be told from chance.",)


def test_a_table_without_rows_is_compared_with_nothing() -> None:
    drift = compared(cells([]))
    assert not drift.alarmed
    assert drift.headline == "The file has no rows, so there is nothing to compare with the training data."


def test_the_bars_of_both_cover_all_rows() -> None:
    drift = compared(cells(range(300), age=["-1e300", "1e300"] * 150, city=["Mars"] * 300))
    for each in drift.columns:
        assert sum(bar.then for bar in each.bars) == pytest.approx(1)
        assert sum(bar.now for bar in each.bars) == pytest.approx(1)


AMOUNTS = st.lists(
    st.one_of(st.floats(allow_nan=False, allow_infinity=False).map(repr), st.sampled_from(["", "x", "-0", "1e308"])),
    max_size=30,
)
WORDS = st.lists(st.text(max_size=5), max_size=30)


@given(AMOUNTS, AMOUNTS, WORDS, WORDS)
def test_whatever_the_cells_are_they_can_be_compared(
    ages: list[str], other_ages: list[str], cities: list[str], other_cities: list[str]
) -> None:
    project = project_with(number("age"), category("city", "a"), classes("left", "no", "yes"))
    then, now = _table(ages, cities), _table(other_ages, other_cities)
    kept = Sketches.from_bytes(sketches(project, then, np.arange(then.frame.height)).to_bytes(), "columns.json")
    drift = measure(project, kept, now)
    assert Drift.model_validate_json(drift.model_dump_json()) == drift
    for each in drift.columns:
        assert all(0 <= bar.now <= 1 and 0 <= bar.then <= 1 for bar in each.bars)


def _table(ages: Sequence[str], cities: Sequence[str]) -> Table:
    rows = min(len(ages), len(cities))
    return table_of({"age": ages[:rows], "city": cities[:rows], "left": ["no"] * rows})


def test_very_many_names_are_kept_short() -> None:
    project = project_with(category("city", "a"), classes("left", "no", "yes"))
    many = table_of({"city": [f"name {row}" for row in range(5_000)], "left": ["no"] * 5_000})
    then = sketches(project, many, np.arange(5_000))
    assert len(then.to_bytes()) < 60_000
    other = table_of({"city": [f"name {row}" for row in range(4_000, 6_000)], "left": ["no"] * 2_000})
    assert not measure(project, then, other).alarmed  # whether a name is new cannot be told of a column of names


def test_what_training_has_not_written_is_refused_by_name() -> None:
    with pytest.raises(RunError, match=r"columns.json is not what training writes"):
        Sketches.from_bytes(b'{"rows": -1}', "columns.json")


@pytest.mark.parametrize(
    ("name", "other"),
    [("points", (1.0,)), ("at_most", (1, 2)), ("at_most", ()), ("figures", Figures(rows=9, missing=2))],
)
def test_rows_that_do_not_add_up_are_refused(name: str, other: object) -> None:
    changed = THEN.columns[0].model_copy(update={name: other})
    content = THEN.model_copy(update={"columns": (changed,)}).to_bytes()
    with pytest.raises(RunError, match=r"the rows of 'age' do not add up"):
        Sketches.from_bytes(content, "columns.json")
