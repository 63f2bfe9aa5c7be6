"""`evaluate`: a trained run → an honest report on rows that it has never seen."""

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netloom.data.cells import is_missing
from netloom.data.columns import read_columns
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.data.targets import target_values
from netloom.errors import DataError
from netloom.evaluation.baselines import Baseline, Columns, Lesson, baselines
from netloom.evaluation.judging import Question, judged
from netloom.evaluation.material import Material, other_rows, untouched_rows
from netloom.evaluation.recounting import background_of
from netloom.evaluation.report import OutputReport, Report
from netloom.evaluation.report_html import page
from netloom.files import write_atomically
from netloom.planning import PlannedOutput
from netloom.project import Project
from netloom.runs import Answer, Run
from netloom.settings.columns import Category

Rows = NDArray[np.int64]
_LARGEST = float(np.finfo(np.float32).max)  # beyond it the network sees infinity, and squares overflow


def evaluate(run: Run, data: Path | None = None) -> Report:
    """Score a run on its untouched test rows, or on the rows of another table that have a target.

    Each metric comes with its 95 % bootstrap interval, beside a constant, a linear model and gradient-boosted trees
    that learnt from the same rows (see `baselines`); amounts are in the target's units. `report.html` and
    `report.json` are written to the run's folder, for another table `report-<its name>.html` and `.json`.

    DataError if the data cannot be read or has no target, RunError if the run's files are damaged.
    """
    material = untouched_rows(run) if data is None else other_rows(run, data)
    background = background_of(run, material.words, (*run.told, *material.told))
    answers = run.answers(material.table, material.rows)
    outputs = tuple(_output(run, planned, answers[planned.id], material) for planned in run.plan.outputs)
    warnings = (problem for problem in background.told if problem.severity == "warning")
    doubts = tuple(problem.message for problem in warnings if problem.code in material.doubts)
    name = "report" if data is None else f"report-{data.stem}"
    report = Report(tuple(one.doubted(doubts) for one in outputs), background, run.folder / f"{name}.html")
    write_atomically(run.folder / f"{name}.json", report.to_json().encode("utf-8", "replace"))
    write_atomically(report.page, page(report).encode("utf-8", "replace"))
    return report


def _output(run: Run, planned: PlannedOutput, answer: Answer, material: Material) -> OutputReport:
    target = planned.target
    if target.column.name not in material.table.frame.columns:
        raise DataError(
            f"The data has no column {target.column.name!r} to compare the answers with. Add it, or predict."
        )
    truth = target_values(target.column, material.table)[material.rows]
    known = ~np.isnan(truth)
    if not known.any():
        raise DataError(
            f"No row has a value in the target {target.column.name!r} that can be scored. Check the column."
        )
    question = Question(planned.id, target.column.name, target.task, target.classes, material.rows, truth).take(known)
    given = answer.probabilities if target.classes else answer.values
    taught = _baselines(run.project, planned, material, question.rows)
    return judged(question, given[known], taught)


def _baselines(project: Project, planned: PlannedOutput, material: Material, rows: Rows) -> tuple[Baseline, ...]:
    if material.learning is None:
        return ()
    table, learnt = material.learning
    target = planned.target
    truth = target_values(target.column, table)[learnt]
    lesson = Lesson(
        task=target.task,
        columns=_columns(project, table, learnt),
        truth=truth.astype(np.int64) if target.classes else truth,
        classes=len(target.classes),
        balanced=project.training.class_weights == "balanced",
    )
    return baselines(lesson, _columns(project, material.table, rows))


def _columns(project: Project, table: Table, rows: Rows) -> Columns:
    """The raw cells of the columns that enter the network."""
    entering = entering_columns(project)
    cells = read_columns(entering, table, rows)
    texts = [cells[column.name] for column in entering if isinstance(column.transform, Category)]
    numbers = [cells[column.name] for column in entering if not isinstance(column.transform, Category)]
    known = [np.where(is_missing(pl.Series(text), table.source), "", text) for text in texts]
    amounts = np.array(numbers, dtype=np.float64).reshape(len(numbers), len(rows)).T
    amounts = np.where(np.abs(amounts) > _LARGEST, np.nan, amounts)
    return Columns(amounts, np.array(known, dtype=object).reshape(len(known), len(rows)).T)
