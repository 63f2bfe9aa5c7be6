"""The epochs of `netloom.train` on a device of choice, without the folder of a run.

`DEVICE` names the device and `PRECISION` the digits; with `EAGER=1` each step is run, also where it could be replayed.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the command line sets it

import torch
from common import Clock, answer, job

import netloom
from netloom.training.health import Checkup
from netloom.training.loop import epoch
from netloom.training.stage import set_stage

settings = job()
path = Path(settings.folder, "project.netloom")
project = netloom.load(path)
for setting, value in (
    ("training.optimizer", settings.optimizer),
    ("training.batch_size", str(settings.batch_size)),
    ("training.precision", os.environ["PRECISION"]),
):
    project = netloom.with_setting(project, setting, value)

stage = set_stage(project, path.parent, os.environ["DEVICE"], settings.threads or None, 5.0)
fit = replace(stage.fit, graphed=None) if os.environ.get("EAGER") == "1" else stage.fit
checkup = Checkup(stage.plan, stage.source, fit.network, fit.training)
figures: dict[str, float] = {}


def whole_epoch(number: int) -> Iterator[object]:
    figures.update((each.name, each.value) for each in (yield from epoch(fit, fit.begun(number), checkup)))


clock = Clock()
clock.start()
for number in range(1, settings.epochs + 1):
    for event in whole_epoch(number):
        if isinstance(event, netloom.Told):
            raise SystemExit(event.message)  # nothing was replayed, so that the figures would not be those
    clock.lap()
answer(clock, torch.get_num_threads(), figures["validation_accuracy"])
