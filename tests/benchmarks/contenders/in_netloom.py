"""`netloom.train` as it is: every event taken, every figure measured, weights and lines written to the run's folder.

`PROFILE=1` tells where the time goes instead.
"""

import os
import tempfile
from contextlib import nullcontext
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the command line sets it

import torch
from common import Clock, answer, job

import netloom

LINES = 14

settings = job()
path = Path(settings.folder, "project.netloom")
project = netloom.load(path)
for setting, value in (
    ("training.optimizer", settings.optimizer),
    ("training.batch_size", settings.batch_size),
    ("training.epochs", settings.epochs),
):
    project = netloom.with_setting(project, setting, str(value))


netloom.plan(project)  # loads what is loaded once, so that it is not counted


def train() -> tuple[Clock, int, float | None]:
    clock, threads, accuracy = Clock(), 0, None
    with tempfile.TemporaryDirectory() as folder:
        for event in netloom.train(project, path, run=Path(folder, "run"), threads=settings.threads or None):
            match event:
                case netloom.RunStarted():
                    threads = event.threads
                    clock.start()
                case netloom.EpochFinished():
                    clock.lap()
                    figures = {figure.name: figure.value for figure in event.figures}
                    accuracy = figures.get("validation_accuracy")
    return clock, threads, accuracy


profiling = os.environ.get("PROFILE") == "1"
with torch.profiler.profile() if profiling else nullcontext() as profile:
    trained = train()
if profile is None:
    answer(*trained)
else:
    steps = sorted(profile.key_averages(), key=lambda step: -step.self_cpu_time_total)
    whole = sum(step.self_cpu_time_total for step in steps)
    for step in steps[:LINES]:
        print(f"{step.self_cpu_time_total / whole:6.1%}  {step.count:>8,} times  {step.key[:60]}")
