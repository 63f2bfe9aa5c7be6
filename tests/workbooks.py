"""Workbooks for tests, made by hand: what stands in each cell of each sheet."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]

FORMATS = {datetime.datetime: "dd.mm.yyyy hh:mm:ss", datetime.date: "d/m/yy", datetime.timedelta: "[h]:mm"}


class Formula(str):
    """The text of a formula, whose value is `answer`."""

    answer: Any = 0

    @classmethod
    def of(cls, text: str, answer: Any) -> "Formula":
        formula = cls(text)
        formula.answer = answer
        return formula


def workbook(path: Path, sheets: dict[str, Rows], **options: Any) -> Path:
    """Writes the rows of each sheet, None for an empty cell; `hidden` names sheets that are not seen."""
    hidden = options.pop("hidden", ())
    with xlsxwriter.Workbook(path, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    put(book, sheet, (row, column), cell)
            if name in hidden:
                sheet.hide()
            elif hidden:
                sheet.activate()
    return path


def put(book: Any, sheet: Any, place: tuple[int, int], cell: Any) -> None:
    """Writes one cell by its type, never by what a text looks like."""
    if cell is None:
        return
    if isinstance(cell, Formula):
        sheet.write_formula(*place, cell, None, cell.answer)
    elif isinstance(cell, str):
        sheet.write_string(*place, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif type(cell) in FORMATS:
        sheet.write_datetime(*place, cell, book.add_format({"num_format": FORMATS[type(cell)]}))
    else:
        sheet.write_number(*place, cell)
