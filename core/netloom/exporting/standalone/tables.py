"""Tables as CSV files: UTF-8, commas between cells, the names of the columns in the first line."""

import csv
from dataclasses import dataclass
from pathlib import Path


class DataError(Exception):
    """A table that cannot be used: what is wrong with it, and where."""


@dataclass(frozen=True)
class Table:
    """A CSV file: its name, the names of its columns, and its cells, row by row."""

    name: str
    columns: list[str]
    rows: list[list[str]]

    def cells(self, column: str) -> list[str]:
        """The cells of a column; DataError where there is no such column."""
        if column not in self.columns:
            raise DataError(f"{self.name} lacks the column {column!r}. It has: {', '.join(self.columns)}.")
        place = self.columns.index(column)
        return [row[place] for row in self.rows]


def read_table(path: Path) -> Table:
    """Reads a CSV file. DataError where it is none."""
    csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            columns = next(reader, [])
            rows = [_row(cells, columns, f"{path.name}, line {reader.line_num}") for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as CSV in UTF-8: {error}.") from error
    if not rows:
        raise DataError(f"{path} has no rows. Expected the names of the columns in the first line, and rows below it.")
    return Table(path.name, columns, rows)


def _row(cells: list[str], columns: list[str], where: str) -> list[str]:
    cells = cells or [""]  # in a table of one column, a missing cell is a blank line
    if len(cells) != len(columns):
        raise DataError(f"{where}: cells found: {len(cells)}, columns named in the first line: {len(columns)}.")
    return cells


def write_table(path: Path, table: Table) -> None:
    """Writes a table as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([table.columns, *table.rows])
