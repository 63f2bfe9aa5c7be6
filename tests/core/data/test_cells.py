"""Numbers, dates and gaps are known however people write them; what is none of them is never guessed."""

from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.data.cells import MARKERS, is_missing, to_days, to_numbers
from netloom.settings.sources import TableFile

EPOCH = datetime(1970, 1, 1)


def numbers(*cells: str | None, **source: Any) -> list[float | None]:
    return to_numbers(pl.Series(cells, dtype=pl.String), TableFile(**source)).to_list()


def days(*cells: str | None, **source: Any) -> list[float | None]:
    return to_days(pl.Series(cells, dtype=pl.String), TableFile(**source)).to_list()


def moment(cell: str, **source: Any) -> datetime | None:
    (found,) = days(cell, **source)
    return None if found is None else EPOCH + timedelta(days=found)


@pytest.mark.parametrize(
    "cell", ["", " ", "\t", "NA", "n/a", " N/A ", "?", "null", "NaN", "-", "None", "\\N", "#DIV/0!"]
)
def test_known_markers_mean_missing(cell: str) -> None:
    assert is_missing(pl.Series([cell, None, "x", "0", "no"]), TableFile()).to_list() == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_where_markers_are_given_only_they_and_blanks_mean_missing() -> None:
    cells = pl.Series(["NA", "-999", " ", "", None, "?"])
    assert is_missing(cells, TableFile(missing=("-999",))).to_list() == [False, True, True, True, True, False]


def test_markers_are_written_as_they_are_compared() -> None:
    assert all(marker == marker.strip().lower() for marker in MARKERS)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1.0),
        ("-2.50", -2.5),
        (" 3 ", 3.0),
        ("+4", 4.0),
        ("1e5", 1e5),
        (".5", 0.5),
        ("007", 7.0),
        ("−7", -7.0),
        ("$5", 5.0),
        ("-$1.50", -1.5),
        ("5 €", 5.0),
        ("EUR 5", 5.0),
        ("12%", 12.0),
        ("(5)", -5.0),
    ],
)
def test_a_number_is_known_by_its_digits(cell: str, value: float) -> None:
    assert numbers(cell) == [value]


@pytest.mark.parametrize(
    "cell", ["", "abc", "1e999", "inf", "nan", "0x10", "1_000", "1,5", "1 2", "--5", "(5", "5-", "٣", "1e"]
)
def test_what_is_no_finite_number_is_none(cell: str) -> None:
    assert numbers(cell, None) == [None, None]


@pytest.mark.parametrize(
    ("decimal", "thousands", "cell", "value"),
    [
        (".", ",", "1,234,567.5", 1234567.5),
        (".", ",", "1234.5", 1234.5),
        (",", ".", "1.234,5", 1234.5),
        (",", ".", "1.234", 1234.0),
        (",", " ", "1 234,5", 1234.5),
        (",", " ", "1\u00a0234,5", 1234.5),
        (".", "'", "1'234.5", 1234.5),
        (",", "none", "-0,25", -0.25),
    ],
)
def test_marks_are_those_of_the_source(decimal: str, thousands: str, cell: str, value: float) -> None:
    assert numbers(cell, decimal=decimal, thousands=thousands) == [value]


@pytest.mark.parametrize(
    ("decimal", "thousands", "cell"),
    [(".", ",", "12,34"), (".", ",", "0,123"), (",", "none", "1.5"), (",", ".", "1.5"), (".", "none", "1,234")],
)
def test_misplaced_marks_make_no_number(decimal: str, thousands: str, cell: str) -> None:
    assert numbers(cell, decimal=decimal, thousands=thousands) == [None]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back(value: float) -> None:
    assert numbers(repr(value), f" {value!r}", repr(value).replace(".", ","), decimal=".")[:2] == [value, value]


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'")]))
def test_every_grouped_number_comes_back(value: Any, marks: tuple[str, str]) -> None:
    decimal, thousands = marks
    cell = f"{value:,}".translate({ord(","): thousands, ord("."): decimal})
    assert numbers(cell, decimal=decimal, thousands=thousands) == [float(value)]


@pytest.mark.parametrize(
    "cell",
    [
        "2024-02-29",
        "2024/2/29",
        "2024.02.29",
        "20240229",
        "29 Feb 2024",
        "29-Feb-24",
        "29th February 2024",
        "Feb 29, 2024",
        "Thu, 29 Feb 2024",
        "2024-Feb-29",
        "29/2/2024",
        "29.02.24",
    ],
)
def test_a_day_is_known_however_it_is_written(cell: str) -> None:
    assert moment(cell) == datetime(2024, 2, 29)


@pytest.mark.parametrize(
    ("cell", "hour", "minute", "second"),
    [
        ("2024-02-29 17:30", 17, 30, 0),
        ("2024-02-29T17:30:15", 17, 30, 15),
        ("2024-02-29T17:30:15Z", 17, 30, 15),
        ("2024-02-29 17:30:15+02:00", 17, 30, 15),
        ("29/2/2024 5:30 PM", 17, 30, 0),
        ("29/2/2024 12:05 am", 0, 5, 0),
    ],
)
def test_the_time_of_day_is_a_fraction_as_written(cell: str, hour: int, minute: int, second: int) -> None:
    found = moment(cell)
    assert found is not None
    assert abs(found - datetime(2024, 2, 29, hour, minute, second)) < timedelta(milliseconds=1)


@pytest.mark.parametrize(("cell", "month"), [("2024-05", 5), ("May 2024", 5), ("2024/12", 12)])
def test_a_month_is_its_first_day(cell: str, month: int) -> None:
    assert moment(cell) == datetime(2024, month, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        "2024",
        "12:30",
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "31/31/2024",
        "2024-01-01 25:00",
        "Marv 3, 2024",
    ],
)
def test_what_is_no_date_is_none(cell: str) -> None:
    assert days(cell, None) == [None, None]


def test_the_order_of_day_and_month_is_that_of_the_source() -> None:
    assert moment("3/4/2024", day_first="yes") == datetime(2024, 4, 3)
    assert moment("3/4/2024", day_first="no") == datetime(2024, 3, 4)
    assert moment("13/4/2024", day_first="no") is None


def test_years_of_two_digits_lie_between_1969_and_2068() -> None:
    assert moment("1.2.69", day_first="yes") == datetime(1969, 2, 1)
    assert moment("1.2.68", day_first="yes") == datetime(2068, 2, 1)


@given(
    st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %b %Y", "%B %d, %Y"])
)
def test_every_date_comes_back(day: date, pattern: str) -> None:
    assert days(day.strftime(pattern), day_first="yes") == [(day - EPOCH.date()).days]


def test_a_column_may_have_any_name() -> None:
    for name in ("^a$", "*", "count", ""):
        cells = pl.Series(name, ["1", "$2", "?"])
        assert to_numbers(cells, TableFile()).to_list() == [1.0, 2.0, None]
        assert is_missing(cells, TableFile()).to_list() == [False, False, True]
        assert to_days(cells, TableFile()).null_count() == 3
