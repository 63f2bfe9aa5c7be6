"""The plan: what is run in which order, with all shapes, sizes and problems."""

from dataclasses import dataclass
from functools import cached_property

from netloom.blocks import GroupInput, Input
from netloom.declare import Block, Signal
from netloom.errors import Problem
from netloom.planning.structure import Structure
from netloom.project import Node, Project
from netloom.settings.losses import Loss
from netloom.signature import Target


@dataclass(frozen=True)
class Cost:
    """What a block costs: weights that are learnt, values kept but not learnt, multiply-adds and bytes for one row."""

    parameters: int = 0
    buffers: int = 0
    multiply_adds: int = 0
    memory: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.parameters + other.parameters,
            self.buffers + other.buffers,
            self.multiply_adds + other.multiply_adds,
            self.memory + other.memory,
        )


@dataclass(frozen=True)
class Step:
    """One block where its turn comes.

    `attribute` is its name in the source and `block` what runs there (without an activation that an Output took
    over). `arguments` are the values it takes and `values` those it makes, as they are called in the source. A placed
    group has one class in `classes` for each time it runs. A step that is not `used` leads to no Output and is not run.
    """

    node: Node
    attribute: str
    block: Block
    arguments: tuple[str, ...]
    inputs: tuple[Signal, ...]
    values: tuple[str, ...]
    outputs: tuple[Signal, ...]
    cost: Cost = Cost()
    classes: tuple[str, ...] = ()
    used: bool = True

    @property
    def runs(self) -> bool:
        """Whether it has a line of its own: it is used, is no entry or end, and is not muted."""
        entry = isinstance(self.block, Input | GroupInput)
        return self.used and bool(self.values) and not entry and not self.node.muted


@dataclass(frozen=True)
class GroupPlan:
    """One class of the source: a group with what it takes (`inputs`, by port), its steps, and what it returns
    (`results`: port, value and signal)."""

    name: str
    group: str
    inputs: tuple[tuple[str, Signal], ...]
    steps: tuple[Step, ...]
    results: tuple[tuple[str, str, Signal], ...]

    @cached_property
    def cost(self) -> Cost:
        """The sum over its steps."""
        return sum((step.cost for step in self.steps if step.used), Cost())


@dataclass(frozen=True)
class PlannedInput:
    """An Input block: its id, the name of its value in the source, and what it delivers for one row."""

    id: str
    attribute: str
    signal: Signal


@dataclass(frozen=True)
class PlannedOutput:
    """An Output block with all that `auto` stood for, and the value of the source that holds its logits."""

    id: str
    attribute: str
    label: str
    target: Target
    loss: Loss
    activation: str
    weight: float
    value: str
    width: int


@dataclass(frozen=True)
class Plan:
    """A project worked out: its steps in order, its groups' classes, its inputs and outputs, and its problems."""

    project: Project
    problems: tuple[Problem, ...]
    structure: Structure
    steps: tuple[Step, ...]
    groups: tuple[GroupPlan, ...]
    inputs: tuple[PlannedInput, ...]
    outputs: tuple[PlannedOutput, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep it from being trained."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @cached_property
    def cost(self) -> Cost:
        """The sum over all steps that are used."""
        return sum((step.cost for step in self.steps if step.used), Cost())

    @cached_property
    def heaviest(self) -> int:
        """The multiply-adds for one row of the block that has most; those inside groups are taken one by one."""
        steps = (*self.steps, *(step for group in self.groups for step in group.steps))
        return max((step.cost.multiply_adds for step in steps if step.used and not step.classes), default=0)

    @property
    def parameters(self) -> int:
        """How many weights are learnt."""
        return self.cost.parameters

    def step(self, id: str) -> Step:
        """The step of the block with that id; KeyError if it has no shape yet."""
        for step in self.steps:
            if step.node.id == id:
                return step
        raise KeyError(id)
