"""Workbooks as analysts keep them: the sheet and the table in it are found, and what is odd about them is told."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from netloom import new_project, profile, read_table
from netloom.data.reading import Table
from netloom.errors import DataError
from netloom.settings.sources import TableFile
from workbooks import Formula, Rows, workbook

HEAD = ["city", "people", "founded"]
ROWS: Rows = [
    ["Rome", 2.8, datetime.date(2024, 1, 5)],
    ["Bonn", 0.3, datetime.date(1999, 12, 31)],
    ["Oslo", 0.7, datetime.date(2000, 2, 29)],
]
CITIES: Rows = [HEAD, *ROWS]


def read(path: Path, sheet: str = "", like: str = "") -> Table:
    return read_table(path, TableFile(sheet=sheet), like=like)


def rows_of(path: Path, **sheets: Rows) -> list[list[str | None]]:
    """The names and cells of the first table."""
    table = read(workbook(path, sheets))
    return [table.frame.columns, *(list(row) for row in table.frame.rows())]


def told(table: Table) -> dict[str, str]:
    return {problem.code: problem.message for problem in table.told}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cities.xlsx"


def test_a_sheet_is_read_as_the_same_text_in_a_csv_file_is(file: Path) -> None:
    assert rows_of(file, Data=CITIES) == [
        HEAD,
        ["Rome", "2.8", "2024-01-05"],
        ["Bonn", "0.3", "1999-12-31"],
        ["Oslo", "0.7", "2000-02-29"],
    ]


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_told(file: Path) -> None:
    table = read(workbook(file, {"Read me": [["Ask Ann."], ["Or Bob."]], "Empty": [], "Cities": CITIES, "Old": CITIES}))
    assert table.source.sheet == "Cities"
    assert told(table)["data_other_sheets"] == (
        "cities.xlsx: the sheet 'Cities' is read. There are others: 'Read me', 'Empty', 'Old'. "
        "Choose one by its name: --sheet."
    )


def test_a_sheet_is_chosen_by_its_name_in_capitals_or_not(file: Path) -> None:
    workbook(file, {"Cities": CITIES, "Small": [["a", "b"], [1, 2]]})
    assert read(file, "small").source.sheet == "Small"
    assert "data_other_sheets" not in told(read(file, "small"))


def test_a_sheet_of_the_same_name_as_before_is_preferred_where_there_is_one(file: Path) -> None:
    workbook(file, {"Cities": CITIES, "Small": [["a", "b"], [1, 2]]})
    assert read(file, like="Small").source.sheet == "Small"
    assert read(file, like="Large").source.sheet == "Cities"


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(file: Path) -> None:
    workbook(file, {"Cities": CITIES, "Small": [[1]]})
    with pytest.raises(DataError, match=r"cities.xlsx has no sheet 'Towns'. It has: 'Cities', 'Small'."):
        read(file, "Towns")


def test_a_sheet_of_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="is no workbook and has no sheet 'Data'"):
        read(tmp_path / "a.csv", "Data")


def test_a_hidden_sheet_comes_last_and_is_told(file: Path) -> None:
    table = read(workbook(file, {"Cities": CITIES, "Notes": [["by Ann"]]}, hidden=["Cities"]))
    assert table.source.sheet == "Cities"
    assert "which is hidden" in told(table)["data_hidden_sheet"]
    workbook(file, {"Old": CITIES, "Cities": CITIES}, hidden=["Old"])
    assert "There are others: 'Old' (hidden)." in told(read(file))["data_other_sheets"]


def test_a_column_that_is_not_there_is_told_with_the_sheets_that_may_have_it(file: Path) -> None:
    workbook(file, {"Cities": CITIES, "Sales": CITIES})
    with pytest.raises(DataError, match=r"'Cities' is read. There are others: 'Sales'.* has no column 'price'"):
        new_project(file, "price", file.with_suffix(".netloom"))


TITLES: Rows = [
    ["Cities of Europe"],
    [None, "Exported:", datetime.date(2024, 7, 1)],
    [],
    [],
    [None, "city", "people", "founded", "area", "mayor"],
    *([None, *row, 1 + place, "Ann"] for place, row in enumerate(ROWS)),
    [None, "Total", 3.8],
    [],
    [None, "Source: the cities' own pages"],
]


def test_titles_above_and_totals_and_notes_below_are_left_out_and_told_with_their_row(file: Path) -> None:
    table = read(workbook(file, {"Data": TITLES}))
    assert table.frame.columns == [*HEAD, "area", "mayor"]
    assert table.frame["city"].to_list() == ["Rome", "Bonn", "Oslo"]
    messages = [problem.message for problem in table.told]
    assert "cities.xlsx: 2 rows of text before the table left out (row 1: 'Cities of Europe')." in messages
    assert "cities.xlsx: 2 rows of text after the table left out (row 9: 'Total 3.8')." in messages


def test_a_row_is_told_by_its_place_in_the_sheet_whatever_lines_its_cells_have(file: Path) -> None:
    rows = [["two\nlines", "b"], ["a\nb", 1], [], ["c", 2]]
    assert "the first is row 3" in told(read(workbook(file, {"Data": rows})))["data_blank_lines"]


def test_empty_columns_within_the_table_are_left_out_and_those_before_it_are_not_there(file: Path) -> None:
    table = read(workbook(file, {"Data": [[None, row[0], None, row[1]] for row in CITIES]}))
    assert table.frame.columns == ["city", "people"]
    assert "1 empty column left out" in told(table)["data_empty_columns"]


def test_a_table_without_names_of_its_columns_gets_some(file: Path) -> None:
    table = read(workbook(file, {"Data": [[1, 2.5], [3, 4.5], [5, 6.5]]}))
    assert table.source.header == "no"
    assert table.frame.columns == ["column_1", "column_2"]


def test_a_sparse_row_within_and_at_the_end_of_the_table_stays(file: Path) -> None:
    rows = [["a", "b", "c", "d"], *([n, n, n, n] for n in range(5)), [9], [1, 2, 3, 4], [8]]
    assert [row[0] for row in rows_of(file, Data=rows)[-3:]] == ["9", "1", "8"]


def test_cells_merged_over_rows_give_each_row_the_value(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["region", "sales", "cost"], *([None, n, n / 2] for n in range(6))]):
            sheet.write_row(row + 2, 1, cells)
        sheet.merge_range(0, 1, 0, 3, "Sales by region")
        sheet.merge_range(3, 1, 5, 1, "North")
        sheet.merge_range(6, 1, 8, 1, "South")
    table = read(file)
    assert table.frame["region"].to_list() == ["North"] * 3 + ["South"] * 3
    assert "2 cells merged over several rows" in told(table)["data_merged_cells"]


def test_headings_over_several_columns_are_no_names_of_columns(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "city")
        sheet.merge_range(0, 1, 0, 2, "2023")
        sheet.merge_range(0, 3, 0, 4, "2024")
        sheet.write_row(1, 1, ["sales", "cost", "sales", "cost"])
        for row in range(2, 9):
            sheet.write_row(row, 0, ["Rome", row, row / 2, row * 2, row * 3])
    table = read(file)
    assert table.frame.columns == ["city", "sales", "cost", "sales_2", "cost_2"]
    assert table.frame.height == 7


def test_a_header_with_a_merged_cell_is_still_the_header(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "town", None, "age", "note"])
        sheet.merge_range(0, 1, 0, 2, "address")
        for row in range(1, 9):
            sheet.write_row(row, 0, [f"n{row}", "Rome", "Via Appia", row, "x"])
    assert read(file).frame.columns == ["name", "address", "column_3", "age", "note"]


def test_hidden_rows_are_read_and_told(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row in range(6):
            sheet.write_row(row, 0, ["a", "b"] if row == 0 else [row, row])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
    table = read(file)
    assert table.frame.height == 5
    assert "2 hidden rows read like the others" in told(table)["data_hidden_rows"]


def test_formulas_give_their_values_and_errors_are_missing(file: Path) -> None:
    error = Formula.of("=1/0", "#DIV/0!")
    rows = [
        ["a", "b"],
        [Formula.of("=1+1", 2), "x"],
        [error, Formula.of('="x"&"y"', "xy")],
        [3, Formula.of("=NA()", "#N/A")],
    ]
    table = read(workbook(file, {"Data": rows}))
    assert table.frame.rows() == [("2", "x"), (None, "xy"), ("3", None)]
    assert "2 cells with an error" in told(table)["data_errors"]


def test_formulas_that_were_never_computed_are_told(hostile: Path) -> None:
    table = read(hostile / "read" / "formulas_never_computed.xlsx")
    assert "2 formulas without a computed value count as empty" in told(table)["data_uncomputed_formulas"]


def test_an_old_workbook_and_an_open_document_are_read_alike(hostile: Path) -> None:
    old, opened = read(hostile / "read" / "old_workbook.xls"), read(hostile / "read" / "open_document.ods")
    assert old.frame.row(1) == ("0001", "2024-01-02", "0.14285714285714285", "FALSE")
    assert opened.frame.row(1) == ("001", "2024-01-02", "0.14285714285714285", "0.1", "TRUE", "48600")
    assert "9 times of day or duration read as seconds" in told(opened)["data_times"]


def test_text_under_the_name_of_a_workbook_is_read_and_told(tmp_path: Path) -> None:
    (tmp_path / "export.xls").write_text("a;b\n1,5;x\n2,5;y\n")
    table = read(tmp_path / "export.xls")
    assert table.source.decimal == ","
    assert "no workbook, whatever its name says" in told(table)["data_named_as_workbook"]


def test_a_workbook_under_the_name_of_a_text_file_is_read(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "cities.csv", {"Data": CITIES})).frame.height == 3


def test_numbers_keep_their_point_beside_texts_with_a_decimal_comma(file: Path) -> None:
    rows: list[list[Any]] = [["text", "number"], *([f"{n},5", n + 0.5] for n in range(30))]
    table = read(workbook(file, {"Data": rows}))
    assert table.source.decimal == "."
    assert profile(table).column("number").mean == 15.0


@pytest.mark.parametrize("name", ["titanic.csv", "telco_churn.csv"])
def test_a_real_table_has_the_same_profile_as_a_workbook(shared_data: Path, tmp_path: Path, name: str) -> None:
    table = read(shared_data / name)
    rows = [table.frame.columns, *([_as_excel(cell) for cell in row] for row in table.frame.rows())]
    again = profile(read(workbook(tmp_path / "table.xlsx", {"Data": rows})))
    before = profile(table)
    assert again.rows == before.rows
    for column, other in zip(again.columns, before.columns, strict=True):
        assert column.kind == other.kind
        assert column.missing == other.missing
        assert column.distinct == pytest.approx(other.distinct, abs=4)  # 18.80 and 18.8 are one number
        assert (column.minimum, column.maximum, column.mean) == (other.minimum, other.maximum, other.mean)


def _as_excel(cell: str | None) -> Any:
    """What Excel makes of a cell of a CSV file."""
    if cell in ("True", "False"):
        return cell == "True"
    try:
        return float(cell) if cell and cell == cell.strip() else cell
    except ValueError:
        return cell
