"""ROC and precision-recall: areas and points as scikit-learn has them, thinned to what can be seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from netloom.evaluation.ranking import CLASSES, POINTS, rankings, thinned

CHANCE = np.random.default_rng(0)


def two(truth: np.ndarray, second: np.ndarray) -> dict[str, np.ndarray]:
    return {"network": np.stack([1 - second, second], axis=1)}


def test_of_two_classes_the_second_is_looked_at() -> None:
    truth, chances = CHANCE.integers(0, 2, 400), CHANCE.random(400)
    found = rankings(("no", "yes"), truth, two(truth, chances))
    assert found.mean is None
    assert found.main is found.classes[0]
    (network,) = found.classes[0].models
    assert found.classes[0].name == "yes"
    assert network.roc_auc == pytest.approx(roc_auc_score(truth, chances))
    assert network.average_precision == pytest.approx(average_precision_score(truth, chances))
    assert (network.roc[0], network.roc[-1]) == ((0.0, 0.0), (1.0, 1.0))
    exact = set(zip(*map(tuple, roc_curve(truth, chances)[:2]), strict=True))
    assert set(network.roc) <= {(float(x), float(y)) for x, y in exact}


def test_of_several_classes_each_is_against_the_rest_and_the_mean_is_scikit_learns() -> None:
    truth, chances = CHANCE.integers(0, 3, 400), CHANCE.dirichlet(np.ones(3), 400)
    found = rankings(("a", "b", "c"), truth, {"network": chances, "linear": chances[::-1]})
    assert [one.name for one in found.classes] == ["a", "b", "c"]
    assert found.mean is not None
    expected = roc_auc_score(truth, chances, multi_class="ovr", average="macro")
    assert found.mean.models[0].roc_auc == pytest.approx(expected)
    macro = average_precision_score(np.eye(3)[truth], chances, average="macro")
    assert found.mean.models[0].average_precision == pytest.approx(macro)
    assert [model.model for model in found.mean.models] == ["network", "linear"]


def test_the_precision_of_guessing_at_nothing_is_no_point_of_the_curve() -> None:
    """scikit-learn ends its curve with a precision of 1 at a recall of 0, whatever the surest row is."""
    found = rankings(("no", "yes"), np.array([0, 1]), two(np.array([0, 1]), np.array([0.9, 0.1])))
    assert found.classes[0].models[0].precision_recall == ((0.0, 0.0), (1.0, 0.5))


def test_a_class_missing_in_the_test_rows_is_left_out() -> None:
    found = rankings(("a", "b", "c"), np.array([0, 0, 2, 2]), {"network": CHANCE.dirichlet(np.ones(3), 4)})
    assert [one.name for one in found.classes] == ["a", "c"]
    lonely = rankings(("no", "yes"), np.array([1, 1]), {"network": np.full((2, 2), 0.5)})
    assert (lonely.main, lonely.classes) == (None, ())


def test_constant_probabilities_are_a_guess() -> None:
    truth = np.array([0, 1, 0, 1, 0])
    (network,) = rankings(("no", "yes"), truth, two(truth, np.full(5, 0.4))).classes[0].models
    assert network.roc_auc == 0.5
    assert network.roc == ((0.0, 0.0), (1.0, 1.0))
    assert network.average_precision == pytest.approx(0.4)


def test_many_classes_are_represented_by_the_most_frequent_ones() -> None:
    truth = np.concatenate([np.arange(60), np.arange(55)])
    found = rankings(tuple(map(str, range(60))), truth, {"network": CHANCE.dirichlet(np.ones(60), 115)})
    assert len(found.classes) == CLASSES


def test_a_hundred_thousand_rows_become_some_points() -> None:
    truth = CHANCE.integers(0, 2, 100_000)
    (network,) = rankings(("no", "yes"), truth, two(truth, CHANCE.random(100_000))).classes[0].models
    assert max(len(network.roc), len(network.precision_recall)) <= POINTS


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=400), st.integers(2, 50))
def test_thinning_keeps_ends_and_invents_nothing(points: list[tuple[float, float]], most: int) -> None:
    curve = np.array(sorted(points)).T
    kept = thinned(curve, most)
    assert len(kept) <= max(most, 1)
    assert set(kept) <= set(points)
    assert (kept[0], kept[-1]) == (min(points), max(points))
