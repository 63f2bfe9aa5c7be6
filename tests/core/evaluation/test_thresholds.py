"""From which probability on to say yes: chosen by cost where it is not measured."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix, f1_score

from netloom import Costs
from netloom.errors import InputError
from netloom.evaluation.thresholds import Practice, thresholds
from netloom.reports.document import ThresholdPart

CLASSES = ("stays", "leaves")


def drawn(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Cases and honest probabilities."""
    chance = np.random.default_rng(seed)
    chances = chance.beta(1, 2, rows)
    return chance.random(rows) < chances, chances


def chosen(costs: Costs | None, rows: int = 4000) -> ThresholdPart:
    found = thresholds(CLASSES, costs, Practice(*drawn(rows, 1)), *drawn(rows))
    assert found is not None
    return found


def test_costs_draw_the_line_where_theory_does_if_probabilities_are_honest() -> None:
    for costs, ideal in ((Costs(), 0.5), (Costs(1, 4), 0.2), (Costs(3, 1), 0.75), (Costs(1, 1, 3, 0), 0.2)):
        assert costs.ideal == ideal
        assert chosen(costs, 20_000).best.threshold == pytest.approx(ideal, abs=0.08)


def test_counts_and_costs_are_those_of_the_confusion_matrix_on_the_test_rows() -> None:
    cases, chances = drawn(4000)
    for one in chosen(Costs(2, 5, 1, 0.5)).table:
        (left, alarms), (missed, hits) = confusion_matrix(cases, chances > one.threshold)
        counts = (one.true_negatives, one.false_positives, one.false_negatives, one.true_positives)
        assert counts == (left, alarms, missed, hits)
        assert one.cost == pytest.approx((2 * alarms + 5 * missed - hits - 0.5 * left) / 4)
        assert one.f1 == pytest.approx(f1_score(cases, chances > one.threshold))


def test_it_is_chosen_on_the_validation_rows_and_measured_on_the_test_rows() -> None:
    cases, chances = drawn(300)
    strange = Practice(chances > 0.9, chances)  # rows on which only a very high threshold is right
    found = thresholds(CLASSES, Costs(), strange, cases, chances)
    assert found is not None
    assert found.best.threshold > 0.8
    assert found.best.cost > found.usual.cost
    assert (found.chosen_on, found.chosen_on_rows) == ("validation", 300)
    assert "worse by more than chance" in found.sentence


@pytest.mark.parametrize("practice", [None, Practice(np.zeros(5, bool), np.full(5, 0.5))])
def test_without_validation_rows_of_both_classes_the_test_rows_have_to_do_and_that_is_told(practice: Practice) -> None:
    found = thresholds(CLASSES, None, practice, *drawn(200))
    assert found is not None
    assert found.chosen_on == "test"
    assert "which flatters" in found.about
    assert found.best.cost <= found.usual.cost


def test_the_sentence_tells_costs_threshold_and_what_the_usual_one_costs() -> None:
    found = chosen(Costs(1, 5))
    assert found.sentence.startswith("If a false alarm costs 1, a missed case 5, say 'leaves' above ")
    assert "per 1,000 rows, and a threshold of 50 % costs" in found.sentence
    assert found.saved_interval.low < found.saved < found.saved_interval.high
    assert found.saved == pytest.approx(found.usual.cost - found.best.cost)
    assert "more than chance" in found.sentence


def test_gains_are_told_as_earned() -> None:
    assert "that earns " in chosen(Costs(1, 1, 10, 1)).sentence


def test_f1_has_its_own_best_threshold() -> None:
    found = chosen(Costs(5, 1))
    assert found.best_f1.f1 > found.best.f1
    assert found.best_f1.f1 > found.usual.f1


def test_a_rare_case_has_thresholds_below_a_hundredth() -> None:
    chance = np.random.default_rng(0)
    chances = chance.random(5000) * 0.01
    cases = chance.random(5000) < chances
    found = thresholds(CLASSES, Costs(1, 400), Practice(cases, chances), cases, chances)
    assert found is not None
    assert 0 < found.best.threshold < 0.01
    assert "above 0." in found.sentence


def test_constant_probabilities_and_tiny_test_sets_have_thresholds() -> None:
    found = thresholds(CLASSES, None, None, np.array([True, False, False]), np.full(3, 0.4))
    assert found is not None
    assert found.best.cost == found.usual.cost
    assert thresholds(CLASSES, None, None, np.ones(4, bool), np.full(4, 0.4)) is None


@pytest.mark.parametrize("wrong", [-1.0, nan, inf])
def test_a_cost_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(InputError, match="false negative: received"):
        Costs(false_negative=wrong)


def test_costs_that_make_all_answers_alike_are_refused() -> None:
    with pytest.raises(InputError, match="every threshold is alike"):
        Costs(0, 0, 0, 0)


amounts = st.floats(0, 1e6).map(lambda value: round(value, 3))


@given(amounts, amounts.filter(bool), amounts, amounts, st.integers(2, 60), st.integers(0, 99))
def test_no_threshold_was_cheaper_where_it_was_chosen(
    alarm: float, missed: float, hit: float, left: float, rows: int, seed: int
) -> None:
    cases, chances = drawn(rows, seed)
    costs = Costs(alarm, missed, hit, left)
    found = thresholds(CLASSES, costs, None, cases, chances)
    if found is None:
        assert cases.all() or not cases.any()
        return
    slack = 1e-9 + 1e-12 * max(alarm, missed, hit, left) * 1000
    assert all(found.best.cost <= one.cost + slack for one in (*found.curve, *found.table, found.usual))
    assert all(one.answered_yes + one.false_negatives + one.true_negatives == rows for one in found.curve)
