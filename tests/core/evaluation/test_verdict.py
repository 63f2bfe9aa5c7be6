"""The verdict says what the figures say: better, worse or undecided, and what to be careful about."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from netloom.errors import RunError
from netloom.evaluation.baselines import Baseline
from netloom.evaluation.judging import Question, judged
from netloom.evaluation.report import OutputReport

GENERATOR = np.random.default_rng(0)
TRUTH = GENERATOR.normal(100, 20, 400)
NOISE = GENERATOR.normal(0, 5, 400)
OTHER = NOISE[::-1] * 1.01


def amounts(network: NDArray[Any], **others: NDArray[Any]) -> OutputReport:
    """The report on a regression whose baselines answer as given."""
    question = Question("price", "price", "regression", (), np.arange(len(TRUTH)), TRUTH)
    return judged(question, network, [Baseline(name, answers) for name, answers in others.items()])  # type: ignore[arg-type]  # names of baselines


def classes(truth: list[int], chances: NDArray[Any], names: tuple[str, ...] = ("No", "Yes")) -> OutputReport:
    """The report on a classification beside the constant."""
    rows = np.array(truth)
    shares = np.bincount(rows, minlength=len(names)) / len(rows)
    question = Question(
        "churn", "churn", "binary" if len(names) == 2 else "multiclass", names, np.arange(len(rows)), rows
    )
    return judged(question, chances, [Baseline("constant", np.tile(shares, (len(rows), 1)))])


def certain(answer: list[int], classes: int = 2) -> NDArray[np.float64]:
    return np.eye(classes)[answer] * 0.8 + 0.1


def test_a_network_that_is_better_beyond_chance_is_called_better() -> None:
    report = amounts(TRUTH + NOISE, linear=TRUTH + 2 * NOISE)
    assert report.verdict.headline == "The network is better than the linear model."
    assert report.verdict.sentences == (
        "Better than the linear model: RMSE 5.027 against 10.05, and the difference is more than chance.",
    )
    assert report.comparisons[0].gain > 0


def test_a_network_that_is_worse_is_called_worse_with_advice() -> None:
    report = amounts(TRUTH + 2 * NOISE, trees=TRUTH + NOISE)
    assert report.verdict.headline == "The network is worse than gradient-boosted trees."
    assert report.verdict.sentences[0].endswith("Use the trees, or change the network.")


def test_where_chance_may_decide_the_simpler_one_is_advised() -> None:
    report = amounts(TRUTH + NOISE, linear=TRUTH + OTHER)
    assert report.verdict.headline == "The network is no better than the linear model."
    assert "may be chance. Use the simpler one." in report.verdict.sentences[0]


def test_the_same_answers_are_told_to_be_the_same() -> None:
    assert "which is the same." in amounts(TRUTH + NOISE, trees=TRUTH + NOISE).verdict.sentences[0]


def test_the_headline_takes_all_baselines_together() -> None:
    report = amounts(TRUTH + NOISE, constant=np.full(400, 100.0), linear=TRUTH + OTHER, trees=TRUTH + NOISE / 2)
    assert report.verdict.headline == (
        "The network is better than a constant, no better than the linear model, but worse than gradient-boosted trees."
    )
    assert report.verdict.sentences[0].startswith("Better than always answering the mean, 100.0: RMSE ")


def test_five_rows_on_one_side_are_not_more_than_chance() -> None:
    truth = np.arange(100) % 3
    question = Question("kind", "kind", "multiclass", ("a", "b", "c"), np.arange(100), truth)
    wrong = [certain(list(np.where(np.arange(100) < count, (truth + 1) % 3, truth)), 3) for count in (5, 6)]
    five, six = (judged(question, network, [Baseline("linear", certain(list(truth), 3))]) for network in wrong)
    assert five.comparisons[0].interval.high < 0
    assert five.verdict.headline == "The network is no better than the linear model."
    assert six.verdict.headline == "The network is worse than the linear model."


def test_without_baselines_there_is_nothing_to_compare_with() -> None:
    assert amounts(TRUTH + NOISE).verdict.headline == "There is no baseline to compare the network with."


def test_a_network_that_only_answers_the_majority_is_found_out() -> None:
    report = classes([0] * 90 + [1] * 30, np.tile([0.7, 0.3], (120, 1)))
    assert report.verdict.headline == "The network is no better than a constant."
    assert "75.0 % of the test rows are 'No', and the network's accuracy is no better" in report.verdict.caveats[0]
    assert "The network never answers 'Yes'." in report.verdict.caveats


def test_few_rows_are_told() -> None:
    assert "rest on 20 rows only" in classes([0, 1] * 10, certain([0, 1] * 10)).verdict.caveats[0]


def test_a_wide_interval_is_told() -> None:
    truth = list(GENERATOR.integers(0, 2, 150))
    report = classes(truth, GENERATOR.dirichlet([1, 1], 150))
    assert report.verdict.caveats[0].startswith("ROC AUC is known only roughly, from 0.")


def test_almost_perfect_figures_raise_suspicion() -> None:
    assert "no column gives the answer away" in classes([0, 1] * 60, certain([0, 1] * 60)).verdict.caveats[0]


def test_an_r2_below_zero_is_told() -> None:
    assert any("R² is below zero" in caveat for caveat in amounts(np.zeros(400)).verdict.caveats)


def test_rows_of_one_class_are_reported_as_far_as_they_go() -> None:
    report = classes([0] * 8, certain([0] * 8))
    assert report.network.estimates[0].value is None
    assert report.verdict.sentences[0].startswith(
        "No better than always answering 'No': Accuracy 100.0 % against 100.0 %"
    )
    assert any("do not define ROC AUC and F1" in caveat for caveat in report.verdict.caveats)
    assert any("No test row is of the class 'Yes'" in caveat for caveat in report.verdict.caveats)


def test_answers_that_are_no_numbers_are_left_out_and_counted() -> None:
    network = TRUTH + NOISE
    network[:3] = np.nan
    report = amounts(network, linear=TRUTH)
    assert report.rows == 397
    assert "The network answers 3 rows with what is no number: left out of every figure." in report.verdict.caveats


def test_a_network_without_a_single_number_is_refused_in_words() -> None:
    with pytest.raises(RunError, match="answers none of 400 rows for 'price' with a number"):
        amounts(np.full(400, np.nan))


def test_answers_beyond_all_bounds_do_not_crash() -> None:
    report = amounts(np.where(np.arange(400) == 7, 1e200, TRUTH), linear=TRUTH)
    assert report.network.estimates[0].value is None
    assert report.verdict.sentences
