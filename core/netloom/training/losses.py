"""What training makes small: the weighted losses of all Outputs, and what regularization adds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from netloom.planning import PlannedOutput
from netloom.settings.losses import Loss
from netloom.training.examples import Examples
from netloom.training.metrics import Outcome

MeanLoss = Callable[[Tensor, Tensor, Tensor | None], Tensor]


def mean_loss(loss: Loss) -> MeanLoss:
    """The mean of a loss over rows: of logits, targets and, if not None, how much each row counts [rows].

    Weighted as Keras does: Σ weight·loss / rows.
    """
    function: Callable[..., Tensor] = getattr(F, loss.function)  # a name of our own catalogue

    def mean(logits: Tensor, target: Tensor, weights: Tensor | None = None) -> Tensor:
        if weights is None:
            return function(logits, target)
        losses = function(logits, target, reduction="none")
        return ((losses.flatten(1).mean(1) if losses.dim() > 1 else losses) * weights).mean()

    return mean


def balanced_weights(classes: np.ndarray) -> np.ndarray:
    """How much each row counts, float32 [rows], so that all classes that occur count alike.

    rows / (classes that occur · rows of its class): scikit-learn's `class_weight="balanced"`, after King and Zeng 2001.
    """
    _, which, counts = np.unique(classes, return_inverse=True, return_counts=True)
    return (len(classes) / (len(counts) * counts))[which].astype(np.float32)


@dataclass(frozen=True)
class Objective:
    """The network with the loss of each Output, how much that loss counts, and the penalty if a block has one.

    With `autocast`, a type of device, its blocks compute in bfloat16 there; all that follows them is float32.
    """

    network: nn.Module
    losses: tuple[MeanLoss, ...]
    weights: tuple[float, ...]
    penalty: Callable[[], Tensor] | None
    autocast: str = ""

    def __call__(self, batch: Examples) -> Outcome:
        """Runs the network on a batch; the first of `means` is what is to become small."""
        logits = self._short_logits(batch) if self.autocast else self.network(*batch.inputs)
        answers = logits if isinstance(logits, tuple) else (logits,)
        weights = batch.weights or (None,) * len(answers)
        losses = [loss(*rows) for loss, *rows in zip(self.losses, answers, batch.targets, weights, strict=True)]
        return Outcome(self._means(losses), answers, batch.targets)

    def _short_logits(self, batch: Examples) -> tuple[Tensor, ...]:
        # A graph that is replayed must not use weights that were made short once, for a step before.
        with torch.autocast(self.autocast, torch.bfloat16, cache_enabled=self.autocast != "cuda"):
            logits = self.network(*batch.inputs)
        return tuple(each.float() for each in (logits if isinstance(logits, tuple) else (logits,)))

    def _means(self, losses: list[Tensor]) -> tuple[Tensor, ...]:
        weighted = (loss if weight == 1 else weight * loss for weight, loss in zip(self.weights, losses, strict=True))
        total = reduce(add, weighted)
        each = losses if len(losses) > 1 else ()
        if self.penalty is None:
            return (total, *each)
        penalty = self.penalty()
        return (total + penalty, *each, total, penalty)


def objective_of(network: nn.Module, outputs: tuple[PlannedOutput, ...], autocast: str = "") -> Objective:
    """What a plan's network is trained for; in bfloat16 on a device of the type `autocast`, if it is named."""
    losses, weights = tuple(mean_loss(output.loss) for output in outputs), tuple(output.weight for output in outputs)
    return Objective(network, losses, weights, getattr(network, "penalty", None), autocast)
