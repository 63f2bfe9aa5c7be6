"""Folds of cross-validation: every row is held out once, classes stay balanced, groups whole, and time runs forward."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

from netloom.data.reading import Table
from netloom.data.splits import Parts, split
from netloom.errors import DataError
from netloom.project import Data
from netloom.settings.columns import Column
from netloom.settings.splits import FoldedSplit, GroupSplit, RandomSplit, StratifiedSplit, TimeSplit
from tables import amount, classes, table_of

ANIMAL = classes("animal", "cat", "dog", "owl")
SIZE = amount("size")
FOLDS = st.integers(2, 6)


def folds_of(how: type[FoldedSplit], folds: int, table: Table, target: Column, **settings: object) -> list[Parts]:
    """The parts of each fold in turn, each from a project of its own."""
    return [
        split(Data(split=how(folds=folds, fold=fold, **settings)), table, [target])  # type: ignore[arg-type]  # settings
        for fold in range(1, folds + 1)
    ]


def held_out(parts: list[Parts]) -> list[int]:
    return sorted(np.concatenate([each.test for each in parts]).tolist())


def sizes(rows: int) -> Table:
    return table_of({"size": [str(row) for row in range(rows)]})


@given(st.sampled_from([StratifiedSplit, RandomSplit]), FOLDS, st.integers(20, 70), st.integers(0, 2**32 - 1))
def test_every_row_is_held_out_once(how: type[FoldedSplit], folds: int, rows: int, seed: int) -> None:
    table = table_of({"animal": ["cat", "dog", "owl", "cat", None] * (rows // 5)})
    known = np.flatnonzero(table.frame["animal"].is_not_null().to_numpy()).tolist()
    parts = folds_of(how, folds, table, ANIMAL, seed=seed)
    assert held_out(parts) == known
    for each in parts:
        assert sorted(np.concatenate([each.training, each.validation, each.test]).tolist()) == known


@given(FOLDS, st.lists(st.sampled_from(["cat", "dog", "owl"]), min_size=20, max_size=60), st.integers(0, 50))
def test_every_fold_has_its_share_of_each_class(folds: int, cells: list[str], seed: int) -> None:
    counts = Counter(cells)
    for each in folds_of(StratifiedSplit, folds, table_of({"animal": cells}), ANIMAL, seed=seed):
        found = Counter(cells[row] for row in each.test)
        assert all(count // folds <= found[name] <= -(-count // folds) for name, count in counts.items())


@given(FOLDS, st.lists(st.sampled_from([*"abcdefghij", None]), min_size=20, max_size=60), st.integers(0, 50))
def test_a_group_is_never_divided(folds: int, cells: list[str | None], seed: int) -> None:
    cells = [*cells, *"abcdefghij"]
    table = table_of({"who": cells, "size": ["1"] * len(cells)})
    parts = folds_of(GroupSplit, folds, table, SIZE, column="who", seed=seed)
    assert held_out(parts) == list(range(len(cells)))
    for each in parts:
        found = [{cells[row] for row in rows} - {None} for rows in (each.training, each.validation, each.test)]
        assert sum(map(len, found)) == len(set.union(*found))


@given(FOLDS, st.lists(st.integers(0, 99), min_size=20, max_size=60))
def test_time_never_looks_ahead(folds: int, times: list[int]) -> None:
    table = table_of({"when": [str(time) for time in times], "size": ["1"] * len(times)})
    parts = folds_of(TimeSplit, folds, table, SIZE, column="when")
    ages = np.array(times)
    for each in parts:
        assert ages[each.training].max() <= ages[each.validation].min()
        assert ages[each.validation].max() <= ages[each.test].min()
    assert all(set(old.test) < {*new.training, *new.validation} for old, new in pairwise(parts))
    rows = held_out(parts)
    assert len(rows) == len(set(rows)) == folds * (len(times) // (folds + 1))


def test_the_folds_are_those_of_scikit_learn() -> None:
    animals = ["cat", "dog", "cat", "owl"] * 15
    table = table_of({"animal": animals, "size": ["1"] * 60, "who": [str(row // 4) for row in range(60)]})
    rows = np.arange(60)
    numbers = np.array([["cat", "dog", "owl"].index(animal) for animal in animals])
    expected = {
        StratifiedSplit: StratifiedKFold(5, shuffle=True, random_state=3).split(rows, numbers),
        RandomSplit: KFold(5, shuffle=True, random_state=3).split(rows),
    }
    for how, divisions in expected.items():
        found = folds_of(how, 5, table, ANIMAL, seed=3)
        assert [each.test.tolist() for each in found] == [test.tolist() for _, test in divisions]
    ahead = folds_of(TimeSplit, 5, table, SIZE)
    assert [each.test.tolist() for each in ahead] == [test.tolist() for _, test in TimeSeriesSplit(5).split(rows)]
    grouped = folds_of(GroupSplit, 5, table, SIZE, column="who", seed=3)
    whole = GroupKFold(5, shuffle=True, random_state=3).split(rows, groups=rows // 4)
    assert sorted(map(len, (each.test for each in grouped))) == sorted(len(test) for _, test in whole)


def test_validation_rows_keep_their_share_of_all_rows() -> None:
    table = table_of({"animal": ["cat", "dog"] * 50})
    for each in folds_of(StratifiedSplit, 5, table, ANIMAL, validation=0.1):
        assert (len(each.training), len(each.validation), len(each.test)) == (70, 10, 20)


def test_a_class_with_fewer_rows_than_folds_is_told() -> None:
    table = table_of({"animal": [*["cat", "dog"] * 20, "owl", "owl"]})
    parts = folds_of(StratifiedSplit, 5, table, ANIMAL)
    assert held_out(parts) == list(range(42))
    assert "rarest has 2 rows, fewer than the 5 folds: some folds hold none of it" in parts[0].told[0].message


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (RandomSplit(folds=1), "has 1 fold, which leaves no rows to train on"),
        (RandomSplit(folds=3, fold=4), "has 3 folds, and fold 4 is to test"),
        (RandomSplit(folds=50), "at least 50 rows, and there are 20. Use fewer folds"),
        (TimeSplit(folds=20), "at least 21 rows"),
        (GroupSplit(folds=5, column="who"), "at least 5 groups, and there are 4"),
        (RandomSplit(folds=2, validation=0.6), "60% for validation and 50% for test"),
    ],
)
def test_folds_that_cannot_be_are_refused_in_words(how: FoldedSplit, words: str) -> None:
    table = table_of({"who": [*"abcd"] * 5, "size": [str(row) for row in range(20)]})
    with pytest.raises(DataError, match=words):
        split(Data(split=how), table, [SIZE])
