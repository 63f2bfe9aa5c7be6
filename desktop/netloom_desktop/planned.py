"""What the window knows of the plan: shapes, parameters and problems of the blocks, as the engine found them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

from netloom.blocks import Placement
from netloom.declare import Signal
from netloom.errors import Problem
from netloom.project import Layout, Node, Project
from netloom.protocol import Code, Language, Planned, PlannedBlock

_UNITS: Final = ((2**30, "GB"), (2**20, "MB"), (2**10, "KB"))


@dataclass(frozen=True)
class BlockPlan:
    """What leaves each port of a block for one row, and how many weights it learns. `node` is what was planned: where
    the block has changed since, this is out of date."""

    node: Node
    outputs: tuple[tuple[str, Signal], ...] = ()
    parameters: int = 0
    used: bool = True


@dataclass(frozen=True)
class PlannedProject:
    """The plan of a project: its blocks by id, those inside groups too, its problems, the worst first, and all else
    that was found, once there is something. `project` is the one that was planned, without its layout."""

    blocks: Mapping[str, BlockPlan] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    found: Planned | None = None
    project: Project | None = None

    def is_of(self, project: Project) -> bool:
        """Whether it says how things are in a project, and not how they were before."""
        return self.project is not None and self.project == without_layout(project)

    def signals(self) -> dict[tuple[str, str], Signal]:
        """What flows out of each (block, port) that has been worked out."""
        return {(id, port): signal for id, block in self.blocks.items() for port, signal in block.outputs}

    @property
    def parameters(self) -> str:
        """How many weights are learnt, in words; empty while that is not known."""
        count = self.found.parameters if self.found else 0
        return f"{count:,} parameter{'' if count == 1 else 's'}" if count else ""

    @property
    def memory(self) -> str:
        """How much memory training takes, in words; empty while that is not known."""
        needed = self.found.training_memory if self.found else None
        return f"about {bytes_in_words(needed)} to train" if needed and self.parameters else ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the network from being trained."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def code(self, language: Language) -> Code | None:
        """The source in a language; None where it was not asked for, or errors leave none."""
        return next((code for code in self.found.code if code.language == language), None) if self.found else None


Known = TypeVar("Known", BlockPlan, Problem)


def planned_after(before: PlannedProject, project: Project, found: Planned) -> PlannedProject:
    """What is known once an answer to a project has come. What is as it was before is the very same value, so that only
    the blocks that differ are painted anew."""
    nodes = {node.id: node for network in project.networks() for node in network.nodes}
    said = _by_id(before.found) if before.found else {}
    blocks = {}
    for id, planned in _by_id(found).items():
        if id in nodes:
            node, known = nodes[id], before.blocks.get(id)
            if known is None or known.node is not node or said.get(id) is not planned or _is_placed(node):
                known = _same_or_new(known, _block_plan(project, node, planned))
            blocks[id] = known
    told = {problem.message: problem for problem in before.problems}
    problems = (_same_or_new(told.get(problem.message), problem) for problem in found.problems)
    return PlannedProject(MappingProxyType(blocks), tuple(problems), found, project)


def _same_or_new(known: Known | None, new: Known) -> Known:
    return known if known is not None and known == new else new


def _is_placed(node: Node) -> bool:
    """Whether its ports are those of a group, which may have changed."""
    return isinstance(node.block, Placement)


def _by_id(found: Planned) -> dict[str, PlannedBlock]:
    """Each block as it was found first: a group may be there for several shapes."""
    blocks: dict[str, PlannedBlock] = {}
    for network in found.networks:
        for block in network.blocks:
            blocks.setdefault(block.id, block)
    return blocks


def _block_plan(project: Project, node: Node, planned: PlannedBlock) -> BlockPlan:
    ports = project.output_ports(node)
    outputs = tuple((port.name, signal) for port, signal in zip(ports, planned.outputs, strict=False))
    return BlockPlan(node, outputs, planned.parameters, planned.used)


def without_layout(project: Project) -> Project:
    """All that the plan depends on: where blocks stand changes nothing about it."""
    return project.model_copy(update={"layout": Layout()})


def bytes_in_words(count: int) -> str:
    """`12 MB`, `1.5 GB`; at least one KB."""
    size, unit = next(((size, unit) for size, unit in _UNITS if count >= size), _UNITS[-1])
    figure = max(count / size, 1)
    return f"{figure:,.0f} {unit}" if figure >= 10 else f"{figure:.1f}".removesuffix(".0") + f" {unit}"
