"""Spreadsheets put titles above their tables and totals below them: neither is a row."""

from pathlib import Path

import pytest

from netloom import new_project, read_table
from netloom.settings.sources import TableFile

ROWS = [f"K{number};{number % 50},5;{'ja' if number % 3 else 'nein'};{number * 2 % 97}" for number in range(60)]


def table_of(folder: Path, *lines: str) -> Path:
    file = folder / "orders.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_row_of_totals_is_left_out_and_told(tmp_path: Path) -> None:
    table = read_table(table_of(tmp_path, "Kunde;Betrag;Treu;Menge", *ROWS, "Summe:;1470,0;;2800"), TableFile())
    assert table.frame.height == len(ROWS)
    assert any("after the table left out" in problem.message for problem in table.told)


@pytest.mark.parametrize("between", [(), (";;;",), (";;;", "; ;;")], ids=len)
def test_a_title_above_the_table_is_left_out_and_told(tmp_path: Path, between: tuple[str, ...]) -> None:
    lines = ("Orders 2022-2024;;;", *between, "Kunde;Betrag;Treu;Menge", *ROWS)
    table = read_table(table_of(tmp_path, *lines), TableFile())
    assert table.frame.columns == ["Kunde", "Betrag", "Treu", "Menge"]
    assert table.frame.height == len(ROWS)
    assert any("before the table left out" in problem.message for problem in table.told)


def test_a_full_row_that_begins_with_total_is_a_row(tmp_path: Path) -> None:
    table = read_table(table_of(tmp_path, "Kunde;Betrag;Treu;Menge", *ROWS, "Total;3,5;ja;7"), TableFile())
    assert table.frame.height == len(ROWS) + 1


def test_yes_is_the_second_class_in_any_language(tmp_path: Path) -> None:
    file = table_of(tmp_path, "Kunde;Betrag;Treu;Menge", *ROWS)
    target = new_project(file, "Treu", tmp_path / "orders.netloom").project.data.targets[0]
    assert target.transform is not None
    assert target.transform.model_dump()["levels"] == ("nein", "ja")


def test_one_cell_far_out_makes_no_column_a_leak(tmp_path: Path) -> None:
    rows = [f"{(number * 37) % 101},{(number * 53) % 89}" for number in range(120)]
    file = table_of(tmp_path, "amount,price", *rows, "900000,1000000")
    started = new_project(file, "price", tmp_path / "orders.netloom")
    assert started.project.data.column("amount").role == "feature"
