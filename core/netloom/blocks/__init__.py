"""The catalogue of blocks: one class a block, a family a file. Importing this loads no torch."""

from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict

from netloom.blocks.activation import Activation
from netloom.blocks.dense import Dense
from netloom.blocks.grouping import Group, GroupInput, GroupOutput, Placement, Repeat
from netloom.blocks.inputs import Embedding, Input
from netloom.blocks.merge import Add, Concatenate, Elementwise, Merge, Multiply
from netloom.blocks.normalization import BatchNormalization, LayerNormalization
from netloom.blocks.outputs import Output
from netloom.blocks.regularization import Dropout, GaussianNoise
from netloom.blocks.reshape import Flatten, Reshape
from netloom.declare import Block, any_of, catalogue


class UnknownBlock(Block):
    """A block of a type that this version does not know: kept as it is, so that no file is lost."""

    model_config = ConfigDict(extra="allow")

    @classmethod
    def _type_is_own_id(cls, value: str) -> str:
        return value


BLOCKS = catalogue(Block)

if TYPE_CHECKING:
    AnyBlock = Block
else:
    AnyBlock: Any = any_of(BLOCKS, unknown=UnknownBlock)

__all__ = [
    "BLOCKS",
    "Activation",
    "Add",
    "AnyBlock",
    "BatchNormalization",
    "Block",
    "Concatenate",
    "Dense",
    "Dropout",
    "Elementwise",
    "Embedding",
    "Flatten",
    "GaussianNoise",
    "Group",
    "GroupInput",
    "GroupOutput",
    "Input",
    "LayerNormalization",
    "Merge",
    "Multiply",
    "Output",
    "Placement",
    "Repeat",
    "Reshape",
    "UnknownBlock",
]
