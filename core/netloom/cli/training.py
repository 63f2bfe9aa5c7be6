"""`netloom train`."""

from __future__ import annotations  # types are named without loading what they come from

import os
import signal
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option

import netloom
from netloom.cli.arguments import AllEvents, TrainingDevice, TrainingThreads
from netloom.cli.console import say
from netloom.cli.series import print_series

STOPPED = 130


def train(  # noqa: PLR0913  # one argument for each option of the command
    project: Annotated[
        Path | None, Argument(metavar="PROJECT", help="A project file (.netloom).", show_default=False)
    ] = None,
    run: Annotated[
        Path | None, Option(metavar="DIR", help="The run's folder; a new one beside the project if left out.")
    ] = None,
    set: Annotated[
        list[str] | None,
        Option(metavar="PATH=VALUE", help="Change a setting for this run, such as training.epochs=20."),
    ] = None,
    device: TrainingDevice = "auto",
    threads: TrainingThreads = None,
    seed: Annotated[
        int | None, Option(min=0, help="Instead of the project's training.seed.", show_default=False)
    ] = None,
    repeats: Annotated[
        int | None, Option(metavar="N", help="Train N times with other seeds: how far do scores spread?")
    ] = None,
    folds: Annotated[
        int | None, Option(metavar="N", help="Cross-validate: train N times, each without the fold it is scored on.")
    ] = None,
    against: Annotated[
        Path | None,
        Option(metavar="OTHER", help="With --repeats or --folds: a series, run or project to compare with."),
    ] = None,
    resume: Annotated[
        Path | None,
        Option(metavar="RUN", help="Go on with a run that was stopped or killed, by its folder, as if it never was."),
    ] = None,
    epochs: Annotated[
        int, Option(metavar="N", min=0, help="With --resume: so many epochs more.", show_default=False)
    ] = 0,
    events: AllEvents = False,
) -> None:
    """Train the network and keep the run: weights, history and report. Ctrl-C ends it with what it has learnt."""
    if resume is not None:
        new: dict[str, object] = {
            "--run": run,
            "--set": set,
            "--threads": threads,
            "--seed": seed,
            "--repeats": repeats,
            "--folds": folds,
            "--against": against,
            "--device": None if device == "auto" else device,
        }
        follow_training(_resumed(resume, project, epochs, new), events=events)
        return
    if project is None:
        raise netloom.InputError("Name a project file to train, or with --resume the folder of a run that is to go on.")
    if epochs:
        raise netloom.InputError("--epochs lets a run go on: name it with --resume, or use --set training.epochs=20.")
    loaded = netloom.load(project)
    for setting in [*(set or ()), *([] if seed is None else [f"training.seed={seed}"])]:
        loaded = netloom.with_setting(loaded, *_split(setting))
    _check_series(run, repeats, folds, against)
    if repeats is not None:
        started = netloom.train_repeats(loaded, project, repeats, device=device, threads=threads, against=against)
    elif folds is not None:
        started = netloom.cross_validate(loaded, project, folds, device=device, threads=threads, against=against)
    else:
        started = netloom.train(loaded, project, run=run, device=device, threads=threads)
    follow_training(started, events=events)


def _resumed(
    run: Path, project: Path | None, epochs: int, new: Mapping[str, object]
) -> Generator[netloom.Event, None, None]:
    """A run that goes on. What can only be given to a new one is refused."""
    if given := [name for name, value in new.items() if value is not None]:
        raise netloom.InputError(
            f"--resume goes on with a run as it began, so {' and '.join(given)} cannot be given with it. Leave it "
            "out, or train anew."
        )
    loaded = None if project is None else netloom.load(project)
    return netloom.resume(run, project=loaded, epochs=epochs)


def _check_series(run: Path | None, repeats: int | None, folds: int | None, against: Path | None) -> None:
    several = [number for number in (repeats, folds) if number is not None]
    if len(several) > 1:
        raise netloom.InputError(
            "--repeats keeps the rows and changes the seed, --folds keeps the seed and changes the rows. Give one of "
            "them."
        )
    if several and run is not None:
        raise netloom.InputError("--run names the folder of one run, and a series has several. Leave it out.")
    if against is not None and not several:
        raise netloom.InputError("--against compares a series of runs. Give --repeats 5 or --folds 5 with it.")


def follow_training(started: Generator[netloom.Event, None, None], *, events: bool) -> None:
    """Shows training as it goes on; of a series, however it ends, also what is complete of it."""
    series: list[Path] = []
    try:
        with closing(started), _until_interrupted(_noting_series(started, series)) as running:
            if events:
                for event in running:
                    say(netloom.to_line(event))
            else:
                from netloom.cli.progress import follow  # the bar is loaded only where one is shown

                follow(running)
    finally:
        found = [] if events else [netloom.open_series(folder) for folder in series]
        for each in found:
            if each.members:  # otherwise there is nothing to tell but what was wrong
                print_series(each)


def _noting_series(events: Iterator[netloom.Event], folders: list[Path]) -> Iterator[netloom.Event]:
    """The events; the folder of the series that they tell of, if any, is added to `folders`."""
    for event in events:
        if event.kind == "series_started":
            folders.append(Path(event.series))
        yield event


def _split(setting: str) -> tuple[str, str]:
    path, equals, text = setting.partition("=")
    if not equals:
        raise netloom.InputError(f"--set {setting}: received no value. Write PATH=VALUE, such as training.epochs=20.")
    return path.strip(), text.strip()


@contextmanager
def _until_interrupted(events: Iterator[netloom.Event]) -> Iterator[Iterator[netloom.Event]]:
    """The events until Ctrl-C. The first one lets the step that runs be finished; a second one stops at once."""
    interrupted = waits = False

    def interrupt(*_: object) -> None:
        nonlocal interrupted
        if interrupted or waits:
            raise KeyboardInterrupt
        interrupted = True
        os.write(2, b"\nStopping after this step. Ctrl-C again stops at once.\n")  # print is not safe in a handler

    def running() -> Iterator[netloom.Event]:
        nonlocal waits
        for event in events:
            yield event
            waits = event.kind == "paused"
            if interrupted:
                return

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield running()
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted:
        raise Exit(STOPPED)
