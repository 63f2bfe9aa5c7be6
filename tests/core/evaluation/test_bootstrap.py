"""Intervals are what resampling the rows one resample at a time would give, and they hold what they should."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from netloom.evaluation.bootstrap import ROWS, interval, resampled
from netloom.evaluation.scores import class_evidence, metrics_of, scores, value_evidence


def two_classes(rows: int, seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 2, rows)
    chance = 1 / (1 + np.exp(-generator.normal(2 * truth - 1, 1.5)))
    return truth, np.stack([1 - chance, chance], axis=1)


def test_the_interval_of_roc_auc_is_that_of_resampling_row_by_row() -> None:
    truth, probabilities = two_classes(150)
    evidence = class_evidence(truth, probabilities)
    found = interval(resampled(metrics_of("binary"), [evidence])[0]["roc_auc"], scores("binary", evidence)["roc_auc"])
    generator = np.random.default_rng(1)
    drawn = (generator.integers(0, 150, 150) for _ in range(400))
    exact = np.percentile([roc_auc_score(truth[rows], probabilities[rows, 1]) for rows in drawn], [2.5, 97.5])
    assert found == pytest.approx(exact, abs=0.012)


def test_about_nineteen_intervals_in_twenty_hold_the_true_accuracy() -> None:
    truth, probabilities = two_classes(200_000)
    accuracy = (probabilities.argmax(axis=1) == truth).mean()
    held = []
    for seed in range(60):
        evidence = class_evidence(*two_classes(300, seed + 1))
        samples = resampled(metrics_of("binary")[1:2], [evidence])[0]["accuracy"]
        found = interval(samples, scores("binary", evidence)["accuracy"])
        assert found is not None
        held.append(found.low <= accuracy <= found.high)
    assert 0.85 <= np.mean(held) <= 1


def test_a_difference_is_known_better_than_its_ends() -> None:
    generator = np.random.default_rng(0)
    truth = generator.normal(size=500)
    values = truth + generator.normal(size=500)
    first, second = (value_evidence(truth, values + shift) for shift in (0.0, 0.3))
    mine, theirs = (samples["rmse"] for samples in resampled(metrics_of("regression"), [first, second]))
    assert (mine - theirs).std() < 0.6 * mine.std()


def test_the_same_rows_give_the_same_interval() -> None:
    evidence = class_evidence(*two_classes(100))
    first, second = (resampled(metrics_of("binary"), [evidence])[0] for _ in range(2))
    assert all((first[name] == second[name]).all() for name in first)


def test_a_resample_without_a_class_does_no_harm() -> None:
    truth = np.array([1] + [0] * 9)
    evidence = class_evidence(truth, np.tile([0.6, 0.4], (10, 1)))
    samples = resampled(metrics_of("binary"), [evidence])[0]
    assert interval(samples["roc_auc"], 0.5) == (0.5, 0.5)
    assert interval(np.full(1000, np.nan), 0.5) is None


def test_of_very_many_rows_some_stand_for_all() -> None:
    evidence = value_evidence(np.arange(2.0 * ROWS), np.zeros(2 * ROWS))
    value = scores("regression", evidence)["mae"]
    found = interval(resampled(metrics_of("regression"), [evidence])[0]["mae"], value)
    assert found is not None
    assert found.low <= value <= found.high
