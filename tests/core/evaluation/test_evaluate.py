"""`evaluate` on real runs: what it measures, where it writes it, and what it tells when the data is not what it was."""

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import accuracy_score, log_loss

from netloom.data.prepared import prepare
from netloom.errors import DataError, InputError
from netloom.evaluation import Costs, Report, evaluate
from netloom.runs import Run, open_run


@pytest.fixture(scope="module")
def several(odd: Run) -> Report:
    """A report on three Outputs: an amount, yes or no, and three classes."""
    return evaluate(odd)


@pytest.fixture
def moved(stars: Run, tmp_path: Path) -> Run:
    """A copy of a run and its data that a test may spoil."""
    shutil.copytree(stars.project_folder, tmp_path / "copy")
    return open_run(tmp_path / "copy" / "small.netloom")


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.background.told]


def test_the_document_has_the_first_output_at_the_top_and_each_by_its_id(several: Report) -> None:
    document = json.loads(several.page.with_suffix(".json").read_text("utf-8"))
    assert list(document["outputs"]) == ["price", "churn", "grade"]
    assert document["task"] == document["outputs"]["price"]["task"] == "regression"
    assert document["rows"] == several.background.test_rows
    assert set(document["metrics"]) == {"rmse", "mae", "r2"}
    assert set(document["outputs"]["churn"]["metrics"]) == {
        "roc_auc",
        "accuracy",
        "balanced_accuracy",
        "f1",
        "log_loss",
    }
    assert set(document["baselines"]) == {"constant", "linear", "trees"}
    assert set(document["baselines"]["linear"]) == set(document["metrics"])


def test_the_document_has_what_probabilities_are_worth(several: Report) -> None:
    outputs = json.loads(several.page.with_suffix(".json").read_text("utf-8"))["outputs"]
    churn, grade = outputs["churn"], outputs["grade"]
    assert churn["calibration"]["event"] == "yes"
    assert set(churn["calibration"]["models"]) == {"network", "constant", "linear", "trees"}
    assert [one["event"] for one in grade["calibration"]["classes"]] == ["a", "b", "c"]
    assert churn["ranking"]["classes"][0]["models"][0]["roc_auc"] == pytest.approx(churn["metrics"]["roc_auc"])
    assert grade["ranking"]["mean"]["models"][0]["roc_auc"] == pytest.approx(grade["metrics"]["roc_auc"])
    assert len(churn["lift"]["parts"]) == 10
    assert (grade["lift"], grade["thresholds"]) == (None, None)
    assert not {"calibration", "ranking", "lift", "thresholds"} & set(outputs["price"])
    assert outputs["price"]["importance"]["metric"] == "rmse"


def test_without_costs_both_mistakes_cost_the_same_and_the_usual_threshold_is_that_of_the_answers(
    several: Report, odd: Run
) -> None:
    document = several.document()["outputs"]["churn"]
    found = document["thresholds"]
    assert not found["given"]
    assert found["costs"] == {
        "false_positive": 1.0, "false_negative": 1.0, "true_positive_gain": 0.0, "true_negative_gain": 0.0
    }  # fmt: skip  # one line reads best
    assert found["chosen_on"] == "validation"
    assert found["chosen_on_rows"] == several.background.validation_rows
    usual = found["usual"]
    matrix = [
        [usual["true_negatives"], usual["false_positives"]], [usual["false_negatives"], usual["true_positives"]]
    ]  # fmt: skip  # a matrix
    assert [list(row) for row in document["confusion"]] == matrix


def test_costs_choose_another_threshold_and_are_among_the_remarks(odd: Run, several: Report) -> None:
    report = evaluate(odd, costs=Costs(false_negative=20), importance_seconds=0)
    found = {output.output: output for output in report.outputs}["churn"]
    assert found.probabilities is not None
    assert found.probabilities.thresholds is not None
    assert found.probabilities.thresholds.best.threshold < 0.5
    assert any("a missed case 20" in remark for remark in found.remarks)
    equal = {output.output: output for output in several.outputs}["churn"]
    assert not any("a missed case" in remark for remark in equal.remarks)


def test_costs_where_nothing_answers_yes_or_no_are_refused(stars: Run) -> None:
    with pytest.raises(InputError, match="no Output answers yes or no: this run predicts 'stars'"):
        evaluate(stars, costs=Costs())


def test_every_interval_holds_its_value(several: Report) -> None:
    for output in several.outputs:
        for model in (output.network, *output.baselines):
            for estimate in model.estimates:
                assert estimate.interval is not None
                assert estimate.value is not None
                assert estimate.interval.low <= estimate.value <= estimate.interval.high


def test_the_page_lies_in_the_run_beside_the_json(several: Report, odd: Run) -> None:
    assert several.page == odd.folder / "report.html"
    text = several.page.read_text("utf-8")
    assert "âge (années)" in text
    assert all(output.verdict.headline in text for output in several.outputs)


def test_what_is_measured_is_what_the_run_answers_on_its_untouched_rows(stars: Run) -> None:
    prepared = prepare(stars.project, stars.project_folder)
    rows = prepared.parts.test
    probabilities = stars.answers(prepared.table, rows)["output_1"].probabilities
    truth = prepared.targets["output_1"][rows]
    values = {estimate.metric.name: estimate.value for estimate in evaluate(stars).outputs[0].network.estimates}
    assert values["accuracy"] == accuracy_score(truth, probabilities.argmax(axis=1))
    exact = probabilities.astype(np.float64)
    assert values["log_loss"] == pytest.approx(log_loss(truth, exact / exact.sum(axis=1, keepdims=True)), rel=1e-5)


def test_the_same_run_gives_the_same_report(year: Run) -> None:
    first, second = (evaluate(year) for _ in range(2))
    assert first.to_json() == second.to_json()


def test_a_run_without_a_fault_tells_of_none(year: Run) -> None:
    assert not {"data_changed_since_run", "no_baselines", "training_data"} & set(codes(evaluate(year)))


def test_another_table_is_scored_where_it_has_a_target(moved: Run) -> None:
    other = pl.DataFrame({"stars": ["1", "?", "3", "9"], "label": ["0.5"] * 4, "probability_3": ["?", "1", "1", "1"]})
    other.write_csv(moved.project_folder / "new.csv")
    report = evaluate(moved, moved.project_folder / "new.csv")
    assert report.outputs[0].rows == 2
    assert report.page == moved.folder / "report-new.html"
    assert [model.name for model in report.outputs[0].baselines] == ["constant", "linear", "trees"]


def test_scoring_the_training_data_itself_is_told(moved: Run) -> None:
    report = evaluate(moved, moved.project_folder / "data.csv")
    assert "training_data" in codes(report)
    assert "these figures flatter it" in report.outputs[0].verdict.caveats[0]


def test_data_that_changed_since_the_run_is_told(moved: Run) -> None:
    with (moved.project_folder / "data.csv").open("a") as file:
        file.write("0.1,0.2,1\n")
    report = evaluate(moved)
    assert "data_changed_since_run" in codes(report)
    message = report.outputs[0].verdict.caveats[0]
    assert message.startswith("data.csv has changed since the run")
    assert report.page.read_text("utf-8").count(message) == 1


def test_without_the_runs_own_data_another_table_is_scored_without_baselines(moved: Run) -> None:
    (moved.project_folder / "data.csv").rename(moved.project_folder / "new.csv")
    report = evaluate(moved, moved.project_folder / "new.csv")
    assert "no_baselines" in codes(report)
    assert report.outputs[0].baselines == ()
    with pytest.raises(DataError, match=r"data\.csv"):
        evaluate(moved)


def test_a_table_without_the_target_is_refused_by_its_name(moved: Run) -> None:
    pl.DataFrame({"label": ["1"], "probability_3": ["2"]}).write_csv(moved.project_folder / "new.csv")
    with pytest.raises(DataError, match="no column 'stars' to compare"):
        evaluate(moved, moved.project_folder / "new.csv")


def test_a_table_without_any_target_value_is_refused(moved: Run) -> None:
    pl.DataFrame({"label": ["1"], "probability_3": ["2"], "stars": ["?"]}).write_csv(moved.project_folder / "new.csv")
    with pytest.raises(DataError, match="No row has a value in the target 'stars'"):
        evaluate(moved, moved.project_folder / "new.csv")
