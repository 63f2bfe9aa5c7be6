"""Where training went wrong: the steps since the last snapshot are repeated and looked at until the bad one is found.

Training itself looks only now and then, since every look waits for the device. A repetition is exact on one machine,
device and number of threads, so it finds the very step, and stops with the weights from before it.
"""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from torch import Tensor
from torch.overrides import TorchFunctionMode

from netloom.codegen import Source
from netloom.compile import block_of
from netloom.planning import Plan
from netloom.training.device import RandomState
from netloom.training.examples import Examples
from netloom.training.loop import Fit, Running, batches, finite, measure, step_of, take_step

FAR_ABOVE = 30  # times the usual learning rate
LARGE = 1e4


@dataclass(frozen=True)
class Snapshot:
    """A network and its optimizer as they were in an epoch after so many steps."""

    epoch: int
    step: int
    random: RandomState | None
    weights: dict[str, Tensor]
    optimizer: dict[str, Any]

    def restore(self, fit: Fit) -> None:
        """Sets network and optimizer back."""
        fit.network.load_state_dict(self.weights)
        fit.optimizer.load_state_dict(copy.deepcopy(self.optimizer))  # torch would take the very tensors

    def batches(self, fit: Fit, epoch: int) -> Iterator[tuple[int, Examples]]:
        """The batches of this or a later epoch that come after the snapshot, each with its number."""
        after, random = (self.step, self.random) if epoch == self.epoch else (0, None)
        yield from enumerate(batches(fit, epoch, after, random), after + 1)


def take_snapshot(fit: Fit, running: Running) -> Snapshot:
    """Network and optimizer as they are, where an epoch begins or goes on."""
    weights, optimizer = copy.deepcopy((fit.network.state_dict(), fit.optimizer.state_dict()))
    return Snapshot(running.number, running.step, running.random, weights, optimizer)


@dataclass(frozen=True)
class Fault:
    """The first bad step and what became NaN or infinite in it: `what` has a place for the block of that id."""

    epoch: int
    step: int
    what: str
    node: str = ""


@dataclass(frozen=True)
class Search:
    """Looks for what went wrong in a training, with the source whose lines lead to blocks."""

    fit: Fit
    plan: Plan
    source: Source

    def fault_since(self, start: Snapshot, last: int) -> Fault | None:
        """Repeats all from a snapshot to the end of the epoch `last`; leaves the weights from before the bad step.

        None where the repetition went well, as it may on a GPU: then the snapshot's weights are left.
        """
        start.restore(self.fit)
        for epoch in range(start.epoch, last + 1):
            if (fault := self._fault_in(start, epoch)) is not None:
                return fault
        start.restore(self.fit)
        return None

    def _fault_in(self, start: Snapshot, epoch: int) -> Fault | None:
        network, take = self.fit.network, step_of(self.fit)
        step, before = 0, network.state_dict()
        for step, batch in start.batches(self.fit, epoch):
            before, random = copy.deepcopy(network.state_dict()), RandomState.now()
            outcome = take(batch, None)
            if not finite([*outcome.means, *network.state_dict().values()]):
                network.load_state_dict(before)
                random.restore()
                fault = Fault(epoch, step, *self._broken_by(batch))
                network.load_state_dict(before)
                return fault
        if (cause := self._broken_on_validation()) is not None:
            network.load_state_dict(before)
            return Fault(epoch, step, *cause)
        return None

    def _broken_by(self, batch: Examples) -> tuple[str, str]:
        """What is the first to be NaN or infinite in a step, and the id of its block."""
        return self._broken_value(batch) or self._broken_loss(batch) or self._broken_weight(batch)

    def _broken_value(self, batch: Examples) -> tuple[str, str] | None:
        for planned, values in zip(self.plan.inputs, batch.inputs, strict=True):
            if not finite([values]):
                return "a value that enters at {}", planned.id
        try:
            with _Watching():
                self.fit.network(*batch.inputs)
        except _Seen as seen:
            return "a value that leaves {}", block_of(seen, self.source)
        return None

    def _broken_loss(self, batch: Examples) -> tuple[str, str] | None:
        outcome = self.fit.objective(batch)
        if not finite(list(outcome.means)):
            return "the loss of {}", self.plan.outputs[0].id if len(self.plan.outputs) == 1 else ""
        outcome.means[0].backward()  # type: ignore[no-untyped-call]  # torch leaves it so
        for name, weight in reversed(list(self.fit.network.named_parameters())):  # as slopes are computed: backwards
            if weight.grad is not None and not finite([weight.grad]):
                return "the gradient of the weights of {}", self._block_of_weight(name)
        return None

    def _broken_weight(self, batch: Examples) -> tuple[str, str]:
        self.fit.optimizer.zero_grad(set_to_none=True)
        take_step(self.fit, batch)
        broken = (name for name, weight in self.fit.network.state_dict().items() if not finite([weight]))
        return "a weight of {}", self._block_of_weight(next(broken, ""))

    def _broken_on_validation(self) -> tuple[str, str] | None:
        if self.fit.validation is None or math.isfinite(measure(self.fit, self.fit.validation).sums()[0]):
            return None
        return self._broken_value(self.fit.validation) or ("the loss on the validation rows", "")

    def _block_of_weight(self, name: str) -> str:
        attribute = name.split(".")[0]
        return next((step.node.id for step in self.plan.steps if step.attribute == attribute), "")


class _Seen(Exception):
    """A value is not finite; raised where it was made, so that the traceback leads to the line of its block."""


class _Watching(TorchFunctionMode):
    """Stops at the first torch function that returns a value that is not finite."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if isinstance(result, Tensor) and not finite([result.detach()]):
            raise _Seen
        return result


def explained(fault: Fault | None, fit: Fit, plan: Plan) -> str:
    """The fault in words: what happened, where, and what is the likely cause."""
    if fault is None:
        happened = "Training stopped: the loss or a weight became NaN or infinite."
    else:
        what = fault.what.format(plan.project.find(fault.node).label if fault.node else "the network")
        happened = f"Training stopped in epoch {fault.epoch} at step {fault.step}: {what} is NaN or infinite."
    return f"{happened} {_likely_cause(fit, plan)} The weights from before that step are kept."


def _likely_cause(fit: Fit, plan: Plan) -> str:
    optimizer = plan.project.training.optimizer
    rate, usual = optimizer.learning_rate, type(optimizer).model_fields["learning_rate"].default
    if rate > FAR_ABOVE * usual:
        return f"The learning rate is {rate:g}, far above the usual {usual:g}: lower it."
    largest = max((float(values.abs().max()) for values in fit.training.inputs), default=0.0)
    if not largest <= LARGE:
        return f"Values up to {largest:.3g} enter the network: scale the columns, or look for wrong cells in them."
    return f"Lower the learning rate, which is {rate:g}."
