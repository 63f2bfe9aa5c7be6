"""Small projects with a real table, quick to train, and what came of training them."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from netloom import storage
from netloom.blocks import BatchNormalization, Block, Dense, Dropout, GaussianNoise, Input, Output
from netloom.events import EpochFinished, Event
from netloom.project import Data, Project
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.settings.splits import Split, StratifiedSplit
from netloom.settings.training import Training
from netloom.training.train import train
from networks import chain, node
from tables import amount, classes, number

X, Y = number("x"), number("y")
INSIDE, PRICE = classes("inside", "no", "yes"), amount("price")
HIDDEN = Dense(units=16, activation="tanh")
ONE = Dense(units=1)
# Of these each draws random numbers, or keeps something from step to step, or adds to the loss.
RESTLESS = (
    GaussianNoise(stddev=0.2),
    Dense(units=16, activation="relu", l2=0.001),
    BatchNormalization(),
    Dropout(rate=0.3),
    ONE,
)

Cells = Mapping[str, Sequence[str]]


def points(rows: int = 200, seed: int = 0) -> dict[str, list[str]]:
    """Points in a plane: whether they are inside a circle, in which half, and a price in the thousands."""
    x, y = np.random.default_rng(seed).normal(size=(2, rows))
    return {
        "x": [f"{value:.4f}" for value in x],
        "y": [f"{value:.4f}" for value in y],
        "inside": np.where(x**2 + y**2 < 1.4, "yes", "no").tolist(),
        "half": np.where(x > 0, "right", "left").tolist(),
        "price": [f"{value:.2f}" for value in 5000 + 400 * x - 100 * y],
    }


def project_file(
    folder: Path,
    *blocks: Block,
    cells: Cells | None = None,
    columns: Sequence[Column] = (X, Y, INSIDE),
    split: Split | None = None,
    **training: Any,
) -> Path:
    """A project in a folder with its table: Input → blocks → Output, or (16 tanh, 1) where no blocks are given."""
    pl.DataFrame(points() if cells is None else cells).write_csv(folder / "data.csv")
    middle = [node(f"block_{place}", block) for place, block in enumerate(blocks or (HIDDEN, ONE), 1)]
    nodes = (node("input_1", Input()), *middle, node("output_1", Output()))
    data = Data(source=TableFile(path="data.csv"), columns=tuple(columns), split=split or StratifiedSplit())
    wires = chain(*(each.id for each in nodes))
    project = Project(nodes=nodes, wires=wires, data=data, training=Training(**training))
    storage.save(project, folder / "points.netloom")
    return folder / "points.netloom"


def train_file(path: Path, **options: Any) -> list[Event]:
    """All events of training a project file."""
    return list(train(storage.load(path), path, **options))


def killed_file(path: Path) -> Path:
    """The folder of a run of two epochs as it lies there if training is killed then: copied in that moment."""
    run, copy = path.with_name(f"{path.stem}-runs") / "001", path.with_name("copy")
    with closing(train(storage.load(path), path)) as events:
        for event in events:
            if isinstance(event, EpochFinished) and event.epoch == 2:
                shutil.copytree(run, copy)
                break
    shutil.rmtree(run)
    return copy.rename(run)


def epochs(events: Iterable[Event]) -> list[dict[str, float]]:
    """The figures of each epoch."""
    return [{each.name: each.value for each in event.figures} for event in events if isinstance(event, EpochFinished)]
