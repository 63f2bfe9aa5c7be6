"""Tables made for the benchmarks, always the same, each with a project: as arrays for others, as a file for Netloom."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
from tests.benchmarks.contenders.common import CLASSES, HIDDEN
from tests.benchmarks.sizes import Sizes

import netloom
from netloom.blocks import Dense, Input, Output
from netloom.project import Data, Node, Project, Wire
from netloom.settings.columns import Category, Column, Number
from netloom.settings.sources import TableFile
from netloom.settings.splits import ColumnSplit
from netloom.settings.training import Training

LEVELS = 8  # of brightness: k/8 is the same in float32, in float64 and as text
TEST_ROWS = 10  # a project keeps some, and nothing here looks at them


def digits(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures like MNIST's, float32 [rows, columns] in 0…1, four fifths of them 0, and their classes int64 [rows].

    Each is the picture of its class, blended with that of another class, and with noise.
    """
    random = np.random.default_rng(784)
    strokes = random.random((CLASSES, columns), np.float32) ** 3
    classes, others = random.integers(0, CLASSES, (2, rows))
    share = random.uniform(0.45, 1.0, (rows, 1)).astype(np.float32)
    drawn = strokes[classes] * share + strokes[others] * (1 - share)
    seen = random.random((rows, columns), np.float32) < 0.1 + 0.4 * drawn
    return np.round(drawn * seen * LEVELS) / np.float32(LEVELS), classes


def write_mlp(folder: Path, sizes: Sizes) -> None:
    """Writes the arrays, the same rows as a Parquet file, and the project of the network with one hidden layer."""
    inputs, classes = digits(sizes.training_rows + sizes.validation_rows + TEST_ROWS, sizes.columns)
    training = slice(sizes.training_rows)
    validation = slice(sizes.training_rows, sizes.training_rows + sizes.validation_rows)
    for name, rows in (("training", training), ("validation", validation)):
        np.save(folder / f"{name}_inputs.npy", inputs[rows])
        np.save(folder / f"{name}_classes.npy", classes[rows])
    write_table(folder / "table.parquet", inputs, classes, _parts(len(classes), sizes))
    project = project_for("table.parquet", sizes.columns, (HIDDEN,))
    netloom.save(project, folder / "project.netloom")


def _parts(rows: int, sizes: Sizes) -> list[str]:
    test = rows - sizes.training_rows - sizes.validation_rows
    return ["training"] * sizes.training_rows + ["validation"] * sizes.validation_rows + ["test"] * test


def write_table(path: Path, inputs: np.ndarray, classes: np.ndarray, parts: list[str]) -> None:
    """A table with a column for each input, the class, and the part that each row belongs to."""
    table = pl.DataFrame(inputs, schema=pixels(inputs.shape[1])).with_columns(
        pl.Series("digit", classes), pl.Series("part", parts)
    )
    if path.suffix == ".csv":
        table.write_csv(path)
    else:
        table.write_parquet(path)


def write_small(folder: Path, rows: int, columns: int, hidden: tuple[int, ...]) -> Path:
    """A table of that size with a project of those hidden layers; the project's path."""
    inputs, classes = digits(rows, columns)
    parts = np.resize(["training"] * 7 + ["validation"] + ["test"] * 2, rows).tolist()
    write_table(folder / "table.parquet", inputs, classes, parts)
    path = folder / "project.netloom"
    netloom.save(project_for("table.parquet", columns, hidden), path)
    return path


def pixels(count: int) -> list[str]:
    return [f"pixel_{number}" for number in range(count)]


def project_for(table: str, columns: int, hidden: tuple[int, ...]) -> Project:
    """A chain of Dense blocks with ReLU, then one without for the classes."""
    layers = [Dense(units=units, activation="relu") for units in hidden]
    blocks = [Input(), *layers, Dense(units=CLASSES), Output()]
    nodes = tuple(Node(id=f"block_{number}", block=block) for number, block in enumerate(blocks, 1))
    return Project(
        nodes=nodes,
        wires=tuple(Wire(source=a.id, target=b.id) for a, b in pairwise(nodes)),
        data=Data(
            source=TableFile(path=table), columns=_columns(columns), split=ColumnSplit(column="part", test_value="test")
        ),
        training=Training(early_stopping=None),
    )


def _columns(count: int) -> tuple[Column, ...]:
    number = Number(scale="none")
    levels = tuple(map(str, range(CLASSES)))
    return (
        *(Column(name=name, kind="number", transform=number) for name in pixels(count)),
        Column(name="digit", kind="category", role="target", transform=Category(levels=levels)),
        Column(name="part", kind="category", role="ignored"),
    )
