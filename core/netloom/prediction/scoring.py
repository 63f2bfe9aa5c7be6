"""A table beside the answers to its rows, a window at a time: a million rows cost as much as ten."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from polars import selectors

from netloom.data.progress import Tell, nobody
from netloom.data.reading import Table
from netloom.drift import Drift
from netloom.errors import Problem
from netloom.prediction.answering import added, no_answers
from netloom.prediction.comparing import compared_or_why_not
from netloom.prediction.reading import Reading, read_for
from netloom.prediction.threshold import check_threshold, event_of
from netloom.runs import Answer, Run
from netloom.settings.sources import TableFile

Features = Mapping[str, np.ndarray[Any, np.dtype[Any]]]


@dataclass(frozen=True)
class Scoring:
    """A run and a table that it can answer for, both at hand.

    `added` are the names of the columns of its answers, none where the table lacks columns that the network reads. Of
    two classes the second is answered above `threshold`, if there is one.
    """

    run: Run
    reading: Reading
    told: tuple[Problem, ...]
    added: tuple[str, ...]
    answering: Callable[[Features], dict[str, Answer]]
    threshold: float | None = None

    @property
    def table(self) -> Table:
        return self.reading.table

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns: the answers first."""
        return (*self.added, *self.table.frame.columns)

    @property
    def event(self) -> str:
        """The class that a threshold may answer; empty where there is no single Output of two classes."""
        return event_of(self.run)

    def at(self, threshold: float | None) -> "Scoring":
        """The same, answered by another threshold. InputError if it cannot be used."""
        check_threshold(self.run, threshold)
        return replace(self, threshold=threshold)

    def drift(self, tell: Tell = nobody) -> tuple[Drift | None, str]:
        """How unlike the training data the table is, or in words why that cannot be known."""
        return compared_or_why_not(self.run, self.reading, tell)

    def window(self, start: int, count: int, first_column: int = 0, columns: int | None = None) -> pl.DataFrame:
        """Some of the rows and columns, all as text; beyond the end there are none."""
        names = self.columns[first_column:][:columns]
        answers = [name for name in names if name in self.added]
        own = self.table.frame.slice(start, count)
        frame = own.select(selectors.by_name(*names[len(answers) :]))
        if not answers:
            return frame
        return pl.DataFrame([*self._answers(start, own.height).select(selectors.by_name(*answers)), *frame])

    def _answers(self, start: int, count: int) -> pl.DataFrame:
        features = self.run.features(self.table, np.arange(start, start + count))
        found = added(self.run, self.answering(features), self.table.frame.columns, self.threshold)
        texts = [_shown(column, column.name in found.shares) for column in found.frame]
        return pl.DataFrame(texts)


def _shown(column: pl.Series, is_share: bool) -> pl.Series:
    if not is_share:
        return column.cast(pl.String)
    return pl.Series(column.name, [f"{value:.4f}" for value in column], dtype=pl.String)


def scoring(run: Run, data: Path, source: TableFile, tell: Tell = nobody) -> Scoring:
    """Read a table for a run to answer for its rows, a window at a time.

    What `source` leaves open is as in the training data, or found by looking. DataError if it cannot be read, RunError
    if the run is damaged.
    """
    reading = read_for(run.project, data, source, tell)
    names = () if reading.lacking else added(run, no_answers(run), reading.table.frame.columns).frame.columns
    return Scoring(run, reading, reading.told(run.project, data.name), tuple(names), run.answering())
