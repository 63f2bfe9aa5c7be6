"""Rows on the device: whole, shuffled once an epoch, and cut into batches without a copy for each."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import torch
from torch import Tensor

CHUNK_BYTES = 2**20  # gathered at once: small enough that the step finds it in the cache next to the processor


class Examples(NamedTuple):
    """Rows as tensors [rows, …]: of each Input, of each Output's target, and how much each row counts for each Output.

    `weights` is empty where all rows count the same.
    """

    inputs: tuple[Tensor, ...]
    targets: tuple[Tensor, ...]
    weights: tuple[Tensor, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.targets[0])

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return sum(tensor[:1].nbytes for tensor in self._tensors())

    def _tensors(self) -> tuple[Tensor, ...]:
        return (*self.inputs, *self.targets, *self.weights)

    def _like(self, tensors: tuple[Tensor, ...]) -> "Examples":
        first, second = len(self.inputs), len(self.inputs) + len(self.targets)
        return Examples(tensors[:first], tensors[first:second], tensors[second:])

    def take(self, rows: Tensor) -> "Examples":
        """These rows, in this order."""
        return self._like(tuple(tensor.index_select(0, rows) for tensor in self._tensors()))

    def copied(self) -> "Examples":
        """The same rows in tensors of their own."""
        return self._like(tuple(tensor.clone() for tensor in self._tensors()))

    def become(self, other: "Examples") -> None:
        """Puts as many other rows in the place of these."""
        for place, rows in zip(self._tensors(), other._tensors(), strict=True):
            place.copy_(rows)

    def batches(self, size: int) -> Iterator["Examples"]:
        """All rows in order, so many at a time; the last batch may be shorter."""
        for tensors in zip(*(torch.split(tensor, size) for tensor in self._tensors()), strict=True):
            yield self._like(tensors)


def epoch_seeds(seed: int, epoch: int) -> tuple[int, int]:
    """Two seeds below 2^32 for an epoch of a run, for the order of rows and for Dropout and noise.

    Since each epoch has its own, it can be repeated exactly.
    """
    digest = hashlib.sha256(f"{seed} {epoch}".encode()).digest()
    return int.from_bytes(digest[:4]), int.from_bytes(digest[4:8])


def shuffled_batches(examples: Examples, size: int, seed: int, after: int = 0) -> Iterator[Examples]:
    """Every row once, in the order of one permutation, `size` rows at a time; all rows at once stay in their order.

    The first `after` batches are left out, and the others are the same.
    """
    if size >= examples.rows:
        yield from [examples][after:]
        return
    order = torch.randperm(examples.rows, generator=torch.Generator().manual_seed(seed))
    at_once = max(CHUNK_BYTES // (examples.row_bytes * size), 1)
    chunks, left_out = torch.split(order.to(examples.targets[0].device), at_once * size), after % at_once
    # The chunk that is begun is gathered as a whole: how rows lie in memory may change the last bit of a product.
    for rows in chunks[after // at_once :]:
        yield from islice(examples.take(rows).batches(size), left_out, None)
        left_out = 0
