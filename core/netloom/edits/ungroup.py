"""Dissolving a placed group into the blocks that it stands for."""

from collections.abc import Iterable, Mapping

from netloom.blocks import Group, GroupInput, GroupOutput, Placement, Repeat
from netloom.edits import places
from netloom.edits.groups import End, start, without_group
from netloom.errors import Edit, EditError
from netloom.project import GroupNetwork, Identifier, Node, Position, Project, Wire


class Ungroup(Edit, id="ungroup"):
    """Puts the blocks of a group in the place of the block that stands for it; every wire leads on as before.

    Where the group is placed nowhere else, its own blocks come out and the group is gone; else copies of them with
    ids of their own. A Repeat becomes a line of Groups, which can be dissolved in turn.
    """

    node: Identifier

    def __call__(self, project: Project) -> Project:
        inside, _, node = places.find(project, self.node)
        if not isinstance(node.block, Placement):
            raise EditError(f"{node.label} is a {node.block.title}, not a group.")
        if node.muted:
            raise EditError(f"{node.label} is muted. Let it act again first, or remove it.")
        group = places.network(project, node.block.network)
        if not isinstance(group, GroupNetwork) or group.id == inside:
            raise EditError(f"{node.label} stands for no group, or for the one it is in. Remove the block instead.")
        if isinstance(node.block, Repeat) and node.block.times > 1:
            return _unrolled(project, inside, node, node.block)
        return _dissolved(project, inside, node, group)


def _unrolled(project: Project, inside: str, node: Node, block: Repeat) -> Project:
    """One Group after the other in the place of a Repeat."""
    entering, leaving = project.input_ports(node), project.output_ports(node)
    if len(entering) != 1 or len(leaving) != 1:
        raise EditError(f"{node.label}: only a group with one input and one output can be repeated.")
    fed = _arriving(project, inside, node)
    before = fed.get(entering[0].name)
    nodes, wires = [], []
    for _ in range(block.times):
        project, id = places.next_id(project, Group.id)
        nodes.append(Node(id=id, name=node.name, block=Group(network=block.network)))
        wires += _wire(before, (id, entering[0].name))
        before = (id, leaving[0].name)
    return _replaced(project, inside, node, nodes, wires, {leaving[0].name: before})


def _dissolved(project: Project, inside: str, node: Node, group: GroupNetwork) -> Project:
    alone = len(places.placements(project, group.id)) == 1
    fed = _arriving(project, inside, node)
    gates = {gate.id: fed.get(block.port) for gate, block in group.blocks_of(GroupInput)}
    ports = {gate.id: block.port for gate, block in group.blocks_of(GroupOutput)}
    within = [each for each in group.nodes if each.id not in gates and each.id not in ports]
    names: dict[str, str] = {}
    for each in within:
        project, names[each.id] = (project, each.id) if alone else places.block_id(project, each.block)
    by = _outwards(project, node, names)
    known = [position for position in project.layout.positions if position.node in names]
    positions = [Position(node=names[each.node], x=each.x + by[0], y=each.y + by[1]) for each in known]
    bends = tuple(places.between(project.layout.bends, names, by))
    wires, delivered = _outside(group, names, gates, ports)
    if alone:
        project = places.retired(without_group(project, group.id), (*gates, *ports))
    nodes = [each.model_copy(update={"id": names[each.id]}) for each in within]
    return places.led(places.moved(_replaced(project, inside, node, nodes, wires, delivered), positions), bends)


def _outside(
    group: GroupNetwork, names: Mapping[str, str], gates: Mapping[str, End | None], ports: Mapping[str, str]
) -> tuple[list[Wire], dict[str, End | None]]:
    """The wires of a group as they run outside it, and where what leaves each of its ports comes from.

    `names` are the blocks' ids outside, `gates` what enters at each GroupInput, `ports` the port of each GroupOutput.
    """
    wires: list[Wire] = []
    delivered = {}
    for wire in group.wires:
        known = (names[wire.source], wire.source_port) if wire.source in names else None
        before = gates.get(wire.source, known)
        if wire.target in ports:
            delivered[ports[wire.target]] = before
        elif wire.target in names:
            wires += _wire(before, (names[wire.target], wire.target_port))
    return wires, delivered


def _arriving(project: Project, inside: str, node: Node) -> dict[str, End]:
    """Where the wire begins that ends at each port of a block."""
    wires = places.network(project, inside).wires
    return {wire.target_port: start(wire) for wire in wires if wire.target == node.id}


def _wire(before: End | None, after: End) -> list[Wire]:
    """The wire from one end to another; none where nothing arrives."""
    if before is None:
        return []
    return [Wire(source=before[0], source_port=before[1], target=after[0], target_port=after[1])]


def _outwards(project: Project, node: Node, names: Iterable[str]) -> tuple[float, float]:
    """How far the blocks of a group go, to stand around the place of the block that stood for it."""
    old, new = places.centre(project, names), places.centre(project, (node.id,))
    return (new[0] - old[0], new[1] - old[1]) if old and new else (0.0, 0.0)


def _replaced(
    project: Project, inside: str, node: Node, nodes: list[Node], wires: list[Wire], delivered: Mapping[str, End | None]
) -> Project:
    """The project with blocks and wires in the place of one block; `delivered` is what leaves each of its ports."""
    network = places.network(project, inside)
    around = []
    for wire in network.wires:
        if wire.source == node.id:
            around += _wire(delivered.get(wire.source_port), (wire.target, wire.target_port))
        elif wire.target != node.id:
            around.append(wire)
    after = (*around, *wires)
    if len(set(after)) < len(after):
        raise EditError(f"{node.label}: two ports get the same value, so dissolving it would need the same wire twice.")
    spliced = [new for each in network.nodes for new in (nodes if each.id == node.id else [each])]
    return places.without(places.changed(project, inside, nodes=tuple(spliced), wires=after), (node.id,))
