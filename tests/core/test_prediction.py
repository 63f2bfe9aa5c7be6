"""Answers for a new file: its own columns as they are, and the answers beside them."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from commands import run

from netloom.data.reading import read_table
from netloom.errors import DataError, InputError
from netloom.prediction import Prediction, predict
from netloom.runs import Run
from netloom.settings.sources import TableFile

STARS = "label,probability_3\n0.5,-1\n,2\n-0.25,0.75\n"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.csv"
    path.write_text(STARS)
    return path


def told(prediction: Prediction) -> dict[str, str]:
    return {problem.code: problem.message for problem in prediction.told}


def test_the_columns_of_the_file_stay_and_the_answers_follow(stars: Run, new: Path, tmp_path: Path):
    predict(stars, new, tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0] == "label,probability_3,prediction,probability_1,probability_2,probability_3_"
    assert [line.split(",")[:2] for line in lines[1:]] == [["0.5", "-1"], ["", "2"], ["-0.25", "0.75"]]


def test_the_answers_are_those_of_the_run_digit_by_digit(stars: Run, new: Path, tmp_path: Path):
    predict(stars, new, tmp_path / "out.csv")
    written = pl.read_csv(tmp_path / "out.csv").select(pl.col("^probability_[12]|probability_3_$").cast(pl.Float32))
    answer = stars.answers(read_table(new, TableFile()))["output_1"]
    np.testing.assert_array_equal(written.to_numpy(), answer.probabilities)


def test_a_class_that_is_a_whole_number_is_written_as_one(stars: Run, new: Path, tmp_path: Path):
    predict(stars, new, tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").schema["prediction"] == pl.Int64


def test_an_amount_comes_in_its_units(year: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("x,city\n0.5,Rome\n")
    predict(year, tmp_path / "new.csv", tmp_path / "out.tsv")
    assert abs(pl.read_csv(tmp_path / "out.tsv", separator="\t")["prediction"][0] - 2024) < 1


def test_a_column_that_is_not_there_is_told_with_the_one_that_may_be_meant(stars: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("Label,probability 3\n1,2\n")
    with pytest.raises(DataError, match=r"'label' \(Did you mean 'Label'\?\), 'probability_3' \(Did"):
        predict(stars, tmp_path / "new.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_further_columns_are_carried_along_and_told(stars: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("label,note,probability_3\n1,hello,2\n")
    prediction = predict(stars, tmp_path / "new.csv", tmp_path / "out.csv")
    assert "1 column more than the project knows: 'note'" in told(prediction)["extra_columns"]
    assert (tmp_path / "out.csv").read_text().startswith("label,note,probability_3,prediction")


def test_words_in_a_column_of_numbers_are_told_and_count_as_missing(stars: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("label,probability_3\nmany,2\n1,2\nfew,2\nNA,2\n")
    prediction = predict(stars, tmp_path / "new.csv", tmp_path / "out.csv")
    assert "2 cells of 'label', such as 'many', 'few', where numbers are expected" in told(prediction)["wrong_type"]
    written = pl.read_csv(tmp_path / "out.csv")
    assert written["probability_1"][0] == written["probability_1"][3]


def test_other_words_for_the_levels_are_told(year: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("x,city\n1,roma\n2,roma\n3,Bonn\n")
    message = told(predict(year, tmp_path / "new.csv", tmp_path / "out.csv"))["strange_levels"]
    assert "2 cells of 'city', such as 'roma', where 'Rome', 'Bonn' are expected: taken as other" in message


def test_another_way_to_write_the_same_table_gives_the_same_answers(stars: Run, new: Path, tmp_path: Path):
    foreign = STARS.replace(",", ";").replace(".", ",")
    (tmp_path / "foreign.csv").write_bytes(b"\xff\xfe" + foreign.encode("utf-16-le"))
    predict(stars, new, tmp_path / "a.parquet")
    predict(stars, tmp_path / "foreign.csv", tmp_path / "b.parquet")
    answers = pl.col("^prediction|probability_[12]$")
    assert (
        pl.read_parquet(tmp_path / "a.parquet")
        .select(answers)
        .equals(pl.read_parquet(tmp_path / "b.parquet").select(answers))
    )


def test_what_one_file_cannot_tell_is_read_as_the_training_data_was(stars: Run, tmp_path: Path):
    source = TableFile(decimal=",", thousands=".", header="yes")
    data = stars.project.data.model_copy(update={"source": source})
    german = Run(stars.folder, stars.project.model_copy(update={"data": data}), stars.state)
    (tmp_path / "german.csv").write_text("label;probability_3\n1.500;2\n")
    (tmp_path / "plain.csv").write_text("label,probability_3\n1500,2\n")
    predict(german, tmp_path / "german.csv", tmp_path / "a.parquet")
    predict(stars, tmp_path / "plain.csv", tmp_path / "b.parquet")
    written = [pl.read_parquet(tmp_path / name)["probability_1"][0] for name in ("a.parquet", "b.parquet")]
    assert written[0] == written[1]


def test_text_that_a_spreadsheet_would_run_is_neutralised_and_counted(year: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text('x,city,note\n-0.5,=1+1,"-1,5"\n+1,Rome,@me\n')
    prediction = predict(year, tmp_path / "new.csv", tmp_path / "out.csv")
    assert prediction.neutralised == 2
    rows = [line.rsplit(",", 1)[0] for line in (tmp_path / "out.csv").read_text().splitlines()]
    assert rows == ["x,city,note", '-0.5,\'=1+1,"-1,5"', "+1,Rome,'@me"]


@pytest.mark.parametrize(("out", "raw"), [("out.csv", True), ("out.parquet", False)])
def test_raw_and_parquet_are_exact(year: Run, tmp_path: Path, out: str, raw: bool):
    (tmp_path / "new.csv").write_text("x,city\n-0.5,=1+1\n")
    assert predict(year, tmp_path / "new.csv", tmp_path / out, raw=raw).neutralised == 0
    written = pl.read_parquet(tmp_path / out) if out.endswith("parquet") else pl.read_csv(tmp_path / out)
    assert written["city"].to_list() == ["=1+1"]


def test_a_parquet_file_keeps_its_types(year: Run, tmp_path: Path):
    frame = pl.DataFrame({"x": [0.5, None], "city": ["Rome", None], "when": [None, "2024-01-01"], "n": [1, 2]})
    frame.write_parquet(tmp_path / "new.parquet")
    predict(year, tmp_path / "new.parquet", tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").drop("prediction").equals(frame)


def test_a_table_without_rows_gives_one_without_rows(year: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("x,city\n")
    assert predict(year, tmp_path / "new.csv", tmp_path / "out.csv").rows == 0
    assert (tmp_path / "out.csv").read_text() == "x,city,prediction\n"


def test_the_data_is_never_overwritten(year: Run, tmp_path: Path):
    (tmp_path / "new.csv").write_text("x,city\n1,Rome\n")
    with pytest.raises(DataError, match=r"new.csv is the data itself"):
        predict(year, tmp_path / "new.csv", tmp_path / "new.csv")


def test_an_unknown_suffix_is_told_before_anything_is_done(year: Run, tmp_path: Path):
    with pytest.raises(DataError, match=r"received '.xls', expected .csv"):
        predict(year, tmp_path / "not there.csv", tmp_path / "out.xls")


@pytest.mark.parametrize("threshold", [0.0, 0.42, 1.0])
def test_above_a_threshold_the_second_of_two_classes_is_answered(odd: Run, threshold: float, tmp_path: Path) -> None:
    data = odd.project_folder / "data.csv"
    plain = predict(odd, data, tmp_path / "plain.csv")
    chosen = predict(odd, data, tmp_path / "chosen.csv", threshold=threshold)
    before, after = (pl.read_csv(tmp_path / name) for name in ("plain.csv", "chosen.csv"))
    expected = ["yes" if chance > threshold else "no" for chance in after["probability_State_yes"]]
    assert after["prediction_State"].to_list() == expected
    assert after.drop("prediction_State").equals(before.drop("prediction_State"))
    assert "'yes' is answered where its probability is above" in told(chosen)["threshold"]
    assert "threshold" not in told(plain)


def test_half_is_what_is_answered_without_a_threshold(odd: Run, tmp_path: Path) -> None:
    data = odd.project_folder / "data.csv"
    for name, threshold in (("plain.csv", None), ("half.csv", 0.5)):
        predict(odd, data, tmp_path / name, threshold=threshold)
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "half.csv").read_bytes()


def test_a_threshold_for_what_is_no_yes_or_no_is_refused_before_anything_is_written(
    stars: Run, new: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"a single Output of two classes, and run 001 predicts 'stars' \(3 classes\)"):
        predict(stars, new, tmp_path / "out.csv", threshold=0.4)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan")])
def test_a_threshold_is_a_probability(odd: Run, threshold: float, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="from 0 to 1"):
        predict(odd, odd.project_folder / "data.csv", tmp_path / "out.csv", threshold=threshold)


def test_the_command_tells_by_which_threshold_was_answered(odd: Run, stars: Run, tmp_path: Path) -> None:
    data, out = odd.project_folder / "data.csv", tmp_path / "out.csv"
    ran = run("predict", odd.folder, "--data", data, "--out", out, "--threshold", "0.37")
    assert ran.status == 0
    assert "'yes' is answered where its probability is above 37 %, and 'no' elsewhere." in ran.err
    refused = run("predict", stars.folder, "--data", data, "--out", out, "--threshold", "0.37")
    assert refused.status == 2
    assert "Leave the threshold out" in refused.err
