"""Which columns the answers rest on, and what is told when time is short."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, root_mean_squared_error

from netloom.blocks import Input
from netloom.data.reading import read_table
from netloom.errors import InputError
from netloom.evaluation import Report, evaluate
from netloom.evaluation.importance import FEWEST_ROWS, REPEATS, Asked, Importance, Trial, importances
from netloom.evaluation.scores import metrics_of
from netloom.runs import Answer, Run
from netloom.signature import column_places

RMSE, ACCURACY = metrics_of("regression")[0], metrics_of("multiclass")[0]
LONG = 60.0  # seconds, far more than any of these needs


def sums(features: Mapping[str, np.ndarray]) -> dict[str, Answer]:
    """A network that answers three times the first number and once the second, and never looks at the third."""
    values = features["in"]
    return {"out": Answer(np.empty((len(values), 0)), 3.0 * values[:, 0] + values[:, 1])}


def trial(rows: int, columns: tuple[str, ...] = ("a", "b", "c"), multiply_adds: int = 3) -> Trial:
    features = {"in": np.random.default_rng(0).normal(size=(rows, len(columns)))}
    places = {"in": {name: slice(place, place + 1) for place, name in enumerate(columns)}}
    return Trial(features, places, len(columns) + 1, multiply_adds, sums)


def measured(tried: Trial, seconds: float = LONG) -> Importance:
    asked = Asked("regression", sums(tried.features)["out"].values, RMSE)
    return importances(tried, {"out": asked}, seconds)["out"]


def test_the_column_that_counts_most_comes_first_and_one_never_looked_at_costs_nothing() -> None:
    found = measured(trial(500))
    assert [one.column for one in found.columns] == ["a", "b", "c"]
    first, second, unused = found.columns
    assert first.drop == pytest.approx(3 * np.sqrt(2), rel=0.1)  # the difference of two draws of deviation 3
    assert second.drop == pytest.approx(np.sqrt(2), rel=0.1)
    assert (unused.drop, unused.deviation) == (0, 0)
    assert 0 < first.deviation < 0.5
    assert (found.value, found.rows, found.repeats, found.note, found.left_out) == (0, 500, REPEATS, "", ())
    assert found.sentence == (
        f"The answers rest most on a (shuffled, RMSE rises by {first.drop:.3f}) and b ({second.drop:.3f})."
    )


def test_the_same_trial_gives_the_same_figures() -> None:
    assert measured(trial(300)) == measured(trial(300))


def test_when_time_is_over_the_last_columns_are_left_out_and_named() -> None:
    wide = tuple(f"column {number}" for number in range(600))
    found = measured(trial(FEWEST_ROWS, wide), seconds=1e-9)
    assert 0 < len(found.columns) < len(wide)
    assert {one.column for one in found.columns} == set(wide[: len(found.columns)])
    assert found.left_out == wide[len(found.columns) :]
    assert f"from {found.left_out[0]!r} on, were left out" in found.note


def test_when_time_suffices_for_one_round_only_that_is_told() -> None:
    found = measured(trial(50), seconds=1e-9)
    assert len(found.columns) == 3
    assert found.repeats == 1
    assert found.note == "Each column was shuffled 1 time, where 5 are usual, to keep the time short."


def test_rows_beyond_the_work_that_fits_are_left_out_and_told() -> None:
    found = measured(trial(30_000, multiply_adds=10**9))
    assert found.rows == FEWEST_ROWS
    assert found.note == f"Measured on {FEWEST_ROWS} of 30,000 rows, to keep the time short."


def test_a_single_row_is_no_evidence() -> None:
    answer = {"out": Answer(np.eye(2)[[0, 0, 0, 1]], np.empty(0))}
    asked = Asked("multiclass", np.zeros(4), ACCURACY)
    tried = Trial({"in": np.zeros((4, 1))}, {"in": {"x": slice(0, 1)}}, 3, 1, lambda _: answer)
    found = importances(tried, {"out": asked}, LONG)["out"]
    assert found.value == 0.75
    assert found.sentence == "No column by itself makes a difference that stands clear of chance."


@pytest.fixture(scope="module")
def several(odd: Run) -> Report:
    return evaluate(odd, importance_seconds=LONG)


def test_every_column_that_enters_is_shuffled_for_every_output(several: Report) -> None:
    entering = {"âge (années)", "prediction_Price", "net:x", "a/b", "label", "when"}
    for output in several.outputs:
        assert output.importance is not None
        assert {one.column for one in output.importance.columns} == entering
        assert output.importance.metric == output.metrics[0]
        assert output.importance.value == pytest.approx(output.network.estimates[0].value, rel=1e-6)


def test_shuffling_what_the_network_sees_is_shuffling_the_raw_cells(odd: Run) -> None:
    table = read_table(odd.project_folder / "data.csv", odd.project.data.source)
    order = np.random.default_rng(0).permutation(table.frame.height)
    places = {node.id: column_places(odd.project, block) for node, block in odd.project.blocks_of(Input)}
    plain = odd.features(table)
    for column in ("when", "label", "a/b", "âge (années)"):
        cells = table.frame[column].gather(order.tolist())
        raw = odd.features(replace(table, frame=table.frame.with_columns(cells.alias(column))))
        for id, features in plain.items():
            moved = features.copy()
            if column in places[id]:
                moved[:, places[id][column]] = features[order, places[id][column]]
            np.testing.assert_array_equal(moved, raw[id])


def test_scores_are_scikit_learns() -> None:
    truth, values = np.array([1.0, 2.0, np.nan, 4.0]), np.array([1.5, 2.0, 7.0, np.inf])
    asked = Asked("regression", truth, RMSE)
    score = asked.score(Answer(np.empty((4, 0)), values), np.arange(4))
    assert score == pytest.approx(root_mean_squared_error([1.0, 2.0], [1.5, 2.0]))
    chances = np.random.default_rng(0).dirichlet(np.ones(3), 30)
    classes = np.random.default_rng(1).integers(0, 3, 30)
    score = Asked("multiclass", classes.astype(float), ACCURACY).score(Answer(chances, np.empty(0)), np.arange(30))
    assert score == pytest.approx(accuracy_score(classes, chances.argmax(axis=1)))


def test_it_can_be_left_out(year: Run) -> None:
    report = evaluate(year, importance_seconds=0)
    assert report.outputs[0].importance is None
    assert "Important columns" not in report.page.read_text("utf-8")
    assert report.document()["importance"] is None


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_a_time_that_is_none_is_refused(year: Run, wrong: float) -> None:
    with pytest.raises(InputError, match="received"):
        evaluate(year, importance_seconds=wrong)
