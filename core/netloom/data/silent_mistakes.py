"""What goes wrong without a word: the network trains, the score looks fine or odd, and nothing says why."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from polars import selectors

from netloom.blocks import Output
from netloom.capacity import too_few_rows
from netloom.data.columns import Rows, cells_of
from netloom.data.leaks import perfect_predictors
from netloom.data.preprocess import entering_columns
from netloom.data.reading import Table
from netloom.data.splits import Parts
from netloom.data.targets import target_values
from netloom.data.words import counted
from netloom.edits.data import SetTraining
from netloom.edits.leaving_out import ignoring
from netloom.errors import Fix, Problem, Severity
from netloom.project import Project
from netloom.settings.columns import Category, Column
from netloom.signature import target_of

_RARE: Final = 0.2  # of an even share: 10 % for two classes
_ALL_DIFFERENT: Final = 0.9  # of the rows
_ROWS_TO_TELL: Final = 20
_MANY_COPIES: Final = 0.01  # of the test rows


def silent_mistakes(project: Project, table: Table, parts: Parts, parameters: int) -> tuple[Problem, ...]:
    """Looks at training rows, parts and the number of weights for what should be known before training.

    Codes: `leak`, `identifier_as_feature`, `constant_as_feature`, `rare_class`, `copies_across_split`, `too_few_rows`;
    none is an error.
    """
    return (
        *_leaks(project, table, parts.training),
        *_identifiers(project, table, parts.training),
        *_constants(project),
        *_rare_classes(project, table, parts.training),
        *_copies(project, table, parts),
        *too_few_rows(len(parts.training), parameters),
    )


def _targets(project: Project) -> tuple[Column, ...]:
    found = (target_of(project, block) for _, block in project.blocks_of(Output))
    return tuple({target.column.name: target.column for target in found if target}.values())


def _leaks(project: Project, table: Table, training: Rows) -> Iterator[Problem]:
    for target in _targets(project):
        for name, score in perfect_predictors(table, target, entering_columns(project), training):
            how_well = "always" if score == 1 else f"almost always (score {score:.3f} of 1)"
            message = (
                f"The column {name!r} alone tells {target.name!r} {how_well}. Mostly that is the target under another "
                "name, or known only after it: then the network will fail on new rows. Ignore it unless it is known "
                "beforehand."
            )
            yield _warning("leak", message, name, ignoring(project, name))


def _identifiers(project: Project, table: Table, training: Rows) -> Iterator[Problem]:
    for column in entering_columns(project):
        if column.kind == "identifier" or _all_different(column, table, training):
            message = (
                f"The column {column.name!r} is different in nearly every row: it names rows and says nothing about "
                "them, but a network can learn them by heart. Ignore it."
            )
            yield _warning("identifier_as_feature", message, column.name, ignoring(project, column.name))


def _all_different(column: Column, table: Table, training: Rows) -> bool:
    if not isinstance(column.transform, Category):
        return False
    cells = cells_of(column.name, table, training).drop_nulls()
    return len(cells) >= _ROWS_TO_TELL and cells.n_unique() > _ALL_DIFFERENT * len(cells)


def _constants(project: Project) -> Iterator[Problem]:
    for column in entering_columns(project):
        if column.kind in ("constant", "empty"):
            what = "has the same value in every row" if column.kind == "constant" else "holds nothing"
            message = f"The column {column.name!r} {what}, so nothing can be learnt from it. Ignore it."
            yield _warning("constant_as_feature", message, column.name, ignoring(project, column.name))


def _rare_classes(project: Project, table: Table, training: Rows) -> Iterator[Problem]:
    if project.training.class_weights == "balanced":
        return
    for target in _targets(project):
        levels = target.transform.levels if isinstance(target.transform, Category) else ()
        present, counts = np.unique(target_values(target, table)[training], return_counts=True)
        rarest = int(counts.min())
        if levels and rarest < _RARE / len(levels) * len(training):
            level = levels[int(present[counts.argmin()])]
            message = (
                f"Only {rarest:,} of {counted(len(training), 'training row')} ({rarest / len(training):.1%}) have "
                f"{target.name!r} = {level!r}: a network that never answers it still scores well. Let classes count "
                "equally, and look at balanced accuracy."
            )
            yield _warning("rare_class", message, target.name, _balanced(project))


def _balanced(project: Project) -> Fix:
    training = project.training.model_copy(update={"class_weights": "balanced"})
    return Fix(label="Let classes count equally", edits=(SetTraining(training=training),))


def _copies(project: Project, table: Table, parts: Parts) -> Iterator[Problem]:
    """Test rows that stand among the training rows too, the same in all that enters and in the targets."""
    if not len(parts.test):
        return
    names = {column.name for column in (*entering_columns(project), *_targets(project))}
    rows = table.frame.select(selectors.by_name(*names)).hash_rows(seed=0).to_numpy()
    copies = int(np.isin(rows[parts.test], rows[parts.training]).sum())
    if copies:
        share = copies / len(parts.test)
        message = (
            f"{copies:,} of {counted(len(parts.test), 'test row')} ({share:.0%}) are copies of training rows: the "
            "network has seen their answers, so the test score is better than on new rows. Remove copies from the "
            "data, or split by group."
        )
        severity: Severity = "warning" if share > _MANY_COPIES else "note"
        yield Problem(code="copies_across_split", message=message, severity=severity)


def _warning(code: str, message: str, column: str = "", fix: Fix | None = None) -> Problem:
    return Problem(code=code, message=message, severity="warning", column=column, fix=fix)
