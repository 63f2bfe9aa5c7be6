"""What a network answered to each row is kept, and those rows are found that a figure of the report is about."""

from pathlib import Path

import numpy as np
import pytest

from netloom.answers import FILE, Answered, read_answers
from netloom.errors import RunError
from netloom.evaluation import Report, evaluate
from netloom.evaluation.report_json import document
from netloom.protocol import Choice
from netloom.reports.document import OutputDocument
from netloom.runs import Run
from netloom.storage import fingerprint


@pytest.fixture(scope="module")
def report(odd: Run) -> Report:
    return evaluate(odd, importance_seconds=0)


@pytest.fixture(scope="module")
def data(odd: Run) -> str:
    return fingerprint(odd.project_folder / odd.project.data.source.path)


def of(report: Report, data: str, output: str) -> tuple[OutputDocument, Answered]:
    whole = document(report)
    return whole.outputs[output], read_answers(report.page.parent, output, whole.answers, data)


def test_each_cell_of_the_confusion_matrix_has_as_many_rows_as_it_counts(report: Report, data: str) -> None:
    for output in ("churn", "grade"):
        shown, answered = of(report, data, output)
        assert shown.confusion is not None
        for actual, row in enumerate(shown.confusion):
            for predicted, count in enumerate(row):
                choice = Choice(actual=(actual, actual), predicted=(predicted, predicted))
                assert len(answered.chosen(choice)) == count


def test_at_each_threshold_as_many_rows_are_answered_yes_as_are_told(report: Report, data: str) -> None:
    shown, answered = of(report, data, "churn")
    assert shown.thresholds is not None
    for one in shown.thresholds.curve:
        yes = Choice(predicted=(1, 1), threshold=one.threshold)
        hits = yes.model_copy(update={"actual": (1, 1)})
        assert len(answered.chosen(yes)) == one.answered_yes
        assert len(answered.chosen(hits)) == one.true_positives


def test_rows_of_amounts_are_found_by_answer_truth_and_miss(report: Report, data: str) -> None:
    shown, answered = of(report, data, "price")
    assert shown.residuals is not None
    worst = shown.residuals.worst[0]
    (place,) = answered.chosen(Choice(residual=(worst.residual, worst.residual)))
    assert answered.rows[place] + 1 == worst.row
    low, high = np.quantile(answered.truth, [0.2, 0.4])
    inside = answered.truth[answered.chosen(Choice(actual=(low, high)))]
    assert len(inside)
    assert low <= inside.min() <= inside.max() <= high
    assert len(answered.chosen(Choice())) == shown.rows


def test_answers_of_another_measuring_another_table_or_no_file_are_refused(
    report: Report, data: str, tmp_path: Path
) -> None:
    folder, expected = report.page.parent, document(report).answers
    with pytest.raises(RunError, match="table has changed"):
        read_answers(folder, "churn", expected, "00" * 32)
    with pytest.raises(RunError, match="measured again in the meantime"):
        read_answers(folder, "churn", "0" * 64, data)
    with pytest.raises(RunError, match="holds no answers of 'nobody'"):
        read_answers(folder, "nobody", expected, data)
    with pytest.raises(RunError, match=f"{FILE} cannot be read"):
        read_answers(tmp_path, "churn", expected, data)


def test_another_table_leaves_the_answers_of_the_run_alone(odd: Run, report: Report) -> None:
    before = (odd.folder / FILE).read_bytes()
    other = evaluate(odd, odd.project_folder / odd.project.data.source.path, importance_seconds=0)
    assert other.answers == ""
    assert (odd.folder / FILE).read_bytes() == before
