"""How much of a class the surest rows hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.evaluation.lift import lift

CHANCE = np.random.default_rng(0)


def test_the_surest_fifth_is_told_with_what_it_holds() -> None:
    member = np.arange(100) < 25
    found = lift("leaves", member, {"network": np.linspace(1, 0, 100)})
    assert found is not None
    assert found.sentence == (
        "The 20 % of the rows it is surest of hold 80 % of all 'leaves': 4.0 times as many as 20 rows taken by chance."
    )
    second = found.parts[1]
    assert (second.rows, second.hits, second.precision, second.here) == pytest.approx((20, 20, 1, 1))
    assert found.parts[2].here == pytest.approx(0.5)
    assert found.parts[-1].lift == pytest.approx(1)


def test_equal_probabilities_count_as_they_would_on_average() -> None:
    found = lift("yes", np.arange(100) < 30, {"network": np.full(100, 0.3)})
    assert found is not None
    assert [part.lift for part in found.parts] == pytest.approx([1.0] * 10)


def test_of_a_few_rows_each_is_a_part() -> None:
    found = lift("yes", np.array([True, False, False]), {"network": np.array([0.9, 0.5, 0.1])})
    assert found is not None
    assert [part.rows for part in found.parts] == pytest.approx([1, 2, 3])
    assert "hold 100 % of all 'yes'" in found.sentence


def test_without_a_row_of_the_class_there_is_none() -> None:
    assert lift("yes", np.zeros(9, bool), {"network": np.ones(9)}) is None


rows = st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.5, 0.9]), st.booleans()), min_size=1, max_size=50)


@given(rows.filter(lambda rows: any(hit for _, hit in rows)))
def test_gains_rise_from_nothing_to_all_whatever_the_order_of_the_rows(rows: list[tuple[float, bool]]) -> None:
    chances, member = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found, turned = lift("yes", member, {"network": chances}), lift("yes", member[::-1], {"network": chances[::-1]})
    assert found is not None
    gains = [gain for _, gain in found.models[0].points]
    assert (gains[0], gains[-1]) == (0.0, pytest.approx(1.0))
    assert gains == sorted(gains)
    assert found == turned
    assert sum(part.here * len(rows) / len(found.parts) for part in found.parts) == pytest.approx(member.sum())
