"""A series that was trained → the same figures again from its runs, beside another series or run if wanted."""

from collections.abc import Mapping
from pathlib import Path

from netloom.errors import RunError
from netloom.events import SeriesKind
from netloom.runs import Run, open_run
from netloom.series.folder import open_series, write_series
from netloom.series.measuring import Measured, measure
from netloom.series.opponents import check_comparable, opponent_of
from netloom.series.order import runs_in_time
from netloom.series.summary import outputs_of
from netloom.series.values import Series


def evaluate_series(path: Path, against: Path | None = None) -> Series:
    """Measure the complete runs in the folder of a series again, and write what they say together into it.

    `against` is the folder of another series or run, or a project: what that was last trained as. RunError if a run is
    missing or damaged, DataError if the data is not there any more, InputError if the other was scored on other rows.
    """
    series = open_series(path)
    runs = {member.number: open_run(path.parent / member.run) for member in series.members if member.counts}
    if not runs:
        raise RunError(f"No run of {path} is complete, so there is nothing to measure. Train again.")
    first = next(iter(runs.values()))
    opponent = None if against is None else opponent_of(against)
    measured = _measured(runs, series.kind)
    if opponent is not None:
        rows = {number: next(iter(each.values())).question.rows for number, each in measured.items()}
        check_comparable(opponent, series.kind, first.plan.outputs, rows, first.state.data)
    in_time = runs_in_time(first.project)
    outputs = outputs_of(series.kind, measured, series.members, opponent, in_time=in_time)
    found = series.model_copy(update={"outputs": outputs, "against": opponent.name if opponent else ""})
    write_series(found)
    return found


def _measured(runs: Mapping[int, Run], kind: SeriesKind) -> dict[int, Measured]:
    found: dict[int, Measured] = {}
    for number, run in runs.items():
        like = next(iter(found.values()), None) if kind == "repeat" else None
        found[number] = measure(run, like)
    return found
