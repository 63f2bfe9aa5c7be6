"""Changes of blocks: adding, removing, setting, naming, muting, and moving them on the canvas."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from netloom.blocks import AnyBlock, Block, GroupInput, GroupOutput, Placement, UnknownBlock
from netloom.edits import places
from netloom.errors import Edit, EditError
from netloom.project import Identifier, Name, Node, Position, Project, Wire
from netloom.refusals import path_text, refusals


class AddBlock(Edit, id="add_block"):
    """Adds a block, by itself. `inside` is the id of the group it goes into; `at` is its place on the canvas.

    Its id is the next of its type, as in `dense_3`. A port of a group whose name is taken gets a number behind it.
    """

    block: AnyBlock
    name: Name = ""
    inside: str = ""
    at: tuple[float, float] | None = None

    def __call__(self, project: Project) -> Project:
        network = places.network(project, self.inside)
        block = places.free_port(network, self.block)
        project, id = places.block_id(project, block)
        node = Node(id=id, name=self.name, block=block)
        project = places.changed(project, self.inside, nodes=(*network.nodes, node))
        refuse_placement(project, block)
        return places.moved(project, (Position(node=id, x=self.at[0], y=self.at[1]),)) if self.at else project


class RemoveBlocks(Edit, id="remove_blocks"):
    """Removes blocks with their wires. With `reconnect`, what entered each first goes on to where it led.

    The wires at a placed group go with the port that is removed inside it.
    """

    nodes: tuple[Identifier, ...] = Field(min_length=1)
    reconnect: bool = False

    def __call__(self, project: Project) -> Project:
        groups = places.homes(project, self.nodes) - {places.TOP}
        for id in self.nodes if self.reconnect else ():
            project = _bridged(project, id)
        project = places.without(project, self.nodes)
        for group in groups:
            project = _fitted_around(project, group)
        return project


def _bridged(project: Project, id: str) -> Project:
    """The project with the wires out of a block coming from where its first input comes from, in their old order."""
    inside, _, node = places.find(project, id)
    wires = places.network(project, inside).wires
    rank = {port.name: number for number, port in enumerate(project.input_ports(node))}
    arriving = [wire for wire in wires if wire.target == id]
    if not arriving:
        return project
    first = min(arriving, key=lambda wire: rank.get(wire.target_port, len(rank)))
    start = {"source": first.source, "source_port": first.source_port}
    bridged = dict.fromkeys(wire.model_copy(update=start) if wire.source == id else wire for wire in wires)
    return places.changed(project, inside, wires=tuple(wire for wire in bridged if wire.source != wire.target))


def _fitted_around(project: Project, group: str) -> Project:
    for node in places.placements(project, group):
        project = places.fitted(project, node.id)
    return project


def _as_declared(value: Any) -> Any:
    """The value with tuples where JSON has lists: a declaration knows no lists."""
    return tuple(map(_as_declared, value)) if isinstance(value, list) else value


class SetSettings(Edit, id="set_settings"):
    """Gives settings of a block new values, checked by its declaration."""

    node: Identifier
    settings: tuple[tuple[str, Annotated[Any, AfterValidator(_as_declared)]], ...]

    def __call__(self, project: Project) -> Project:
        found = places.find(project, self.node)
        return _with_block(project, found, _with_settings(found.node, dict(self.settings)))


def _with_settings(node: Node, settings: Mapping[str, Any]) -> Block:
    kind = type(node.block)
    if isinstance(node.block, UnknownBlock):
        raise EditError(
            f"{node.label}: this version of Netloom does not know blocks of the type {node.block.type!r}, so it leaves "
            "their settings alone."
        )
    values = dict(node.block) | dict(settings)
    try:
        return kind(**values)
    except ValidationError as error:
        path, why = refusals(error, kind, values)[0]
        raise EditError(f"{node.label}: {path_text(path)}: {why}.") from None


class ReplaceBlock(Edit, id="replace_block"):
    """Puts another block in the place of one: id, name and all wires that still find their port stay."""

    node: Identifier
    block: AnyBlock

    def __call__(self, project: Project) -> Project:
        return _with_block(project, places.find(project, self.node), self.block)


def _with_block(project: Project, found: places.Found, block: Block) -> Project:
    inside, _, node = found
    if places.free_port(places.network(project, inside), block, but=node.id) != block:
        raise EditError(f"{node.label}: the group has another port of this name. Give it a name of its own.")
    project = places.with_node(project, found, node.model_copy(update={"block": block}))
    if type(node.block) is type(block) and not isinstance(block, Placement | GroupInput | GroupOutput):
        return project
    refuse_placement(project, block)
    project = places.fitted(_with_port_renamed(project, inside, node.block, block), node.id)
    return _fitted_around(project, inside) if inside else project


def _with_port_renamed(project: Project, group: str, before: Block, after: Block) -> Project:
    """The project in which the wires at each placement of a group follow a port to its new name."""
    for kind, end in ((GroupInput, "target"), (GroupOutput, "source")):
        if isinstance(before, kind) and isinstance(after, kind):
            for node in places.placements(project, group):
                inside, *_ = places.find(project, node.id)
                wires = places.network(project, inside).wires
                renamed = tuple(_renamed(wire, end, node.id, before.port, after.port) for wire in wires)
                project = places.changed(project, inside, wires=renamed)
    return project


def _renamed(wire: Wire, end: str, node: str, before: str, after: str) -> Wire:
    at_port = getattr(wire, end) == node and getattr(wire, f"{end}_port") == before
    return wire.model_copy(update={f"{end}_port": after}) if at_port else wire


def refuse_placement(project: Project, block: Block) -> None:
    """EditError if a block stands for a group that is not there, or that would come to contain itself."""
    if isinstance(block, Placement) and block.network:
        places.network(project, block.network)
        places.refuse_nesting(project)


class Rename(Edit, id="rename"):
    """Gives a block or a group another name."""

    node: Identifier
    name: Name

    def __call__(self, project: Project) -> Project:
        update = {"name": self.name}
        for group in project.groups:
            if group.id == self.node:
                renamed = group.model_copy(update=update)
                return project.model_copy(
                    update={"groups": tuple(renamed if each is group else each for each in project.groups)}
                )
        found = places.find(project, self.node)
        return places.with_node(project, found, found.node.model_copy(update=update))


class Mute(Edit, id="mute"):
    """Mutes blocks, or lets them act again. A muted block passes its first input on as it is."""

    nodes: tuple[Identifier, ...] = Field(min_length=1)
    muted: bool = True

    def __call__(self, project: Project) -> Project:
        chosen, update = frozenset(self.nodes), {"muted": self.muted}
        for inside in places.homes(project, self.nodes):
            nodes = places.network(project, inside).nodes
            muted = (node.model_copy(update=update) if node.id in chosen else node for node in nodes)
            project = places.changed(project, inside, nodes=tuple(muted))
        return project


class Arrange(Edit, id="arrange"):
    """Moves blocks on the canvas; those not named stay where they are."""

    positions: tuple[Position, ...]

    def __call__(self, project: Project) -> Project:
        places.homes(project, [position.node for position in self.positions])
        return places.moved(project, self.positions)
