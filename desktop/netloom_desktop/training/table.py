"""The figures of some runs as a table of text, for spreadsheets. Nothing here knows Qt."""

import csv
from collections.abc import Sequence
from io import StringIO

from netloom_desktop.training.curve import Curve
from netloom_desktop.training.run import Run


def table_of(runs: Sequence[Run]) -> str:
    """A CSV file: a row for each epoch of each run, a column for each figure; empty where a run has none."""
    names = tuple(dict.fromkeys(name for run in runs for name in run.figures))
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("run", "epoch", *names, "learning_rate"))
    for run in runs:
        curves = [*(run.figures.get(name, Curve()) for name in names), run.learning_rate]
        columns = [dict(zip(curve.x, curve.y, strict=True)) for curve in curves]
        for epoch in run.learning_rate.x:
            writer.writerow((_plain(run.name), round(epoch), *(column.get(epoch, "") for column in columns)))
    return text.getvalue()


def _plain(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
