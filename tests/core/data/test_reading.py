"""Tables that others made are read as they meant them, with nothing set, and what is odd about a file is told."""

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netloom.data.cells import to_numbers
from netloom.data.reading import Table, read_table
from netloom.settings.sources import TableFile

PEOPLE = [["name", "born", "height"], ["Anna", "2001-05-17", "1.72"], ["Bert", "1999-12-01", "1.85"]]
COMMAS = "a,b,c\n1,2,3\n4,5,6\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def read(file: Path, content: str | bytes, **source: Any) -> Table:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(file, TableFile(**source))


def rows_of(table: Table) -> list[list[str | None]]:
    return [list(row) for row in table.frame.rows()]


def codes(table: Table) -> list[str]:
    return [problem.code for problem in table.told]


def message(table: Table, code: str) -> str:
    return next(problem.message for problem in table.told if problem.code == code)


cells = st.text(
    alphabet=st.one_of(
        st.sampled_from(",;\t|\"'\n\r ab1.é€"), st.characters(exclude_categories=["Cs"], min_codepoint=1)
    ),
    max_size=8,
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8))
    return [[f"h{place}" for place in range(width)], *rows]


@given(
    rows=tables(),
    delimiter=st.sampled_from(",;\t|:^~ §\x1f"),
    quote=st.sampled_from("\"'`"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_cell_comes_back_as_it_was_written(
    file: Path, rows: list[list[str]], delimiter: str, quote: str, line_end: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(
        text,
        delimiter=delimiter,
        quotechar=quote,
        lineterminator=line_end,
        quoting=csv.QUOTE_MINIMAL if line_end == "\r\n" else csv.QUOTE_ALL,  # Python quotes only its own line ends
    ).writerows(rows)
    table = read(
        file, text.getvalue().encode(encoding), delimiter=delimiter, quote=quote, encoding=encoding, header="yes"
    )
    assert table.frame.columns == rows[0]
    assert [[cell or "" for cell in row] for row in table.frame.rows()] == rows[1:]


def written(delimiter: str, decimal: str, thousands: str, header: bool) -> str:
    """A table of words, sentences with commas, dates and numbers, as a program of some country writes it."""
    names = [["word", "sentence", "day", "amount", "share"]]
    rows = [
        ["red", f"Red, or nearly so: {number}", f"2024-03-{number:02}", f"{number * 1234567:,}", f"{number / 7:.3f}"]
        for number in range(1, 9)
    ]
    for row in rows:
        row[3] = row[3].replace(",", thousands)
        row[4] = row[4].replace(".", decimal)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(names * header + rows)
    return text.getvalue()


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    ("delimiter", "decimal", "thousands"),
    [
        (",", ".", ""),
        (",", ".", ","),
        (";", ",", "."),
        (";", ",", " "),
        ("\t", ".", ","),
        ("|", ".", "'"),
        (",", ",", "."),
    ],
)
def test_delimiter_marks_and_header_are_found(
    file: Path, delimiter: str, decimal: str, thousands: str, header: bool
) -> None:
    table = read(file, written(delimiter, decimal, thousands, header))
    assert table.source.delimiter == delimiter
    assert (table.source.decimal, table.source.thousands) == (decimal, thousands or "none")
    assert table.source.header == ("yes" if header else "no")
    assert table.frame.height == 8
    assert to_numbers(table.frame.to_series(3), table.source).to_list() == [n * 1234567 for n in range(1, 9)]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "latin-1"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
    ],
)
def test_encodings_are_found(file: Path, encoding: str, found: str) -> None:
    price = "3 €" if found in ("utf-8", "cp1252") else "3"
    text = f"Straße,Größe,prix\nMüllerstraße,groß,{price}\nAllée des Érables,très élevé,{price}\n"
    table = read(file, text.encode(encoding))
    assert table.source.encoding == found
    assert table.frame["Straße"].to_list() == ["Müllerstraße", "Allée des Érables"]
    assert ("data_encoding" in codes(table)) == (found in ("latin-1", "cp1252", "cp850"))


def test_a_damaged_letter_does_not_change_the_encoding_of_all_others(file: Path) -> None:
    text = "name,place\nJürgen,Köln\nZoë,Zürich\n".encode() + b"Ren\xe9,Genf\n"
    table = read(file, text)
    assert table.frame["name"].to_list() == ["Jürgen", "Zoë", "Ren\ufffd"]
    assert "1 place is no valid UTF-8" in message(table, "data_damaged_text")


def test_what_is_set_is_not_looked_for(file: Path) -> None:
    table = read(file, "a,b;c\n1,2;3\n", delimiter=";", header="no", decimal=",", encoding="latin-1")
    assert rows_of(table) == [["a,b", "c"], ["1,2", "3"]]
    assert (table.source.decimal, table.source.encoding) == (",", "latin-1")


def test_cells_are_text_as_written(file: Path) -> None:
    table = read(file, "code,flag,big,gap,blank\n01234,True,1e999,, \n00007,False,-1e999,NA,x\n")
    assert rows_of(table) == [["01234", "True", "1e999", None, " "], ["00007", "False", "-1e999", "NA", "x"]]


def test_gzip_is_known_by_its_content(file: Path) -> None:
    assert rows_of(read(file, gzip.compress(COMMAS.encode()))) == [["1", "2", "3"], ["4", "5", "6"]]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(file: Path, line_end: str) -> None:
    table = read(file, COMMAS.replace("\n", line_end))
    assert rows_of(table) == [["1", "2", "3"], ["4", "5", "6"]]
    assert table.told == ()


def test_without_a_header_columns_are_numbered(file: Path) -> None:
    table = read(file, "1,2.5,x\n2,3.5,y\n")
    assert table.frame.columns == ["column_1", "column_2", "column_3"]
    assert table.frame.height == 2
    assert "data_no_header" in codes(table)


def test_years_over_columns_of_figures_are_a_header(file: Path) -> None:
    table = read(file, "country,1990,1991,1992\nPeru,2.1,2.2,2.3\nChad,1.1,1.2,1.0\n")
    assert table.frame.columns == ["country", "1990", "1991", "1992"]


def test_names_that_are_there_twice_or_missing_are_replaced_and_told(file: Path) -> None:
    table = read(file, "a,a,,a_2,a\nx,y,z,u,v\nr,s,t,u,w\n", header="yes")
    assert table.frame.columns == ["a", "a_3", "column_3", "a_2", "a_4"]
    assert "'a' (column 2) is now 'a_3'" in message(table, "data_duplicate_names")
    assert "'column_3'" in message(table, "data_unnamed_columns")


def test_names_that_mean_something_to_polars_are_kept(file: Path) -> None:
    table = read(file, "^a$,*,count,literal\n1,2,3,4\n")
    assert table.frame.columns == ["^a$", "*", "count", "literal"]


def test_short_rows_are_filled_and_long_ones_cut_and_both_told(file: Path) -> None:
    table = read(file, "a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n")
    assert rows_of(table) == [["1", "2", "3"], ["4", "5", None], ["6", "7", "8"]]
    assert "1 of 3 rows have fewer than 3 cells (the first is line 3 with 2)" in message(table, "data_short_rows")
    assert "the first is line 5 with 4" in message(table, "data_long_rows")
    assert "1 blank line left out (the first is line 4)" in message(table, "data_blank_lines")


def test_a_delimiter_at_the_end_of_every_line_makes_no_column(file: Path) -> None:
    table = read(file, "a,b\n1,2,\n3,4,\n")
    assert (table.frame.columns, rows_of(table), table.told) == (["a", "b"], [["1", "2"], ["3", "4"]], ())


def test_row_names_without_a_heading_are_a_column(file: Path) -> None:
    table = read(file, "mpg,hp\nMazda,21,110\nFiat,32,66\nHonda,30,52\n")
    assert table.frame.columns == ["column_1", "mpg", "hp"]
    assert "names 2 columns but most rows have 3 cells" in message(table, "data_short_header")


def test_text_around_the_table_is_left_out_and_told(file: Path) -> None:
    table = read(file, "Sales of 2024\n\nshop,sold\nNorth,12\nSouth,9\n\nSource: our own figures\n")
    assert rows_of(table) == [["North", "12"], ["South", "9"]]
    assert [p.message.split(": ", 1)[1] for p in table.told if p.code == "data_text_around"] == [
        "1 line of text before the table left out (line 1: 'Sales of 2024').",
        "1 line of text after the table left out (line 7: 'Source: our own figures').",
    ]


def test_quotes_within_cells_are_part_of_them(file: Path) -> None:
    table = read(file, 'size,what\n5" pipe,a "good" one\n"6"" pipe","two, or\nthree"\n')
    assert rows_of(table) == [['5" pipe', 'a "good" one'], ['6" pipe', "two, or\nthree"]]


def test_quotes_may_follow_spaces(file: Path) -> None:
    table = read(file, '"month", "first, second"\n"May", "1, 2"\n"June", "3, 4"\n')
    assert (table.frame.columns, rows_of(table)) == (["month", "first, second"], [["May", "1, 2"], ["June", "3, 4"]])


def test_a_quote_that_is_never_closed_swallows_nothing(file: Path) -> None:
    table = read(file, 'a,b\n"u, v",1\n"x,2\ny,3\nz,4\n')
    assert rows_of(table) == [["u, v", "1"], ['"x', "2"], ["y", "3"], ["z", "4"]]
    assert "opens in line 3 is never closed" in message(table, "data_open_quote")


def test_spaces_that_line_up_columns_count_as_one(file: Path) -> None:
    table = read(file, "  mpg  hp  name\n 21.0 110  Mazda\n 32.5  66  Fiat\n  9.1   5  Honda\n")
    assert (table.frame.columns, rows_of(table)[2]) == (["mpg", "hp", "name"], ["9.1", "5", "Honda"])


def test_an_apostrophe_encloses_cells_only_where_it_does_so_on_both_sides(file: Path) -> None:
    assert rows_of(read(file, "a,b\n'x, y','u'\n'z','v, w'\n")) == [["x, y", "u"], ["z", "v, w"]]
    assert rows_of(read(file, "a,b\nO'Brien,it's\n'tis,u\n")) == [["O'Brien", "it's"], ["'tis", "u"]]


def test_a_comma_that_may_be_either_mark_is_told(file: Path) -> None:
    table = read(file, "a\tb\n1,234\tx\n5,678\ty\n")
    assert table.source.thousands == ","
    assert "'1,234'" in message(table, "data_unclear_comma")


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["31/01/2024", "02/03/2024"], "yes"),
        (["01/31/2024", "02/03/2024"], "no"),
        (["29.02.2024", "01.03.2024"], "yes"),
        (["11/02/2024", "12/02/2024", "01/03/2024"], "yes"),  # in the order of time only if the day leads
        (["01/05/2024", "01/06/2024", "02/01/2024"], "no"),
    ],
)
def test_the_order_of_day_and_month_is_found(file: Path, cells: list[str], day_first: str) -> None:
    table = read(file, "\n".join(["day,n", *(f"{cell},{place}" for place, cell in enumerate(cells))]))
    assert table.source.day_first == day_first
    assert "data_unclear_date" not in codes(table)


def test_an_order_of_day_and_month_that_cannot_be_known_is_told(file: Path) -> None:
    table = read(file, "day,n\n03/04/2024,1\n01/02/2024,2\n05/06/2024,7\n")
    assert "'03/04/2024'" in message(table, "data_unclear_date")


def test_parquet_keeps_its_types_and_prints_whole_numbers_without_a_point(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    frame = pl.DataFrame({"n": [1.0, 2.5, None], "s": ["01", "", "x"], "b": [True, False, None], "i": [[1], [2], [3]]})
    frame.write_parquet(path)
    table = read_table(path, TableFile())
    assert rows_of(table) == [["1", "01", "true", None], ["2.5", "", "false", None], [None, "x", None, None]]
    assert table.original.schema["n"] == pl.Float64
    assert "'i'" in message(table, "data_nested_column")


def test_dates_of_parquet_are_written_as_iso(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    days = pl.Series("day", [0, 19_782, 10_000_000], dtype=pl.Int32).cast(pl.Date)
    pl.DataFrame([days]).write_parquet(path)
    table = read_table(path, TableFile())
    assert rows_of(table) == [["1970-01-01"], ["2024-02-29"], [None]]
    assert "1 date in 'day' beyond the years 1 to 9999" in message(table, "data_impossible_date")


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("airline_passengers.csv", 144, 2),
        ("california_housing.csv", 20_640, 10),
        ("daily_min_temperatures.csv", 3_650, 2),
        ("etth1.csv", 17_420, 8),
        ("japanese_vowels_test.csv", 5_687, 15),
        ("japanese_vowels_train.csv", 4_274, 15),
        ("long_skin_segmentation.tsv.gz", 245_057, 4),
        ("messy_gdp_per_capita.tsv", 189, 7),
        ("messy_montreal_bikes.csv", 310, 10),
        ("penguins.csv", 344, 7),
        ("telco_churn.csv", 7_043, 21),
        ("titanic.csv", 891, 15),
        ("wide_acsf1.csv", 200, 1_462),
    ],
)
def test_real_tables_have_their_rows_and_columns(shared_data: Path, name: str, rows: int, columns: int) -> None:
    assert read_table(shared_data / name, TableFile()).frame.shape == (rows, columns)


def test_the_same_table_in_another_encoding_is_the_same(shared_data: Path) -> None:
    plain = read_table(shared_data / "titanic.csv", TableFile())
    wide = read_table(shared_data / "messy_titanic_utf16.tsv", TableFile())
    assert wide.frame.equals(plain.frame)
    assert (wide.source.encoding, wide.source.delimiter) == ("utf-16", "\t")


def test_a_messy_table_is_read_as_meant(shared_data: Path) -> None:
    table = read_table(shared_data / "messy_gdp_per_capita.tsv", TableFile())
    numbers = to_numbers(table.frame["2015"], table.source)
    assert (table.source.encoding, table.source.thousands) == ("latin-1", ",")
    assert numbers.null_count() == 2
    assert numbers[1] == 3995.383
    assert "International Monetary Fund" in message(table, "data_text_around")


def test_rows_that_are_one_cell_short_are_kept(shared_data: Path) -> None:
    table = read_table(shared_data / "messy_montreal_bikes.csv", TableFile())
    assert (table.source.encoding, table.source.delimiter, table.source.day_first) == ("latin-1", ";", "yes")
    assert "Brébeuf (données non disponibles)" in table.frame.columns
    assert "295 of 310 rows have fewer than 10 cells" in message(table, "data_short_rows")
