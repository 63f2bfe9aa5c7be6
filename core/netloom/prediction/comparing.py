"""How unlike the training data of a run other rows are, and what of it should be told."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from netloom.data.drift import Sketches, measure, sketches
from netloom.data.prepared import parts_of, read_source
from netloom.data.progress import Tell, nobody
from netloom.drift import Drift
from netloom.errors import DataError, NetloomError, Problem, Severity
from netloom.prediction.reading import Reading, read_for
from netloom.runs import Run
from netloom.settings.sources import TableFile
from netloom.storage import fingerprint
from netloom.training.folder import checked
from netloom.training.state import COLUMNS

_TOLD: Final = 5  # columns; the report has them all


def drift_of(run: Run, data: Path, *, source: TableFile | None = None, tell: Tell = nobody) -> Drift:
    """Compare each column of a table that the network reads with what it was in training.

    `source` has what is known of how the table is to be read; the rest is as in the training data, or as it looks. A
    column that it lacks is a finding. DataError if the table cannot be read, or if the run is an older one, which kept
    no account of its training rows, and its data is not there any more; RunError if that account is damaged.
    """
    return compared(run, read_for(run.project, data, source or TableFile(), tell), tell)


def compared(run: Run, reading: Reading, tell: Tell = nobody) -> Drift:
    """The same of a table that is read."""
    return measure(run.project, training_columns(run, tell), reading.table, tell)


def compared_or_why_not(run: Run, reading: Reading, tell: Tell = nobody) -> tuple[Drift | None, str]:
    """The same, or in words why it cannot be known: no reason to refuse the answers."""
    try:
        return compared(run, reading, tell), ""
    except NetloomError as error:
        return None, str(error)


def training_columns(run: Run, tell: Tell = nobody) -> Sketches:
    """What the training rows looked like: kept in the run, or, in older ones, seen again in their data."""
    listed = dict(run.state.files).get(COLUMNS)
    if listed is not None:
        return Sketches.from_bytes(checked(run.folder, COLUMNS, listed), str(run.folder / COLUMNS))
    path = run.project_folder / run.project.data.source.path
    if not path.is_file() or fingerprint(path) != run.state.data:
        what = "has changed since" if path.is_file() else "is not there any more"
        raise DataError(
            f"Run {run.name} is of a version that kept no account of its columns, and its data, {path}, {what}: other "
            "rows cannot be compared with those that it has learnt from. Train it again."
        )
    table = read_source(run.project.data.source, run.project_folder, tell)
    return sketches(run.project, table, parts_of(run.project, table).training)


def told_of(drift: Drift, but: Collection[str]) -> Iterator[Problem]:
    """What should be known of it, except of columns of which something is told already."""
    if drift.alarmed:
        yield Problem(code="drift", severity="warning", message=drift.headline)
    found = [column for column in drift.columns if column.findings and column.name not in but]
    for column in found[:_TOLD]:
        for finding in column.findings:
            severity: Severity = "note" if finding.alarm == "none" else "warning"
            yield Problem(code=f"drift_{finding.code}", severity=severity, column=column.name, message=finding.message)
