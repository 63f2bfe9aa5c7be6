"""Tables out: exact where asked, safe in a spreadsheet otherwise."""

import csv
import gzip
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.data.writing import neutralise, table_format, write_table
from netloom.errors import DataError


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter=delimiter))


def neutralised(*cells: str) -> list[str]:
    return neutralise(pl.DataFrame({"cell": cells}))[0]["cell"].to_list()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\rtext", "\n=1", "＝1", "-inf"]
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str):
    assert neutralised(cell) == [f"'{cell}"]


@pytest.mark.parametrize(
    "cell",
    ["-3.5", "+1", "-1e5", "-3,5", "+1.234.567,89", "-1 234,5", "-.5", "-12%", "−7", "-", "--", "1=1", "a@b.de", ""],
)
def test_numbers_dashes_and_harmless_text_stay_as_they_are(cell: str):
    assert neutralised(cell) == [cell]


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", "+"]))
def test_no_number_is_ever_neutralised(number: float, sign: str):
    cell = f"{number:{sign}}"
    assert neutralised(cell, cell.replace(".", ",")) == [cell, cell.replace(".", ",")]


@given(st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8"), max_size=8))
def test_text_after_a_sign_never_gets_through(sign: str, text: str):
    assert not neutralised(f"{sign}A{text}")[0].startswith(sign)


def test_what_was_neutralised_is_counted_header_included(tmp_path: Path):
    frame = pl.DataFrame({"=name": ["@a", "b", None], "amount": [-1.5, 2.0, None]})
    assert write_table(frame, tmp_path / "out.csv") == 2
    assert rows_of(tmp_path / "out.csv") == [["'=name", "amount"], ["'@a", "-1.5"], ["b", "2.0"], ["", ""]]


def test_a_column_may_be_called_like_a_regular_expression():
    frame = pl.DataFrame({"^x$": ["=1"], "^.*$": ["@2"], "x": ["3"]})
    assert neutralise(frame)[0].rows() == [("'=1", "'@2", "3")]


def test_raw_is_exact(tmp_path: Path):
    frame = pl.DataFrame({"cell": ["=1+1", 'say "hi", twice', "two\nlines", "\rreturn", " é "]})
    assert write_table(frame, tmp_path / "out.csv", raw=True) == 0
    assert rows_of(tmp_path / "out.csv") == [["cell"], *([cell] for cell in frame["cell"])]


def test_tab_separated_and_packed_by_suffix(tmp_path: Path):
    frame = pl.DataFrame({"a": ["1,5", "x"], "b": [1, 2]})
    write_table(frame, tmp_path / "out.tsv")
    write_table(frame, tmp_path / "out.TSV.gz")
    assert rows_of(tmp_path / "out.tsv", "\t") == [["a", "b"], ["1,5", "1"], ["x", "2"]]
    assert gzip.decompress((tmp_path / "out.TSV.gz").read_bytes()) == (tmp_path / "out.tsv").read_bytes()


def test_parquet_is_exact_and_keeps_types(tmp_path: Path):
    frame = pl.DataFrame(
        {"text": ["=1", None], "number": pl.Series([0.1, float("nan")], dtype=pl.Float32), "list": [[1], []]}
    )
    assert write_table(frame, tmp_path / "out.parquet") == 0
    assert pl.read_parquet(tmp_path / "out.parquet").equals(frame)


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1))
def test_float32_survives_csv(numbers: list[float]):
    written = neutralise(pl.DataFrame({"n": pl.Series(numbers, dtype=pl.Float32)}))[0].write_csv()
    assert pl.read_csv(written.encode(), schema={"n": pl.Float32})["n"].to_list() == numbers


def test_an_unknown_suffix_is_refused_with_those_that_work(tmp_path: Path):
    with pytest.raises(DataError, match=r"received '.xls', expected .csv, .tsv, .csv.gz, .tsv.gz, .xlsx, .parquet"):
        table_format(tmp_path / "out.xls")


def test_lists_in_csv_are_refused_by_name(tmp_path: Path):
    with pytest.raises(DataError, match=r"no way to write the column tags. Write a .parquet file"):
        write_table(pl.DataFrame({"tags": [["a"]]}), tmp_path / "out.csv")
    assert not list(tmp_path.iterdir())
