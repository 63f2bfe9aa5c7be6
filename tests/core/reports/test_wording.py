"""Numbers as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.evaluation.axes import fitted, tick_text
from netloom.reports.wording import amount, difference, listed, percent, told_apart, written


@pytest.mark.parametrize(
    ("value", "text"),
    [(51_566.4, "51,570"), (0.0123456, "0.01235"), (-3.14159, "−3.142"), (0, "0"), (-3.512e20, "−3.512e+20"),
     (999_999, "1,000,000"), (float("inf"), "inf"), (2e-7, "2e−07")],
)  # fmt: skip  # a table of examples
def test_an_amount_has_four_digits(value: float, text: str) -> None:
    assert amount(value) == text


def test_shares_are_percentages_and_their_differences_points() -> None:
    assert percent(0.8012) == "80.1 %"
    assert written("share", None) == "–"
    assert difference("share", -0.0123) == "−1.2 pts"
    assert difference("score", -0.0001) == "0.000"


def test_only_what_is_perfect_is_written_as_perfect() -> None:
    assert [percent(value) for value in (1, 0.99961, 0.9994, 0.9999999)] == [
        "100.0 %",
        "99.96 %",
        "99.9 %",
        "100.0000 %",
    ]
    assert [written("score", value) for value in (1, 0.99971, 0.9991)] == ["1.000", "0.9997", "0.999"]


def test_two_values_that_differ_look_different() -> None:
    assert told_apart("score", 0.85121, 0.85149) == ("0.8512", "0.8515")
    assert told_apart("target", 51_566.2, 51_569.1) == ("51,566", "51,569")
    assert told_apart("share", 0.5, 0.5) == ("50.0 %", "50.0 %")


def test_lists_read_as_in_a_sentence() -> None:
    assert [listed(["a", "b", "c"][:count]) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


@given(st.lists(st.floats(-1e299, 1e299), max_size=5))
def test_a_scale_shows_every_value_and_has_few_round_ticks(values: list[float]) -> None:
    axis = fitted(values, (0, 100))
    assert all(-1e-6 <= axis(value) <= 100 + 1e-6 for value in values)
    assert 1 <= len(list(axis.ticks())) <= 8


@pytest.mark.parametrize(("value", "text"), [(0.85, "0.85"), (200_000, "200k"), (-1.5e6, "−1.5M"), (1e13, "1e+13")])
def test_a_tick_is_short(value: float, text: str) -> None:
    assert tick_text(value) == text
