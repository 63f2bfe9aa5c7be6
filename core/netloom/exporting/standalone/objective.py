"""What training makes small, and what is measured beside it."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

import settings
from model import Network
from netloom.exporting.standalone.examples import ROWS_AT_ONCE, Examples
from netloom.exporting.standalone.outputs import Amount, Classes


def outcome(network: Network, batch: Examples, outputs: list[Classes | Amount]) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of a batch with its penalty, and the sum over its rows of everything that is measured."""
    with torch.autocast(settings.DEVICE, torch.bfloat16, enabled=settings.BFLOAT16):
        answers = network(*batch.inputs)
    answers = tuple(answer.float() for answer in (answers if isinstance(answers, tuple) else (answers,)))
    weights = batch.weights or (None,) * len(answers)
    losses = [_mean(*each) for each in zip(settings.LOSSES, answers, batch.targets, weights, strict=True)]
    loss = sum(weight * each for weight, each in zip(settings.LOSS_WEIGHTS, losses, strict=True))
    each = dict(zip(_names("loss"), losses, strict=True)) if len(losses) > 1 else {}
    apart = {"loss_without_penalty": loss, "penalty": network.penalty()} if hasattr(network, "penalty") else {}
    loss = loss + apart["penalty"] if apart else loss  # what regularization adds
    means = {"loss": loss, **each, **apart}
    sums = {name: mean.detach().double() * batch.rows for name, mean in means.items()}
    for prefix, output, answer, target in zip(_names(""), outputs, answers, batch.targets, strict=True):
        sums |= {prefix + name: total for name, total in _metrics(output, answer.detach(), target).items()}
    return loss, sums


def _names(what: str) -> list[str]:
    """What something is called for each Output: with the name of the Output before it, if there are several."""
    return [f"{name}_{what}" if len(settings.OUTPUTS) > 1 else what for name in settings.OUTPUTS]


def _mean(loss: Callable[..., Tensor], answer: Tensor, target: Tensor, weights: Tensor | None) -> Tensor:
    """The mean of a loss over rows, each as often as it counts."""
    if weights is None:
        return loss(answer, target)
    losses = loss(answer, target, reduction="none")
    return ((losses.flatten(1).mean(1) if losses.dim() > 1 else losses) * weights).mean()


def _metrics(output: Classes | Amount, answer: Tensor, target: Tensor) -> dict[str, Tensor]:
    """Summed over rows: how many classes are right; how far amounts are off in their own units, plain and squared."""
    if isinstance(output, Amount):
        miss = _restored(output, answer) - _restored(output, target)
        return {"mae": miss.abs().sum(), "rmse": miss.square().sum()}
    softmax = target.dim() == 1
    right = answer.argmax(1) == target if softmax else (answer > 0) == (target > 0.5)
    return {"accuracy": right.sum()}


def _restored(output: Amount, scaled: Tensor) -> Tensor:
    amounts = scaled.double() * output.spread + output.center
    return amounts.expm1() if output.log else amounts


class Totals:
    """Sums over the rows seen so far, on the device until they are asked for."""

    def __init__(self) -> None:
        self.rows = 0
        self.sums: dict[str, Tensor] = {}

    def add(self, rows: int, sums: dict[str, Tensor]) -> None:
        self.rows += rows
        self.sums = {name: total + self.sums.get(name, 0) for name, total in sums.items()}

    def figures(self, prefix: str = "") -> dict[str, float]:
        """The means over all rows; of squared misses the root of it."""
        means = {prefix + name: total.item() / self.rows for name, total in self.sums.items()}
        return {name: math.sqrt(mean) if name.endswith("rmse") else mean for name, mean in means.items()}


@torch.inference_mode()
def measure(network: Network, examples: Examples, outputs: list[Classes | Amount]) -> Totals:
    """What the network as it is gives on these rows: without Dropout and noise."""
    network.eval()
    totals = Totals()
    for batch in examples.batches(ROWS_AT_ONCE):
        totals.add(batch.rows, outcome(network, batch, outputs)[1])
    return totals


def line(figures: dict[str, float]) -> str:
    """Figures in one line."""
    return "  ".join(f"{name} {value:.4g}" for name, value in figures.items())
