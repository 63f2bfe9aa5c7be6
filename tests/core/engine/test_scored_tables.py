"""A table that a run answers for, asked of a real engine: opened once, compared, and read in windows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engines import EngineProcess
from netloom import protocol
from netloom.protocol import Failed, RowAnswered, RowDescribed, Rows, Scored
from netloom.runs import Run
from netloom.settings.sources import TableFile


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as started:
        yield started


@pytest.fixture
def new(tmp_path: Path) -> Path:
    (tmp_path / "new.csv").write_text("x,city\n" + "0.5,Rome\nNA,Mars\n" * 150)
    return tmp_path / "new.csv"


def asked(engine: EngineProcess, kind: type[Any], request: protocol.Request) -> Any:
    reply = engine.ask(request)
    assert isinstance(reply, kind), reply
    return reply


def test_a_table_is_compared_and_its_rows_come_with_their_answers(engine: EngineProcess, year: Run, new: Path) -> None:
    scored = asked(engine, Scored, protocol.ScoreTable(run=str(year.folder), data=str(new)))
    assert (scored.rows, scored.columns, scored.added, scored.lacking) == (300, 3, ("prediction",), ())
    assert scored.source.delimiter == ","
    assert {column.name for column in scored.drift.alarmed} == {"x", "city"}
    request = protocol.ScoreRows(run=str(year.folder), data=str(new), start=298, count=5)
    rows = asked(engine, Rows, request)
    assert (rows.names, rows.rows, rows.columns) == (("prediction", "x", "city"), 300, 3)
    assert [cells[1:] for cells in rows.cells] == [("0.5", "Rome"), ("NA", "Mars")]
    assert all(str(cells[0]).startswith("20") for cells in rows.cells)
    assert rows.missing == ((), (1,))


def test_a_file_that_is_saved_anew_is_read_anew(engine: EngineProcess, year: Run, new: Path) -> None:
    request = protocol.ScoreRows(run=str(year.folder), data=str(new))
    assert asked(engine, Rows, request).rows == 300
    new.write_text("x,city\n1,Bonn\n")
    assert asked(engine, Rows, request).rows == 1


def test_what_is_said_of_the_file_counts(engine: EngineProcess, year: Run, new: Path) -> None:
    request = protocol.ScoreTable(run=str(year.folder), data=str(new), source=TableFile(delimiter=";"))
    scored = asked(engine, Scored, request)
    assert (scored.added, scored.lacking) == ((), ("x", "city"))
    assert scored.drift.headline == "2 columns that the network reads are not in the file: 'x', 'city'."


@pytest.mark.parametrize(
    ("run", "data", "why"),
    [("gone", "new.csv", "There is no"), ("", "gone.csv", "There is no file"), ("", "", "is a folder")],
)
def test_what_cannot_be_used_is_told(
    engine: EngineProcess, year: Run, new: Path, run: str, data: str, why: str
) -> None:
    request = protocol.ScoreTable(run=str(new.parent / run) if run else str(year.folder), data=str(new.parent / data))
    assert why in asked(engine, Failed, request).message


def test_rows_are_answered_by_a_threshold_and_one_that_is_none_is_refused(
    engine: EngineProcess, odd: Run, year: Run
) -> None:
    run, data = str(odd.folder), str(odd.project_folder / "data.csv")
    assert asked(engine, Scored, protocol.ScoreTable(run=run, data=data)).event == "yes"
    for threshold, said in ((0.0, "yes"), (1.0, "no")):
        rows = asked(engine, Rows, protocol.ScoreRows(run=run, data=data, threshold=threshold, count=9))
        assert {cells[rows.names.index("prediction_State")] for cells in rows.cells} == {said}
    request = protocol.ScoreRows(run=str(year.folder), data=data, threshold=0.5)
    assert "a single Output of two classes" in asked(engine, Failed, request).message


def test_a_single_row_is_described_and_answered(engine: EngineProcess, odd: Run) -> None:
    described = asked(engine, RowDescribed, protocol.DescribeRow(run=str(odd.folder)))
    cells = tuple((field.name, field.typical) for field in described.fields)
    answered = asked(engine, RowAnswered, protocol.AnswerRow(run=str(odd.folder), cells=cells, threshold=0.0))
    told = [(answer.target, len(answer.chances)) for answer in answered.answers]
    assert told == [("price", 0), ("churn", 2), ("grade", 3)]
    assert answered.answers[1].prediction == "yes"
