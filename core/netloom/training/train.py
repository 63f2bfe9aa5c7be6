"""`train`: a project → events, and beside them the folder of the run."""

import platform
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from os.path import relpath
from pathlib import Path
from time import time

import torch

from netloom.codegen import Source, source
from netloom.data.prepared import Prepared, prepare
from netloom.data.silent_mistakes import silent_mistakes
from netloom.errors import InputError, PlanError, Problem, TrainingError
from netloom.events import Event, Reason, RunStarted, Told
from netloom.planning import Plan, memory_problem, plan
from netloom.project import Project
from netloom.storage import fingerprint
from netloom.training.course import Course
from netloom.training.device import Device, DeviceName, apart, choose_device, threads_for
from netloom.training.diagnosis import Search, explained
from netloom.training.loop import Fit, NotFinite
from netloom.training.record import RunRecord, next_run_folder, project_bytes, run_folder
from netloom.training.setup import batch_rows, fit_for
from netloom.training.state import PREPROCESS, PROJECT, Place, RunState, iso_time
from netloom.training.stopping import watch_for

PACKAGES = ("netloom", "torch", "numpy", "polars", "onnxruntime", "scikit-learn")


@dataclass(frozen=True)
class _Order:
    """What is to be trained, and where."""

    project: Project
    path: Path
    run: Path | None
    device: DeviceName
    threads: int | None
    place: Place | None


def train(
    project: Project,
    path: Path,
    *,
    run: Path | None = None,
    device: DeviceName = "auto",
    threads: int | None = None,
    place: Place | None = None,
) -> Generator[Event, None, None]:
    """Train a project; each event is handed out as it happens, and is by then a line of the run's `events.jsonl`.

    `path` is the project's file: relative paths to data start from its folder, and the run is a new folder in
    `<name>-runs` beside it, unless `run` names another, which must be empty. A file `stop` in the run's folder
    ends it in good order; closing the generator or Ctrl-C, too, leaves a run that can be used, and so does a kill, with
    weights at most some seconds old. The same project on the same machine, device and number of threads gives the same
    weights to the bit. torch's random numbers and threads are left alone. `place` says where the run stands in a
    series, and changes nothing else.

    Raises PlanError, DataError or another InputError before anything is trained, and TrainingError if the loss or a
    weight became NaN or infinite: the weights from before that step are kept.
    """
    return apart(_train(_Order(project, path, run, device, threads, place)))


def _train(order: _Order) -> Generator[Event, None, None]:
    found, device = _sound_plan(order.project), choose_device(order.device)
    prepared = prepare(order.project, order.path.parent)
    told = (*found.problems, *_problems_of_size(found, prepared), *prepared.told, *_silent_mistakes(found, prepared))
    torch.set_num_threads(_threads(order, found, prepared))
    text = source(found)
    with _memory_told(found):
        fit = fit_for(found, text, prepared, device.name)
        watch = watch_for(order.project.training.early_stopping, _figure_names(fit))
        with closing(_record(order, prepared, device)) as record:
            opening: list[Event] = [_run_started(fit, found, prepared, record), *map(_told, told)]
            yield from _run(Course(fit, watch, record), found, text, opening)


@contextmanager
def _memory_told(found: Plan) -> Iterator[None]:
    """Says in words that memory ran out, which torch tells of the CPU and of GPUs in different ways."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not isinstance(error, MemoryError | torch.OutOfMemoryError) and "can't allocate" not in str(error):
            raise
        message = (
            f"Training ran out of memory with {found.parameters:,} parameters and a batch size of "
            f"{found.project.training.batch_size}. Use a smaller batch or fewer units, or end other programs. The run "
            "keeps the weights that were last written."
        )
        raise TrainingError(message) from error


def _run(course: Course, found: Plan, text: Source, opening: Iterable[Event]) -> Generator[Event, None, None]:
    record = course.record
    try:
        yield from map(record.add, opening)
        reason = yield from _recorded(course.run(found.project.training.epochs), record)
    except (GeneratorExit, KeyboardInterrupt):
        record.add(course.finish("stopped"))
        raise
    except NotFinite:
        fault = Search(course.fit, found, text).fault_since(course.snapshot, course.epochs + 1)
        message = explained(fault, course.fit, found)
        yield record.add(course.finish("not_finite", message))
        raise TrainingError(message) from None
    yield record.add(course.finish(reason))


def _recorded(events: Generator[Event, None, Reason], record: RunRecord) -> Generator[Event, None, Reason]:
    """The events until it is asked to stop, each as a line of the record before it is handed on."""
    while not record.stop_asked:
        try:
            event = next(events)
        except StopIteration as end:
            reason: Reason = end.value
            return reason
        yield record.add(event)
    return "stopped"


def _sound_plan(project: Project) -> Plan:
    found = plan(project)
    if found.errors:
        raise PlanError(found.errors)
    if not found.parameters:
        message = "The network has no weights, so there is nothing to train. Put a Dense block before the Output."
        raise PlanError([Problem(code="nothing_to_train", message=message)])
    return found


def _problems_of_size(found: Plan, prepared: Prepared) -> tuple[Problem, ...]:
    """What is told of memory, now that the rows of a step are known. PlanError if there is not enough at all."""
    problems = tuple(memory_problem(found, batch_rows(found, prepared)))
    if any(problem.severity == "error" for problem in problems):
        raise PlanError(problems)
    return tuple(problem for problem in problems if problem not in found.problems)


def _silent_mistakes(found: Plan, prepared: Prepared) -> tuple[Problem, ...]:
    return silent_mistakes(found.project, prepared.table, prepared.parts, found.parameters)


def _threads(order: _Order, found: Plan, prepared: Prepared) -> int:
    if order.threads is None:
        return threads_for(found.heaviest * batch_rows(found, prepared))
    if order.threads < 1:
        raise InputError(f"Training needs at least 1 thread, and {order.threads} were asked for.")
    return order.threads


def _figure_names(fit: Fit) -> tuple[str, ...]:
    """All figures of an epoch."""
    watched = [f"validation_{name}" for name in fit.figures.names] if fit.validation is not None else []
    return (*fit.figures.names, *watched)


def _record(order: _Order, prepared: Prepared, device: Device) -> RunRecord:
    """The folder of the run, with all that is known before it starts."""
    beside = order.path.with_name(f"{order.path.stem}-runs")
    folder = next_run_folder(beside) if order.run is None else run_folder(order.run)
    early_stopping = order.project.training.early_stopping
    state = RunState(
        started=iso_time(time()),
        project_folder=_seen_from(folder, order.path.parent),
        data=fingerprint(order.path.parent / order.project.data.source.path),
        device=device.name,
        device_reason=device.reason,
        threads=torch.get_num_threads(),
        seed=order.project.training.seed,
        versions=_versions(),
        scales=tuple(prepared.scales.items()),
        place=order.place,
        answers_with="best" if early_stopping is not None and early_stopping.restore_best else "last",
    )
    return RunRecord(folder, state, {PROJECT: project_bytes(order.project), PREPROCESS: prepared.preprocess})


def _seen_from(folder: Path, other: Path) -> str:
    """The other folder as a path from this one; as it is where none leads there, as from one drive to another."""
    try:
        return Path(relpath(other.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return str(other.resolve())


def _versions() -> tuple[tuple[str, str], ...]:
    return (("python", platform.python_version()), *((name, version(name)) for name in PACKAGES))


def _run_started(fit: Fit, found: Plan, prepared: Prepared, record: RunRecord) -> RunStarted:
    state, parts = record.state, prepared.parts
    return RunStarted(
        run=str(record.folder),
        device=state.device,
        device_reason=state.device_reason,
        threads=state.threads,
        seed=state.seed,
        epochs=found.project.training.epochs,
        steps=fit.steps,
        training_rows=len(parts.training),
        validation_rows=len(parts.validation),
        test_rows=len(parts.test),
        parameters=found.parameters,
        versions=state.versions,
    )


def _told(problem: Problem) -> Told:
    return Told(
        code=problem.code,
        severity=problem.severity,
        message=problem.message,
        column=problem.column,
        node=problem.node,
    )
