"""All that a training needs to go on as if it had never ended: as tensors for a file, and as values for the state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from netloom.errors import RunError
from netloom.events import Measured
from netloom.training.device import RandomState
from netloom.training.loop import Fit, Running
from netloom.training.metrics import Totals
from netloom.training.state import Checkpoint, Waiting
from netloom.training.stopping import Watch

Tensors = dict[str, Tensor]


@dataclass
class Standing:
    """How far a training has come, beside what network and optimizer hold.

    `best` are the weights of the best epoch, none before there is one.
    """

    watch: Watch
    running: Running
    best: Tensors = field(default_factory=dict)
    best_figures: tuple[Measured, ...] = ()
    seconds: float = 0.0


def taken(fit: Fit, standing: Standing) -> tuple[Checkpoint, Tensors]:
    """A checkpoint of this moment, to be written before training goes on: its tensors are those that then change."""
    running = standing.running
    described = Checkpoint(
        epoch=running.number,
        step=running.step,
        rows=running.totals.rows,
        epoch_seconds=running.seconds,
        seconds=standing.seconds,
        stopping=_waiting(standing.watch),
        best_figures=standing.best_figures,
        highest_rate=fit.rate.highest,
        plateau=None if fit.rate.watch is None else _waiting(fit.rate.watch),
        optimizer=tuple(_numbers(fit.optimizer.param_groups[0]).items()),
    )
    return described, _tensors(fit, standing)


def _tensors(fit: Fit, standing: Standing) -> Tensors:
    random = RandomState.now()
    return {
        **_within("network", fit.network.state_dict()),
        **_within("best", standing.best),
        **_within("optimizer", _optimizer_tensors(fit)),
        **_within("totals", standing.running.totals.tensors()),
        **_within("random.cuda", {str(number): state for number, state in enumerate(random.cuda)}),
        "random.cpu": random.cpu,
    }


def restored(fit: Fit, watch: Watch, checkpoint: Checkpoint, stored: Mapping[str, Tensor]) -> Standing:
    """Makes network and optimizer what they were, and returns the rest. RunError if they are not those of this run."""
    tensors = copies(stored, str(fit.weights[0].device))
    try:
        fit.network.load_state_dict(_named("network", tensors))
        _restore_optimizer(fit, checkpoint, _named("optimizer", tensors))
        _restore_rate(fit, checkpoint)
        return Standing(
            watch=replace(watch, **dict(checkpoint.stopping)),
            running=_running(fit, checkpoint, tensors),
            best=_in_order(_named("best", tensors), fit),
            best_figures=checkpoint.best_figures,
            seconds=checkpoint.seconds,
        )
    except (RuntimeError, KeyError, ValueError) as error:
        what = " ".join(str(error).split())
        raise RunError(f"The checkpoint is not one of this network: {what}. Train again.") from error


def _in_order(weights: Tensors, fit: Fit) -> Tensors:
    """Weights in the order in which the network has its own, which a file does not keep."""
    return {name: weights[name] for name in fit.network.state_dict()} if weights else {}


def _running(fit: Fit, checkpoint: Checkpoint, tensors: Tensors) -> Running:
    totals = Totals(fit.figures)
    totals.restore(checkpoint.rows, _named("totals", tensors))
    cuda = _named("random.cuda", tensors)
    random = RandomState(tensors["random.cpu"], tuple(cuda[str(number)] for number in range(len(cuda))))
    begun = random if checkpoint.step else None  # an epoch begins with random numbers of its own
    return Running(checkpoint.epoch, totals, checkpoint.step, checkpoint.epoch_seconds, begun)


def _within(name: str, tensors: Mapping[str, Tensor]) -> Tensors:
    return {f"{name}.{inner}": tensor for inner, tensor in tensors.items()}


def _named(name: str, tensors: Tensors) -> Tensors:
    start = f"{name}."
    return {each.removeprefix(start): tensor for each, tensor in tensors.items() if each.startswith(start)}


def _optimizer_tensors(fit: Fit) -> Tensors:
    """What the optimizer keeps of each weight, by the number of the weight and its own name."""
    kept = enumerate(fit.optimizer.state.get(weight, {}) for weight in fit.weights)
    return {f"{number}.{name}": tensor for number, each in kept for name, tensor in each.items()}


def _restore_optimizer(fit: Fit, checkpoint: Checkpoint, tensors: Tensors) -> None:
    whole = fit.optimizer.state_dict()
    for name, tensor in tensors.items():
        number, _, inner = name.partition(".")
        whole["state"].setdefault(int(number), {})[inner] = tensor
    whole["param_groups"][0].update(checkpoint.optimizer)
    fit.optimizer.load_state_dict(whole)
    fit.optimizer.check()


def _restore_rate(fit: Fit, checkpoint: Checkpoint) -> None:
    fit.rate.highest = checkpoint.highest_rate
    if fit.rate.watch is not None and checkpoint.plateau is not None:
        fit.rate.watch = replace(fit.rate.watch, **dict(checkpoint.plateau))


def _waiting(watch: Watch) -> Waiting:
    return Waiting(best=watch.best, best_epoch=watch.best_epoch, waited=watch.waited)


def _numbers(group: Mapping[str, Any]) -> dict[str, int | float]:
    """What of an optimizer's settings is a number, and so may change as it steps: the rate, and the count of steps."""
    return {name: value for name, value in group.items() if isinstance(value, int | float) and type(value) is not bool}


def copies(tensors: Mapping[str, Tensor], device: str) -> Tensors:
    """Copies for training to change, laid out in memory as torch lays out its own; random states stay on the CPU."""
    return {
        name: torch.empty_like(tensor, device="cpu" if name.startswith("random.") else device).copy_(tensor)
        for name, tensor in tensors.items()
    }
