"""Changes of groups: making them of blocks, placing and removing them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pydantic import Field

from netloom import limits
from netloom.blocks import Group, GroupInput, GroupOutput, Input, Output, Repeat
from netloom.edits import places
from netloom.edits.blocks import AddBlock
from netloom.edits.notes import RemoveNotes
from netloom.errors import Edit, EditError
from netloom.project import GroupNetwork, Identifier, Name, Network, Node, Project, Wire

End = tuple[str, str]  # a block and its port


class MakeGroup(Edit, id="make_group"):
    """Turns blocks of one network into a group, placed where they stood; every wire leads on as before.

    What enters or leaves gets one port for each place it comes from, as does an end that nothing is wired to. The
    ports are called `input`, `input_2`, … and `output`, `output_2`, … in the order of the wires.
    """

    nodes: tuple[Identifier, ...] = Field(min_length=1)
    name: Name = ""

    def __call__(self, project: Project) -> Project:
        inside = _refuse_odd_selection(project, self.nodes)
        seam = _seam(project, places.network(project, inside), frozenset(self.nodes))
        project, entering = _gates(project, GroupInput, seam.entering)
        project, leaving = _gates(project, GroupOutput, seam.leaving)
        project, id = places.next_id(project, "network")
        wires = tuple(_wires_within(seam, entering, leaving))
        nodes = (*entering.values(), *seam.chosen, *leaving.values())
        group = GroupNetwork(id=id, name=self.name, nodes=nodes, wires=wires)
        project = project.model_copy(update={"groups": (*project.groups, group)})
        return _with_group_placed(project, inside, seam, group)


def _refuse_odd_selection(project: Project, ids: Collection[str]) -> str:
    """Where the blocks are; EditError if they cannot become a group."""
    homes = places.homes(project, ids)
    if len(homes) > 1:
        raise EditError("These blocks are in different networks; a group is made of blocks of one.")
    (inside,) = homes
    network = places.network(project, inside)
    for node in network.nodes:
        if node.id in ids and isinstance(node.block, Input | Output | GroupInput | GroupOutput):
            raise EditError(f"{node.label}: {node.block.title} belongs to its own network and cannot go into a group.")
    between = (places.reached(network, ids) & places.reached(network, ids, upstream=True)) - set(ids)
    if between:
        labels = ", ".join(node.label for node in network.nodes if node.id in between)
        raise EditError(f"Between these blocks lies {labels}: the group would wait for itself. Select that as well.")
    return inside


@dataclass(frozen=True)
class _Seam:
    """Chosen blocks, all wires of their network, and the ends at which something enters or leaves the choice.

    `entering` holds the ends outside that lead in, then the inputs within that nothing leads to; `leaving` the ends
    within that lead out, then those that lead nowhere.
    """

    chosen: tuple[Node, ...]
    wires: tuple[Wire, ...]
    ids: frozenset[str]
    entering: tuple[End, ...]
    leaving: tuple[End, ...]


def _seam(project: Project, network: Network, ids: frozenset[str]) -> _Seam:
    chosen = tuple(node for node in network.nodes if node.id in ids)
    entering = [start(wire) for wire in network.wires if wire.target in ids and wire.source not in ids]
    leaving = [start(wire) for wire in network.wires if wire.source in ids and wire.target not in ids]
    fed = {(wire.target, wire.target_port) for wire in network.wires}
    heard = {start(wire) for wire in network.wires}
    for node in chosen:
        entering += [end for port in project.input_ports(node) if (end := (node.id, port.name)) not in fed]
        leaving += [end for port in project.output_ports(node) if (end := (node.id, port.name)) not in heard]
    return _Seam(chosen, network.wires, ids, tuple(dict.fromkeys(entering)), tuple(dict.fromkeys(leaving)))


def start(wire: Wire) -> End:
    """Where a wire begins."""
    return wire.source, wire.source_port


def _gates(
    project: Project, kind: type[GroupInput] | type[GroupOutput], ends: Iterable[End]
) -> tuple[Project, dict[End, Node]]:
    """One port of the group for each end, and the project in which their ids are taken."""
    gates = {}
    for number, end in enumerate(ends, 1):
        block = kind() if number == 1 else kind(port=f"{kind().port}_{number}")
        project, id = places.block_id(project, block)
        gates[end] = Node(id=id, block=block)
    return project, gates


def _wires_within(seam: _Seam, entering: dict[End, Node], leaving: dict[End, Node]) -> Iterator[Wire]:
    """In the order of the old ones: what arrives together at a block must keep its order."""
    for wire in seam.wires:
        if wire.target in seam.ids:
            gate = entering.get(start(wire))
            yield wire.model_copy(update={"source": gate.id, "source_port": "output"}) if gate else wire
    for (id, port), gate in entering.items():
        if id in seam.ids:
            yield Wire(source=gate.id, target=id, target_port=port)
    for (id, port), gate in leaving.items():
        yield Wire(source=id, source_port=port, target=gate.id)


def _with_group_placed(project: Project, inside: str, seam: _Seam, group: GroupNetwork) -> Project:
    """The project with the group's block where the first of the chosen blocks stood."""
    at = places.centre(project, seam.ids)
    project = AddBlock(block=Group(network=group.id), name=group.name, inside=inside, at=at)(project)
    *others, placed = places.network(project, inside).nodes
    first = seam.chosen[0]
    nodes = tuple(placed if node is first else node for node in others if node is first or node.id not in seam.ids)
    wires = tuple(dict.fromkeys(_wires_around(seam, group, placed.id)))
    return places.changed(project, inside, nodes=nodes, wires=wires)


def _wires_around(seam: _Seam, group: GroupNetwork, placed: str) -> Iterator[Wire]:
    entering = dict(zip(seam.entering, (block.port for _, block in group.blocks_of(GroupInput)), strict=True))
    leaving = dict(zip(seam.leaving, (block.port for _, block in group.blocks_of(GroupOutput)), strict=True))
    for wire in seam.wires:
        within = wire.source in seam.ids, wire.target in seam.ids
        if within == (False, True):
            yield wire.model_copy(update={"target": placed, "target_port": entering[start(wire)]})
        elif within == (True, False):
            yield wire.model_copy(update={"source": placed, "source_port": leaving[start(wire)]})
        elif within == (False, False):
            yield wire


class PlaceGroup(Edit, id="place_group"):
    """Places a group once more, or, with `times`, as a Repeat of so many; each has weights of its own."""

    group: Identifier
    times: int = Field(1, ge=1, le=limits.NODES)
    inside: str = ""
    at: tuple[float, float] | None = None

    def __call__(self, project: Project) -> Project:
        once = self.times == 1
        block = Group(network=self.group) if once else Repeat(network=self.group, times=self.times)
        return AddBlock(block=block, inside=self.inside, at=self.at)(project)


class RemoveGroup(Edit, id="remove_group"):
    """Removes a group that is placed nowhere."""

    group: Identifier

    def __call__(self, project: Project) -> Project:
        group = places.network(project, self.group)
        if placed := places.placements(project, self.group):
            labels = ", ".join(node.label for node in placed)
            raise EditError(f"The group {self.group!r} is still placed: {labels}. Remove these blocks first.")
        project = places.without(project, [node.id for node in group.nodes])
        return without_group(project, self.group)


def without_group(project: Project, id: str) -> Project:
    """The project without a group; its id is never given again."""
    layout = project.layout
    if notes := {note.id for note in (*layout.frames, *layout.comments) if note.inside == id}:
        project = RemoveNotes(notes=tuple(notes))(project)
    groups = tuple(group for group in project.groups if group.id != id)
    return places.retired(project.model_copy(update={"groups": groups}), (id,))
