"""What is seen of training: a line for each epoch and, in a terminal, a bar below them that moves."""

from collections.abc import Iterable
from shlex import quote

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from netloom import (
    Continued,
    EpochFinished,
    Event,
    Paused,
    RunAnnounced,
    RunFinished,
    RunMeasured,
    RunResumed,
    RunStarted,
    SeriesStarted,
    Told,
)
from netloom import Progress as StepsFinished
from netloom.cli.console import count, figure, remark, say, terminal


def follow(events: Iterable[Event]) -> None:
    """Shows events as they come; of the runs of a series only how each ended and what it measures."""
    with _bar() as bar:
        task = bar.add_task("", total=None, visible=False, part="")
        told: set[str] = set()  # each run of a series would tell the same again
        for event in events:
            match event:
                case Told() if event.message not in told:
                    remark(event.severity, event.message)
                    told.add(event.message)
                case SeriesStarted() | RunAnnounced() | RunMeasured():
                    _show_series(event, bar, task)
                case RunStarted() | RunResumed() | StepsFinished() | EpochFinished() | RunFinished():
                    _show_run(event, bar, task)
                case Paused():
                    say(f"Paused in epoch {event.epoch}. It goes on when the file `pause` in its folder is removed.")
                case Continued():
                    say("It goes on.")


def _show_run(
    event: RunStarted | RunResumed | StepsFinished | EpochFinished | RunFinished, bar: Progress, task: TaskID
) -> None:
    part = bar.tasks[0].fields["part"]
    match event:
        case RunStarted() | RunResumed():
            _start(event, bar, task)
        case StepsFinished():
            _advance(event, bar, task)
        case EpochFinished():
            if not part:
                say(_line(event, bar.tasks[0].fields["started"]))
            bar.update(task, validation="".join(_figures(event, "validation_loss")))
        case RunFinished():
            bar.update(task, visible=False)
            say(part + event.message)
            if event.reason == "stopped" and not part:
                say(f"To go on with it: netloom train --resume {quote(bar.tasks[0].fields['started'].run)}")


def _show_series(event: SeriesStarted | RunAnnounced | RunMeasured, bar: Progress, task: TaskID) -> None:
    match event:
        case SeriesStarted():
            last = event.seed + event.count - 1
            seeds = f"seeds {event.seed} to {last}" if event.of == "repeat" else f"seed {event.seed}"
            say(f"Series {event.series}: {count(event.count, event.of)}, {seeds}")
        case RunAnnounced():
            bar.update(task, part=f"{event.of} {event.number}/{event.count}  ")
        case RunMeasured():
            figures = "  ".join(f"{each.name} {figure(each.value)}" for each in event.figures)
            say(f"    {event.target}, test rows: {figures}")


def _bar() -> Progress:
    console = terminal()
    columns = (
        TextColumn("{task.fields[part]}epoch {task.fields[epoch]}/{task.fields[started].epochs}"),
        BarColumn(bar_width=30),
        TextColumn("loss {task.fields[loss]}  {task.fields[validation]}  {task.fields[speed]} rows/s"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _start(event: RunStarted | RunResumed, bar: Progress, task: TaskID) -> None:
    reason = f" ({event.device_reason})" if event.device_reason else ""
    rows = f"{event.training_rows:,} training, {event.validation_rows:,} validation and {event.test_rows:,} test rows"
    part = bar.tasks[0].fields["part"]
    if event.label and not part.startswith(event.label):  # of several runs each is told by its name
        part = f"{event.label}  "
        bar.update(task, part=part)
    done = 0
    if isinstance(event, RunResumed):
        done = (event.epoch - 1) * event.steps + event.step
        where = f"epoch {event.epoch} after {count(event.step, 'step')}" if event.step else f"epoch {event.epoch}"
        say(f"Going on in {where}:")
    say(f"{part}Run {event.run} on {event.device}{reason}, {count(event.threads, 'thread')}, seed {event.seed}")
    if not part:
        say(f"{rows}; {count(event.parameters, 'parameter')}; {count(event.steps, 'step')} an epoch")
    bar.update(task, total=event.epochs * event.steps, completed=done, started=event, validation="")


def _advance(event: StepsFinished, bar: Progress, task: TaskID) -> None:
    steps = (event.epoch - 1) * bar.tasks[0].fields["started"].steps + event.step
    speed = f"{event.rows_per_second:,.0f}"
    bar.update(task, visible=True, completed=steps, epoch=event.epoch, loss=figure(event.loss), speed=speed)


def _line(event: EpochFinished, started: RunStarted | RunResumed) -> str:
    """`epoch 3/50  loss 0.44  validation_loss 0.45  …`; what regularization adds is left to the report."""
    figures = "  ".join(_figures(event, *(each.name for each in event.figures if not each.name.endswith("penalty"))))
    speed = f"  {started.training_rows / event.seconds:,.0f} rows/s" if event.seconds else ""
    return f"epoch {event.epoch}/{started.epochs}  {figures}{speed}{'  best so far' if event.best else ''}"


def _figures(event: EpochFinished, *names: str) -> list[str]:
    return [f"{measured.name} {figure(measured.value)}" for measured in event.figures if measured.name in names]
