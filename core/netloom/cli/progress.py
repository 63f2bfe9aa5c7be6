"""What is seen of training: a line for each epoch and, in a terminal, a bar below them that moves."""

from collections.abc import Iterable

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from netloom import EpochFinished, Event, RunFinished, RunStarted, Told
from netloom import Progress as StepsFinished
from netloom.cli.console import count, figure, remark, say, terminal


def follow(events: Iterable[Event]) -> None:
    """Shows events as they come."""
    with _bar() as bar:
        task = bar.add_task("", total=None, visible=False)
        for event in events:
            match event:
                case RunStarted():
                    _start(event, bar, task)
                case Told():
                    remark(event.severity, event.message)
                case StepsFinished():
                    _advance(event, bar, task)
                case EpochFinished():
                    say(_line(event, bar.tasks[0].fields["started"]))
                    bar.update(task, validation="".join(_figures(event, "validation_loss")))
                case RunFinished():
                    bar.update(task, visible=False)
                    say(event.message)


def _bar() -> Progress:
    console = terminal()
    columns = (
        TextColumn("epoch {task.fields[epoch]}/{task.fields[started].epochs}"),
        BarColumn(bar_width=30),
        TextColumn("loss {task.fields[loss]}  {task.fields[validation]}  {task.fields[speed]} rows/s"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _start(event: RunStarted, bar: Progress, task: TaskID) -> None:
    reason = f" ({event.device_reason})" if event.device_reason else ""
    rows = f"{event.training_rows:,} training, {event.validation_rows:,} validation and {event.test_rows:,} test rows"
    say(f"Run {event.run} on {event.device}{reason}, {count(event.threads, 'thread')}, seed {event.seed}")
    say(f"{rows}; {count(event.parameters, 'parameter')}; {count(event.steps, 'step')} an epoch")
    bar.update(task, total=event.epochs * event.steps, started=event, validation="")


def _advance(event: StepsFinished, bar: Progress, task: TaskID) -> None:
    steps = (event.epoch - 1) * bar.tasks[0].fields["started"].steps + event.step
    speed = f"{event.rows_per_second:,.0f}"
    bar.update(task, visible=True, completed=steps, epoch=event.epoch, loss=figure(event.loss), speed=speed)


def _line(event: EpochFinished, started: RunStarted) -> str:
    """`epoch 3/50  loss 0.44  validation_loss 0.45  …`; what regularization adds is left to the report."""
    figures = "  ".join(_figures(event, *(each.name for each in event.figures if not each.name.endswith("penalty"))))
    speed = f"  {started.training_rows / event.seconds:,.0f} rows/s" if event.seconds else ""
    return f"epoch {event.epoch}/{started.epochs}  {figures}{speed}{'  best so far' if event.best else ''}"


def _figures(event: EpochFinished, *names: str) -> list[str]:
    return [f"{measured.name} {figure(measured.value)}" for measured in event.figures if measured.name in names]
