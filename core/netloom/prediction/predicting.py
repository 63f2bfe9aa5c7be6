"""Answers for a new file: its own columns, and beside them what the network predicts."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from netloom.data.excel.typed import with_types
from netloom.data.progress import Reached, Tell, nobody
from netloom.data.reading import Table
from netloom.data.writing import dialect_of, table_format, write_table
from netloom.drift import Drift
from netloom.errors import DataError, Problem
from netloom.prediction.answering import added, answered
from netloom.prediction.comparing import compared_or_why_not, told_of
from netloom.prediction.reading import Reading, read_for
from netloom.prediction.threshold import check_threshold, threshold_told
from netloom.runs import Run
from netloom.settings.sources import TableFile


@dataclass(frozen=True)
class Prediction:
    """What came of it: rows written, to which file, cells neutralised there, and what to tell about the data.

    `drift` is how unlike the training data it is; None where that cannot be known.
    """

    rows: int
    path: Path
    neutralised: int
    told: tuple[Problem, ...]
    drift: Drift | None


def predict(  # noqa: PLR0913  # each says by itself what it is for, and all but three may be left out
    run: Run,
    data: Path,
    out: Path,
    *,
    source: TableFile | None = None,
    raw: bool = False,
    as_input: bool = False,
    threshold: float | None = None,
    tell: Tell = nobody,
) -> Prediction:
    """Predict every row of a table (CSV, TSV, Parquet, Excel) and write it with the answers beside it, row by row.

    Added are `prediction` (the class, or the amount in the target's units) and for classes `probability_<class>`; of
    several Outputs each adds its own name, and a name that the file already has gets a trailing `_`. Written are CSV
    or TSV (also `.gz`; in UTF-8 with commas and points, or `as_input`: in the encoding, with the delimiter and decimal
    mark of a text that is read), Parquet or Excel, by the suffix of `out`. In CSV, text that a spreadsheet would run
    is neutralised, unless `raw`. `source` has what is known of how the table is to be read; of a workbook that is the
    sheet, or else the one called as that of the training data, or the first that holds a table. Of two classes the
    second is answered where its probability is above `threshold`, if one is given, else the likelier one. DataError if
    the file lacks a column, or cannot be read or written; InputError if a threshold cannot be used.
    """
    suffix = table_format(out)
    check_threshold(run, threshold)
    if out.exists() and out.samefile(data):
        raise DataError(f"{out} is the data itself, and would be overwritten. Give the predictions another name.")
    reading = read_for(run.project, data, source or TableFile(), tell)
    reading.check()
    table = reading.table
    frame = _own_columns(table, suffix)
    new = added(run, answered(run, table, tell), frame.columns, threshold)
    drift, why_not = compared_or_why_not(run, reading, tell)
    tell(Reached("Writing the file"))
    dialect = dialect_of(data, table.source) if as_input else None
    frame = frame.hstack(new.frame.get_columns())
    neutralised = write_table(frame, out, raw=raw, texts=table.frame, shares=new.shares, dialect=dialect)
    told = (*threshold_told(run, threshold), *_told(run, reading, data.name, (drift, why_not)))
    return Prediction(frame.height, out, neutralised, told, drift)


def _told(run: Run, reading: Reading, file: str, compared: tuple[Drift | None, str]) -> tuple[Problem, ...]:
    told, (drift, why_not) = reading.told(run.project, file), compared
    if drift is None:
        return (*told, Problem(code="drift_unknown", severity="note", message=why_not))
    return (*told, *told_of(drift, {problem.column for problem in told}))


def _own_columns(table: Table, suffix: str) -> pl.DataFrame:
    """The columns of the table as they suit the file to be written.

    A workbook is given types, which a text file lacks; and a text file what a workbook showed, such as TRUE.
    """
    if suffix == ".xlsx" and table.original is table.frame:
        return with_types(table.frame, table.source)
    return table.frame if suffix != ".parquet" and suffix != ".xlsx" and table.source.sheet else table.original
