"""Edits at random, most of which fit: what somebody might do who does not know what they do."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from hypothesis import strategies as st

from netloom.blocks import (
    Activation,
    Add,
    Concatenate,
    Dense,
    Dropout,
    GroupInput,
    GroupOutput,
    Input,
    Output,
    Placement,
)
from netloom.declare import Block
from netloom.edits import (
    AddBlock,
    AddBookmark,
    AddNote,
    AddWired,
    Arrange,
    BendWires,
    Connect,
    Detach,
    Disconnect,
    InsertBlock,
    MakeGroup,
    MoveWire,
    Mute,
    Paste,
    PlaceGroup,
    PutOnWire,
    RemoveBlocks,
    RemoveBookmark,
    RemoveGroup,
    Rename,
    ReplaceBlock,
    SetSettings,
    Ungroup,
)
from netloom.edits.fragments import fragment_of
from netloom.errors import Edit
from netloom.project import Bookmark, Comment, Frame, GroupNetwork, Network, Node, Position, Project, Wire

Thing = TypeVar("Thing")

BLOCKS = (Dense(), Dropout(), Activation(), Add(), Concatenate(), Input(), Output(), GroupInput(), GroupOutput())
NOWHERE = Node(id="nowhere_1", block=Dense())
Drawn = st.DataObject


def beginning() -> Project:
    """Input → Dense → Add → Output, with Dense → Dropout → Add beside it, as if by hand: ids are not counted."""
    project = Project()
    for block in (Input(), Dense(), Dropout(), Add(), Output()):
        project = AddBlock(block=block, at=(0, 0))(project)
    for pair in ("input_1 dense_1", "dense_1 add_1", "dense_1 dropout_1", "dropout_1 add_1", "add_1 output_1"):
        source, target = pair.split()
        project = Connect(wire=Wire(source=source, target=target))(project)
    return project.model_copy(update={"numbering": ()})


def one(things: Iterable[Thing], data: Drawn) -> Thing:
    return data.draw(st.sampled_from(list(things)))


def node_of(project: Project, data: Drawn, kind: type[Block] = Block) -> str:
    """The id of a block of that kind, or, where there is none, of one that is not there."""
    return one([node for network in project.networks() for node in network.having(kind)] or [NOWHERE], data).id


def some_of(network: Network, data: Drawn) -> tuple[str, ...]:
    known = [node.id for node in network.nodes] or [NOWHERE.id]
    return tuple(data.draw(st.lists(st.sampled_from(known), unique=True, min_size=1, max_size=4)))


def wire_of(project: Project, network: Network, data: Drawn) -> Wire:
    """A wire from a block to one that is mostly behind it."""
    source, target = (one(network.nodes or [NOWHERE], data) for _ in range(2))
    if network.nodes.index(source) > network.nodes.index(target) and data.draw(st.booleans()):
        source, target = target, source
    leaving = [port.name for port in project.output_ports(source)] or ["output"]
    entering = [port.name for port in project.input_ports(target)] or ["input"]
    ports = {"source_port": one(leaving, data), "target_port": one(entering, data)}
    return Wire(source=source.id, target=target.id, **ports)


def edit_of(project: Project, data: Drawn) -> Edit:
    """Any edit; most of them fit."""
    network = one(project.networks(), data)
    inside = network.id if isinstance(network, GroupNetwork) else ""
    group = one([*project.groups, GroupNetwork(id=NOWHERE.id)], data).id
    block = one(BLOCKS, data)
    wire = one(network.wires or [Wire(source=NOWHERE.id, target=NOWHERE.id)], data)
    kinds: list[Callable[[], Edit]] = [
        *[lambda: AddBlock(block=block, inside=inside, at=(1.5, 2))] * 2,
        *[lambda: Connect(wire=wire_of(project, network, data) if network.nodes else wire)] * 4,
        *[lambda: MakeGroup(nodes=some_of(network, data), name="part")] * 3,
        *[lambda: Ungroup(node=node_of(project, data, Placement))] * 2,
        *[lambda: PlaceGroup(group=group, times=data.draw(st.integers(1, 3)), inside=inside)] * 2,
        lambda: Disconnect(wire=wire),
        lambda: InsertBlock(block=block, wire=wire),
        lambda: AddWired(block=block, inside=inside, after=(wire.source, wire.source_port)),
        lambda: PutOnWire(node=node_of(project, data), wire=wire),
        lambda: MoveWire(wire=wire, to=wire_of(project, network, data) if network.nodes else wire),
        lambda: Paste(
            fragment=fragment_of(project, inside, some_of(network, data)),
            inside=one(["", inside], data),
            keep_arriving=data.draw(st.booleans()),
        ),
        lambda: AddNote(note=one([Frame(x=0, y=0, width=9, height=9), Comment(x=1, y=1)], data)),
        lambda: BendWires(wires=((wire, ((1.0, 2.5),)),)),
        lambda: Detach(nodes=some_of(network, data)),
        lambda: AddBookmark(bookmark=Bookmark(name=one("ab", data), inside=inside, x=0, y=1)),
        lambda: RemoveBookmark(name=one("ab", data)),
        lambda: RemoveBlocks(nodes=some_of(network, data), reconnect=data.draw(st.booleans())),
        lambda: RemoveGroup(group=group),
        lambda: ReplaceBlock(node=node_of(project, data), block=block),
        lambda: SetSettings(node=node_of(project, data, Placement), settings=(("network", group),)),
        lambda: SetSettings(node=node_of(project, data, GroupInput), settings=(("port", one("ab", data)),)),
        lambda: SetSettings(node=node_of(project, data, Dense), settings=(("units", data.draw(st.integers(0, 9))),)),
        lambda: Rename(node=node_of(project, data), name=data.draw(st.text(max_size=3, alphabet="aé\n"))),
        lambda: Mute(nodes=some_of(network, data), muted=data.draw(st.booleans())),
        lambda: Arrange(positions=(Position(node=node_of(project, data), x=0.25, y=-1),)),
    ]
    return one(kinds, data)()
