"""Workbooks out: numbers are numbers, dates are dates, and no text is ever run."""

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from netloom import read_table
from netloom.data.excel.typed import with_types
from netloom.data.reading import Table
from netloom.data.writing import write_table
from netloom.errors import DataError
from netloom.settings.sources import TableFile


def written(path: Path, frame: pl.DataFrame, **options: Any) -> Table:
    """The table as it is read again."""
    assert write_table(frame, path, **options) == 0
    return read_table(path, TableFile(header="yes"))


def sheet_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "out.xlsx"


@given(
    st.lists(
        st.tuples(st.sampled_from("=+-@\t\r\n＝'h"), st.text(st.characters(codec="utf-8"), max_size=8)), min_size=20
    )
)
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # each example starts a process: to look for a smaller one takes minutes
)
def test_text_comes_back_as_it_was_and_is_never_a_formula_or_a_link(file: Path, cells: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame({"=name": [sign + text.replace("\0", "") for sign, text in cells], "n": range(len(cells))})
    table = written(file, frame)
    assert table.frame["=name"].to_list() == frame["=name"].to_list()
    assert not re.search(r"<f[ >]|<hyperlink", sheet_of(file))


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+1", "-2+3", "http://a.b", "mailto:a@b", "{=1}", "01234", "1e5"])
def test_what_excel_would_take_for_something_else_is_text_in_a_cell_for_text(file: Path, cell: str) -> None:
    write_table(pl.DataFrame({"a": [cell]}), file)
    with zipfile.ZipFile(file) as archive:
        names, styles = archive.namelist(), archive.read("xl/styles.xml").decode()
    assert f'<c r="A2" s="2" t="inlineStr"><is><t>{cell}</t></is></c>' in sheet_of(file)
    assert 'formatCode="@"' in styles
    assert not any("rels" in name and "sheet" in name for name in names)  # where links would be


def test_types_survive_and_numbers_are_exact(file: Path) -> None:
    frame = pl.DataFrame(
        {
            "whole": [1, -2, 10**14],
            "number": [0.1, None, -1e300],
            "short": pl.Series([29.85, 0.1, 1e-7], dtype=pl.Float32),
            "text": ["01234", None, "1"],
            "truth": [True, False, None],
            "day": [datetime.date(2024, 2, 29), None, datetime.date(1900, 3, 1)],
            "moment": [datetime.datetime(2024, 2, 29, 23, 59, 59), None, datetime.datetime(1999, 1, 1)],
        }
    )
    original = written(file, frame).original
    assert original["short"].to_list() == [29.85, 0.1, 1e-7]
    assert original.drop("short").equals(frame.drop("short").with_columns(pl.col("moment").cast(pl.Datetime("ms"))))


def test_what_excel_cannot_hold_as_a_number_or_a_date_is_text(file: Path) -> None:
    frame = pl.DataFrame(
        {
            "id": [12345678901234567, 1],
            "day": [datetime.date(1812, 6, 24), datetime.date(2024, 1, 1)],
            "x": [float("inf"), 1],
        }
    )
    table = written(file, frame)
    assert table.frame.rows() == [("12345678901234567", "1812-06-24", "inf"), ("1", "2024-01-01", "1")]


def test_the_header_is_bold_and_stays_and_filters_and_columns_are_wide_enough(file: Path) -> None:
    write_table(pl.DataFrame({"a": ["x" * 30], "a long name of a column": [1], "b": ["y" * 900]}), file)
    sheet = sheet_of(file)
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:C2"/>' in sheet
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert [round(width) for width in widths] == [32, 28, 52]


def test_shares_are_shown_as_percentages_and_stay_numbers(file: Path) -> None:
    table = written(file, pl.DataFrame({"probability": [0.123456], "other": [0.5]}), shares=["probability"])
    assert table.original.row(0) == (0.123456, 0.5)
    with zipfile.ZipFile(file) as archive:
        assert 'formatCode="0.0%"' in archive.read("xl/styles.xml").decode()


def test_a_text_table_gets_the_types_that_lose_nothing() -> None:
    frame = pl.DataFrame(
        {
            "amount": ["1.234,5", "7", "n/a"],
            "code": ["01234", "00001", "12345"],
            "long": ["12345678901234567", "1", "2"],
            "price": ["$5", "$6", "$7"],
            "day": ["31.12.2023", "1.2.2024", None],
            "word": ["a", "1", None],
        }
    )
    typed = with_types(frame, TableFile(decimal=",", thousands=".", day_first="yes"))
    assert typed["amount"].to_list() == [1234.5, 7.0, None]
    assert typed["day"].to_list() == [datetime.date(2023, 12, 31), datetime.date(2024, 2, 1), None]
    assert typed.drop("amount", "day").equals(frame.drop("amount", "day"))


def test_what_stands_for_missing_in_a_column_of_numbers_is_written_as_it_was(file: Path) -> None:
    texts = pl.DataFrame({"amount": ["1", "n/a", None]})
    table = written(file, pl.DataFrame({"amount": [1.0, None, None], "n": [1, 2, 3]}), texts=texts)
    assert table.frame["amount"].to_list() == ["1", "n/a", None]


def test_more_rows_or_columns_than_a_sheet_has_are_refused(file: Path) -> None:
    with pytest.raises(DataError, match=r"1,048,576 rows and 1 columns do not fit .* Write a .csv or .parquet"):
        write_table(pl.DataFrame({"a": pl.Series([0]).extend_constant(0, 1_048_575)}), file)
    with pytest.raises(DataError, match="16,385 columns do not fit"):
        write_table(pl.DataFrame({str(place): [1] for place in range(16_385)}), file)
    assert not file.exists()


def test_a_text_longer_than_a_cell_is_refused_with_its_place_and_never_cut(file: Path) -> None:
    assert written(file, pl.DataFrame({"a": ["x" * 32_767], "b": [1]})).frame["a"][0] == "x" * 32_767
    file.unlink()
    with pytest.raises(
        DataError, match=r"the cell of 'a' in row 3 has 32,768 characters, and an Excel cell holds 32,767"
    ):
        write_table(pl.DataFrame({"a": ["x", "😀" * 16_384]}), file)
    assert not file.exists()


def test_a_column_that_is_no_cell_is_refused_by_name(file: Path) -> None:
    with pytest.raises(DataError, match="no way to write the column tags"):
        write_table(pl.DataFrame({"tags": [["a"]]}), file)
