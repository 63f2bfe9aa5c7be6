"""What a run tells of other rows than it has learnt from, and answers in the way in which a file is written."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from commands import run

from netloom.data.reading import read_table
from netloom.data.writing import Dialect, write_table
from netloom.errors import DataError, RunError
from netloom.prediction import Prediction, drift_of, predict, scoring
from netloom.runs import Run, open_run
from netloom.settings.sources import TableFile
from netloom.training.state import COLUMNS, STATE


@pytest.fixture
def data(year: Run) -> Path:
    return year.project_folder / "data.csv"


@pytest.fixture
def shifted(tmp_path: Path) -> Path:
    """Another 60 rows, all from a city that nobody has heard of, and far off."""
    (tmp_path / "new.csv").write_text("x,city\n" + "40.5,Mars\n" * 60)
    return tmp_path / "new.csv"


@pytest.fixture
def older(year: Run, tmp_path: Path) -> Run:
    """The same run as an older version left it, which kept no account of its columns."""
    folder = tmp_path / "small-runs" / "001"
    shutil.copytree(year.folder, folder)
    shutil.copy(year.project_folder / "data.csv", tmp_path / "data.csv")
    (folder / COLUMNS).unlink()
    state = json.loads((folder / STATE).read_text())
    state["files"] = [file for file in state["files"] if file[0] != COLUMNS]
    (folder / STATE).write_text(json.dumps(state))
    return open_run(folder)


def codes(prediction: Prediction) -> list[str]:
    return [problem.code for problem in prediction.told]


def test_what_the_run_was_trained_on_is_like_it(year: Run, data: Path, tmp_path: Path) -> None:
    prediction = predict(year, data, tmp_path / "out.csv")
    assert prediction.drift is not None
    assert prediction.drift.headline.startswith("All 2 columns look like the training data")
    assert "drift" not in codes(prediction)


def test_what_is_unlike_it_is_told_with_the_answers(year: Run, shifted: Path, tmp_path: Path) -> None:
    prediction = predict(year, shifted, tmp_path / "out.csv")
    assert prediction.rows == 60
    assert codes(prediction) == ["strange_levels", "drift", "drift_shifted", "drift_beyond_range"]
    assert "2 of 2 columns look unlike the training data" in prediction.told[1].message


def test_an_older_run_is_compared_by_its_data_as_long_as_that_is_there(older: Run, year: Run, shifted: Path) -> None:
    assert drift_of(older, shifted) == drift_of(year, shifted)


def test_an_older_run_whose_data_has_changed_answers_and_says_what_it_cannot(older: Run, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("x,city,year\n1,Rome,2024\n")
    (tmp_path / "new.csv").write_text("x,city\n1,Rome\n")
    prediction = predict(older, tmp_path / "new.csv", tmp_path / "out.csv")
    assert (prediction.rows, prediction.drift, codes(prediction)) == (1, None, ["drift_unknown"])
    assert "kept no account of its columns, and its data" in prediction.told[0].message
    assert "has changed since" in prediction.told[0].message
    (tmp_path / "data.csv").unlink()
    with pytest.raises(DataError, match=r"is not there any more: other rows cannot be compared"):
        drift_of(older, tmp_path / "new.csv")


def test_an_account_that_is_damaged_is_told(year: Run, tmp_path: Path, shifted: Path) -> None:
    shutil.copytree(year.folder, tmp_path / "run")
    (tmp_path / "run" / COLUMNS).write_text("{}")
    damaged = open_run(tmp_path / "run")
    with pytest.raises(RunError, match=r"columns.json is damaged"):
        drift_of(damaged, shifted)
    assert codes(predict(damaged, shifted, tmp_path / "out.csv"))[-1] == "drift_unknown"


def test_a_missing_column_is_a_finding_where_nothing_is_predicted(year: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("X,city\n1,Rome\n")
    drift = drift_of(year, tmp_path / "new.csv")
    assert drift.headline == "1 column that the network reads is not in the file: 'x'."
    opened = scoring(year, tmp_path / "new.csv", TableFile())
    assert (opened.added, opened.reading.lacking, opened.columns) == ((), ("x",), ("X", "city"))
    assert opened.window(0, 10).rows() == [("1", "Rome")]


# Windows of answers


def test_a_window_has_the_answers_that_the_file_will_have(stars: Run, tmp_path: Path) -> None:
    data = stars.project_folder / "data.csv"
    predict(stars, data, tmp_path / "out.csv")
    written = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    opened = scoring(stars, data, TableFile())
    assert opened.added == ("prediction", "probability_1", "probability_2", "probability_3_")
    window = opened.window(150, 20)
    assert tuple(window.columns) == opened.columns
    assert window["prediction"].to_list() == written["prediction"][150:170].to_list()
    for name in opened.added[1:]:
        shown = [float(share) for share in window[name]]
        assert shown == pytest.approx([float(share) for share in written[name][150:170]], abs=1e-4)


@pytest.mark.parametrize(("first", "columns"), [(0, 1), (0, 3), (2, 3), (4, 9), (6, 2), (0, None)])
def test_a_window_of_some_columns_is_that_part_of_the_whole(stars: Run, first: int, columns: int | None) -> None:
    opened = scoring(stars, stars.project_folder / "data.csv", TableFile())
    whole = opened.window(0, 5)
    assert opened.window(0, 5, first, columns).equals(whole[:, first:][:, :columns])


def test_beyond_the_end_there_are_no_rows(stars: Run) -> None:
    opened = scoring(stars, stars.project_folder / "data.csv", TableFile())
    assert (opened.window(198, 10).height, opened.window(500, 10).height) == (2, 0)


# How the file is read and written

GERMAN = "größe;x;city\n1,5;2,5;Rome\n;1.000,5;Bonn\n"


def test_what_is_said_of_the_file_is_how_it_is_read(year: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("x;city\n0.5;Rome\n")
    (tmp_path / "plain.csv").write_text("x,city\n,Rome\n")
    source = TableFile(delimiter=";", missing=("0.5",))
    predict(year, tmp_path / "new.csv", tmp_path / "a.parquet", source=source)
    predict(year, tmp_path / "plain.csv", tmp_path / "b.parquet")
    answers = [pl.read_parquet(tmp_path / name)["prediction"][0] for name in ("a.parquet", "b.parquet")]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_written_as_it_was_read(year: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "new.csv").write_bytes(GERMAN.encode(encoding))
    predict(year, tmp_path / "new.csv", tmp_path / "out.csv", as_input=True)
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    head, first, _ = content.decode(encoding).splitlines()
    assert head == "größe;x;city;prediction"
    assert first.startswith("1,5;2,5;Rome;202")
    again = read_table(tmp_path / "out.csv", TableFile())
    assert (again.source.delimiter, again.source.decimal) == (";", ",")


def test_tabs_are_kept_where_the_name_promises_them(year: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_bytes(GERMAN.encode("cp1252"))
    predict(year, tmp_path / "new.csv", tmp_path / "out.tsv", as_input=True)
    assert (tmp_path / "out.tsv").read_text("cp1252").splitlines()[0] == "größe\tx\tcity\tprediction"


def test_of_a_workbook_there_is_no_such_way(year: Run, tmp_path: Path) -> None:
    pl.DataFrame({"x": [0.5], "city": ["Rome"]}).write_parquet(tmp_path / "new.parquet")
    predict(year, tmp_path / "new.parquet", tmp_path / "out.csv", as_input=True)
    assert (tmp_path / "out.csv").read_text().splitlines()[0] == "x,city,prediction"


def test_a_letter_that_an_encoding_lacks_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"the encoding of the data, cp1252, has no 'ł'.*Write the file in UTF-8"):
        write_table(pl.DataFrame({"prediction": ["ł"]}), tmp_path / "out.csv", dialect=Dialect(encoding="cp1252"))
    assert not (tmp_path / "out.csv").exists()


def test_progress_is_told_from_reading_to_writing(year: Run, data: Path, tmp_path: Path) -> None:
    told = []
    predict(year, data, tmp_path / "out.csv", tell=lambda reached: told.append(reached.doing))
    assert list(dict.fromkeys(told))[-3:] == ["Predicting", "Comparing with the training data", "Writing the file"]


# The command line


def test_the_command_writes_how_unlike_it_is(year: Run, shifted: Path, tmp_path: Path) -> None:
    drift = tmp_path / "drift.json"
    ran = run("predict", year.folder, "--data", shifted, "--out", tmp_path / "out.csv", "--drift", drift)
    assert ran.status == 0
    assert "2 of 2 columns look unlike the training data" in ran.out
    assert "warning: 60 rows (100 %) of 'x' are outside" in ran.err
    written = json.loads(drift.read_text())
    assert {column["name"] for column in written["columns"]} == {"x", "city"}


def test_the_command_writes_as_the_input_is(year: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_bytes(GERMAN.encode("cp1252"))
    assert (
        run("predict", year.folder, "--data", tmp_path / "new.csv", "--out", tmp_path / "o.csv", "--as-input").status
        == 0
    )
    assert (tmp_path / "o.csv").read_text("cp1252").startswith("größe;x;city;prediction\n")
