"""Rows of a report, asked of a real engine: windows of those that are chosen, with their cells and answers."""

import csv
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from engines import EngineProcess
from netloom import protocol
from netloom.evaluation import evaluate
from netloom.evaluation.report_json import document
from netloom.protocol import AnsweredRows, Choice, Evaluated, Failed, ReadAnswers, Reading
from netloom.reports.document import ReportDocument
from netloom.runs import Run, open_run


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as started:
        yield started


@pytest.fixture(scope="module")
def run(stars: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A copy of a run and its data."""
    folder = tmp_path_factory.mktemp("copy") / "copy"
    shutil.copytree(stars.project_folder, folder)
    return open_run(folder / "small.netloom")


@pytest.fixture(scope="module")
def report(run: Run) -> ReportDocument:
    return document(evaluate(run, importance_seconds=0))


def asked(run: Run, report: ReportDocument, **more: Any) -> ReadAnswers:
    return ReadAnswers(run=str(run.folder), output="output_1", answers=report.answers, **more)


def test_a_window_has_the_cells_of_those_rows_in_the_file(
    engine: EngineProcess, run: Run, report: ReportDocument
) -> None:
    with (run.project_folder / "data.csv").open(newline="") as file:
        names, *lines = csv.reader(file)
    whole = engine.ask(asked(run, report, count=1_000))
    assert isinstance(whole, AnsweredRows)
    assert whole.rows.rows == len(whole.numbers) == report.rows
    assert whole.rows.names == tuple(names)
    for number, cells, actual in zip(whole.numbers, whole.rows.cells, whole.actual, strict=True):
        assert [cell or "" for cell in cells] == lines[number - 1]
        assert report.classes[int(actual)] == dict(zip(names, cells, strict=True))["stars"]
    part = engine.ask(asked(run, report, start=3, count=2, first_column=1, columns=1))
    assert isinstance(part, AnsweredRows)
    assert part.numbers == whole.numbers[3:5]
    assert part.chances == whole.chances[3:5]
    assert part.rows.cells == tuple(cells[1:2] for cells in whole.rows.cells[3:5])
    assert (part.rows.start, part.rows.first_column, part.rows.rows) == (3, 1, report.rows)


def test_only_what_is_chosen_is_told(engine: EngineProcess, run: Run, report: ReportDocument) -> None:
    found = engine.ask(asked(run, report, choice=Choice(actual=(0, 0)), count=1_000))
    assert isinstance(found, AnsweredRows)
    assert set(found.actual) == {0.0}
    assert found.rows.rows == report.per_class[0].support
    nothing = engine.ask(asked(run, report, choice=Choice(actual=(99, 99))))
    assert isinstance(nothing, AnsweredRows)
    assert (nothing.numbers, nothing.rows.rows) == ((), 0)


def test_a_table_that_has_changed_is_told(engine: EngineProcess, run: Run, report: ReportDocument) -> None:
    path = run.project_folder / "data.csv"
    before = path.read_bytes()
    path.write_bytes(before + before.splitlines(keepends=True)[-1])
    refused = engine.ask(asked(run, report))
    path.write_bytes(before)
    assert isinstance(refused, Failed)
    assert "The table has changed since the run was measured" in refused.message
    assert isinstance(engine.ask(asked(run, report)), AnsweredRows)


def test_measuring_tells_how_far_it_is(engine: EngineProcess, run: Run) -> None:
    number = engine.send(protocol.Evaluate(run=str(run.folder), importance_seconds=0.1))
    assert isinstance(engine.final(number), Evaluated)
    doing = [said.doing for said in engine.replies(number) if isinstance(said, Reading)]
    assert list(dict.fromkeys(doing))[-4:] == [
        "Asking the network",
        "Teaching the baselines, and comparing",
        "Shuffling each column",
        "Writing the report",
    ]
