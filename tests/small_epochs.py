"""Epochs of a small training by themselves, without the folder of a run, with steps taken in any way."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from netloom import storage
from netloom.training.diagnosis import Search, explained, take_snapshot
from netloom.training.graphed import Capturing, GraphedStep
from netloom.training.health import Checkup
from netloom.training.loop import Fit, NotFinite, epoch
from netloom.training.stage import Stage, set_stage
from small_trainings import PRICE, RESTLESS, X, Y, project_file

STEPS = 9  # of 16 rows, and a last one of fewer


def restless(folder: Path, **training: Any) -> Path:
    """A project whose blocks draw random numbers, keep something from step to step, and add to the loss."""
    settings = {"columns": (X, Y, PRICE), "batch_size": 16, "early_stopping": None} | training
    return project_file(folder, *RESTLESS, **settings)


def stage_of(path: Path, device: str = "cpu") -> Stage:
    """A project file made ready to be trained."""
    return set_stage(storage.load(path), path.parent, device, 1, 5.0)


def graphed(fit: Fit, capturing: Capturing) -> Fit:
    """The same training with steps that are captured in this way."""
    return replace(fit, graphed=GraphedStep(fit.optimizer, fit.batch_size, capturing))


def checkup_for(stage: Stage, due: float = torch.inf) -> Checkup:
    """One that looks at every step from that time on."""
    checkup = Checkup(stage.plan, stage.source, stage.fit.network, stage.fit.training)
    checkup.due = due
    return checkup


def trained(stage: Stage, fit: Fit, epochs: Iterable[int] = range(1, 4)) -> list[Any]:
    """Everything that epochs tell, and after each its figures."""
    events: list[Any] = []
    for number in epochs:
        running = epoch(fit, fit.begun(number), checkup_for(stage))
        while True:
            try:
                events.append(next(running))
            except StopIteration as end:
                events.append(end.value)
                break
    return events


def figures(events: list[Any]) -> list[float]:
    """All figures of the epochs."""
    return [figure.value for event in events if isinstance(event, tuple) for figure in event]


def weights_of(fit: Fit) -> dict[str, torch.Tensor]:
    """A copy of what the network holds."""
    return {name: tensor.clone() for name, tensor in fit.network.state_dict().items()}


def why_it_stopped(stage: Stage, fit: Fit) -> str:
    """What is told of a training that becomes NaN or infinite in one of its first epochs."""
    start = take_snapshot(fit, fit.begun(1))
    for number in range(1, 4):
        try:
            trained(stage, fit, [number])
        except NotFinite:
            return explained(Search(fit, stage.plan, stage.source).fault_since(start, number), fit, stage.plan)
    return ""
