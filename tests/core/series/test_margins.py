"""How large a difference must be to be more than chance of the runs: as scipy and the papers have it."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from netloom.series.margins import (
    deviation,
    margin_of_difference,
    margin_of_folds,
    margin_of_mean,
    margin_of_prediction,
    mean,
)

SCORES = st.lists(st.integers(500, 1000).map(lambda value: value / 1000), min_size=2, max_size=12, unique=True)
FIRST, SECOND = [0.84, 0.85, 0.83, 0.86, 0.85], [0.81, 0.80, 0.83, 0.82]


def half(interval: Any) -> float:
    """Half of a confidence interval of scipy."""
    return float(interval.high - interval.low) / 2


@given(SCORES, SCORES)
def test_two_series_are_compared_by_welchs_interval(first: list[float], second: list[float]) -> None:
    expected = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    assert margin_of_difference(first, second) == pytest.approx(half(expected))


def test_two_known_series() -> None:
    expected = stats.ttest_ind(FIRST, SECOND, equal_var=False)
    assert mean(FIRST) - mean(SECOND) == pytest.approx(0.031)
    assert margin_of_difference(FIRST, SECOND) == pytest.approx(half(expected.confidence_interval()))
    assert ((margin_of_difference(FIRST, SECOND) or 0) < 0.031) == (expected.pvalue < 0.05)


def test_what_knows_no_seed_is_compared_by_students_interval() -> None:
    assert margin_of_mean(FIRST) == pytest.approx(half(stats.ttest_1samp(FIRST, 0.8).confidence_interval()))


def test_a_single_run_is_one_more_draw() -> None:
    expected = stats.t.ppf(0.975, 4) * np.std(FIRST, ddof=1) * math.sqrt(1 + 1 / 5)
    assert margin_of_difference(FIRST, [0.8]) == pytest.approx(expected)
    assert margin_of_difference([0.8], FIRST) == margin_of_prediction(FIRST)


def test_a_prediction_holds_the_next_run_19_times_in_20() -> None:
    runs = np.random.default_rng(0).normal(0.8, 0.01, size=(3000, 6))
    held = [abs(run[-1] - mean(run[:-1])) <= (margin_of_prediction(run[:-1]) or 0) for run in runs.tolist()]
    assert np.mean(held) == pytest.approx(0.95, abs=0.012)


def test_folds_are_corrected_as_by_nadeau_and_bengio() -> None:
    gains = [0.01, 0.02, -0.01, 0.03, 0.01]
    variance = np.var(gains, ddof=1) * (1 / 5 + 20 / 80)
    assert margin_of_folds(gains, 20 / 80) == pytest.approx(stats.t.ppf(0.975, 4) * math.sqrt(variance))
    assert margin_of_folds(gains, 1 / 4) == pytest.approx(1.5 * (margin_of_mean(gains) or 0))


def test_two_runs_have_a_wide_margin_and_one_has_none() -> None:
    assert margin_of_mean([0.80, 0.82]) == pytest.approx(12.706 * 0.01, rel=1e-4)
    assert deviation([0.8]) is None
    assert margin_of_mean([0.8]) is None
    assert margin_of_folds([0.8], 0.25) is None
    assert margin_of_difference([0.8], [0.7]) is None


@given(st.floats(0.1, 1e6), st.integers(2, 30))
def test_equal_values_have_exactly_their_mean_and_no_spread(value: float, count: int) -> None:
    assert mean([value] * count) == value
    assert deviation([value] * count) == 0
    assert margin_of_difference([value] * count, [value] * 2) == 0
