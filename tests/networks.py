"""Small projects for tests, made as a user would: blocks, wires, and columns that need no file."""

from collections.abc import Sequence
from itertools import pairwise

import torch

from netloom.blocks import (
    Block,
    Dense,
    Embedding,
    Flatten,
    GroupInput,
    GroupOutput,
    Input,
    Merge,
    Output,
    Placement,
)
from netloom.declare import Signal
from netloom.planning import Plan
from netloom.project import Data, GroupNetwork, Node, Project, Wire
from netloom.settings.columns import Category, Column, Number

CLASSES = ("cat", "dog", "owl")
COLUMNS = (
    Column(name="age", kind="number", transform=Number(was_missing=True)),
    Column(name="income", kind="number", transform=Number()),
    Column(name="city", kind="category", transform=Category(levels=("Bonn", "Rome"))),
    Column(name="animal", kind="category", role="target", transform=Category(levels=CLASSES)),
    Column(name="price", kind="number", role="ignored", transform=Number()),
    Column(name="churn", kind="yes_no", role="ignored", transform=Category(levels=("no", "yes"))),
)


def node(id: str, block: Block, name: str = "", *, muted: bool = False) -> Node:
    return Node(id=id, name=name, block=block, muted=muted)


def chain(*ids: str) -> tuple[Wire, ...]:
    """Wires from each id to the next."""
    return tuple(Wire(source=source, target=target) for source, target in pairwise(ids))


def project_of(nodes: Sequence[Node], wires: Sequence[Wire], groups: Sequence[GroupNetwork] = ()) -> Project:
    return Project(nodes=tuple(nodes), wires=tuple(wires), groups=tuple(groups), data=Data(columns=COLUMNS))


def in_line(*blocks: Block, target: str = "animal") -> Project:
    """Input → the given blocks → Output, wired in a line; ids are `block_1`, `block_2`, …"""
    nodes = [node("input_1", Input())]
    nodes += [node(f"block_{number}", block) for number, block in enumerate(blocks, 1)]
    nodes.append(node("output_1", Output(target=target)))
    return project_of(nodes, chain(*(each.id for each in nodes)))


def residual_group() -> GroupNetwork:
    """A group that keeps the last axis at 6."""
    nodes = (
        node("group_input_1", GroupInput()),
        node("dense_9", Dense(units=6)),
        node("group_output_1", GroupOutput()),
    )
    return GroupNetwork(id="group_1", name="Small part", nodes=nodes, wires=chain(*(each.id for each in nodes)))


def around(block: Block) -> Project:
    """A valid project that uses a block where its kind belongs, with the id `tested` where it stands in the middle."""
    if isinstance(block, Input | Output | GroupInput | GroupOutput):
        return _ending(Dense(units=6))
    if isinstance(block, Embedding):
        wires = chain("input_2", "tested", "flatten", "last", "output_1")
        extra = [node("input_2", Input(columns=("city",), encoding="indices"))]
        return project_of([*extra, *_end(block)], wires)
    if isinstance(block, Merge):
        extra = [node("input_1", Input()), node("left", Dense(units=6)), node("right", Dense(units=6))]
        wires = [
            *chain("input_1", "left", "tested", "flatten", "last", "output_1"),
            *chain("input_1", "right", "tested"),
        ]
        return project_of([*extra, *_end(block)], wires)
    if isinstance(block, Placement):
        placed = type(block)(**(dict(block) | {"network": "group_1"}))
        return _ending(placed, [residual_group()])
    return _ending(block)


def _ending(block: Block, groups: Sequence[GroupNetwork] = ()) -> Project:
    nodes = [node("input_1", Input()), node("first", Dense(units=6, activation="tanh")), *_end(block)]
    return project_of(nodes, chain(*(each.id for each in nodes)), groups)


def _end(block: Block) -> list[Node]:
    last = [node("flatten", Flatten()), node("last", Dense(units=len(CLASSES))), node("output_1", Output())]
    return [node("tested", block), *last]


def batch(plan: Plan, rows: int) -> list[torch.Tensor]:
    """Random values for each Input of a plan, [rows, …]."""
    return [_values(planned.signal, rows) for planned in plan.inputs]


def _values(signal: Signal, rows: int) -> torch.Tensor:
    if signal.carries == "indices":
        return torch.randint(0, signal.size, (rows, *signal.shape))
    return torch.randn(rows, *signal.shape)
