"""The optimizers of a project, built for the weights of a network: they take the very steps that Keras 3 takes.

SGD and Adadelta agree in torch as they are. Adagrad does with its epsilon in the starting sum of squares.
Adam and AdamW keep Keras's epsilon beside the uncorrected √v (Kingma and Ba 2015, the form before section 2.1), where
torch puts it beside the corrected one: left as it is, torch would be 4e-4 away after ten steps of 1e-3 with slopes
around 1e-4. RMSprop has Keras's epsilon inside the root, which no setting of torch gives. These are written here, on
torch's fused kernels.
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


class Fused(torch.optim.Optimizer):
    """Base of those written here, for weights of one group. A small network's step is mostly overhead, so there is
    little: what torch would look up, group and count anew in each step is known.
    """

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]  # torch's overloads allow a closure to be called, which nothing here does
        """One step along the gradients that the weights hold."""
        (group,) = self.param_groups
        weights = [weight for weight in group["params"] if weight.grad is not None]
        for weight in weights:
            if weight not in self.state:
                self.state[weight] = self._start(weight, group)
        kept = [self.state[weight] for weight in weights]
        self._move(weights, [weight.grad for weight in weights], kept, group)

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        """What is kept of a weight, before its first step."""
        raise AssertionError("declared by each optimizer")

    def _move(
        self, weights: list[Tensor], slopes: list[Tensor], kept: list[dict[str, Tensor]], group: dict[str, Any]
    ) -> None:
        """Moves the weights against their slopes."""
        raise AssertionError("declared by each optimizer")


class RMSprop(Fused):
    """s ← ρ s + (1 − ρ) g²,  w ← w − η g / √(s + ε), with momentum on the step if wanted (Hinton 2012, as in Keras).

    torch has no kernel for all of it, but one for Adagrad: q ← q + g²,  w ← w − η′ g / √q. It serves with
    q = (s + ε) / (1 − ρ) and η′ = η / √(1 − ρ), once q has been drawn towards its floor ε / (1 − ρ): two kernels, where
    five would be needed. Above that floor q is never a denormal number, with which a processor is slow.
    """

    def __init__(self, weights: list[nn.Parameter], lr: float, rho: float, momentum: float, eps: float) -> None:
        super().__init__(weights, {"lr": lr, "rho": rho, "momentum": momentum, "eps": eps})

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        floor = torch.full_like(weight, group["eps"] / (1 - group["rho"]))
        kept = {"size": floor.clone(), "floor": floor, "count": torch.ones((), device=weight.device)}
        return kept | ({"momentum": torch.zeros_like(weight)} if group["momentum"] else {})

    def _move(
        self, weights: list[Tensor], slopes: list[Tensor], kept: list[dict[str, Tensor]], group: dict[str, Any]
    ) -> None:
        sizes = [each["size"] for each in kept]
        counts = [each["count"] for each in kept]  # the kernel asks for them, and leaves them as they are
        torch._foreach_lerp_(sizes, [each["floor"] for each in kept], 1 - group["rho"])
        moved = [each["momentum"] for each in kept] if group["momentum"] else weights
        if group["momentum"]:
            torch._foreach_mul_(moved, group["momentum"])
        rate = group["lr"] / (1 - group["rho"]) ** 0.5
        torch._fused_adagrad_(
            moved, slopes, sizes, counts, lr=rate, lr_decay=0.0, weight_decay=0.0, eps=0.0, maximize=False
        )
        if group["momentum"]:
            torch._foreach_add_(weights, moved)


class Adam(Fused):
    """w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε), and before it w ← w − η λ w for AdamW (λ the weight decay).

    torch's kernel would correct m and v apart; its count of steps is infinite, so that it corrects nothing, and the
    rate is given to it corrected.
    """

    def __init__(
        self,
        weights: list[nn.Parameter],
        lr: float,
        betas: tuple[float, float],
        eps: float,
        weight_decay: float = 0.0,
    ) -> None:
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "steps": 0}
        super().__init__(weights, defaults)

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        count = torch.full((), torch.inf, device=weight.device)
        return {"slope": torch.zeros_like(weight), "size": torch.zeros_like(weight), "count": count}

    def _move(
        self, weights: list[Tensor], slopes: list[Tensor], kept: list[dict[str, Tensor]], group: dict[str, Any]
    ) -> None:
        beta_1, beta_2 = group["betas"]
        group["steps"] += 1
        correction = (1 - beta_2 ** group["steps"]) ** 0.5 / (1 - beta_1 ** group["steps"])
        torch._fused_adamw_(
            weights,
            slopes,
            [each["slope"] for each in kept],
            [each["size"] for each in kept],
            [],
            [each["count"] for each in kept],
            lr=group["lr"] * correction,
            beta1=beta_1,
            beta2=beta_2,
            weight_decay=group["weight_decay"] / correction,
            eps=group["eps"],
            amsgrad=False,
            maximize=False,
        )


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
    "Adam": Adam,
    "AdamW": Adam,
}
