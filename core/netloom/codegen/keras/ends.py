"""How the model ends: each Output's last activation, in the last layer itself wherever that is possible."""

from collections import Counter
from dataclasses import dataclass, replace

from netloom.blocks import Activation, Placement
from netloom.codegen.lines import running
from netloom.declare import Call, call
from netloom.planning import Plan, PlannedOutput, Step


@dataclass(frozen=True)
class End:
    """An Output of the model: the value that it is, the name of its layer, and the layer that is added for it, if any.

    Keras names the losses and figures of several outputs by their layers, so each then has one of its own.
    """

    output: PlannedOutput
    value: str  # and the layer
    added: Call | None = None


def with_ends(plan: Plan) -> tuple[tuple[Step, ...], tuple[End, ...]]:
    """The steps of the network, the last ones with their Output's activation, and the ends of the model."""
    steps = {step.attribute: step for step in plan.steps}
    uses = Counter(argument for step in running(plan.steps) for argument in step.arguments)
    uses.update(planned.value for planned in plan.outputs)
    ends = []
    for planned in plan.outputs:
        step = steps.get(planned.value)
        last = _last(step, planned.activation) if step and uses[planned.value] == 1 else None
        if last is not None:
            steps[planned.value] = last
            ends.append(End(planned, planned.value))
        else:
            ends.append(_added(planned, alone=len(plan.outputs) == 1))
    return tuple(steps.values()), tuple(ends)


def _last(step: Step, activation: str) -> Step | None:
    """The step ending with that activation; None where it cannot, or is no layer of its own."""
    if not step.runs or isinstance(step.block, Placement):
        return None
    if activation == "linear":
        return step
    block = step.block.with_activation(activation)
    takes = step.block.final_activation() == "linear" and block.final_activation() == activation
    return replace(step, block=block) if takes else None


def _added(planned: PlannedOutput, *, alone: bool) -> End:
    if planned.activation != "linear":
        return End(planned, planned.attribute, Activation(function=planned.activation).keras())
    return End(planned, planned.value) if alone else End(planned, planned.attribute, call("layers.Identity"))
