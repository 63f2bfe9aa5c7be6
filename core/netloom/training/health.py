"""How the blocks of a network fare while it trains: looked at now and then, in a step that would be taken anyway.

What is looked at changes no bit of what is learnt: gradients are read as they are, and answers are asked for apart from
the step, of a fixed sample of the training rows, without chance and without being noted by moving statistics.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from netloom.blocks import Repeat
from netloom.codegen import Source
from netloom.compile import block_that_runs
from netloom.events import BlockHealth, Health
from netloom.planning import GroupPlan, Plan, Step
from netloom.training.examples import Examples
from netloom.troubles import FLAT, Found, Trouble, trouble_of

SECONDS_BETWEEN_LOOKS = 1.0
SHARE = 0.02  # of the time that looks may take
SAMPLE_ROWS = 256

Share = Callable[[Tensor], Tensor]  # of the answers [rows, …] of an activation, still on the device


def _dead(answers: Tensor) -> Tensor:
    return (answers <= 0).all(0).double().mean()


def _saturated_sigmoid(answers: Tensor) -> Tensor:
    return (4 * answers * (1 - answers) < FLAT).double().mean()


def _saturated_tanh(answers: Tensor) -> Tensor:
    return (1 - answers.square() < FLAT).double().mean()


LOOKS: Mapping[str, tuple[Trouble, Share]] = {
    "relu": ("dead", _dead),
    "sigmoid": ("saturated", _saturated_sigmoid),
    "tanh": ("saturated", _saturated_tanh),
}  # by the name of the function in torch


class Checkup:
    """Looks at a network in training about every second, or less often if that would take more than its share."""

    def __init__(self, plan: Plan, source: Source, network: nn.Module, training: Examples) -> None:
        self.due = 0.0
        self._found: tuple[BlockHealth, ...] = ()
        self._source, self._network = source, network
        self._weights = _weights_by_block(plan, network)
        rows = torch.arange(0, training.rows, -(-training.rows // SAMPLE_ROWS))
        self._sample = training.take(rows.to(training.targets[0].device))

    def look(self) -> None:
        """Looks at how the blocks fare, in the step whose gradients the weights hold."""
        started = perf_counter()
        self._found = tuple(self._blocks())
        now = perf_counter()
        self.due = now + max(SECONDS_BETWEEN_LOOKS, (now - started) / SHARE)

    def health(self, epoch: int, step: int) -> Health:
        """What was found at the last look, in the step of that number."""
        return Health(epoch=epoch, step=step, blocks=self._found)

    def _blocks(self) -> Iterator[BlockHealth]:
        found = self._figures()
        gradients = {node: each["gradient"] for node, each in found.items() if "gradient" in each}
        means = {node: gradient / self._count(node) ** 0.5 for node, gradient in gradients.items()}
        steepest = max(means.values(), default=0.0)
        for node, each in found.items():
            slope = means.get(node, steepest) / steepest if steepest else 1.0
            yield _block(node, Found(**each, slope=slope))

    def _figures(self) -> dict[str, dict[str, float]]:
        """What is measured of each block, by name."""
        measured = {**self._shares(), **self._lengths()}
        values = torch.stack([each.double() for each in measured.values()]).tolist()  # waits for the device
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for (node, name), value in zip(measured, values, strict=True):
            found[node][name] = value
        return found

    def _count(self, node: str) -> int:
        return sum(weight.numel() for weight in self._weights[node])

    def _lengths(self) -> dict[tuple[str, str], Tensor]:
        """How long the gradient of each block's weights is, and how long these are."""
        found = {}
        for node, weights in self._weights.items():
            if gradients := [weight.grad for weight in weights if weight.grad is not None]:
                found[node, "gradient"] = _length(gradients)
                found[node, "weights"] = _length([weight.detach() for weight in weights])
        return found

    def _shares(self) -> dict[tuple[str, str], Tensor]:
        """Of each block with such units the mean share, over the times that it runs."""
        self._network.eval()
        with torch.no_grad(), _Listening(self._source) as heard:
            self._network(*self._sample.inputs)
        self._network.train()
        return {key: torch.stack(shares).mean() for key, shares in heard.shares.items()}


def _length(tensors: list[Tensor]) -> Tensor:
    length: Tensor = torch.stack(torch._foreach_norm(tensors)).norm()
    return length


def _block(node: str, found: Found) -> BlockHealth:
    return BlockHealth(
        node=node,
        gradient_norm=found.gradient,
        dead=found.dead,
        saturated=found.saturated,
        trouble=trouble_of(found),
    )


class _Listening(TorchFunctionMode):
    """Hears what the activations answer, and in which block."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self.shares: dict[tuple[str, str], list[Tensor]] = defaultdict(list)

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        answers = func(*args, **(kwargs or {}))
        if look := LOOKS.get(getattr(func, "__name__", "")):
            what, share = look
            self.shares[block_that_runs(self._source), what].append(share(answers))
        return answers


def _weights_by_block(plan: Plan, network: nn.Module) -> dict[str, list[nn.Parameter]]:
    """The weights of each block that runs; a placed group has those of the blocks inside it."""
    nodes = dict(_nodes(plan.steps, {group.name: group for group in plan.groups}, ""))
    found: dict[str, list[nn.Parameter]] = defaultdict(list)
    for name, weight in network.named_parameters():
        parts = name.split(".")
        for end in range(1, len(parts)):
            if node := nodes.get(".".join(parts[:end])):
                found[node].append(weight)
    return found


def _nodes(steps: tuple[Step, ...], groups: Mapping[str, GroupPlan], before: str) -> Iterator[tuple[str, str]]:
    """The name of each layer in the network, groups unfolded, and the id of its block."""
    for step in steps:
        if step.runs:
            name = f"{before}{step.attribute}"
            yield name, step.node.id
            for time, group in enumerate(step.classes):
                inside = f"{name}.{time}." if isinstance(step.block, Repeat) else f"{name}."
                yield from _nodes(groups[group].steps, groups, inside)
