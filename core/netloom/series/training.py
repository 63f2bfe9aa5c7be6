"""Training a project several times: with other seeds on the same rows, or on each fold of its rows."""

from collections.abc import Generator
from contextlib import closing
from math import isfinite
from pathlib import Path

from netloom.data.words import counted
from netloom.devices import DeviceName
from netloom.errors import NetloomError, RunError, TrainingError
from netloom.events import (
    Event,
    Measured,
    RunAnnounced,
    RunFinished,
    RunMeasured,
    RunStarted,
    SeriesFinished,
    SeriesStarted,
    Told,
)
from netloom.project import Project
from netloom.runs import open_run
from netloom.series.measuring import measure
from netloom.series.opponents import check_comparable, opponent_of
from netloom.series.order import Order, held_out_rows
from netloom.series.record import SeriesRecord
from netloom.storage import fingerprint
from netloom.training.train import train


def train_repeats(
    project: Project,
    path: Path,
    repeats: int,
    *,
    device: DeviceName = "auto",
    threads: int | None = None,
    against: Path | None = None,
) -> Generator[Event, None, None]:
    """Train a project with the seeds `seed`, `seed + 1`, … on the same rows, and measure each run on the test rows.

    Every run is one of `train`, to the bit, in a folder of its own; its events are handed out between those of the
    series. What they say together, beside the baselines and another series or run (`against`, a folder or a project),
    lies in the folder of the series: see `open_series`. A run whose training fails is told and not counted. Closing
    the generator or Ctrl-C keeps the runs that are complete and sums them up.

    Raises what `train` raises before anything is trained, InputError if `against` was asked something else or scored
    on other rows, and TrainingError if every run failed.
    """
    return _series(Order("repeat", repeats, project, path, device, threads), against)


def cross_validate(
    project: Project,
    path: Path,
    folds: int,
    *,
    device: DeviceName = "auto",
    threads: int | None = None,
    against: Path | None = None,
) -> Generator[Event, None, None]:
    """Train a project on each of the folds of its rows without the one that it is then measured on.

    Every row is held out once, by the kind of the project's split: with equal shares of each class, by chance, by
    groups, or forward in time (then the oldest rows only train). Validation rows are taken from those that a fold
    learns from, and preprocessing is fitted for each fold. All else is as for `train_repeats`; the seed is the same
    for all folds. InputError if the split is by a column, which says itself what tests.
    """
    return _series(Order("fold", folds, project, path, device, threads), against)


def _series(order: Order, against: Path | None) -> Generator[Event, None, None]:
    order.check()
    rows, outputs = held_out_rows(order)
    opponent = None if against is None else opponent_of(against)
    if opponent is not None:
        data = fingerprint(order.path.parent / order.project.data.source.path)
        check_comparable(opponent, order.kind, outputs, rows, data)
    record = SeriesRecord(order, opponent)
    try:
        yield SeriesStarted(series=str(record.folder), of=order.kind, count=order.count, seed=order.seed(1))
        for number in range(1, order.count + 1):
            yield RunAnnounced(of=order.kind, number=number, count=order.count, seed=order.seed(number))
            yield from _one(record, number)
    except (GeneratorExit, KeyboardInterrupt):
        record.finish("stopped")
        raise
    except NetloomError as error:
        record.finish("failed", str(error))
        raise
    series = record.finish("finished")
    if not record.measured:
        raise TrainingError(f"None of the {counted(order.count, 'run')} is complete. {series.members[0].message}")
    yield SeriesFinished(series=series.folder, message=series.message)


def _one(record: SeriesRecord, number: int) -> Generator[Event, None, None]:
    """Trains and measures one run; what fails by itself is told."""
    try:
        yield from _trained(record, number)
        yield from _measured(record, number)
    except (TrainingError, RunError) as error:
        why = "" if record.has_said(number, str(error)) else f" {error}"
        record.failed(number, str(error))
        message = f"{record.order.kind.capitalize()} {number} is not counted.{why}"
        yield Told(code="run_not_counted", severity="error", message=message)


def _trained(record: SeriesRecord, number: int) -> Generator[Event, None, None]:
    order = record.order
    running = train(
        order.project_of(number),
        order.path,
        device=order.device,
        threads=order.threads,
        place=order.place(number, record.folder.name),
    )
    with closing(running):
        for event in running:
            if isinstance(event, RunStarted):
                record.started(number, Path(event.run))
            if isinstance(event, RunFinished):
                record.ended(number, event)
            yield event


def _measured(record: SeriesRecord, number: int) -> Generator[Event, None, None]:
    run = open_run(record.run_folder(number))
    like = next(iter(record.measured.values()), None) if record.order.kind == "repeat" else None
    measured = measure(run, like)
    record.counts(number, measured)
    for id, one in measured.items():
        values = one.values(one.models[0])
        figures = tuple(Measured(name=name, value=value) for name, value in values.items() if isfinite(value))
        yield RunMeasured(run=str(run.folder), output=id, target=one.question.target, figures=figures)
