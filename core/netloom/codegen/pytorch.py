"""Plan → readable PyTorch: one named attribute and one line for each block, one class for each (group, inputs)."""

import inspect
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from netloom import layers
from netloom.blocks import Placement, Repeat
from netloom.codegen.lines import INDENT, Line, Source, running, shapes, spaced
from netloom.errors import PlanError
from netloom.planning import GroupPlan, Plan, Step
from netloom.settings.activations import activate

HEADER = '''\
"""A neural network made with Netloom. It needs torch alone.

`forward` returns logits, which the losses expect; `answer` applies the last activation.
"""

import torch
from torch import nn
from torch.nn import functional as F
'''


def source(plan: Plan) -> Source:
    """The PyTorch source of a plan without errors; PlanError tells the errors of any other."""
    if plan.errors:
        raise PlanError(plan.errors)
    lines = [Line(text) for text in HEADER.splitlines()]
    for cls in _own_layers(plan):
        lines += spaced(Line(text) for text in inspect.getsource(cls).splitlines())
    for group in plan.groups:
        lines += spaced(_group(group, _regularized(plan.groups)))
    lines += spaced(_network(plan))
    return Source.of(lines)


def _own_layers(plan: Plan) -> list[type]:
    """The layers that torch lacks and that this network uses, in the order of their definition."""
    steps = [*plan.steps, *(step for group in plan.groups for step in group.steps)]
    calls = [step.block.module(*step.inputs) for step in running(steps) if not step.classes]
    names = {call.name for call in calls if call is not None}
    return [value for name, value in vars(layers).items() if name in names]


def _group(group: GroupPlan, regularized: Collection[str]) -> Iterator[Line]:
    arguments = [name for name, _ in group.inputs]
    yield Line(f"class {group.name}(nn.Module):")
    yield from _init(group.steps)
    yield Line("")
    yield from _forward(group.steps, arguments, [value for _, value, _ in group.results])
    yield from _penalty(group.steps, regularized)


def _network(plan: Plan) -> Iterator[Line]:
    arguments = [planned.attribute for planned in plan.inputs]
    yield Line("class Network(nn.Module):")
    yield from _init(plan.steps)
    yield Line("")
    yield from _forward(plan.steps, arguments, [planned.value for planned in plan.outputs])
    yield Line("")
    yield from _answer(plan, arguments)
    yield from _penalty(plan.steps, _regularized(plan.groups))


def _init(steps: tuple[Step, ...]) -> Iterator[Line]:
    yield Line(f"{INDENT}def __init__(self):")
    yield Line(f"{INDENT * 2}super().__init__()")
    for step in running(steps):
        layer = f"self.{step.attribute}"
        made = _placed(step) if isinstance(step.block, Placement) else step.block.module(*step.inputs)
        if made is not None:
            yield Line(f"{INDENT * 2}{layer} = {made}", step.node.id)
            for statement in step.block.initialize(layer, *step.inputs):
                yield Line(f"{INDENT * 2}{statement}", step.node.id)


def _placed(step: Step) -> str:
    """`Residual()`, or for a repeat `nn.Sequential(Residual(), *(Residual2() for _ in range(3)))`."""
    if not isinstance(step.block, Repeat):
        return f"{step.classes[0]}()"
    runs = [(name, len(list(same))) for name, same in groupby(step.classes)]
    parts = [f"{name}()" if times == 1 else f"*({name}() for _ in range({times}))" for name, times in runs]
    return f"nn.Sequential({', '.join(parts)})"


def _forward(steps: tuple[Step, ...], arguments: list[str], results: list[str]) -> Iterator[Line]:
    yield Line(f"{INDENT}def forward({', '.join(['self', *arguments])}):")
    for step in running(steps):
        expression = step.block.forward(f"self.{step.attribute}", *step.arguments)
        yield Line(f"{INDENT * 2}{step.attribute} = {expression}", step.node.id, shapes(step))
    yield Line(f"{INDENT * 2}return {', '.join(results)}")


def _answer(plan: Plan, arguments: list[str]) -> Iterator[Line]:
    yield Line(f"{INDENT}def answer({', '.join(['self', *arguments])}):")
    names = [planned.attribute for planned in plan.outputs]
    yield Line(f"{INDENT * 2}{', '.join(names)} = self({', '.join(arguments)})")
    results = [activate(planned.activation, planned.attribute) for planned in plan.outputs]
    yield Line(f"{INDENT * 2}return {', '.join(results)}", plan.outputs[0].id if len(plan.outputs) == 1 else "")


def _penalty(steps: tuple[Step, ...], regularized: Collection[str]) -> Iterator[Line]:
    """What regularization adds to the loss, if any block asks for it."""
    penalties = [(step, _penalty_of(step, regularized)) for step in running(steps)]
    penalties = [(step, penalty) for step, penalty in penalties if penalty]
    if penalties:
        yield Line("")
        yield Line(f"{INDENT}def penalty(self):")
        yield Line(f"{INDENT * 2}penalty = 0.0")
        for step, penalty in penalties:
            yield Line(f"{INDENT * 2}penalty += {penalty}", step.node.id)
        yield Line(f"{INDENT * 2}return penalty")


def _penalty_of(step: Step, regularized: Collection[str]) -> str:
    layer = f"self.{step.attribute}"
    if not isinstance(step.block, Placement):
        return step.block.penalty(layer)
    if step.classes[0] not in regularized:
        return ""
    return f"sum(layer.penalty() for layer in {layer})" if isinstance(step.block, Repeat) else f"{layer}.penalty()"


def _regularized(groups: Iterable[GroupPlan]) -> frozenset[str]:
    """The classes that have a penalty; an inner group stands before those that hold it."""
    found: set[str] = set()
    for group in groups:
        if any(_penalty_of(step, found) for step in running(group.steps)):
            found.add(group.name)
    return frozenset(found)
