"""The optimizers of a project, built for the weights of a network: they take the very steps that Keras 3 takes.

SGD and Adadelta agree in torch as they are. Adagrad does with its epsilon in the starting sum of squares.
Adam and AdamW keep Keras's epsilon beside the uncorrected √v (Kingma and Ba 2015, the form before section 2.1), where
torch puts it beside the corrected one: left as it is, torch would be 4e-4 away after ten steps of 1e-3 with slopes
around 1e-4. RMSprop has Keras's epsilon inside the root, which no setting of torch gives.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from netloom.settings.optimizers import Optimizer


def optimizer_for(settings: Optimizer, weights: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """The optimizer that `settings` describe, for these weights (at least one); a single kernel where torch has one."""
    call = settings.call()
    return OPTIMIZERS[call.name](list(weights), **dict(call.options))


class RMSprop(torch.optim.Optimizer):
    """s ← ρ s + (1 − ρ) g²,  w ← w − η g / √(s + ε), with momentum on the step if wanted (Hinton 2012, as in Keras)."""

    def __init__(self, weights: list[nn.Parameter], lr: float, rho: float, momentum: float, eps: float) -> None:
        super().__init__(weights, {"lr": lr, "rho": rho, "momentum": momentum, "eps": eps})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]  # torch's overloads allow a closure to be called, which nothing here does
        """One step along the gradients that the weights hold."""
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            slopes = [weight.grad for weight in weights]
            sizes = self._kept("velocity", weights)
            torch._foreach_mul_(sizes, group["rho"])
            torch._foreach_addcmul_(sizes, slopes, slopes, 1 - group["rho"])
            roots = torch._foreach_add(sizes, group["eps"])
            torch._foreach_sqrt_(roots)
            if not group["momentum"]:
                torch._foreach_addcdiv_(weights, slopes, roots, -group["lr"])
                continue
            steps = self._kept("momentum", weights)
            torch._foreach_mul_(steps, group["momentum"])
            torch._foreach_addcdiv_(steps, slopes, roots, group["lr"])
            torch._foreach_sub_(weights, steps)

    def _kept(self, name: str, weights: list[Tensor]) -> list[Tensor]:
        """The tensors kept under this name, zero at first."""
        for weight in weights:
            if name not in self.state[weight]:
                self.state[weight][name] = torch.zeros_like(weight)
        return [self.state[weight][name] for weight in weights]


def with_epsilon_of_keras(
    optimizer: type[torch.optim.Optimizer], weights: list[nn.Parameter], **options: Any
) -> torch.optim.Optimizer:
    """Adam or AdamW whose epsilon is corrected before each step, so that √v̂ + ε/√(1 − β₂ᵗ) is what Keras divides by."""
    made = optimizer(weights, fused=True, **options)  # type: ignore[call-arg]  # the base's signature lacks it
    (group,) = made.param_groups
    group["epsilon"], group["steps"] = options["eps"], 0
    made.register_step_pre_hook(correct_epsilon)
    return made


def correct_epsilon(optimizer: torch.optim.Optimizer, *_: object) -> None:
    """Before each step, the epsilon of that step."""
    (group,) = optimizer.param_groups
    group["steps"] += 1
    group["eps"] = group["epsilon"] / (1 - group["betas"][1] ** group["steps"]) ** 0.5


def adagrad_of_keras(
    weights: list[nn.Parameter], lr: float, initial_accumulator_value: float, eps: float
) -> torch.optim.Optimizer:
    """Adagrad with Keras's epsilon inside the root: since s only ever grows, it may as well stand in its start."""
    return torch.optim.Adagrad(
        weights, lr, initial_accumulator_value=initial_accumulator_value + eps, eps=0.0, fused=True
    )


OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": partial(torch.optim.SGD, fused=True),
    "RMSprop": RMSprop,
    "Adagrad": adagrad_of_keras,
    "Adadelta": partial(torch.optim.Adadelta, foreach=True),
    "Adam": partial(with_epsilon_of_keras, torch.optim.Adam),
    "AdamW": partial(with_epsilon_of_keras, torch.optim.AdamW),
}
