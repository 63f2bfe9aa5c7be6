"""The training loop. It waits for the device only where a figure is read: when an event is due, and after an epoch."""

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

import torch
from torch import Tensor, nn

from netloom.events import Measured, Progress
from netloom.training.device import set_seed
from netloom.training.examples import Examples, epoch_seeds, shuffled_batches
from netloom.training.losses import Objective
from netloom.training.metrics import Figures, Outcome, Totals

SECONDS_BETWEEN_EVENTS = 0.05


class NotFinite(Exception):
    """The loss or a weight became NaN or infinite in this epoch."""


@dataclass(frozen=True)
class Fit:
    """A network in training, with all that an epoch needs. `validation` is None where there are no such rows."""

    objective: Objective
    optimizer: torch.optim.Optimizer
    figures: Figures
    training: Examples
    validation: Examples | None
    batch_size: int
    rows_at_once: int
    seed: int

    @property
    def network(self) -> nn.Module:
        return self.objective.network

    @cached_property
    def weights(self) -> tuple[nn.Parameter, ...]:
        """All that the optimizer changes."""
        return tuple(self.network.parameters())

    @property
    def steps(self) -> int:
        """Steps in an epoch."""
        return math.ceil(self.training.rows / self.batch_size)


def epoch(fit: Fit, number: int) -> Generator[Progress, None, tuple[Measured, ...]]:
    """Trains for the epoch of that number, counted from 1, and returns its figures. NotFinite where they are not."""
    totals = yield from _train(fit, number)
    figures = _figures(fit, totals)
    if fit.validation is not None:
        figures += _figures(fit, measure(fit, fit.validation), "validation_")
    if not finite(list(fit.network.state_dict().values())):
        raise NotFinite
    return figures


def _train(fit: Fit, number: int) -> Generator[Progress, None, Totals]:
    totals = Totals(fit.figures)
    started = perf_counter()
    due = started + SECONDS_BETWEEN_EVENTS
    for step, batch in enumerate(batches(fit, number), 1):
        totals.add(take_step(fit, batch))
        if perf_counter() >= due:
            loss = _figures(fit, totals)[0].value  # waits for the device
            now = perf_counter()
            yield Progress(epoch=number, step=step, loss=loss, rows_per_second=totals.rows / (now - started))
            due = now + SECONDS_BETWEEN_EVENTS
    return totals


def batches(fit: Fit, number: int) -> Iterator[Examples]:
    """The batches of an epoch, the same each time it is run; sets the network and torch's random numbers up for it."""
    order, chance = epoch_seeds(fit.seed, number)
    fit.network.train()
    set_seed(chance)
    return shuffled_batches(fit.training, fit.batch_size, order)


def take_step(fit: Fit, batch: Examples) -> Outcome:
    """One step of the optimizer; returns what the network gave before it."""
    means, logits, targets = fit.objective(batch)
    _backward(means[0])
    fit.optimizer.step()
    for weight in fit.weights:
        weight.grad = None
    return Outcome(tuple(mean.detach() for mean in means), tuple(answer.detach() for answer in logits), targets)


def _backward(loss: Tensor) -> None:
    """`loss.backward()` without the 30 µs of Python around it, a tenth of a small network's step."""
    backward: Callable[..., object] = torch.autograd.Variable._execution_engine.run_backward
    backward((loss,), (torch.ones_like(loss),), False, False, (), allow_unreachable=True, accumulate_grad=True)


@torch.inference_mode()
def measure(fit: Fit, examples: Examples) -> Totals:
    """What the network as it is gives on these rows, without Dropout and noise and without weights of rows."""
    fit.network.eval()
    totals = Totals(fit.figures)
    for batch in examples.batches(fit.rows_at_once):
        totals.add(fit.objective(batch))
    return totals


def _figures(fit: Fit, totals: Totals, prefix: str = "") -> tuple[Measured, ...]:
    """The figures so far; waits for the device. NotFinite if the loss is not finite."""
    sums = totals.sums()
    if not math.isfinite(sums[0]):
        raise NotFinite
    return fit.figures.finished(sums, totals.rows, prefix)


def finite(tensors: list[Tensor]) -> bool:
    """Whether all values are finite; waits for the device."""
    some = [tensor for tensor in tensors if tensor.is_floating_point() and tensor.numel()]
    largest = torch._foreach_norm(some, math.inf)
    return not some or bool(torch.stack(largest).isfinite().all())
