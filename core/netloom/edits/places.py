"""Where a block is, and the project with that place changed. Only what changes is made anew."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from netloom import limits
from netloom.blocks import GroupInput, GroupOutput, Placement
from netloom.declare import Block, Port
from netloom.errors import EditError
from netloom.naming import slug
from netloom.project import Bend, GroupNetwork, Network, Node, Numbering, Position, Project, Wire
from netloom.refusals import nearest

TOP = ""  # the network itself, where the id of a group would name the group's


def network(project: Project, inside: str) -> Network:
    """The network itself, or that of a group; EditError if there is no such group."""
    if inside == TOP:
        return project
    for group in project.groups:
        if group.id == inside:
            return group
    raise EditError(f"There is no group {inside!r}. {nearest(inside, (group.id for group in project.groups))}")


class Found(NamedTuple):
    """A block, the network it is in, and its place among the blocks there."""

    inside: str
    place: int
    node: Node


def find(project: Project, id: str) -> Found:
    """A block and where it is; EditError if there is none of that id."""
    for each in project.networks():
        for place, node in enumerate(each.nodes):
            if node.id == id:
                return Found(_key(each), place, node)
    raise EditError(f"There is no block {id!r}; it may have been removed. {nearest(id, project.ids())}")


def homes(project: Project, ids: Iterable[str]) -> frozenset[str]:
    """Where some blocks are; EditError if one of them is nowhere."""
    inside = {node.id: _key(each) for each in project.networks() for node in each.nodes}
    for id in ids:
        if id not in inside:
            raise EditError(f"There is no block {id!r}; it may have been removed. {nearest(id, inside)}")
    return frozenset(inside[id] for id in ids)


def _key(network: Network) -> str:
    return network.id if isinstance(network, GroupNetwork) else TOP


def changed(
    project: Project, inside: str, *, nodes: tuple[Node, ...] | None = None, wires: tuple[Wire, ...] | None = None
) -> Project:
    """The project with other blocks or wires in one place."""
    before = network(project, inside)
    update = {"nodes": before.nodes if nodes is None else nodes, "wires": before.wires if wires is None else wires}
    if len(update["nodes"]) > limits.NODES or len(update["wires"]) > limits.WIRES:
        raise EditError(f"At most {limits.NODES:,} blocks and {limits.WIRES:,} wires are possible in one network.")
    if inside == TOP:
        return _with_bends(project.model_copy(update=update))
    after = before.model_copy(update=update)
    groups = tuple(after if each is before else each for each in project.groups)
    return _with_bends(project.model_copy(update={"groups": groups}))


def _with_bends(project: Project) -> Project:
    """The project without the bends of wires that are gone."""
    bends = project.layout.bends
    if not bends:
        return project
    wires = {wire for each in project.networks() for wire in each.wires}
    return bent(project, tuple(bend for bend in bends if bend.wire in wires))


def bent(project: Project, bends: tuple[Bend, ...]) -> Project:
    """The project with these bends of wires instead."""
    if bends == project.layout.bends:
        return project
    return project.model_copy(update={"layout": project.layout.model_copy(update={"bends": bends})})


def led(project: Project, bends: Iterable[Bend]) -> Project:
    """The project with some wires led through the points of these bends."""
    after = {bend.wire: bend for bend in (*project.layout.bends, *bends)}
    return bent(project, tuple(after.values()))


def between(bends: Iterable[Bend], names: Mapping[str, str], by: tuple[float, float] = (0.0, 0.0)) -> Iterator[Bend]:
    """The bends of the wires between some blocks, which have other ids now and stand so much further."""
    right, down = by
    for bend in bends:
        wire = bend.wire
        if wire.source in names and wire.target in names:
            renamed = wire.model_copy(update={"source": names[wire.source], "target": names[wire.target]})
            yield Bend(wire=renamed, points=tuple((x + right, y + down) for x, y in bend.points))


def with_node(project: Project, found: Found, node: Node) -> Project:
    """The project with another block in the place of the one found."""
    nodes = network(project, found.inside).nodes
    return changed(project, found.inside, nodes=(*nodes[: found.place], node, *nodes[found.place + 1 :]))


def without(project: Project, ids: Iterable[str]) -> Project:
    """The project without some blocks, their wires and their places on the canvas; their ids are never given again."""
    gone = frozenset(ids)
    for each in tuple(project.networks()):
        if any(node.id in gone for node in each.nodes):
            nodes = tuple(node for node in each.nodes if node.id not in gone)
            wires = tuple(wire for wire in each.wires if wire.source not in gone and wire.target not in gone)
            project = changed(project, _key(each), nodes=nodes, wires=wires)
    positions = tuple(position for position in project.layout.positions if position.node not in gone)
    return retired(placed(project, positions), gone)


def wire_place(wires: Sequence[Wire], wire: Wire) -> int | None:
    """Which of the wires this one is; None if it is not there."""
    for place, each in enumerate(wires):
        if each.source == wire.source and each.target == wire.target and each == wire:
            return place
    return None


def placed(project: Project, positions: tuple[Position, ...]) -> Project:
    """The project with these places on the canvas instead."""
    if len(positions) == len(project.layout.positions) and positions == project.layout.positions:
        return project
    return project.model_copy(update={"layout": project.layout.model_copy(update={"positions": positions})})


def moved(project: Project, positions: Sequence[Position]) -> Project:
    """The project with some blocks at other places on the canvas."""
    after = {position.node: position for position in positions}
    kept = tuple(after.pop(position.node, position) for position in project.layout.positions)
    return placed(project, kept + tuple(after.values()))


def centre(project: Project, ids: Iterable[str]) -> tuple[float, float] | None:
    """The middle of some blocks on the canvas; None if none of them has a place there."""
    wanted = frozenset(ids)
    points = [(position.x, position.y) for position in project.layout.positions if position.node in wanted]
    if not points:
        return None
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


_NUMBERED = re.compile(r"([a-z][a-z0-9_]*)_([0-9]{1,15})")


def next_id(project: Project, prefix: str) -> tuple[Project, str]:
    """The next free id of a beginning (`dense_1`, `dense_2`, …), and the project in which it is taken."""
    last = next((each.last for each in project.numbering if each.prefix == prefix), 0)
    number = last + 1
    if _is_taken(project, f"{prefix}_{number}"):  # a file written by hand need not have counted
        taken = frozenset(project.ids())
        while f"{prefix}_{number}" in taken:
            number += 1
    if number > limits.INTEGER:
        raise EditError(f"The numbers for {prefix!r} are used up: the file counts {last:,} of them.")
    return _counted(project, prefix, number), f"{prefix}_{number}"


def _is_taken(project: Project, id: str) -> bool:
    for each in project.networks():
        for node in each.nodes:
            if node.id == id:
                return True
    if any(group.id == id for group in project.groups):
        return True
    return any(note.id == id for notes in (project.layout.frames, project.layout.comments) for note in notes)


def block_id(project: Project, block: Block) -> tuple[Project, str]:
    """The next free id for a block, after its type."""
    return next_id(project, slug(block.type))


def retired(project: Project, ids: Iterable[str]) -> Project:
    """The project in which these ids will not be given again."""
    for id in ids:
        if found := _NUMBERED.fullmatch(id):
            project = _counted(project, found[1], int(found[2]))
    return project


def _counted(project: Project, prefix: str, number: int) -> Project:
    for place, each in enumerate(project.numbering):
        if each.prefix == prefix:
            if each.last >= number:
                return project
            after = each.model_copy(update={"last": number})
            numbering = (*project.numbering[:place], after, *project.numbering[place + 1 :])
            return project.model_copy(update={"numbering": numbering})
    return project.model_copy(update={"numbering": (*project.numbering, Numbering(prefix=prefix, last=number))})


def fitted(project: Project, id: str) -> Project:
    """The project without those wires at a block for which it has no port (any more)."""
    inside, _, node = find(project, id)
    wires = network(project, inside).wires
    kept = tuple(_fitting(wires, id, project.input_ports(node), project.output_ports(node)))
    return project if len(kept) == len(wires) else changed(project, inside, wires=kept)


def _fitting(wires: Iterable[Wire], id: str, inputs: Iterable[Port], outputs: Iterable[Port]) -> Iterator[Wire]:
    room = {port.name: limits.WIRES if port.many else 1 for port in inputs}
    leaving = {port.name for port in outputs}
    for wire in wires:
        if wire.source == id and wire.source_port not in leaving:
            continue
        if wire.target == id:
            if not room.get(wire.target_port):
                continue
            room[wire.target_port] -= 1
        yield wire


def placements(project: Project, group: str) -> tuple[Node, ...]:
    """The blocks that stand for a group, wherever they are."""
    standing = (pair for each in project.networks() for pair in each.blocks_of(Placement))
    return tuple(node for node, block in standing if block.network == group)


def free_port(network: Network, block: Block, but: str = "") -> Block:
    """A block for a network; the port of a group gets a number if its name is taken by another than `but`."""
    kinds: tuple[type[GroupInput | GroupOutput], ...] = (GroupInput, GroupOutput)
    for kind in kinds:
        if isinstance(block, kind):
            taken = {other.port for node, other in network.blocks_of(kind) if node.id != but}
            name, number = block.port, 1
            while name in taken:
                number += 1
                name = f"{block.port[: limits.NAME_LENGTH - 8]}_{number}"
            return kind(port=name)
    return block


def reached(network: Network, ids: Iterable[str], *, upstream: bool = False) -> set[str]:
    """The blocks to which a path of wires leads from one of those, or, upstream, from which one leads there."""
    beside: dict[str, list[str]] = {}
    for wire in network.wires:
        start, end = (wire.target, wire.source) if upstream else (wire.source, wire.target)
        beside.setdefault(start, []).append(end)
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        new = set(beside.get(waiting.pop(), ())) - found
        found |= new
        waiting.extend(new)
    return found


def refuse_nesting(project: Project) -> None:
    """EditError if groups contain themselves or lie too deep: peel off those that contain no other, layer by layer."""
    known = {group.id for group in project.groups}
    within = {group.id: {block.network for _, block in group.blocks_of(Placement)} & known for group in project.groups}
    depth = 0
    while within:
        outermost = {id for id, inner in within.items() if not inner & within.keys()}
        if not outermost:
            names = ", ".join(project.group(id).name or id for id in within)
            raise EditError(f"A group cannot contain itself; this would go round: {names}.")
        within = {id: inner for id, inner in within.items() if id not in outermost}
        depth += 1
    if depth > limits.GROUP_DEPTH:
        raise EditError(f"Groups would lie {depth} deep within each other; at most {limits.GROUP_DEPTH} are possible.")
