"""The project: one immutable value that holds the network, the data's meaning and how it is trained.

It is what the file holds, what an edit returns and what undo keeps. Nothing here knows torch or a window.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, field_validator, model_validator

from netloom import limits
from netloom.blocks import AnyBlock, Block, GroupInput, GroupOutput, Placement
from netloom.declare import Port
from netloom.settings.columns import Column
from netloom.settings.sources import AnySource, TableFile
from netloom.settings.splits import AnySplit, StratifiedSplit
from netloom.settings.training import Training
from netloom.values import Frozen

Kind = TypeVar("Kind", bound=Block)
Remark = TypeVar("Remark", bound="Note")
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=limits.NAME_LENGTH)]
Name = Annotated[str, Field(max_length=limits.NAME_LENGTH)]


class Node(Frozen):
    """A block in a network. The id is stable and never used again; the name is the user's own."""

    id: Identifier
    name: Name = ""
    muted: bool = Field(False, description="A muted block passes its first input on as it is.")
    block: AnyBlock

    @property
    def label(self) -> str:
        """What messages call this block."""
        return f"{self.name} ({self.id})" if self.name else self.id


class Wire(Frozen):
    """A wire from an output port to an input port."""

    source: Identifier
    target: Identifier
    source_port: Name = "output"
    target_port: Name = "input"

    def __str__(self) -> str:
        return f"{self.source}.{self.source_port} → {self.target}.{self.target_port}"


class Network(Frozen):
    """Blocks and the wires between them. Wires that end at one port arrive in their order."""

    nodes: tuple[Node, ...] = Field((), max_length=limits.NODES)
    wires: tuple[Wire, ...] = Field((), max_length=limits.WIRES)

    def node(self, id: str) -> Node:
        """The block of that id; KeyError if there is none."""
        for node in self.nodes:
            if node.id == id:
                return node
        raise KeyError(id)

    def having(self, kind: type[Block]) -> tuple[Node, ...]:
        """All nodes whose block is of a class, in order."""
        return tuple(node for node in self.nodes if isinstance(node.block, kind))

    def blocks_of(self, kind: type[Kind]) -> tuple[tuple[Node, Kind], ...]:
        """All nodes whose block is of a class, in order, each with that block."""
        return tuple((node, node.block) for node in self.nodes if isinstance(node.block, kind))


class GroupNetwork(Network):
    """A named sub-network. Its GroupInput and GroupOutput blocks are its ports."""

    id: Identifier
    name: Name = ""


class Data(Frozen):
    """Where the data is, what its columns mean, and how rows are divided."""

    source: AnySource = Field(default_factory=TableFile)
    columns: tuple[Column, ...] = Field((), max_length=limits.COLUMNS)
    split: AnySplit = Field(default_factory=StratifiedSplit)

    @field_validator("columns")
    @classmethod
    def _names_differ(cls, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        _refuse_twice("column", (column.name for column in columns))
        return columns

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that the network sees, in file order."""
        return tuple(column for column in self.columns if column.role == "feature")

    @property
    def targets(self) -> tuple[Column, ...]:
        """The columns that are predicted, in file order."""
        return tuple(column for column in self.columns if column.role == "target")

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


class Position(Frozen):
    """Where a block stands on the canvas."""

    node: Identifier
    x: float
    y: float


class Note(Frozen):
    """What stands on the canvas beside the blocks: its id among its kind, and the id of the group it is in, if any."""

    id: Identifier | Literal[""] = ""
    inside: Name = ""
    x: float
    y: float


class Frame(Note):
    """A titled rectangle behind some blocks."""

    text: str = Field("", max_length=1000)
    width: float = Field(gt=0)
    height: float = Field(gt=0)


class Comment(Note):
    """A text on the canvas."""

    text: str = Field("", max_length=10_000)


class Bend(Frozen):
    """A wire that is led through some points (x, y) on its way, in their order."""

    wire: Wire
    points: tuple[tuple[float, float], ...] = Field(min_length=1, max_length=limits.BENDS)


class Bookmark(Frozen):
    """A part of the canvas to come back to: the group it is in, if any, the point in its middle, and the zoom."""

    name: Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]
    inside: Name = ""
    x: float
    y: float
    scale: float = Field(1.0, gt=0, description="1 is full size.")


class Layout(Frozen):
    """How the network is laid out on the canvas; it changes nothing about what is trained."""

    positions: tuple[Position, ...] = ()
    frames: tuple[Frame, ...] = ()
    comments: tuple[Comment, ...] = ()
    bends: tuple[Bend, ...] = Field((), max_length=limits.WIRES)
    bookmarks: tuple[Bookmark, ...] = Field((), max_length=limits.BOOKMARKS)

    @field_validator("bends")
    @classmethod
    def _wires_differ(cls, bends: tuple[Bend, ...]) -> tuple[Bend, ...]:
        _refuse_twice("bend of", (str(bend.wire) for bend in bends))
        return bends

    @field_validator("bookmarks")
    @classmethod
    def _bookmarks_differ(cls, bookmarks: tuple[Bookmark, ...]) -> tuple[Bookmark, ...]:
        _refuse_twice("bookmark", (bookmark.name for bookmark in bookmarks))
        return bookmarks

    @field_validator("frames", "comments")
    @classmethod
    def _each_has_an_id(cls, notes: tuple[Remark, ...]) -> tuple[Remark, ...]:
        """Files may leave the ids of frames and comments out: they are counted then."""
        taken = [note.id for note in notes if note.id]
        _refuse_twice("id", taken)
        if len(taken) == len(notes):
            return notes
        free = (f"{type(note).__name__.lower()}_{number}" for note in notes for number in range(1, len(notes) + 1))
        fresh = (id for id in dict.fromkeys(free) if id not in taken)
        return tuple(note if note.id else note.model_copy(update={"id": next(fresh)}) for note in notes)


class Numbering(Frozen):
    """The last number given to an id of that beginning, so that none is given twice."""

    prefix: Identifier
    last: int = Field(ge=0, le=limits.INTEGER)


class Project(Network):
    """Everything about one question: the network, the data, the training, and where the blocks stand."""

    format: Literal["netloom"] = "netloom"
    version: Literal[1] = 1
    name: Name = ""
    groups: tuple[GroupNetwork, ...] = ()
    data: Data = Field(default_factory=Data)
    training: Training = Field(default_factory=Training)
    layout: Layout = Field(default_factory=Layout)
    numbering: tuple[Numbering, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        _refuse_twice("id", self.ids())
        for network in self.networks():
            known = {node.id for node in network.nodes}
            for wire in network.wires:
                if wire.source not in known or wire.target not in known:
                    missing = min({wire.source, wire.target} - known)
                    raise ValueError(f"the wire {wire} names a block that is not there: {missing}")
            ends = {(wire.source, wire.target, wire.source_port, wire.target_port) for wire in network.wires}
            if len(ends) < len(network.wires):
                _refuse_twice("wire", map(str, network.wires))
        return self

    def networks(self) -> Iterator[Network]:
        """The network itself, then each group's."""
        yield self
        yield from self.groups

    def ids(self) -> Iterator[str]:
        """All ids of blocks and groups."""
        for network in self.networks():
            yield from (node.id for node in network.nodes)
        yield from (group.id for group in self.groups)

    def group(self, id: str) -> GroupNetwork:
        """The group of that id; KeyError if there is none."""
        for group in self.groups:
            if group.id == id:
                return group
        raise KeyError(id)

    def find(self, id: str) -> Node:
        """The block of that id, inside groups too; KeyError if there is none."""
        for network in self.networks():
            for node in network.nodes:
                if node.id == id:
                    return node
        raise KeyError(id)

    def input_ports(self, node: Node) -> tuple[Port, ...]:
        """The places where wires may end at this block."""
        if not isinstance(node.block, Placement):
            return node.block.inputs
        inside = self._placed(node.block)
        return tuple(Port(entry.block.port, "any") for entry in inside if isinstance(entry.block, GroupInput))

    def output_ports(self, node: Node) -> tuple[Port, ...]:
        """The places where wires may begin at this block."""
        if not isinstance(node.block, Placement):
            return node.block.outputs
        inside = self._placed(node.block)
        return tuple(Port(leaving.block.port) for leaving in inside if isinstance(leaving.block, GroupOutput))

    def _placed(self, block: Placement) -> tuple[Node, ...]:
        return next((group.nodes for group in self.groups if group.id == block.network), ())


def what_trains(project: Project) -> Project:
    """A project without what makes no difference to training: its name, where its blocks stand, the next free ids."""
    plain = Project()
    return project.model_copy(update={name: getattr(plain, name) for name in ("name", "layout", "numbering")})


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} is there twice")
        seen.add(name)
