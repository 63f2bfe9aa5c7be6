"""What the window knows of the plan: shapes, parameters and problems of the blocks, as the engine found them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from netloom.declare import Signal
from netloom.errors import Problem
from netloom.project import Node


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
    """The plan of a project: its blocks by id, those inside groups too, and its problems, the worst first."""

    blocks: Mapping[str, BlockPlan] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()

    def signals(self) -> dict[tuple[str, str], Signal]:
        """What flows out of each (block, port) that has been worked out."""
        return {(id, port): signal for id, block in self.blocks.items() for port, signal in block.outputs}
