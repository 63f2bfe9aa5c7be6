"""The optimizers of a project, built for the weights of a network: they take the very steps that Keras 3 takes.

They are written here, on torch's fused kernels where there is one. SGD and Adadelta would agree in torch as they are,
and Adagrad with its epsilon in the starting sum of squares. Adam and AdamW keep Keras's epsilon beside the uncorrected
√v (Kingma and Ba 2015, the form before section 2.1), where torch puts it beside the corrected one: left as it is, torch
would be 4e-4 away after ten steps of 1e-3 with slopes around 1e-4. RMSprop has Keras's epsilon inside the root, which
no setting of torch gives.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from netloom.settings.optimizers import Optimizer


def optimizer_for(settings: Optimizer, weights: Iterable[nn.Parameter]) -> "Fused":
    """The optimizer that `settings` describe, for these weights (at least one); a single kernel where torch has one."""
    call = settings.call()
    return OPTIMIZERS[call.name](list(weights), **dict(call.options))


class Fused(torch.optim.Optimizer):
    """Base of all of them, for weights of one group.

    A small network's step is mostly overhead, so there is little: what torch would look up, group and count anew in
    each step is known. A step has two parts: what is counted, as numbers, and what moves the weights.
    """

    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]  # torch's overloads allow a closure to be called, which nothing here does
        """One step along the gradients that the weights hold."""
        self.move(self.count_step())

    # Unmarked, torch would wrap it for hooks and its profiler: an eighth of a small network's step.
    step.hooked = True  # type: ignore[attr-defined]  # how torch marks what it has wrapped

    def count_step(self) -> tuple[float, ...]:
        """Counts a step, and returns what changes from one to the next: the rate, and what else depends on it."""
        rate: float = self.param_groups[0]["lr"]
        return (rate,)

    @torch.no_grad()
    def move(self, numbers: tuple[Any, ...]) -> None:
        """Moves the weights along their gradients, by the numbers of this step or by tensors that hold them."""
        (group,) = self.param_groups
        weights = [weight for weight in group["params"] if weight.grad is not None]
        for weight in weights:
            if weight not in self.state:
                self.state[weight] = self._start(weight, group)
        kept = [self.state[weight] for weight in weights]
        self._move(weights, [weight.grad for weight in weights], kept, group, numbers)

    def check(self) -> None:
        """ValueError if what was loaded is not what this optimizer keeps of weights."""
        for weight, kept in self.state.items():
            wanted = self._start(weight, self.param_groups[0])
            if kept.keys() != wanted.keys():
                raise ValueError(f"its optimizer kept {', '.join(kept)}, and this one keeps {', '.join(wanted)}")

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        """What is kept of a weight, before its first step."""
        raise AssertionError("declared by each optimizer")

    def _move(
        self,
        weights: list[Tensor],
        slopes: list[Tensor],
        kept: list[dict[str, Tensor]],
        group: dict[str, Any],
        numbers: tuple[Any, ...],
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

    def count_step(self) -> tuple[float, ...]:
        (group,) = self.param_groups
        return (group["lr"] / (1 - group["rho"]) ** 0.5,)

    def _move(
        self,
        weights: list[Tensor],
        slopes: list[Tensor],
        kept: list[dict[str, Tensor]],
        group: dict[str, Any],
        numbers: tuple[Any, ...],
    ) -> None:
        torch._foreach_lerp_([each["size"] for each in kept], [each["floor"] for each in kept], 1 - group["rho"])
        if not group["momentum"]:
            adagrad_step(weights, slopes, kept, numbers[0])
            return
        steps = [each["momentum"] for each in kept]
        torch._foreach_mul_(steps, group["momentum"])
        adagrad_step(steps, slopes, kept, numbers[0])
        torch._foreach_add_(weights, steps)


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

    def count_step(self) -> tuple[float, ...]:
        (group,) = self.param_groups
        beta_1, beta_2 = group["betas"]
        group["steps"] += 1
        correction = (1 - beta_2 ** group["steps"]) ** 0.5 / (1 - beta_1 ** group["steps"])
        return (group["lr"] * correction, group["weight_decay"] / correction)

    def _move(
        self,
        weights: list[Tensor],
        slopes: list[Tensor],
        kept: list[dict[str, Tensor]],
        group: dict[str, Any],
        numbers: tuple[Any, ...],
    ) -> None:
        (rate, decay), (beta_1, beta_2) = numbers, group["betas"]
        if isinstance(decay, Tensor):  # which the kernel does not take
            if group["weight_decay"]:
                add_times(weights, weights, -rate * decay)
            decay = 0.0
        torch._fused_adamw_(
            weights,
            slopes,
            [each["slope"] for each in kept],
            [each["size"] for each in kept],
            [],
            [each["count"] for each in kept],
            lr=rate,
            beta1=beta_1,
            beta2=beta_2,
            weight_decay=decay,
            eps=group["eps"],
            amsgrad=False,
            maximize=False,
        )


class SGD(Fused):
    """w ← w − η v with v ← μ v + g; looking ahead, w ← w − η (g + μ v)."""

    def __init__(self, weights: list[nn.Parameter], lr: float, momentum: float, nesterov: bool) -> None:
        super().__init__(weights, {"lr": lr, "momentum": momentum, "nesterov": nesterov})

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        return {"momentum": torch.zeros_like(weight)} if group["momentum"] else {}

    def _move(
        self,
        weights: list[Tensor],
        slopes: list[Tensor],
        kept: list[dict[str, Tensor]],
        group: dict[str, Any],
        numbers: tuple[Any, ...],
    ) -> None:
        torch._fused_sgd_(
            weights,
            slopes,
            [each["momentum"] for each in kept if each],
            lr=numbers[0],
            momentum=group["momentum"],
            nesterov=group["nesterov"],
            weight_decay=0.0,
            dampening=0.0,
            maximize=False,
            is_first_step=False,
        )


class Adagrad(Fused):
    """s ← s + g²,  w ← w − η g / √(s + ε): since s only ever grows, ε may as well stand in its start."""

    def __init__(self, weights: list[nn.Parameter], lr: float, initial_accumulator_value: float, eps: float) -> None:
        super().__init__(weights, {"lr": lr, "start": initial_accumulator_value + eps})

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        return {"size": torch.full_like(weight, group["start"]), "count": torch.ones((), device=weight.device)}

    def _move(
        self,
        weights: list[Tensor],
        slopes: list[Tensor],
        kept: list[dict[str, Tensor]],
        group: dict[str, Any],
        numbers: tuple[Any, ...],
    ) -> None:
        adagrad_step(weights, slopes, kept, numbers[0])


class Adadelta(Fused):
    """s ← ρ s + (1 − ρ) g²,  u ← g √(d + ε) / √(s + ε),  d ← ρ d + (1 − ρ) u²,  w ← w − η u (Zeiler 2012)."""

    def __init__(self, weights: list[nn.Parameter], lr: float, rho: float, eps: float) -> None:
        super().__init__(weights, {"lr": lr, "rho": rho, "eps": eps})

    def _start(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        return {"size": torch.zeros_like(weight), "moved": torch.zeros_like(weight)}

    def _move(
        self,
        weights: list[Tensor],
        slopes: list[Tensor],
        kept: list[dict[str, Tensor]],
        group: dict[str, Any],
        numbers: tuple[Any, ...],
    ) -> None:
        rho, sizes, moved = group["rho"], [each["size"] for each in kept], [each["moved"] for each in kept]
        take_in_squares(sizes, slopes, rho)
        steps, roots = (torch._foreach_add(squares, group["eps"]) for squares in (moved, sizes))
        torch._foreach_sqrt_(steps)
        torch._foreach_sqrt_(roots)
        torch._foreach_div_(steps, roots)
        torch._foreach_mul_(steps, slopes)
        take_in_squares(moved, steps, rho)
        add_times(weights, steps, -numbers[0])


def take_in_squares(means: list[Tensor], others: list[Tensor] | tuple[Tensor, ...], rho: float) -> None:
    """m ← ρ m + (1 − ρ) x²."""
    torch._foreach_mul_(means, rho)
    torch._foreach_addcmul_(means, others, others, 1 - rho)


def add_times(sums: list[Tensor], others: list[Tensor] | tuple[Tensor, ...], factor: float | Tensor) -> None:
    """s ← s + f x, where the factor is a number or a tensor that holds one."""
    if isinstance(factor, Tensor):
        torch._foreach_add_(sums, torch._foreach_mul(others, factor))
    else:
        torch._foreach_add_(sums, others, alpha=factor)


def adagrad_step(weights: list[Tensor], slopes: list[Tensor], kept: list[dict[str, Tensor]], rate: Any) -> None:
    """q ← q + g²,  w ← w − η g / √q, where q is kept as `size`. The kernel asks for a count, and leaves it as it is."""
    torch._fused_adagrad_(
        weights,
        slopes,
        [each["size"] for each in kept],
        [each["count"] for each in kept],
        lr=rate,
        lr_decay=0.0,
        weight_decay=0.0,
        eps=0.0,
        maximize=False,
    )


OPTIMIZERS: dict[str, Callable[..., Fused]] = {
    "SGD": SGD,
    "RMSprop": RMSprop,
    "Adagrad": Adagrad,
    "Adadelta": Adadelta,
    "Adam": Adam,
    "AdamW": Adam,
}
