"""`evaluate`: a trained run → an honest report on rows that it has never seen."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netloom.answers import Answered, write_answers
from netloom.blocks import Input
from netloom.data.cells import is_missing
from netloom.data.columns import read_columns
from netloom.data.preprocess import entering_columns
from netloom.data.progress import Reached, Tell, nobody
from netloom.data.reading import Table
from netloom.data.targets import target_values
from netloom.data.words import some
from netloom.errors import DataError, InputError
from netloom.evaluation.baselines import Baseline, Columns, Lesson, baselines
from netloom.evaluation.importance import SECONDS, Asked, Trial, importances
from netloom.evaluation.judging import Question, judged
from netloom.evaluation.material import Material, other_rows, untouched_rows
from netloom.evaluation.probabilities import Decision
from netloom.evaluation.recounting import background_of
from netloom.evaluation.report import OutputReport, Report
from netloom.evaluation.report_html import page
from netloom.evaluation.thresholds import Practice
from netloom.evaluation.verdict import judged_by
from netloom.files import write_atomically
from netloom.planning import PlannedOutput
from netloom.project import Project
from netloom.runs import Answer, Run
from netloom.settings.columns import Category
from netloom.settings.costs import Costs
from netloom.signature import column_places

Rows = NDArray[np.int64]
Array = NDArray[Any]
_LARGEST = float(np.finfo(np.float32).max)  # beyond it the network sees infinity, and squares overflow


def evaluate(
    run: Run,
    data: Path | None = None,
    *,
    sheet: str = "",
    costs: Costs | None = None,
    importance_seconds: float | None = None,
    tell: Tell = nobody,
) -> Report:
    """Score a run on its untouched test rows, or on the rows of another table that have a target.

    Of a workbook, `sheet` is read, or, where it is empty, the one called as that of the training data, or else the
    first that holds a table.

    Each metric comes with its 95 % bootstrap interval, beside a constant, a linear model and gradient-boosted trees
    that learnt from the same rows (see `baselines`); amounts are in the target's units. For yes or no a threshold is
    chosen by `costs` (1 to 1 if left out). The importance of the columns takes at most about `importance_seconds`, 5
    if left out; 0 leaves it out. `report.html` and `report.json` are written to the run's folder, for another table
    `report-<its name>.html` and `.json`; beside the first, what was answered to each row. `tell` hears how far it is.

    DataError if the data cannot be read or has no target, RunError if the run's files are damaged, InputError for
    costs where no Output answers yes or no.
    """
    seconds = SECONDS if importance_seconds is None else importance_seconds
    _check(run, costs, seconds)
    material = untouched_rows(run, tell) if data is None else other_rows(run, data, sheet, tell)
    background = background_of(run, material.words, (*run.told, *material.told))
    tell(Reached("Asking the network"))
    scored = _Scored.of(run, material, tell)
    outputs = _outputs(scored, costs, seconds)
    warnings = (problem for problem in background.told if problem.severity == "warning")
    doubts = tuple(problem.message for problem in warnings if problem.code in material.doubts)
    name = "report" if data is None else f"report-{data.stem}"
    reports = tuple(one.doubted(doubts) for one in outputs)
    tell(Reached("Writing the report"))
    answers = "" if data is not None else write_answers(_answered(scored), material.fingerprint, run.folder)
    report = Report(reports, background, run.folder / f"{name}.html", answers)
    write_atomically(run.folder / f"{name}.json", report.to_json().encode("utf-8", "replace"))
    write_atomically(report.page, page(report).encode("utf-8", "replace"))
    return report


def _check(run: Run, costs: Costs | None, seconds: float) -> None:
    if not (isfinite(seconds) and seconds >= 0):
        raise InputError(f"Seconds for the importance of columns: received {seconds:g}. Give 0 (none) or more.")
    if costs is not None and not any(planned.target.task == "binary" for planned in run.plan.outputs):
        targets = some(planned.target.column.name for planned in run.plan.outputs)
        raise InputError(
            f"Costs of a false alarm and a missed case were given, but no Output answers yes or no: this run predicts "
            f"{targets}. Leave the costs out."
        )


@dataclass(frozen=True)
class _Scored:
    """A run with what it is scored on: the network as it is asked, the features of the rows, what each
    Output was asked and what it answers, and who hears how far it is."""

    run: Run
    material: Material
    answering: Callable[[Mapping[str, Array]], dict[str, Answer]]
    features: Mapping[str, Array]
    asked: Mapping[str, tuple[Question, Array]]
    tell: Tell

    @classmethod
    def of(cls, run: Run, material: Material, tell: Tell) -> "_Scored":
        answering, features = run.answering(), run.features(material.table, material.rows)
        answers = answering(features)
        asked = {planned.id: question_of(planned, answers[planned.id], material) for planned in run.plan.outputs}
        return cls(run, material, answering, features, asked, tell)


def _answered(scored: _Scored) -> dict[str, Answered]:
    return {id: answered_to(question, given) for id, (question, given) in scored.asked.items()}


def answered_to(question: Question, given: NDArray[Any]) -> Answered:
    """What was answered to a question, probabilities [rows, classes] or values [rows], without what is no number."""
    kept = np.isfinite(given.reshape(len(given), -1)).all(axis=1)
    asked, given = question.take(kept), given[kept]
    if not question.classes:
        return Answered(asked.rows, asked.truth, given.astype(np.float64), np.empty(0, np.float32))
    chance = given[:, 1] if len(question.classes) == 2 else given.max(axis=1)
    answer = given.argmax(axis=1).astype(np.float64)
    return Answered(asked.rows, asked.truth, answer, chance.astype(np.float32))


def _outputs(scored: _Scored, costs: Costs | None, seconds: float) -> Iterator[OutputReport]:
    """The report on each Output, with the importance of the columns, which is measured for all of them at once."""
    practice = _practice(scored)
    planned = scored.run.plan.outputs
    reports = {one.id: _output(scored, one, Decision(costs, practice.get(one.id))) for one in planned}
    truths = {one.id: _truth(one, scored.material) for one in planned}
    asked = {
        one.id: Asked(one.target.task, truths[one.id], judged_by(one.target.task, reports[one.id].network))
        for one in planned
    }
    found = importances(_trial(scored), asked, seconds, scored.tell)
    return (replace(report, importance=found.get(id)) for id, report in reports.items())


def _trial(scored: _Scored) -> Trial:
    project, plan = scored.run.project, scored.run.plan
    places = {node.id: column_places(project, block) for node, block in project.blocks_of(Input)}
    used = {planned.id: places[planned.id] for planned in plan.inputs}
    width = sum(values.shape[1] for values in scored.features.values()) + sum(output.width for output in plan.outputs)
    return Trial(scored.features, used, width, plan.cost.multiply_adds, scored.answering)


def _practice(scored: _Scored) -> dict[str, Practice]:
    """The validation rows of each Output that answers yes or no, on which its threshold is chosen."""
    wanted = [planned for planned in scored.run.plan.outputs if planned.target.task == "binary"]
    if not wanted or scored.material.choosing is None or not len(scored.material.choosing[1]):
        return {}
    table, rows = scored.material.choosing
    answers = scored.answering(scored.run.features(table, rows))
    return {
        planned.id: _practised(target_values(planned.target.column, table)[rows], answers[planned.id])
        for planned in wanted
    }


def _practised(truth: Array, answer: Answer) -> Practice:
    chances = answer.probabilities[:, 1].astype(np.float64)
    known = ~np.isnan(truth) & np.isfinite(chances)
    return Practice(truth[known] == 1, chances[known])


def _truth(planned: PlannedOutput, material: Material) -> Array:
    return target_values(planned.target.column, material.table)[material.rows]


def _output(scored: _Scored, planned: PlannedOutput, decision: Decision) -> OutputReport:
    scored.tell(Reached("Teaching the baselines, and comparing"))
    question, given = scored.asked[planned.id]
    return judged(question, given, taught(scored.run.project, planned, scored.material, question.rows), decision)


def question_of(planned: PlannedOutput, answer: Answer, material: Material) -> tuple[Question, Array]:
    """What an Output was asked on the rows that have a target, and what it answers. DataError where none has one."""
    target = planned.target
    if target.column.name not in material.table.frame.columns:
        raise DataError(
            f"The data has no column {target.column.name!r} to compare the answers with. Add it, or predict."
        )
    truth = _truth(planned, material)
    known = ~np.isnan(truth)
    if not known.any():
        raise DataError(
            f"No row has a value in the target {target.column.name!r} that can be scored. Check the column."
        )
    question = Question(planned.id, target.column.name, target.task, target.classes, material.rows, truth)
    given = answer.probabilities if target.classes else answer.values
    return question.take(known), given[known]


def taught(project: Project, planned: PlannedOutput, material: Material, rows: Rows) -> tuple[Baseline, ...]:
    """The baselines of an Output, asked for some rows; none where there is nothing to learn from."""
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
