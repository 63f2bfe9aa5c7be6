"""What training makes small: the weighted losses of all Outputs, and what regularization adds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
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
    """The network with the loss of each Output, how much that loss counts, and the penalty if a block has one."""

    network: nn.Module
    losses: tuple[MeanLoss, ...]
    weights: tuple[float, ...]
    penalty: Callable[[], Tensor] | None

    def __call__(self, batch: Examples) -> Outcome:
        """Runs the network on a batch; the first of `means` is what is to become small."""
        logits = self.network(*batch.inputs)
        answers = logits if isinstance(logits, tuple) else (logits,)
        weights = batch.weights or (None,) * len(answers)
        losses = [loss(*rows) for loss, *rows in zip(self.losses, answers, batch.targets, weights, strict=True)]
        return Outcome(self._means(losses), answers, batch.targets)

    def _means(self, losses: list[Tensor]) -> tuple[Tensor, ...]:
        weighted = (loss if weight == 1 else weight * loss for weight, loss in zip(self.weights, losses, strict=True))
        total = reduce(add, weighted)
        each = losses if len(losses) > 1 else ()
        if self.penalty is None:
            return (total, *each)
        penalty = self.penalty()
        return (total + penalty, *each, total, penalty)


def objective_of(network: nn.Module, outputs: tuple[PlannedOutput, ...]) -> Objective:
    """What a plan's network is trained for."""
    losses = tuple(mean_loss(output.loss) for output in outputs)
    return Objective(network, losses, tuple(output.weight for output in outputs), getattr(network, "penalty", None))
