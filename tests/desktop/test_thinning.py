"""What a plot draws of a long curve looks like the whole of it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom_desktop.training.plots.thinning import broken, smoothed, stride, thinned

Y = st.lists(st.one_of(st.floats(-1e3, 1e3), st.just(math.nan)), min_size=1, max_size=300)


def test_a_line_is_broken_where_points_are_further_apart_than_a_gap() -> None:
    x, y = broken(np.array([0.0, 0.5, 90.0, 90.5]), np.array([1.0, 2.0, 3.0, 4.0]), 1.0)
    assert x.tolist() == [0.0, 0.5, 90.0, 90.0, 90.5]
    assert np.array_equal(y, [1.0, 2.0, math.nan, 3.0, 4.0], equal_nan=True)


@given(st.integers(1, 10**6), st.integers(1, 4_000))
def test_no_more_than_two_points_share_a_column_of_pixels_and_few_go_without(points: int, columns: int) -> None:
    every = stride(points, columns)
    assert points / every <= columns
    assert every == 1 or points / every > columns / 2


@given(Y, st.sampled_from([1, 2, 4, 8, 64]))
def test_each_stretch_keeps_its_lowest_and_its_highest_point(values: list[float], every: int) -> None:
    x, y = np.arange(len(values), dtype=float), np.array(values)
    few_x, few_y = thinned(x, y, every)
    assert (np.diff(few_x) >= 0).all()
    for start in range(0, len(values), every):
        whole = y[start : start + every]
        kept = few_y[(few_x >= start) & (few_x < start + every)]
        assert np.isnan(whole).all() == np.isnan(kept).all()
        if not np.isnan(whole).all():
            assert (np.nanmin(kept), np.nanmax(kept)) == (np.nanmin(whole), np.nanmax(whole))


def test_points_that_are_added_do_not_move_what_was_drawn_before() -> None:
    y = np.random.default_rng(0).random(1_000)
    before, _ = thinned(np.arange(960.0), y[:960], 16)
    after, _ = thinned(np.arange(1_000.0), y, 16)
    assert (after[: len(before)] == before).all()


@given(Y, st.floats(0, 0.98))
def test_smoothing_is_the_mean_in_which_earlier_values_count_less_and_less(values: list[float], weight: float) -> None:
    found = smoothed(np.array(values), weight)
    mean = share = 0.0
    for value, smooth in zip(values, found, strict=True):
        if math.isnan(value):
            assert math.isnan(smooth)
            continue
        mean, share = mean * weight + value * (1 - weight), share * weight + 1 - weight
        assert smooth == pytest.approx(mean / share, abs=1e-6)
