"""A training from its first event to its last: it is told to wait or to end, or goes wrong, and leaves a sound run."""

from collections.abc import Generator, Iterable, Iterator
from time import sleep
from typing import Any

from netloom.errors import Problem, TrainingError
from netloom.events import Continued, Event, Paused, Reason, Told
from netloom.training.course import Course
from netloom.training.diagnosis import Search, explained
from netloom.training.loop import NotFinite
from netloom.training.record import RunRecord
from netloom.training.stage import Stage, memory_told

SECONDS_BETWEEN_LOOKS = 0.05  # while it is paused


def carry_out(stage: Stage, course: Course, epochs: int, opening: Iterable[Event]) -> Generator[Event, None, None]:
    """Trains, from the opening events to the last one, and closes the record."""
    record = course.record
    try:
        with memory_told(stage.plan):
            yield from map(record.add, opening)
            reason = yield from _until_told(course, course.run(epochs))
    except GeneratorExit:
        record.add(course.finish("stopped"))
        raise
    except KeyboardInterrupt:  # it may come in the midst of a step
        record.add(course.finish("stopped", whole=False))
        raise
    except NotFinite:
        fault = Search(course.fit, stage.plan, stage.source).fault_since(course.snapshot, course.epochs + 1)
        message = explained(fault, course.fit, stage.plan)
        yield record.add(course.finish("not_finite", message))
        raise TrainingError(message) from None
    yield _ended(course, reason)


def _until_told(course: Course, events: Generator[Event, None, Reason]) -> Generator[Event, None, Reason]:
    """The events until it is told to end; while it is told to wait there are none."""
    while not (asked := course.record.stop_asked):
        if course.record.pause_asked:
            yield from _paused(course)
            continue
        try:
            event = next(events)
        except StopIteration as end:
            reason: Reason = end.value
            return reason
        yield event
    return asked


def _paused(course: Course) -> Iterator[Event]:
    """Waits; a checkpoint sees to it that nothing is lost meanwhile, whatever happens."""
    course.write()
    record, at = course.record, course.standing.running
    where: dict[str, Any] = {"epoch": at.number, "step": at.step}
    with course.waiting():
        yield record.add(Paused(**where))
        while record.pause_asked and not record.stop_asked:
            sleep(SECONDS_BETWEEN_LOOKS)
    if not record.stop_asked:
        yield record.add(Continued(**where))


def _ended(course: Course, reason: Reason) -> Event:
    event = course.finish(reason)
    if reason == "discarded":
        course.record.discard()
        return event
    return course.record.add(event)


def told(problem: Problem) -> Told:
    """A problem as an event."""
    return Told(
        code=problem.code,
        severity=problem.severity,
        message=problem.message,
        column=problem.column,
        node=problem.node,
    )


def where_it_runs(stage: Stage, record: RunRecord, epochs: int) -> dict[str, Any]:
    """What an event tells of a run that begins or goes on."""
    state, parts = record.state, stage.prepared.parts
    return {
        "run": str(record.folder),
        **{name: getattr(state, name) for name in ("label", "device", "device_reason", "threads", "seed", "versions")},
        "epochs": epochs,
        "steps": stage.fit.steps,
        "training_rows": len(parts.training),
        "validation_rows": len(parts.validation),
        "test_rows": len(parts.test),
        "parameters": stage.plan.parameters,
    }
