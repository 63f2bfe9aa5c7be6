"""Each transform gives scikit-learn's numbers, in the width that the project says, whatever a cell holds."""

from datetime import datetime, timedelta
from math import cos, pi, sin
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler

from netloom.blocks import Input
from netloom.data.preprocess import Preprocess, fit_preprocess
from netloom.data.reading import Table
from netloom.data.transforms import parts
from netloom.settings.columns import Category, Column, Date, Number, Transform
from tables import category, date, number, project_with, table_of

SCALERS = {"standard": StandardScaler(), "min_max": MinMaxScaler(), "robust": RobustScaler(), "none": None}
AMOUNTS = ["3", "1.5", None, "-2", "100", "7", "?", "3", "0.25", "12"]
TRAINING = np.array([0, 1, 2, 3, 5, 7, 8])


def features(table: Table, *columns: Column, training: Any = None, encoding: str = "numbers") -> np.ndarray:
    """What a single Input of these columns delivers for all rows."""
    project = project_with(*columns, inputs=[Input(encoding=encoding)])
    rows = np.arange(table.frame.height) if training is None else np.asarray(training)
    preprocess = Preprocess(fit_preprocess(project, table, rows))
    return preprocess.features(preprocess.feed(project, table))["input_1"]


def as_numbers(cells: list[str | None]) -> np.ndarray:
    return np.array([np.nan if cell in (None, "?") else float(cell) for cell in cells])[:, np.newaxis]


def log_of_positive(values: np.ndarray) -> np.ndarray:
    return np.log1p(np.maximum(values, 0))


@pytest.mark.parametrize("scale", SCALERS)
@pytest.mark.parametrize("impute", ["median", "mean", "constant"])
@pytest.mark.parametrize("log", [False, True])
def test_numbers_are_scikit_learns(scale: str, impute: str, log: bool) -> None:
    imputer = SimpleImputer(strategy=impute, fill_value=4.5 if impute == "constant" else None)
    pipeline = make_pipeline(imputer, FunctionTransformer(log_of_positive if log else None), SCALERS[scale])
    values = as_numbers(AMOUNTS)
    expected = pipeline.fit(values[TRAINING]).transform(values)
    column = number("x", scale=scale, impute=impute, constant=4.5, log=log)
    found = features(table_of({"x": AMOUNTS}), column, training=TRAINING)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6)


def test_a_flag_tells_where_a_number_was_missing() -> None:
    found = features(table_of({"x": AMOUNTS}), number("x", was_missing=True))
    assert found[:, 1].tolist() == [0, 0, 1, 0, 0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("scale", SCALERS)
def test_a_constant_column_is_divided_by_one(scale: str) -> None:
    found = features(table_of({"x": ["5", "5", "5", "6"]}), number("x", scale=scale), training=[0, 1, 2])
    assert found[:, 0].tolist() == ([5, 5, 5, 6] if scale == "none" else [0, 0, 0, 1])


@pytest.mark.parametrize("impute", ["median", "mean"])
def test_a_column_without_any_number_becomes_zero(impute: str) -> None:
    found = features(table_of({"x": [None, "?", "", None]}), number("x", impute=impute))
    assert found.tolist() == [[0], [0], [0], [0]]


def test_infinite_and_too_large_numbers_are_missing() -> None:
    table = table_of({"x": ["1", "3", "inf", "1e999", "-1e39", "nan"]})
    found = features(table, number("x", scale="none", was_missing=True))
    assert found.tolist() == [[1, 0], [3, 0], [2, 1], [2, 1], [2, 1], [2, 1]]


def test_numbers_that_mean_missing_do_so_however_they_are_written() -> None:
    table = table_of({"x": ["1", "-999", "-999.0", "3"]}, missing=("-999",))
    assert features(table, number("x", scale="none")).ravel().tolist() == [1, 2, 2, 3]


def test_large_numbers_with_small_differences_keep_what_float32_has_of_them() -> None:
    values = 1_000_000 + np.arange(50) / 16  # exact in float32
    found = features(table_of({"x": [repr(value) for value in values.tolist()]}), number("x"))
    np.testing.assert_allclose(found, StandardScaler().fit_transform(values[:, np.newaxis]), rtol=1e-6, atol=1e-6)


@example([None, 0.0, 2.0**-140], "standard", False)
@given(
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6, width=32)), min_size=3, max_size=30),
    st.sampled_from(["standard", "min_max", "none"]),
    st.booleans(),
)
def test_any_numbers_are_scikit_learns(values: list[float | None], scale: str, log: bool) -> None:
    assume(not log or not any(value and 0 < value < 1e-3 for value in values))  # 1 + x is float32 in the graph
    cells = [None if value is None else repr(value) for value in values]
    matrix = np.array([[np.nan if value is None else value] for value in values])
    imputer = SimpleImputer(strategy="median", keep_empty_features=True)
    steps = (imputer, FunctionTransformer(log_of_positive if log else None), SCALERS[scale])
    expected = make_pipeline(*steps).fit_transform(matrix)
    found = features(table_of({"x": cells}), number("x", scale=scale, log=log))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


COLOURS = ["red", "blue", None, "red", " ", "green", "NA", "blue"]


def test_categories_are_missing_other_and_the_levels_in_order() -> None:
    found = features(table_of({"c": COLOURS}), category("c", "blue", "red"))
    places = {None: 0, " ": 0, "NA": 0, "green": 1, "blue": 2, "red": 3}
    assert found.tolist() == np.eye(4)[[places[cell] for cell in COLOURS]].tolist()


def test_levels_are_those_of_scikit_learn() -> None:
    known = [cell for cell in COLOURS if cell in ("red", "blue", "green")]
    expected = OneHotEncoder().fit_transform(np.array(known)[:, np.newaxis]).toarray()
    found = features(table_of({"c": known}), category("c", "blue", "green", "red"))
    assert found[:, 2:].tolist() == expected.tolist()


def test_a_level_without_a_training_row_counts_as_other() -> None:
    column, table = category("c", "blue", "green", "red"), table_of({"c": ["red", "blue", "green"]})
    assert features(table, column, training=[0, 1])[2].tolist() == [0, 1, 0, 0, 0]
    assert features(table, column, training=[0, 1], encoding="indices").ravel().tolist() == [4, 2, 1]


def test_indices_of_a_column_follow_those_of_the_columns_before() -> None:
    table = table_of({"c": COLOURS[:4], "d": ["x", "z", None, "y"]})
    found = features(table, category("c", "blue", "red"), category("d", "x", "y"), encoding="indices")
    assert (found.dtype, found.tolist()) == (np.int64, [[3, 6], [2, 5], [0, 4], [3, 7]])


def test_a_category_without_levels_tells_missing_from_the_rest() -> None:
    assert features(table_of({"c": ["red", None]}), category("c")).tolist() == [[0, 1], [1, 0]]


def expected_of(when: datetime | None, days: float) -> list[float]:
    """Circles, weekday and flag of one date, by the calendar of Python."""
    if when is None:
        return [0.0] * 11 + [1.0]
    season, time = 2 * pi * days / 365.2425, 2 * pi * (days % 1)
    week = [float(when.weekday() == day) for day in range(7)]
    return [sin(season), cos(season), *week, sin(time), cos(time), 0.0]


@given(
    st.lists(
        st.none()
        | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda when: when.replace(microsecond=0)),
        min_size=2,
        max_size=12,
    )
)
def test_dates_are_those_of_the_calendar(dates: list[datetime | None]) -> None:
    cells = [None if when is None else when.isoformat(sep=" ") for when in dates]
    days = [None if when is None else (when - datetime(1970, 1, 1)) / timedelta(days=1) for when in dates]
    rounded = [np.nan if day is None else float(np.float32(day)) for day in days]
    found = features(table_of({"d": cells}), date("d", time_of_day=True, was_missing=True))
    kept = [i for i, day in enumerate(days) if day is None or np.floor(day) == np.floor(rounded[i])]
    expected = [expected_of(dates[i], rounded[i]) for i in kept]
    np.testing.assert_allclose(found[kept, 1:], np.array(expected).reshape(-1, 12), atol=1e-6)
    filled = SimpleImputer(strategy="median", keep_empty_features=True).fit_transform(np.array(rounded)[:, np.newaxis])
    np.testing.assert_allclose(found[:, :1], StandardScaler().fit_transform(filled), atol=2e-3)


@pytest.mark.parametrize(
    ("day", "weekday"), [("1970-01-01", 3), ("1969-12-31", 2), ("2024-02-29", 3), ("2026-11-23", 0), ("1900-01-01", 0)]
)
def test_weeks_begin_on_monday(day: str, weekday: int) -> None:
    found = features(table_of({"d": [day]}), date("d", elapsed=False, season=False))
    assert found.tolist() == [[float(place == weekday) for place in range(7)]]


def test_what_is_too_far_away_is_no_date() -> None:
    project, table = (
        project_with(date("d", weekday=False, season=False, was_missing=True)),
        table_of({"d": ["2024-01-01"]}),
    )
    preprocess = Preprocess(fit_preprocess(project, table, np.arange(1)))
    seconds = {"d": np.array([[1.7e9], [np.inf], [19_723.0]], np.float32)}
    assert preprocess.features(seconds)["input_1"].tolist() == [[0, 1], [0, 1], [0, 0]]


@given(
    st.one_of(
        st.builds(Number, was_missing=st.booleans()),
        st.builds(Category, levels=st.lists(st.text(max_size=3), unique=True, max_size=4).map(tuple)),
        st.builds(Date, **dict.fromkeys(("elapsed", "season", "weekday", "time_of_day", "was_missing"), st.booleans())),
    )
)
def test_the_width_is_what_the_project_says(transform: Transform) -> None:
    column = Column(name="x", kind="number", transform=transform)
    assert len(parts(transform)) == transform.width
    assert features(table_of({"x": ["1", None, "2024-01-01"]}), column).shape == (3, transform.width)
