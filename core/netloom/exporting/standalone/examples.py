"""Rows as tensors: what the network takes, what it is to answer, and how much each row counts."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

import settings
from netloom.exporting.standalone.features import Features
from netloom.exporting.standalone.tables import Table, read_table

ROWS_AT_ONCE = 4096  # where nothing is learnt


class Examples(NamedTuple):
    """Tensors [rows, …] of each Input, of each Output's target, and of how much each row counts for each Output.

    `weights` is empty where all rows count the same.
    """

    inputs: tuple[Tensor, ...]
    targets: tuple[Tensor, ...]
    weights: tuple[Tensor, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.targets[0])

    def take(self, rows: Tensor) -> "Examples":
        """These rows, in this order."""
        return Examples(*(tuple(tensor[rows] for tensor in tensors) for tensors in self))

    def batches(self, size: int, order: Tensor | None = None) -> Iterator["Examples"]:
        """All rows, so many at a time, in this order if one is given; the last batch may be shorter."""
        rows = torch.arange(self.rows) if order is None else order
        return (self.take(some.to(self.targets[0].device)) for some in torch.split(rows, size))


def read_examples(features: Features, path: Path, *, balanced: bool = False) -> Examples:
    """The rows of a CSV file on the device; `balanced` makes rare classes count as much as common ones."""
    table = read_table(path)
    numbers = features.targets(table)
    targets = tuple(_target(each, loss) for each, loss in zip(numbers, settings.LOSSES, strict=True))
    examples = Examples(inputs_of(features, table), targets)
    if balanced:
        weighed = zip(features.outputs, numbers, strict=True)
        weights = tuple(torch.tensor(output.weights(each)) for output, each in weighed)
        examples = examples._replace(weights=weights)
    return Examples(*(tuple(tensor.to(settings.DEVICE) for tensor in tensors) for tensors in examples))


def inputs_of(features: Features, table: Table) -> tuple[Tensor, ...]:
    """What the network takes for the rows of a table: float32 [rows, features], or int64 [rows, columns] of indices."""
    kinds = {"f": torch.float32, "q": torch.int64}
    return tuple(
        torch.frombuffer(values, dtype=kinds[values.typecode]).reshape(len(table.rows), -1)
        for values in features.values(table)
    )


def _target(numbers: list[float], loss: object) -> Tensor:
    """Class numbers as int64 [rows] for a softmax; yes or no, and amounts, as float32 [rows, 1]."""
    values = torch.tensor(numbers, dtype=torch.float64)
    return values.long() if loss is F.cross_entropy else values.float().unsqueeze(1)
