"""A run → what a report tells about it."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from netloom.data.preprocess import entering_columns
from netloom.declare import Declared
from netloom.errors import Problem
from netloom.events import EpochFinished, Event, RunFinished, RunStarted, Told
from netloom.planning import Plan
from netloom.project import Project
from netloom.reports.background import Background, Curve, Ignored, Layer
from netloom.runs import Run
from netloom.settings.training import Training


def background_of(run: Run, evaluated: str, told: tuple[Problem, ...]) -> Background:
    """What there is to know about a run; `evaluated` says on what it was scored, `told` what was noticed meanwhile."""
    events = run.events()
    started = next((event for event in events if isinstance(event, RunStarted)), None)
    finished = next((event for event in events if isinstance(event, RunFinished)), None)
    while_training = (_problem(event) for event in events if isinstance(event, Told))
    project = run.project
    return Background(
        project=project.name or run.folder.parent.name.removesuffix("-runs"),
        run=run.name,
        data=PurePath(project.data.source.path).name,
        evaluated=evaluated,
        training_rows=started.training_rows if started else 0,
        validation_rows=started.validation_rows if started else 0,
        test_rows=started.test_rows if started else 0,
        features=tuple(
            (column.name, column.transform.title) for column in entering_columns(project) if column.transform
        ),
        ignored=tuple(_ignored(project)),
        told=tuple(dict.fromkeys((*told, *while_training))),
        curves=_curves(events),
        best_epoch=run.state.best_epoch if run.answers_with == "best" else run.state.epochs,
        ended=_ending(finished),
        layers=tuple(_layers(run.plan)),
        parameters=run.plan.parameters,
        settings=tuple(_settings(project.training)),
        machine=(("Device", run.state.device), ("Threads", str(run.state.threads)), *run.state.versions),
    )


def _problem(event: Told) -> Problem:
    return Problem(**event.model_dump(exclude={"kind"}))


def _ignored(project: Project) -> Iterator[Ignored]:
    for column in project.data.columns:
        if column.role == "ignored":
            yield Ignored(column.name, column.kind.replace("_", "/"), column.why)


def _curves(events: Iterable[Event]) -> tuple[Curve, ...]:
    """Every figure that training told at the end of its epochs, in the order of its first appearance."""
    points: dict[str, list[tuple[int, float]]] = {}
    for event in events:
        if isinstance(event, EpochFinished):
            for figure in event.figures:
                points.setdefault(figure.name, []).append((event.epoch, figure.value))
    return tuple(Curve(name, tuple(values)) for name, values in points.items())


def _ending(finished: RunFinished | None) -> str:
    if finished is None:
        return "Training was ended from outside."
    if finished.reason == "finished" and finished.best_epoch == finished.epochs:
        return f"{finished.message} The last epoch was the best: more epochs may do better."
    return finished.message


def _layers(plan: Plan) -> Iterator[Layer]:
    for step in plan.steps:
        if step.used:
            shapes = " ".join(str(signal) for signal in step.outputs)
            yield Layer(step.node.label, type(step.node.block).title, shapes, step.cost.parameters)


def _settings(training: Training) -> Iterator[tuple[str, str]]:
    stopping, clipping = training.early_stopping, training.clipping
    yield "Optimizer", f"{training.optimizer.title}: {_rules(training.optimizer)}"
    yield "Schedule", f"{training.schedule.title}: {_rules(training.schedule)}"
    yield "Clipping", "off" if clipping is None else f"by {clipping.by}, at {clipping.limit:g}"
    yield "Precision", training.precision
    yield "Epochs", f"at most {training.epochs:,}"
    yield "Batch size", str(training.batch_size)
    yield "Class weights", training.class_weights
    yield "Early stopping", "off" if stopping is None else f"{stopping.monitor}, patience {stopping.patience:,}"
    yield "Seed", str(training.seed)


def _rules(declared: Declared) -> str:
    values = declared.model_dump(exclude={"type"}).items()
    return ", ".join(f"{name} {value if isinstance(value, str) else format(value, 'g')}" for name, value in values)
