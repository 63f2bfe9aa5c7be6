"""The training loop. It waits for the device only where a figure is read: when an event is due, and after an epoch."""

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from time import perf_counter
from typing import Any

import torch
from torch import Tensor, nn

from netloom.events import Health, Measured, Progress, Told
from netloom.settings.training import Clipping
from netloom.training.clipping import clip
from netloom.training.device import RandomState, set_seed
from netloom.training.examples import Examples, epoch_seeds, shuffled_batches
from netloom.training.graphed import GraphedStep
from netloom.training.health import Checkup
from netloom.training.losses import Objective
from netloom.training.metrics import Figures, Outcome, Totals
from netloom.training.optimizers import Fused
from netloom.training.schedules import Rate

SECONDS_BETWEEN_EVENTS = 0.05


class NotFinite(Exception):
    """The loss or a weight became NaN or infinite in this epoch."""


@dataclass(frozen=True)
class Fit:
    """A network in training, with all that an epoch needs. `validation` is None where there are no such rows.

    Where there is `graphed` it takes the steps, most of them by replaying one, as a GPU can.
    """

    objective: Objective
    optimizer: Fused
    figures: Figures
    training: Examples
    validation: Examples | None
    batch_size: int
    rows_at_once: int
    seed: int
    rate: Rate
    clipping: Clipping | None = None
    seconds_between_events: float = SECONDS_BETWEEN_EVENTS
    graphed: GraphedStep | None = None

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

    @property
    def learning_rate(self) -> float:
        """That of the last step."""
        rate: float = self.optimizer.param_groups[0]["lr"]
        return rate

    def begun(self, number: int) -> "Running":
        """The epoch of that number, before its first step."""
        return Running(number, Totals(self.figures))


@dataclass
class Running:
    """The epoch that runs: its number, counted from 1, and how far it has come in steps, figures and seconds."""

    number: int
    totals: Totals
    step: int = 0
    seconds: float = 0.0
    random: RandomState | None = None  # what it goes on with, if it was begun elsewhere


def epoch(
    fit: Fit, running: Running, checkup: Checkup
) -> Generator[Progress | Health | Told, None, tuple[Measured, ...]]:
    """Trains to the end of an epoch and returns its figures. NotFinite where they are not.

    Whenever it is at rest `running` says how far it is. Time in which nobody asks for the next event is not counted.
    """
    watch = _StopWatch(running)
    yield from _train(fit, running, watch, checkup)
    figures = _figures(fit, running.totals)
    if fit.validation is not None:
        figures += _figures(fit, measure(fit, fit.validation), "validation_")
    if not finite(list(fit.network.state_dict().values())):
        raise NotFinite
    watch.stop()
    if fit.graphed is not None:
        yield from fit.graphed.told()
    return figures


class _StopWatch:
    """Counts the seconds of an epoch."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self.start()

    def start(self) -> float:
        self._started = perf_counter()
        return self._started

    def stop(self) -> None:
        self._running.seconds += perf_counter() - self._started


def _train(fit: Fit, running: Running, watch: _StopWatch, checkup: Checkup) -> Generator[Progress | Health, None, None]:
    now = watch.start()
    due, totals, step = now + fit.seconds_between_events, running.totals, step_of(fit)
    for batch in batches(fit, running.number, running.step, running.random):
        look = checkup if now >= checkup.due else None
        totals.add(step(batch, look))
        running.step += 1
        now = perf_counter()
        if look is not None:
            watch.stop()
            yield look.health(running.number, running.step)
            now = watch.start()
        if now >= due:
            figures = _figures(fit, totals)  # waits for the device
            watch.stop()
            yield _progress(fit, running, figures)
            now = watch.start()
            due = now + fit.seconds_between_events


def _progress(fit: Fit, running: Running, figures: tuple[Measured, ...]) -> Progress:
    return Progress(
        epoch=running.number,
        step=running.step,
        loss=figures[0].value,
        rows_per_second=running.totals.rows / running.seconds,
        figures=figures,
        learning_rate=fit.learning_rate,
    )


def batches(fit: Fit, number: int, after: int = 0, random: RandomState | None = None) -> Iterator[Examples]:
    """The batches of an epoch, the same each time it is run; sets the network and torch's random numbers up for it.

    Of an epoch that is begun, those that come `after` so many steps, with the random numbers as they were then. Before
    each it sets the learning rate of the step.
    """
    order, chance = epoch_seeds(fit.seed, number)
    fit.network.train()
    set_seed(chance)
    if random is not None:
        random.restore()
    found, done = shuffled_batches(fit.training, fit.batch_size, order, after), (number - 1) * fit.steps + after
    if not fit.rate.stays:
        return _at_their_rates(fit, found, done)
    fit.rate.set(fit.optimizer, done, fit.steps)
    return found


def _at_their_rates(fit: Fit, found: Iterator[Examples], done: int) -> Iterator[Examples]:
    for number, batch in enumerate(found, done):
        fit.rate.set(fit.optimizer, number, fit.steps)
        yield batch


def step_of(fit: Fit) -> Callable[[Examples, Checkup | None], Outcome]:
    """What takes the steps of a training, as `take_step` does."""
    return partial(take_step, fit) if fit.graphed is None else partial(fit.graphed.take, partial(learn, fit))


def take_step(fit: Fit, batch: Examples, checkup: Checkup | None = None) -> Outcome:
    """One step of the optimizer; returns what the network gave before it. A checkup looks at its gradients."""
    return learn(fit, batch, fit.optimizer.count_step(), checkup)


def learn(fit: Fit, batch: Examples, numbers: tuple[Any, ...], checkup: Checkup | None = None) -> Outcome:
    """All of a step that happens on the device, with the optimizer's numbers of that step."""
    means, logits, targets = fit.objective(batch)
    _backward(means[0])
    if checkup is not None:
        checkup.look()
    if fit.clipping is not None:
        clip([weight.grad for weight in fit.weights if weight.grad is not None], fit.clipping.by, fit.clipping.limit)
    fit.optimizer.move(numbers)
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
