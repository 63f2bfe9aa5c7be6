"""Small trained runs for tests, made of the columns and names that make trouble."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from netloom import storage
from netloom.blocks import (
    BatchNormalization,
    Block,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    Input,
    Output,
)
from netloom.project import Data, Node, Project, Wire
from netloom.runs import Run, open_run
from netloom.settings.columns import Column
from netloom.settings.optimizers import RMSprop
from netloom.settings.schedules import OneCycle, ReduceOnPlateau
from netloom.settings.sources import TableFile
from netloom.settings.training import Clipping, EarlyStopping, Training
from netloom.training.train import train
from networks import chain, node
from small_trainings import INSIDE, X, points, project_file
from tables import amount, category, classes, date, number

ROWS = 200
ODD_NAME = "a|b`c\nd"
TWO_EPOCHS = Training(epochs=2, batch_size=32)
FALLING = Training(
    epochs=6,
    batch_size=32,
    schedule=ReduceOnPlateau(patience=1, min_delta=1.0),
    clipping=Clipping(by="value", limit=0.01),
)

Network = tuple[tuple[Node, ...], tuple[Wire, ...]]


def trained(
    folder: Path,
    cells: Mapping[str, Sequence[str]],
    columns: Sequence[Column],
    network: Network,
    training: Training = TWO_EPOCHS,
) -> Run:
    """A run of two epochs on a CSV file of these cells, where `?` and `NA` mean missing."""
    pl.DataFrame(cells).write_csv(folder / "data.csv")
    data = Data(source=TableFile(path="data.csv", missing=("?", "NA")), columns=tuple(columns))
    nodes, wires = network
    project = Project(name="small", nodes=nodes, wires=wires, data=data, training=training)
    storage.save(project, folder / "small.netloom")
    list(train(project, folder / "small.netloom"))
    return open_run(folder / "small.netloom")


def network_of(blocks: Mapping[str, Block | tuple[str, Block]], wires: str) -> Network:
    """Blocks by id, some with a name of their own, and wires as `a>b>c a>d`."""
    nodes = tuple(
        node(id, block[1], block[0]) if isinstance(block, tuple) else node(id, block) for id, block in blocks.items()
    )
    return nodes, tuple(wire for path in wires.split() for wire in chain(*path.split(">")))


def odd_run(folder: Path) -> Run:
    """Two Inputs (one of indices), three Outputs (two of one name), columns named like parts of the file, dates."""
    chance = np.random.default_rng(0)
    amounts = [[f"{value:.3f}" for value in chance.normal(3, 2, ROWS)] for _ in range(3)]
    for column in amounts:
        column[::9] = ["NA"] * len(column[::9])
    cells = {
        "âge (années)": amounts[0],
        "prediction_Price": amounts[1],
        "net:x": amounts[2],
        "a/b": chance.choice(["x", "y", "?", "=1+1", "rare"], ROWS).tolist(),
        "label": chance.choice(["u", "v"], ROWS).tolist(),
        "when": [f"2024-{month:02}-15" for month in chance.integers(1, 13, ROWS)],
        "key": [f"k{row}" for row in range(ROWS)],
        "price": [f"{value:.2f}" for value in np.exp(chance.normal(5, 1, ROWS))],
        "churn": chance.choice(["no", "yes"], ROWS).tolist(),
        "grade": chance.choice(["a", "b", "c"], ROWS).tolist(),
    }
    columns = [
        number("âge (années)", was_missing=True), number("prediction_Price", scale="robust"), number("net:x", log=True),
        category("a/b", "x", "y", "=1+1"), category("label", "u", "v"), date("when"),
        Column(name="key", kind="identifier", role="ignored"),
        amount("price", log=True), classes("churn", "no", "yes"), classes("grade", "a", "b", "c"),
    ]  # fmt: skip  # a table reads best as one
    blocks = {
        "input_1": Input(), "label": Input(columns=("a/b", "label"), encoding="indices"),
        "vectors": Embedding(output_dim=3), "flat": Flatten(), "both": Concatenate(),
        "dense": Dense(units=12, activation="gelu"), "drop": Dropout(rate=0.3),
        "one": Dense(units=1), "two": Dense(units=1), "three": Dense(units=3),
        "price": ("Price", Output(target="price")), "churn": ("State", Output(target="churn")),
        "grade": ("State", Output(target="grade")),
    }  # fmt: skip  # a table reads best as one
    wires = "label>vectors>flat>both input_1>both>dense>drop>one>price drop>two>churn drop>three>grade"
    return trained(folder, cells, columns, network_of(blocks, wires))


def class_run(folder: Path) -> Run:
    """One Output whose classes are whole numbers, and features named like what the file hands out."""
    chance = np.random.default_rng(1)
    cells = {
        "label": [f"{value:.2f}" for value in chance.normal(0, 1, ROWS)],
        "probability_3": [f"{value:.2f}" for value in chance.normal(0, 1, ROWS)],
        "stars": chance.choice(["1", "2", "3"], ROWS).tolist(),
    }
    columns = [number("label"), number("probability_3"), classes("stars", "1", "2", "3")]
    blocks = {"input_1": Input(), "dense": Dense(units=3), "output_1": Output()}
    return trained(folder, cells, columns, network_of(blocks, "input_1>dense>output_1"))


def amount_run(folder: Path) -> Run:
    """One Output that is an amount of which float32 knows too few digits, trained with a rate that falls."""
    chance = np.random.default_rng(2)
    cells = {
        "x": [f"{value:.2f}" for value in chance.normal(0, 1, ROWS)],
        "city": chance.choice(["Rome", "Bonn"], ROWS).tolist(),
        "year": [f"{value:.6f}" for value in 2024 + chance.normal(0, 0.01, ROWS)],
    }
    columns = [number("x"), category("city", "Rome", "Bonn"), amount("year")]
    blocks = {"input_1": Input(), "dense": Dense(units=8, activation="relu"), "last": Dense(units=1), "out": Output()}
    return trained(folder, cells, columns, network_of(blocks, "input_1>dense>last>out"), FALLING)


def heavy_run(folder: Path) -> Run:
    """A run with all that training knows: penalty, class weights, noise, moving means, momentum, a rate that changes,
    clipped gradients, early stopping."""
    cells = points()
    cells[ODD_NAME] = cells.pop("y")
    path = project_file(
        folder,
        GaussianNoise(stddev=0.1),
        Dense(units=8, activation="tanh", l2=0.01, l1=0.001),
        BatchNormalization(),
        Dense(units=2),
        cells=cells,
        columns=(X, number(ODD_NAME), INSIDE),
        optimizer=RMSprop(learning_rate=0.01, momentum=0.5),
        schedule=OneCycle(warm_up=1.5),
        clipping=Clipping(limit=0.5),
        epochs=20,
        batch_size=16,
        class_weights="balanced",
        seed=7,
        early_stopping=EarlyStopping(monitor="validation_accuracy", patience=3),
    )
    list(train(storage.load(path), path))
    return open_run(path)
