"""A report is read as it was written; whatever else lies there is refused in one sentence."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netloom import limits
from netloom.errors import RunError
from netloom.evaluation import Report, evaluate
from netloom.evaluation.report_json import document
from netloom.reports.reading import DOCUMENT, read_report
from netloom.reports.thresholds import best_by_f1, cheapest
from netloom.runs import Run
from netloom.settings.costs import Costs


@pytest.fixture(scope="module")
def report(odd: Run) -> Report:
    """A report on three Outputs: an amount, yes or no, and three classes."""
    return evaluate(odd, importance_seconds=0.2)


def test_what_is_read_is_what_was_written(report: Report) -> None:
    assert read_report(report.page.parent) == document(report)


def test_a_run_that_was_not_measured_has_none(tmp_path: Path) -> None:
    assert read_report(tmp_path) is None


def test_what_the_engine_chose_is_chosen_again_from_the_document(report: Report) -> None:
    found = document(report).outputs["churn"].thresholds
    assert found is not None
    assert cheapest(found.rehearsed, found.costs) == found.best.threshold
    assert best_by_f1(found.rehearsed) == found.best_f1.threshold
    assert found.best in found.curve
    assert found.usual in found.curve
    dear = Costs(false_negative=20)
    assert cheapest(found.rehearsed, dear) < found.best.threshold
    assert found.usual.priced(dear).cost == pytest.approx(
        (found.usual.false_positives + 20 * found.usual.false_negatives) / found.usual.rows * 1000
    )


def spoilt(report: Report, folder: Path, change: Any) -> Path:
    """A folder with that report, changed."""
    values = json.loads(report.to_json())
    change(values)
    (folder / DOCUMENT).write_text(json.dumps(values))
    return folder


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda it: it.update(extra=1), "extra"),
        (lambda it: it.pop("headline"), "headline"),
        (lambda it: it.update(rows="all"), "rows"),
        (lambda it: it["outputs"]["grade"].update(confusion=[[1]]), "other classes"),
        (lambda it: it["outputs"]["grade"].pop("calibration"), "has classes, a calibration"),
        (lambda it: it["outputs"]["churn"]["thresholds"]["curve"].pop(), "not the same"),
        (lambda it: it["outputs"]["churn"]["thresholds"]["costs"].update(false_positive=-1), "0 or more"),
        (lambda it: it.update(residuals=None), "amounts"),
    ],
)
def test_a_report_that_does_not_fit_is_refused_with_the_place(
    report: Report, tmp_path: Path, change: Any, why: str
) -> None:
    with pytest.raises(RunError, match=f"(?s){why}.*Measure the run again") as refused:
        read_report(spoilt(report, tmp_path, change))
    assert DOCUMENT in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"{" * 100_000, b"\xff\xfe", b'{"task": NaN}', b'"\\ud800"'])
def test_rubbish_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DOCUMENT).write_bytes(content)
    with pytest.raises(RunError, match="Measure the run again"):
        read_report(tmp_path)


def test_a_report_larger_than_any_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / DOCUMENT).open("wb") as file:
        file.truncate(limits.REPORT_BYTES + 1)
    with pytest.raises(RunError, match="more than 64 MB"):
        read_report(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
def test_no_mutation_is_more_than_a_sentence(report: Report, tmp_path: Path, place: int, bytes_: bytes) -> None:
    content = bytearray(report.page.with_suffix(".json").read_bytes())
    place %= len(content)
    content[place : place + len(bytes_)] = bytes_
    (tmp_path / DOCUMENT).write_bytes(content)
    with suppress(RunError):  # anything else that is raised fails
        assert read_report(tmp_path) is not None
