"""The baselines are the usual ones, reach what they are known to reach, and take whatever comes."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from netloom.evaluation.baselines import Columns, Lesson, baselines
from netloom.evaluation.scores import class_evidence, scores, value_evidence

TELCO_NUMBERS = ("tenure", "MonthlyCharges", "TotalCharges")
TITANIC_TEXTS = ("sex", "embarked", "who", "adult_male", "deck", "alone")


def read(path: Path, target: str, texts: tuple[str, ...], dropped: tuple[str, ...]) -> tuple[Columns, NDArray[np.str_]]:
    """A clean table: its raw columns and its target, as text."""
    frame = pl.read_csv(path, infer_schema=False)
    features = frame.drop(target, *dropped)
    numbers = features.drop(texts).select(pl.all().str.strip_chars().cast(pl.Float64, strict=False))
    words = features.select(texts).fill_null("").to_numpy().astype(object)
    return Columns(numbers.to_numpy(), words), frame[target].to_numpy().astype(str)


def scored(columns: Columns, target: NDArray[np.str_]) -> dict[str, dict[str, float]]:
    """Each baseline's metrics on the usual fifth of the rows."""
    classes, truth = np.unique(target, return_inverse=True)
    learnt, tested = train_test_split(np.arange(len(truth)), test_size=0.2, random_state=0, stratify=truth)
    taught = baselines(Lesson("binary", columns.take(learnt), truth[learnt], len(classes)), columns.take(tested))
    return {one.name: scores("binary", class_evidence(truth[tested], one.answers)) for one in taught}  # type: ignore[arg-type]  # all have answers


def test_telco_churn_gives_the_known_figures(shared_data: Path) -> None:
    path = shared_data / "telco_churn.csv"
    names = pl.read_csv(path, n_rows=1).columns
    texts = tuple(name for name in names if name not in (*TELCO_NUMBERS, "customerID", "Churn"))
    found = scored(*read(path, "Churn", texts, ("customerID",)))
    assert found["constant"]["accuracy"] == pytest.approx(0.735, abs=0.001)
    assert found["linear"]["accuracy"] == pytest.approx(0.803, abs=0.003)
    assert found["linear"]["roc_auc"] == pytest.approx(0.852, abs=0.003)
    assert found["trees"]["roc_auc"] == pytest.approx(0.837, abs=0.005)


def test_titanic_gives_the_known_figures(shared_data: Path) -> None:
    dropped = ("alive", "class", "embark_town")
    found = scored(*read(shared_data / "titanic.csv", "survived", TITANIC_TEXTS, dropped))
    assert found["linear"]["roc_auc"] == pytest.approx(0.852, abs=0.005)
    assert found["trees"]["roc_auc"] == pytest.approx(0.829, abs=0.02)


def test_california_housing_gives_the_known_figures(shared_data: Path) -> None:
    columns, target = read(shared_data / "california_housing.csv", "median_house_value", ("ocean_proximity",), ())
    truth = target.astype(float)
    learnt, tested = train_test_split(np.arange(len(truth)), test_size=0.2, random_state=0)
    taught = baselines(Lesson("regression", columns.take(learnt), truth[learnt]), columns.take(tested))
    rmse = [scores("regression", value_evidence(truth[tested], one.answers))["rmse"] for one in taught]  # type: ignore[arg-type]  # all have answers
    assert rmse == pytest.approx([114_208, 68_698, 47_077], rel=0.01)


def columns_of(rows: int, numbers: int = 2) -> Columns:
    return Columns(np.random.default_rng(0).normal(size=(rows, numbers)), np.full((rows, 1), "same", dtype=object))


def test_new_categories_and_missing_cells_are_answered() -> None:
    learnt = Columns(
        np.array([[1.0, np.nan]] * 10 + [[2.0, np.nan]] * 10), np.array([["a"]] * 10 + [["b"]] * 10, object)
    )
    asked = Columns(np.array([[np.nan, 3.0], [1.5, np.nan]]), np.array([["never seen"], [""]], object))
    taught = baselines(Lesson("binary", learnt, np.repeat([0, 1], 10), 2), asked)
    assert all(one.answers is not None and np.isfinite(one.answers).all() for one in taught)


def test_with_one_class_to_learn_only_the_constant_answers() -> None:
    taught = baselines(Lesson("binary", columns_of(8), np.zeros(8, dtype=np.int64), 2), columns_of(3))
    assert [one.answers is not None for one in taught] == [True, False, False]
    assert "only one class" in taught[1].note


def test_without_columns_only_the_constant_answers() -> None:
    nothing = Columns(np.empty((8, 0)), np.empty((8, 0), dtype=object))
    taught = baselines(Lesson("regression", nothing, np.arange(8.0)), nothing)
    assert np.array_equal(taught[0].answers, np.full(8, 3.5))  # type: ignore[arg-type]  # the constant always answers
    assert "no columns" in taught[1].note


def test_a_class_that_was_not_learnt_has_probability_zero() -> None:
    taught = baselines(Lesson("multiclass", columns_of(40), np.repeat([0, 2], 20), 3), columns_of(5))
    assert all(one.answers is not None and (one.answers[:, 1] == 0).all() for one in taught)


def test_balanced_classes_are_weighed_alike_as_in_the_network() -> None:
    truth = (np.arange(300) % 10 == 0).astype(np.int64)
    plain, balanced = (
        baselines(Lesson("binary", columns_of(300), truth, 2, weigh), columns_of(300)) for weigh in (False, True)
    )
    mean = [one[1].answers[:, 1].mean() for one in (plain, balanced)]  # type: ignore[index]  # the linear model answers
    assert mean == pytest.approx([0.1, 0.5], abs=0.05)


def test_work_without_end_is_not_begun_and_told() -> None:
    columns = columns_of(200, numbers=600)
    _, linear, trees = baselines(Lesson("multiclass", columns, np.arange(200), 200), columns.take(np.arange(5)))
    assert linear.answers is not None
    assert trees.answers is None
    assert "reasonable time" in trees.note


def test_the_same_lesson_gives_the_same_answers() -> None:
    lesson = Lesson("regression", columns_of(200), np.arange(200.0))
    first, second = (baselines(lesson, columns_of(20)) for _ in range(2))
    assert all(np.array_equal(one.answers, other.answers) for one, other in zip(first, second, strict=True))  # type: ignore[arg-type]  # all have answers
