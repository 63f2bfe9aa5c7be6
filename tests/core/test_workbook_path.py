"""The whole path on workbooks: a project from one, trained, scored and used on others, and answers as a workbook."""

import datetime
from pathlib import Path

import polars as pl
import pytest
from commands import Ran, run

import netloom
from netloom.prediction import predict
from netloom.runs import Run
from netloom.settings.sources import TableFile
from workbooks import Rows, workbook

DAY = datetime.date(2024, 1, 1)
HEAD = ["order", "placed", "region", "amount", "express", "returned"]
ORDERS: Rows = [
    [f"{n:05}", DAY + datetime.timedelta(n), "NSEW"[n % 4], n % 7 + n / 8, n % 3 == 0, "yes" if n % 7 > 3 else "no"]
    for n in range(120)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made from the second sheet of a workbook, and its trained run."""
    folder = tmp_path_factory.mktemp("orders")
    workbook(folder / "orders.xlsx", {"2023": [HEAD, *ORDERS[:60]], "2024": [["Orders of 2024"], [], HEAD, *ORDERS]})
    project = folder / "orders.netloom"
    made = run("new", folder / "orders.xlsx", "--target", "returned", "--sheet", "2024", "--out", project)
    assert made.status == 0, made.err
    assert "orders.xlsx, sheet '2024': 120 rows, 6 columns" in made.out
    assert "The sheet '2024' is read; the first row names the columns." in made.out
    trained = run("train", project, "--set", "training.epochs=2", "--events")
    assert trained.status == 0, trained.err
    return folder


def done(*arguments: object) -> Ran:
    ran = run(*arguments)
    assert ran.status == 0, ran.err
    return ran


def test_the_project_remembers_sheet_and_header(folder: Path) -> None:
    source = netloom.load(folder / "orders.netloom").data.source
    assert isinstance(source, TableFile)
    assert (source.sheet, source.header, source.path) == ("2024", "yes", "orders.xlsx")
    kinds = {column.name: column.kind for column in netloom.load(folder / "orders.netloom").data.columns}
    assert (kinds["order"], kinds["placed"], kinds["express"]) == ("identifier", "date", "yes_no")


def test_a_changed_workbook_is_told(folder: Path, tmp_path: Path) -> None:
    assert "can be trained" in done("check", folder / "orders.netloom").out
    project = netloom.load(folder / "orders.netloom")
    workbook(tmp_path / "orders.xlsx", {"2024": [HEAD, *ORDERS]})
    assert [problem.code for problem in netloom.data_problems(project, tmp_path)] == ["data_changed"]


def test_it_is_scored_on_its_test_rows_and_on_another_sheet(folder: Path) -> None:
    assert "returned: " in done("evaluate", folder / "orders.netloom").out
    other = done("evaluate", folder / "orders.netloom", "--data", folder / "orders.xlsx", "--sheet", "2023")
    assert "60 rows" in other.out
    assert "flatter" not in other.out


def test_predictions_come_as_a_workbook_with_types(folder: Path) -> None:
    done("predict", folder / "orders.netloom", "--data", folder / "orders.xlsx", "--out", folder / "out.xlsx")
    table = netloom.read_table(folder / "out.xlsx", TableFile())
    assert table.frame.columns == [*HEAD, "prediction", "probability_no", "probability_yes"]
    assert table.original.rows()[7][:6] == tuple(ORDERS[7])
    assert table.original.dtypes[-2:] == [pl.Float64, pl.Float64]
    assert ((table.original["probability_no"] + table.original["probability_yes"]) - 1).abs().max() < 1e-6  # type: ignore[operator]  # of numbers


def test_the_sheet_that_was_trained_on_is_predicted_unless_another_is_named(folder: Path, tmp_path: Path) -> None:
    rows = {}
    for sheet in ("", "2023"):
        named = ["--sheet", sheet] if sheet else []
        out = tmp_path / f"out{sheet}.csv"
        rows[sheet] = done(
            "predict", folder / "orders.netloom", "--data", folder / "orders.xlsx", "--out", out, *named
        ).out
    assert "120 rows predicted" in rows[""]
    assert "60 rows predicted" in rows["2023"]
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("00000,2024-01-01,N,0,TRUE,no,")


def test_a_workbook_and_the_csv_file_that_excel_makes_of_it_give_the_same_answers(folder: Path, tmp_path: Path) -> None:
    netloom.read_table(folder / "orders.xlsx", TableFile(sheet="2024")).frame.write_csv(tmp_path / "orders.csv")
    for data, out in ((folder / "orders.xlsx", "a.parquet"), (tmp_path / "orders.csv", "b.parquet")):
        done("predict", folder / "orders.netloom", "--data", data, "--out", tmp_path / out)
    answers = [pl.read_parquet(tmp_path / out)["probability_yes"] for out in ("a.parquet", "b.parquet")]
    assert answers[0].equals(answers[1])


def test_a_sheet_without_the_columns_is_named(folder: Path, tmp_path: Path) -> None:
    data = workbook(tmp_path / "new.xlsx", {"Notes": [["a", "b"], [1, 2]], "Rows": [HEAD, *ORDERS]})
    ran = run("predict", folder / "orders.netloom", "--data", data, "--out", tmp_path / "out.csv")
    assert ran.status == 2
    assert "The sheet 'Notes' of the data lacks" in ran.err
    done("predict", folder / "orders.netloom", "--data", data, "--sheet", "Rows", "--out", tmp_path / "out.csv")


def test_a_sheet_that_is_not_there_ends_with_one_message(folder: Path) -> None:
    ran = run("new", folder / "orders.xlsx", "--target", "returned", "--sheet", "2025", "--out", folder / "no.netloom")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert "has no sheet '2025'. It has: '2023', '2024'." in ran.err


def test_a_csv_file_predicted_into_a_workbook_keeps_codes_as_text_and_runs_nothing(year: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(
        "code,x,city,when,note\n01234,-0.5,Rome,2024-01-05,=1+1\n00017,n/a,Bonn,2024-01-06,@me\n"
    )
    prediction = predict(year, tmp_path / "new.csv", tmp_path / "out.xlsx")
    table = netloom.read_table(tmp_path / "out.xlsx", TableFile())
    assert prediction.neutralised == 0
    assert table.original.select("code", "when", "note").rows() == [
        ("01234", datetime.date(2024, 1, 5), "=1+1"),
        ("00017", datetime.date(2024, 1, 6), "@me"),
    ]
    assert table.frame["x"].to_list() == ["-0.5", "n/a"]
    assert table.original["prediction"].dtype == pl.Float64
