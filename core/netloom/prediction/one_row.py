"""One row that a person makes up: what it can hold, what is typical of it, and what the network answers to it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl

from netloom.data.drift.sketch import Sketch, kind_of
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.drift import DriftKind, amount
from netloom.errors import DataError, Problem
from netloom.planning import PlannedOutput
from netloom.prediction.answering import amounts
from netloom.prediction.comparing import training_columns
from netloom.prediction.reading import Reading, reading_of
from netloom.prediction.threshold import answered_classes, check_threshold, event_of
from netloom.protocol import RowAnswer, RowAnswered, RowField
from netloom.runs import Answer, Run
from netloom.settings.columns import Category, Column
from netloom.settings.sources import TableFile

_COMMA: Final = re.compile(r"\s*[+-]?\d*,(\d{1,2}|\d{4,})\s*")  # three digits behind it may be thousands
Features = Mapping[str, np.ndarray[Any, np.dtype[Any]]]
_EXAMPLES: Final[dict[DriftKind, str]] = {
    "number": "no number. Write one such as 12.5",
    "date": "no date. Write one such as 2024-03-31",
}


@dataclass(frozen=True)
class OneRow:
    """A run that is asked for single rows; `answering` is its network, loaded once."""

    run: Run
    answering: Callable[[Features], dict[str, Answer]]

    @cached_property
    def fields(self) -> tuple[RowField, ...]:
        """The columns that the network reads, each with what is typical of it in the training rows, as far as known.

        RunError if the account of those is damaged.
        """
        try:
            known = {sketch.name: sketch for sketch in training_columns(self.run).columns}
        except DataError:  # an older run kept no account, and its data is gone: the form begins empty
            known = {}
        return tuple(_field(column, known.get(column.name)) for column in entering_columns(self.run.project))

    @property
    def event(self) -> str:
        """The class that a threshold may answer; empty where there is no single Output of two classes."""
        return event_of(self.run)

    def answered(self, cells: Mapping[str, str], threshold: float | None = None) -> RowAnswered:
        """The answer to a row, of which each cell is a text, blank where it is missing. Numbers have decimal points, or
        commas where these cannot be meant to separate thousands.

        Where a cell cannot be read there is no answer, but an error that names its column. InputError for a threshold
        that cannot be used.
        """
        check_threshold(self.run, threshold)
        reading = reading_of(self.run.project, self._table(cells))
        problems = tuple(_problems(reading))
        if any(problem.severity == "error" for problem in problems):
            return RowAnswered(answers=(), problems=problems)
        answers = self.answering(self.run.features(reading.table))
        found = (self._answer(planned, answers[planned.id], threshold) for planned in self.run.plan.outputs)
        return RowAnswered(answers=tuple(found), problems=problems)

    def _table(self, cells: Mapping[str, str]) -> Table:
        known = self.run.project.data.source.model_dump(include={"missing", "day_first"})
        columns = entering_columns(self.run.project)
        texts = {column.name: self._text(column, cells.get(column.name, "")) for column in columns}
        frame = pl.DataFrame([pl.Series(name, [text or None], dtype=pl.String) for name, text in texts.items()])
        return Table(frame, frame, TableFile(**known, decimal=".", thousands="none"))

    def _text(self, column: Column, text: str) -> str:
        """A number with a decimal point, whichever mark it was typed with; all else as it is."""
        source = self.run.project.data.source
        has_commas = isinstance(source, TableFile) and source.decimal == ","
        if kind_of(column) != "number" or not (_COMMA.fullmatch(text) or (has_commas and "," in text)):
            return text
        return text.replace(".", "").replace(",", ".")

    def _answer(self, planned: PlannedOutput, answer: Answer, threshold: float | None) -> RowAnswer:
        classes = planned.target.classes
        if not classes:
            (said,) = amounts(self.run, planned, answer).cast(pl.String)
            return _told(planned, said)
        (place,) = answered_classes(planned, answer, threshold).tolist()
        chances = zip(classes, answer.probabilities[0].tolist(), strict=True)
        return _told(planned, classes[place], tuple(chances))


def _told(planned: PlannedOutput, prediction: str, chances: tuple[tuple[str, float], ...] = ()) -> RowAnswer:
    target = planned.target.column.name
    return RowAnswer(output=planned.id, label=planned.label, target=target, prediction=prediction, chances=chances)


def _field(column: Column, sketch: Sketch | None) -> RowField:
    kind = kind_of(column)
    levels = column.transform.levels if isinstance(column.transform, Category) else ()
    typical, about = _typical(sketch, levels) if sketch is not None else ("", "")
    return RowField(name=column.name, kind=kind, levels=levels, typical=typical, about=about)


def _typical(sketch: Sketch, learnt: tuple[str, ...]) -> tuple[str, str]:
    """The most frequent level that was learnt or the median, as one types it; and what the training rows had."""
    figures = sketch.figures
    if sketch.kind == "category":
        if not sketch.levels:
            return "", ""
        most = next((level for level in sketch.levels if level.value in learnt), sketch.levels[0])
        share = 100 * most.count / max(sketch.known, 1)
        return most.value, f"In training {share:.0f} % of the rows with a value had {most.value!r}."
    if not figures.quartiles or figures.minimum is None or figures.maximum is None:
        return "", ""
    low, median, high = (amount(each, sketch.kind) for each in (figures.minimum, figures.quartiles[1], figures.maximum))
    return _written(figures.quartiles[1], sketch.kind), f"In training from {low} to {high}, median {median}."


def _written(value: float, kind: DriftKind) -> str:
    """A value as a person types it."""
    if kind == "date":
        return amount(value, "date")
    return f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.12g}"


def _problems(reading: Reading) -> Iterator[Problem]:
    """What cannot be read, or counts as something else, at its column."""
    for column in reading.columns:
        if column.name in reading.strange and reading.strange[column.name].any():
            yield _problem(column, str(reading.table.frame[column.name][0]))


def _problem(column: Column, text: str) -> Problem:
    kind = kind_of(column)
    if kind == "category":
        message = f"{text!r} is none of the levels that the network has learnt: it counts as other."
        return Problem(code="strange_levels", severity="note", column=column.name, message=message)
    message = f"{text!r} is {_EXAMPLES[kind]}, or leave it empty for missing."
    return Problem(code="wrong_type", severity="error", column=column.name, message=message)


def one_row(run: Run) -> OneRow:
    """A run to be asked for single rows. RunError if its weights are missing or damaged."""
    return OneRow(run, run.answering())
