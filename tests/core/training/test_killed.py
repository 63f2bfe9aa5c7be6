"""A training that is killed at random moments and resumed comes to the very weights and figures that it would have."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from netloom import storage
from netloom.events import EpochFinished, Event, RunFinished
from netloom.runs import open_run
from netloom.settings.optimizers import SGD, Adadelta, Adagrad, Adam, AdamW, Optimizer, RMSprop
from netloom.settings.schedules import Constant, Cosine, OneCycle, ReduceOnPlateau, Schedule, StepDecay
from netloom.settings.training import Clipping, EarlyStopping, Snapshots
from netloom.training.folder import read_state
from netloom.training.state import CHECKPOINT, COMPLETE, STATE, sha256
from netloom.training.train import train
from small_trainings import PRICE, RESTLESS, X, Y, project_file
from zygote import Zygote, zygote

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")

OPTIMIZERS: tuple[Optimizer, ...] = (
    RMSprop(momentum=0.5), Adam(learning_rate=0.02), SGD(momentum=0.9), Adadelta(learning_rate=1.0), Adagrad(), AdamW(),
)  # fmt: skip  # a list reads best in few lines
SCHEDULES: tuple[Schedule, ...] = (
    ReduceOnPlateau(patience=0, min_delta=0.5), OneCycle(warm_up=1.5), Constant(), Cosine(), StepDecay(every=2),
)  # fmt: skip  # a list reads best in few lines
SECONDS = 0.6  # what a training of this size takes, with a checkpoint at each step


@pytest.fixture(scope="module")
def trainings() -> Iterator[Zygote]:
    with zygote() as running:
        yield running


def project(folder: Path, number: int) -> Path:
    """A project of which everything that can change from step to step does; each number has other settings."""
    return project_file(
        folder,
        *RESTLESS,
        columns=(X, Y, PRICE),
        optimizer=OPTIMIZERS[number % len(OPTIMIZERS)],
        epochs=5,
        batch_size=(16, "all", 1000, 50)[number // len(OPTIMIZERS) % 4],
        schedule=SCHEDULES[number % len(SCHEDULES)],
        clipping=(None, Clipping(limit=0.5))[number % 2],
        snapshots=(None, Snapshots(most=3))[number % 2],
        early_stopping=EarlyStopping(monitor=("validation_loss", "rmse")[number % 2], patience=2),
        seed=number,
    )


def told(run: Path) -> list[tuple[object, ...]]:
    """What the events of a run say of its epochs and its end, without times."""
    return [_without_times(event) for event in open_run(run).events() if isinstance(event, EpochFinished | RunFinished)]


def _without_times(event: Event) -> tuple[object, ...]:
    return tuple((name, value) for name, value in event if name != "seconds")


def weights(run: Path) -> dict[str, bytes]:
    files = [run / "last.safetensors", run / "best.safetensors", *run.glob("epoch-*.safetensors")]
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize(
    ("numbers", "kills"), [(range(2), 4), pytest.param(range(20), 50, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_killed_at_random_moments_it_comes_to_the_same_weights_and_figures(
    numbers: range, kills: int, trainings: Zygote, tmp_path: Path
) -> None:
    for number in numbers:
        path = project(tmp_path, number)
        whole, killed = tmp_path / f"whole {number}", tmp_path / f"killed {number}"
        assert trainings.train(path, whole, every=5.0) == "done"
        train_with_kills(trainings, path, killed, kills, random.Random(number))
        assert weights(killed) == weights(whole)
        assert told(killed) == told(whole)


def train_with_kills(trainings: Zygote, path: Path, run: Path, kills: int, chance: random.Random) -> None:
    """Trains until it was killed so often, and then to the end; one that is over before is begun again."""
    every = chance.choice([0.0, 0.02])
    while True:
        seconds = chance.uniform(0, SECONDS) if kills else None
        if (run / STATE).exists():
            outcome = trainings.resume(run, every=every, seconds=seconds)
        else:
            shutil.rmtree(run, ignore_errors=True)
            outcome = trainings.train(path, run, every=every, seconds=seconds)
        assert outcome in ("done", "killed")
        if outcome == "done" and not kills:
            return
        if (run / STATE).exists() and read_state(run).status in COMPLETE:  # the kill may come after its last state
            shutil.rmtree(run)
        elif outcome == "killed":
            kills -= 1


FROZEN = """
import sys
from pathlib import Path
from netloom import storage
from netloom.training.train import train

path = Path(sys.argv[1])
for event in train(storage.load(path), path, run=Path(sys.argv[2]), threads=1, checkpoint_every=0):
    print(event.kind, flush=True)
"""


@pytest.mark.parametrize("copies", [15, pytest.param(200, marks=pytest.mark.soak)])
def test_a_checkpoint_is_never_torn_and_holds_one_moment(copies: int, tmp_path: Path) -> None:
    """Training is frozen at any moment and its folder is copied: the copy holds what another run holds at that step."""
    path = project_file(tmp_path, *RESTLESS, columns=(X, Y, PRICE), epochs=10**6, batch_size=16, early_stopping=None)
    chance = random.Random(1)
    command = [sys.executable, "-c", FROZEN, str(path), str(tmp_path / "run")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for copy in range(copies):
            while process.stdout.readline() != "progress\n" or chance.random() < 0.7:
                pass
            process.send_signal(signal.SIGSTOP)
            shutil.copytree(tmp_path / "run", tmp_path / "copies" / str(copy))
            process.send_signal(signal.SIGCONT)
        process.kill()
    found = dict(moment(copy) for copy in (tmp_path / "copies").iterdir())
    assert len(found) > copies / 2
    expected = {}
    for event in train(storage.load(path), path, run=tmp_path / "other", threads=1, checkpoint_every=0):
        if event.kind == "progress":
            expected |= [moment(tmp_path / "other")]
            if found.keys() <= expected.keys():
                break
    assert {at: expected[at] for at in found} == found


def moment(run: Path) -> tuple[tuple[int, int], str]:
    """The epoch and step of a checkpoint, and what it holds. One that is listed for what is there must be."""
    there = sha256((run / CHECKPOINT).read_bytes())
    *_, checkpoint = (each for each in read_state(run).checkpoint if each.sha256 == there)
    return (checkpoint.epoch, checkpoint.step), there
