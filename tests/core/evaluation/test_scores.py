"""Every metric agrees with scikit-learn's own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics

from netloom.evaluation.scores import class_evidence, scores, value_evidence

GENERATOR = np.random.default_rng(0)


def answers(rows: int, classes: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Truth and probabilities that lean towards it."""
    truth = GENERATOR.integers(0, classes, rows)
    probabilities = GENERATOR.dirichlet(np.ones(classes), rows)
    probabilities[np.arange(rows), truth] += 0.2
    return truth, (probabilities / probabilities.sum(axis=1, keepdims=True)).astype(np.float32)


def test_two_classes_are_scored_as_scikit_learn_does() -> None:
    truth, probabilities = answers(500, 2)
    answer = probabilities.argmax(axis=1)
    assert scores("binary", class_evidence(truth, probabilities)) == pytest.approx(
        {
            "roc_auc": metrics.roc_auc_score(truth, probabilities[:, 1]),
            "accuracy": metrics.accuracy_score(truth, answer),
            "balanced_accuracy": metrics.balanced_accuracy_score(truth, answer),
            "f1": metrics.f1_score(truth, answer),
            "log_loss": metrics.log_loss(truth, probabilities),
        },
        abs=1e-6,
    )


def test_several_classes_are_scored_as_scikit_learn_does() -> None:
    truth, probabilities = answers(500, 7)
    answer = probabilities.argmax(axis=1)
    exact = probabilities / probabilities.astype(np.float64).sum(axis=1, keepdims=True)  # it insists on sums of 1
    assert scores("multiclass", class_evidence(truth, probabilities)) == pytest.approx(
        {
            "accuracy": metrics.accuracy_score(truth, answer),
            "balanced_accuracy": metrics.balanced_accuracy_score(truth, answer),
            "f1": metrics.f1_score(truth, answer, average="macro"),
            "roc_auc": metrics.roc_auc_score(truth, exact, multi_class="ovr"),
            "log_loss": metrics.log_loss(truth, exact),
        },
        abs=1e-6,
    )


def test_amounts_are_scored_as_scikit_learn_does() -> None:
    truth = 1e6 + GENERATOR.normal(size=400)  # far from zero: sums of squares would lose the spread
    values = truth + GENERATOR.normal(size=400) / 3
    assert scores("regression", value_evidence(truth, values)) == pytest.approx(
        {
            "rmse": metrics.root_mean_squared_error(truth, values),
            "mae": metrics.mean_absolute_error(truth, values),
            "r2": metrics.r2_score(truth, values),
        }
    )


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2).filter(
        lambda rows: len({c for c, _ in rows}) == 2
    )
)
def test_ties_count_half_in_the_area_under_the_curve(rows: list[tuple[bool, int]]) -> None:
    truth = np.array([chosen for chosen, _ in rows], dtype=np.int64)
    chance = np.array([level / 5 for _, level in rows])
    measured = scores("binary", class_evidence(truth, np.stack([1 - chance, chance], axis=1)))
    assert measured["roc_auc"] == pytest.approx(metrics.roc_auc_score(truth, chance), abs=1e-6)


def test_a_class_without_rows_counts_in_no_mean() -> None:
    truth, probabilities = answers(300, 4)
    present = truth != 3
    measured = scores("multiclass", class_evidence(truth[present], probabilities[present]))
    areas = [metrics.roc_auc_score(truth[present] == number, probabilities[present, number]) for number in range(3)]
    assert measured["roc_auc"] == pytest.approx(np.mean(areas), abs=1e-6)
    assert np.isfinite(list(measured.values())).all()


def test_what_rows_of_one_class_do_not_define_is_not_a_number() -> None:
    measured = scores("binary", class_evidence(np.zeros(5, dtype=np.int64), np.full((5, 2), [0.9, 0.1])))
    assert np.isnan(measured["roc_auc"])
    assert np.isnan(measured["f1"])
    assert measured["accuracy"] == 1


def test_a_target_that_does_not_vary_has_no_r2() -> None:
    measured = scores("regression", value_evidence(np.full(4, 2.0), np.arange(4.0)))
    assert np.isnan(measured["r2"])
    assert measured["mae"] == 1


def test_a_probability_of_zero_for_the_right_class_costs_much_but_not_everything() -> None:
    measured = scores("binary", class_evidence(np.array([0, 1]), np.array([[0.0, 1.0], [0.0, 1.0]])))
    assert measured["log_loss"] == pytest.approx(
        metrics.log_loss([0, 1], np.array([[0, 1], [0, 1]], dtype=np.float32)), rel=1e-5
    )
