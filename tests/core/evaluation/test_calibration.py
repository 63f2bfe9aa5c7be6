"""Whether probabilities mean what they say, against scikit-learn and scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from netloom.evaluation.calibration import (
    answer_calibration,
    brier,
    calibration,
    class_calibrations,
    share_interval,
)

CHANCE = np.random.default_rng(0)


def test_the_curve_is_scikit_learns() -> None:
    stated = CHANCE.random(500)
    happened = CHANCE.random(500) < stated**2
    true, said = calibration_curve(happened, stated, n_bins=10)
    bins = calibration("yes", stated, happened).bins
    np.testing.assert_allclose([one.happened for one in bins], true)
    np.testing.assert_allclose([one.stated for one in bins], said)
    assert sum(one.rows for one in bins) == 500


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_every_row_is_in_one_bin_and_the_error_is_their_mean_gap(rows: list[tuple[float, bool]]) -> None:
    stated, happened = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found = calibration("yes", stated, happened)
    assert sum(one.rows for one in found.bins) == len(rows)
    mean_gap = sum(one.rows * abs(one.stated - one.happened) for one in found.bins) / len(rows)
    assert found.expected_calibration_error == pytest.approx(mean_gap)
    assert 0 <= found.expected_calibration_error <= 1
    for one in found.bins:
        assert one.interval.low <= one.happened <= one.interval.high
        assert one.low - 1e-9 <= one.stated <= one.high + 1e-9
    assert found.sentence


@given(st.integers(1, 400), st.data())
def test_intervals_of_shares_are_wilsons(rows: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, rows))
    exact = binomtest(hits, rows).proportion_ci(method="wilson")
    assert share_interval(hits / rows, rows) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_probabilities_that_say_too_much_are_told() -> None:
    stated = np.full(200, 0.9)
    found = calibration("leaves", stated, np.arange(200) < 120)
    assert found.sentence == (
        "When it says 90 % for 'leaves', that happens in 60 % of the cases (200 rows): there it says too much."
    )
    assert found.expected_calibration_error == pytest.approx(0.3)


def test_honest_probabilities_agree_within_chance() -> None:
    found = calibration("leaves", np.full(200, 0.6), np.arange(200) < 118)
    assert found.sentence.endswith("that happens in 59 % of the cases (200 rows), which agrees within chance.")


def test_of_several_classes_the_answered_one_is_looked_at_and_each_where_they_are_few() -> None:
    truth = CHANCE.integers(0, 3, 300)
    chances = CHANCE.dirichlet(np.ones(3), 300)
    whole = answer_calibration(("a", "b", "c"), truth, chances)
    assert whole.event == ""
    assert whole.sentence.startswith("When it is ")
    assert min(one.low for one in whole.bins) >= 0.3  # the largest of three probabilities is at least a third
    assert [one.event for one in class_calibrations(("a", "b", "c"), truth, chances)] == ["a", "b", "c"]
    many = tuple(map(str, range(9)))
    assert class_calibrations(many, truth, CHANCE.dirichlet(np.ones(9), 300)) == ()


def test_the_brier_score_is_scikit_learns() -> None:
    truth = np.array([0, 1, 1, 0])
    chances = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.5, 0.5]])
    assert brier(truth, chances) == pytest.approx(brier_score_loss(truth, chances[:, 1]))
    three = CHANCE.dirichlet(np.ones(3), 50).astype(np.float32).astype(np.float64)
    labels = CHANCE.integers(0, 3, 50)
    expected = ((three - np.eye(3)[labels]) ** 2).sum(axis=1).mean()
    assert brier(labels, three) == pytest.approx(expected, rel=1e-5)


def test_a_class_that_no_test_row_has_is_no_obstacle() -> None:
    assert brier(np.array([0, 0]), np.array([[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]])) == pytest.approx(0.19)
    assert calibration("yes", np.array([1.0]), np.array([False])).bins[0].rows == 1
