"""Every cell of a workbook comes back as what was written: numbers digit by digit, text letter by letter."""

import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from netloom import read_table
from netloom.data.reading import Table
from netloom.settings.sources import TableFile
from workbooks import workbook

# xlsxwriter keeps 16 digits of a number, and milliseconds of a time.
numbers = st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.16g}"))
whole = st.integers(-(10**15), 10**15)
texts = st.text(
    st.one_of(
        st.sampled_from(",;\"'\n=+-@ ab1.é€_x"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\r", min_codepoint=1, max_codepoint=0xFFFD),
    ),
    min_size=1,
    max_size=12,
)
look_alikes = st.sampled_from(["01234", "1e5", "true", "FALSE", "2024-01-05", "1.50", "0.1234567890123", "nan", "#N/A"])
moments = st.datetimes(datetime.datetime(1910, 1, 1), datetime.datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
days = st.dates(datetime.date(1910, 1, 1))
cells = st.one_of(numbers, whole, texts, look_alikes, st.booleans(), moments, days)


def read(path: Path, rows: list[list[Any]], **options: Any) -> Table:
    table = read_table(workbook(path, {"Data": rows}, **options), TableFile(header="yes"))
    assert table.frame.height == len(rows) - 1
    return table


def same(read: str | None, written: Any) -> bool:
    if isinstance(written, bool):
        return read == str(written).upper()
    if isinstance(written, int | float):
        return read is not None and float(read) == written
    if isinstance(written, datetime.datetime):
        return read == str(written).removesuffix(" 00:00:00")
    return read == str(written)


@given(
    columns=st.lists(st.lists(cells, min_size=40, max_size=40), min_size=1, max_size=4), counts_from_1904=st.booleans()
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # each example starts a process: to look for a smaller one takes minutes
)
def test_every_cell_comes_back(tmp_path: Path, columns: list[list[Any]], counts_from_1904: bool) -> None:
    rows = [
        ["row", *(f"c{place}" for place in range(len(columns)))],
        *([f"r{n}", *row] for n, row in enumerate(zip(*columns, strict=True))),
    ]
    table = read(tmp_path / "cells.xlsx", rows, date_1904=counts_from_1904)
    for place, column in enumerate(columns):
        wrong = [pair for pair in zip(table.frame[f"c{place}"], column, strict=True) if not same(*pair)]
        assert not wrong


def test_whole_numbers_have_no_point_and_long_ones_all_their_digits(tmp_path: Path) -> None:
    table = read(tmp_path / "a.xlsx", [["a", "b"], [3.0, 123456789012345], [0.1 + 0.2, 9007199254740991]])
    assert table.frame["a"].to_list() == ["3", "0.3"]
    assert table.frame["b"].to_list()[0] == "123456789012345"


def test_columns_keep_the_type_that_all_their_cells_have(tmp_path: Path) -> None:
    day, moment = datetime.date(2024, 1, 5), datetime.datetime(2024, 1, 5, 13, 30)
    rows = [list("abcdefg"), [1, 1.5, "01", True, day, moment, 1], [2, None, "2", False, day, day, "x"]]
    table = read(tmp_path / "a.xlsx", rows)
    kinds = [pl.Int64, pl.Float64, pl.String, pl.Boolean, pl.Date, pl.Datetime("ms"), pl.String]
    assert table.original.dtypes == kinds
    assert table.original["f"].to_list() == [moment, datetime.datetime(2024, 1, 5)]


@pytest.mark.parametrize("counts_from_1904", [False, True])
def test_dates_are_those_that_excel_shows(tmp_path: Path, counts_from_1904: bool) -> None:
    rows = [
        ["day", "n"],
        *([datetime.date(year, 2, 28) + datetime.timedelta(days=1), year] for year in (1996, 2000, 2023)),
    ]
    table = read(tmp_path / "a.xlsx", rows, date_1904=counts_from_1904)
    assert table.frame["day"].to_list() == ["1996-02-29", "2000-02-29", "2023-03-01"]


def test_durations_and_times_of_day_are_amounts_and_told(tmp_path: Path) -> None:
    rows = [["took", "n"], *([datetime.timedelta(hours=hours), hours] for hours in (1, 36, 0))]
    table = read(tmp_path / "a.xlsx", rows)
    assert table.frame["took"].to_list() == ["3600", "129600", "0"]
    assert "3 times of day or duration read as seconds" in next(p.message for p in table.told if p.code == "data_times")
