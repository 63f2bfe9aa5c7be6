"""The weights of some epochs, kept to look back at: few enough, and spread evenly however long training gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor

from netloom.settings.training import Snapshots

BYTES = 1_000_000  # of a megabyte
Weights = dict[str, Tensor]


def epochs_kept(epochs: int, most: int) -> range:
    """Which epochs are kept of so many: 0 (before the first) and every one, or every second, fourth, … of the others.

    They depend on the number of epochs alone, and those that are kept of more epochs are among those kept of fewer.
    """
    every = 1
    while epochs // every + 1 > most:
        every *= 2
    return range(0, epochs + 1, every)


@dataclass
class Album:
    """Holds the weights of epochs that are to be kept until they are written. With `most` 0 none are."""

    most: int = 0
    waiting: dict[int, Weights] = field(default_factory=dict)

    def kept(self, epochs: int) -> range:
        """Which are to be kept after so many epochs."""
        return epochs_kept(epochs, self.most) if self.most else range(0)

    def take(self, epochs: int, weights: Mapping[str, Tensor]) -> None:
        """Takes note of the weights after so many epochs."""
        kept = self.kept(epochs)
        if epochs in kept:
            self.waiting[epochs] = {name: tensor.clone() for name, tensor in weights.items()}
        self.waiting = {epoch: tensors for epoch, tensors in self.waiting.items() if epoch in kept}


def album_for(settings: Snapshots | None, weights: Mapping[str, Tensor]) -> Album:
    """The album that a project asks for, for a network of these weights."""
    if settings is None:
        return Album()
    size = max(sum(tensor.nbytes for tensor in weights.values()), 1)
    return Album(min(settings.most, settings.megabytes * BYTES // size))
