"""Rows are divided as scikit-learn divides them, in time order, by a column or by groups, and no part is empty."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from netloom.data.reading import Table, read_table
from netloom.data.splits import Parts, split
from netloom.errors import DataError
from netloom.project import Data
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.settings.splits import ColumnSplit, GroupSplit, RandomSplit, Split, StratifiedSplit, TimeSplit
from tables import amount, classes, table_of

ANIMAL = classes("animal", "cat", "dog", "owl")
SIZE = amount("size")


def divided(how: Split, table: Table, *targets: Column) -> Parts:
    return split(Data(split=how), table, targets)


def animals(rows: int = 100) -> Table:
    """Half cats, a third dogs, the rest owls; every seventh row without an animal."""
    kinds = ["cat", "dog", "cat", "owl", "cat", "dog"]
    cells = [None if row % 7 == 3 else kinds[row % 6] for row in range(rows)]
    return table_of({"animal": cells, "size": [str(row) for row in range(rows)]})


def rows_of(parts: Parts) -> list[int]:
    return sorted(np.concatenate([parts.training, parts.validation, parts.test]).tolist())


def test_the_test_rows_are_those_of_scikit_learn() -> None:
    table = animals()
    known = np.flatnonzero(table.frame["animal"].is_not_null().to_numpy())
    _, expected = train_test_split(known, test_size=0.2, random_state=7, stratify=table.frame["animal"].gather(known))
    assert divided(StratifiedSplit(seed=7), table, ANIMAL).test.tolist() == sorted(expected)


def test_classes_that_are_numbers_are_stratified_in_the_order_of_numbers() -> None:
    cells = np.random.default_rng(0).integers(0, 12, 300)
    names = [str(number) for number in range(12)]
    _, expected = train_test_split(np.arange(300), test_size=0.2, random_state=0, stratify=cells)
    parts = divided(StratifiedSplit(), table_of({"y": [str(cell) for cell in cells]}), classes("y", *names))
    assert parts.test.tolist() == sorted(expected)


@pytest.mark.parametrize(("file", "target"), [("telco_churn.csv", "Churn"), ("titanic.csv", "survived")])
def test_real_tables_have_the_usual_test_rows(shared_data: Path, file: str, target: str) -> None:
    table = read_table(shared_data / file, TableFile())
    cells = table.frame[target]
    _, expected = train_test_split(np.arange(len(cells)), test_size=0.2, random_state=0, stratify=cells.to_numpy())
    parts = divided(StratifiedSplit(), table, classes(target, *sorted(cells.unique())))
    assert parts.test.tolist() == sorted(expected)
    assert len(parts.validation) == pytest.approx(0.1 * len(cells), abs=1)


def test_amounts_are_divided_plainly_by_chance() -> None:
    _, expected = train_test_split(np.arange(100), test_size=0.2, random_state=3)
    assert divided(StratifiedSplit(seed=3), animals(), SIZE).test.tolist() == sorted(expected)
    assert divided(RandomSplit(seed=3), animals(), SIZE).test.tolist() == sorted(expected)


def test_a_random_split_does_not_stratify() -> None:
    table = table_of({"animal": ["cat"] * 60 + ["dog"] * 40})
    _, expected = train_test_split(np.arange(100), test_size=0.2, random_state=0)
    assert divided(RandomSplit(), table, ANIMAL).test.tolist() == sorted(expected)


def test_every_part_keeps_the_shares_of_the_classes() -> None:
    parts = divided(StratifiedSplit(), table_of({"animal": ["cat"] * 600 + ["dog"] * 400}), ANIMAL)
    for rows, size in ((parts.training, 700), (parts.validation, 100), (parts.test, 200)):
        assert (len(rows), np.mean(rows < 600)) == (size, 0.6)


def test_rows_without_a_target_are_in_no_part() -> None:
    table = animals()
    known = np.flatnonzero(table.frame["animal"].is_not_null().to_numpy()).tolist()
    assert rows_of(divided(StratifiedSplit(), table, ANIMAL)) == known


def test_rows_need_every_target() -> None:
    table = table_of({"animal": ["cat", "dog", None, "cat"] * 5, "size": ["1", "?", "3", "4"] * 5})
    assert rows_of(divided(RandomSplit(), table, ANIMAL, SIZE)) == [row for row in range(20) if row % 4 in (0, 3)]


def test_a_class_of_one_row_is_told_and_not_stratified() -> None:
    table = table_of({"animal": ["cat"] * 30 + ["dog"] * 30 + ["owl"]})
    parts = divided(StratifiedSplit(), table, ANIMAL)
    _, expected = train_test_split(np.arange(61), test_size=0.2, random_state=0)
    assert parts.test.tolist() == sorted(expected)
    assert [problem.code for problem in parts.told] == ["not_stratified"]
    assert "the rarest has 1 row" in parts.told[0].message


@pytest.mark.parametrize(
    ("cells", "newest"),
    [
        (["3", "1", "2", "10", "5", "4", "6", "7", "8", "9"], [3, 9]),
        ([f"{day}/01/2024" for day in (31, 1, 2, 3, 30, 4, 5, 6, 7, 8)], [0, 4]),
        (["2024-05-02 10:00", "2024-05-02 09:00", *(f"2024-04-0{day}" for day in range(1, 9))], [0, 1]),
    ],
)
def test_the_newest_rows_test(cells: list[str], newest: list[int]) -> None:
    table = table_of({"when": cells, "size": ["1"] * 10}, day_first="yes")
    assert divided(TimeSplit(column="when"), table, SIZE).test.tolist() == newest


def test_in_time_order_the_past_trains_and_the_rest_follows() -> None:
    table = table_of({"size": [str(row) for row in range(10)]})
    parts = divided(TimeSplit(), table, SIZE)
    assert (parts.training.tolist(), parts.validation.tolist(), parts.test.tolist()) == ([*range(7)], [7], [8, 9])


def test_rows_without_a_time_train_and_are_told() -> None:
    table = table_of({"when": [*"123456789", None, None], "size": ["1"] * 11})
    parts = divided(TimeSplit(column="when"), table, SIZE)
    assert {9, 10} <= set(parts.training.tolist())
    assert [problem.message for problem in parts.told] == [
        "2 rows without a time in 'when' count as the oldest, and train."
    ]


def test_a_column_says_which_part_a_row_belongs_to() -> None:
    table = table_of({"part": ["train", "test", "validation", None, "test"], "size": ["1"] * 5})
    parts = divided(ColumnSplit(column="part"), table, SIZE)
    assert (parts.training.tolist(), parts.validation.tolist(), parts.test.tolist()) == ([0, 3], [2], [1, 4])


def test_validation_rows_that_no_column_names_are_drawn_and_told() -> None:
    table = table_of({"part": ["train"] * 20 + ["test"] * 5, "size": ["1"] * 25})
    parts = divided(ColumnSplit(column="part"), table, SIZE)
    assert parts.test.tolist() == [20, 21, 22, 23, 24]
    assert (len(parts.training), len(parts.validation)) == (18, 2)
    assert [problem.code for problem in parts.told] == ["validation_by_chance"]


@given(st.lists(st.sampled_from([*"abcdefgh", None]), min_size=40, max_size=60), st.integers(0, 50))
def test_a_group_is_in_one_part_only(cells: list[str | None], seed: int) -> None:
    cells = [*cells, *"abcdefgh"]
    parts = divided(GroupSplit(column="who", seed=seed), table_of({"who": cells, "size": ["1"] * len(cells)}), SIZE)
    found = [{cells[row] for row in rows} - {None} for rows in (parts.training, parts.validation, parts.test)]
    assert sum(map(len, found)) == len(set.union(*found))
    assert rows_of(parts) == list(range(len(cells)))


@given(
    st.integers(10, 80),
    st.sampled_from([StratifiedSplit, RandomSplit, TimeSplit]),
    st.floats(0.0, 0.3),
    st.floats(0.01, 0.4),
)
def test_parts_share_no_row_and_none_is_lost(rows: int, how: type[Split], validation: float, test: float) -> None:
    table = table_of({"animal": ["cat", "dog", "owl"] * (rows // 3) + ["cat"] * (rows % 3)})
    parts = divided(how(validation=validation, test=test), table, ANIMAL)
    assert rows_of(parts) == list(range(rows))
    assert all(np.all(np.diff(part) > 0) for part in (parts.training, parts.validation, parts.test))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (RandomSplit(validation=0.5, test=0.5), "leaves no rows to train on: 50% for validation and 50% for test"),
        (RandomSplit(validation=0.0, test=0.99), "leaves no training rows"),
        (TimeSplit(column="wen"), r"the column 'wen', which the data lacks. Did you mean 'when'\?"),
        (TimeSplit(column="word"), "needs dates or numbers in the column 'word'"),
        (ColumnSplit(column="word"), "No row is a test row: 'word' is 'one', 'two', and never 'test'"),
        (GroupSplit(), "names no column. Name the group column: one of 'when', 'word', 'size'"),
        (GroupSplit(column="same"), "leaves no training rows"),
    ],
)
def test_a_split_that_cannot_be_is_refused_in_words(how: Split, words: str) -> None:
    table = table_of({"when": [*"1234567890"], "word": ["one", "two"] * 5, "size": ["1"] * 10, "same": ["x"] * 10})
    with pytest.raises(DataError, match=words):
        divided(how, table, SIZE)


def test_too_few_rows_are_refused() -> None:
    with pytest.raises(DataError, match="2 rows with a target: too few"):
        divided(RandomSplit(), table_of({"size": ["1", "2", None]}), SIZE)
