"""The columns that a run adds to a table: of each Output the prediction, and for classes their probabilities."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from netloom.data.progress import Reached, Tell
from netloom.data.reading import Table
from netloom.exporting.heads import amount_type, name_suffixes
from netloom.onnx_graph import free_names
from netloom.planning import PlannedOutput
from netloom.prediction.threshold import answered_classes
from netloom.runs import Answer, Run

_ROWS_AT_ONCE: Final = 2**16


@dataclass(frozen=True)
class Added:
    """The columns that are added [rows each], by names that the table does not have; `shares` are probabilities."""

    frame: pl.DataFrame
    shares: tuple[str, ...]


def added(run: Run, answers: Mapping[str, Answer], taken: Collection[str], threshold: float | None = None) -> Added:
    """What is added to a table whose columns have these names, for its rows that were answered."""
    columns: list[pl.Series] = []
    shares = []
    for planned in run.plan.outputs:
        for column in _columns(run, planned, answers[planned.id], threshold):
            name = free_names([column.name], [*taken, *(each.name for each in columns)])[column.name]
            columns.append(column.alias(name))
            shares += [name] * bool(planned.target.classes and column.dtype.is_float())
    return Added(pl.DataFrame(columns), tuple(shares))


def no_answers(run: Run) -> dict[str, Answer]:
    """The answers to no rows, by which one learns what would be added."""
    return {
        planned.id: Answer(np.empty((0, len(planned.target.classes)), np.float32), np.empty(0))
        for planned in run.plan.outputs
    }


def answered(run: Run, table: Table, tell: Tell) -> dict[str, Answer]:
    """The answers to all rows. The features, which may be many more numbers than the cells, are never there at once."""
    height, answering = table.frame.height, run.answering()
    parts = []
    for start in range(0, max(height, 1), _ROWS_AT_ONCE):
        tell(Reached("Predicting", start, height, "rows"))
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, height))
        parts.append(answering(run.features(table, rows)))
    return {
        planned.id: Answer(
            np.concatenate([part[planned.id].probabilities for part in parts]),
            np.concatenate([part[planned.id].values for part in parts]),
        )
        for planned in run.plan.outputs
    }


def amounts(run: Run, planned: PlannedOutput, answer: Answer) -> pl.Series:
    """Amounts [rows] in the type in which they are handed out."""
    return pl.Series(answer.values.astype(amount_type(run.scales[planned.id])))


def _columns(run: Run, planned: PlannedOutput, answer: Answer, threshold: float | None) -> Iterator[pl.Series]:
    """The columns that one Output adds."""
    suffix, target = name_suffixes(run.plan)[planned.id], planned.target
    if not target.classes:
        yield amounts(run, planned, answer).alias(f"prediction{suffix}")
        return
    classes = pl.Series(target.classes, dtype=pl.String)
    labels = classes.gather(answered_classes(planned, answer, threshold))
    yield labels.cast(pl.Int64 if target.integers else pl.String).alias(f"prediction{suffix}")
    for name, probabilities in zip(target.classes, answer.probabilities.T, strict=True):
        yield pl.Series(f"probability{suffix}_{name}", np.ascontiguousarray(probabilities))
