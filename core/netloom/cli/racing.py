"""`netloom race`."""

from __future__ import annotations  # types are named without loading what they come from

from collections.abc import Generator
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

import netloom
from netloom.cli.arguments import AllEvents, ProjectFile, TrainingDevice, TrainingThreads
from netloom.cli.runs import print_runs
from netloom.cli.training import follow_training

Kind = Annotated[
    str, Argument(metavar="KIND", help="What differs, such as optimizers, learning_rates, dropout, l2 or seeds.")
]


def race(
    project: ProjectFile,
    kind: Kind,
    only: Annotated[
        list[str] | None, Option(metavar="NAME", help="Of those that could take part, only this one and such others.")
    ] = None,
    device: TrainingDevice = "auto",
    threads: TrainingThreads = None,
    events: AllEvents = False,
) -> None:
    """Train the same network in several ways, one after the other, and compare them."""
    loaded = netloom.load(project)
    runners = _chosen(netloom.race_of(kind), loaded, only or [])
    folders: list[Path] = []
    started = netloom.train_race(runners, project, device=device, threads=threads)
    try:
        follow_training(_noting_runs(started, folders), events=events)
    finally:
        if folders and not events:
            names = {folder.name for folder in folders}
            print_runs([run for run in netloom.runs_of(project) if run.name in names])


def _chosen(race: netloom.Race, project: netloom.Project, only: list[str]) -> list[netloom.Runner]:
    """Who takes part. InputError if that is nobody, or who could not."""
    able = race.runners(project)
    if not able:
        raise netloom.InputError(f"No block of the network has what the race {race.id} compares.")
    if unknown := set(only) - {runner.name for runner in able}:
        names = ", ".join(runner.name for runner in able)
        raise netloom.InputError(f"{', '.join(sorted(unknown))} cannot take part in {race.id}. These can: {names}.")
    return [runner for runner in able if not only or runner.name in only]


def _noting_runs(
    events: Generator[netloom.Event, None, None], folders: list[Path]
) -> Generator[netloom.Event, None, None]:
    """The events; the folder of each run that begins is added to `folders`."""
    try:
        for event in events:
            if isinstance(event, netloom.RunStarted):
                folders.append(Path(event.run))
            yield event
    finally:
        events.close()
