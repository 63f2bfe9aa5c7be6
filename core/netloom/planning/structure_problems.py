"""What is wrong with blocks and wires as such, before any shape is asked for."""

from collections.abc import Iterator

from netloom import graph
from netloom.blocks import GroupInput, GroupOutput, Input, Merge, Output, UnknownBlock
from netloom.declare import Block, Port
from netloom.edits import AddBlock, Connect, Disconnect, RemoveBlocks
from netloom.errors import Fix, Problem
from netloom.planning.nesting import nesting_problems
from netloom.project import GroupNetwork, Network, Node, Project, Wire

FEW = 4  # with more loose ends than this there is no telling which one was meant


def structural_problems(project: Project) -> tuple[Problem, ...]:
    """All problems of the network and of its groups that need no shapes."""
    found = [*nesting_problems(project), *_missing_ends(project)]
    for network in project.networks():
        found += _cycles(network)
        found += _unknown_blocks(network)
        found += _misplaced(network)
        found += _unused(network)
        found += _unknown_ports(project, network)
        found += _arity(project, network)
    return tuple(found)


def ends(network: Network) -> tuple[str, ...]:
    """The ids of the blocks for whose sake the others are there: the Outputs, or a group's GroupOutputs."""
    wanted = GroupOutput if isinstance(network, GroupNetwork) else Output
    return tuple(node.id for node in network.having(wanted))


def _missing_ends(project: Project) -> Iterator[Problem]:
    if not project.having(Input):
        message = "The network has no Input, so no data can enter. Add an Input block and wire it to the first block."
        yield Problem(code="no_input", message=message)
    if not project.having(Output):
        message = "The network has no Output, so nothing is predicted. Add an Output block after the last block."
        yield Problem(code="no_output", message=message, fix=_add_output(project))


def _add_output(project: Project) -> Fix | None:
    """An Output after the last block, if it is clear which one is last."""
    if len(loose := _loose_ends(project, project)) != 1:
        return None
    add = AddBlock(block=Output())
    new = add(project).nodes[-1].id
    return Fix(label="Add an Output", edits=(add, Connect(wire=Wire(source=loose[0].id, target=new))))


def _loose_ends(project: Project, network: Network) -> tuple[Node, ...]:
    """The blocks from which no wire goes on."""
    leaving = {wire.source for wire in network.wires}
    return tuple(node for node in network.nodes if node.id not in leaving and len(project.output_ports(node)) == 1)


def _cycles(network: Network) -> Iterator[Problem]:
    for cycle in graph.cycles(network):
        path = " → ".join(network.node(id).label for id in (*cycle, cycle[0]))
        message = f"These blocks form a circle: {path}. Data must flow one way; take out one of the wires between them."
        yield Problem(code="cycle", node=cycle[0], message=message, fix=_open_cycle(network, cycle))


def _open_cycle(network: Network, cycle: tuple[str, ...]) -> Fix | None:
    """The wire of the circle that was drawn last, if the circle is gone without it."""
    inside = [wire for wire in network.wires if wire.source in cycle and wire.target in cycle]
    rest = network.model_copy(update={"wires": tuple(wire for wire in network.wires if wire != inside[-1])})
    if any(set(left) & set(cycle) for left in graph.cycles(rest)):
        return None
    return Fix(label=f"Remove the wire {inside[-1]}", edits=(Disconnect(wire=inside[-1]),))


def _unknown_blocks(network: Network) -> Iterator[Problem]:
    for node in network.having(UnknownBlock):
        message = (
            f"{node.label}: this version of Netloom has no block of type {node.block.type!r}. It is kept as it is. "
            "Open the file with the version that made it, or replace the block."
        )
        yield Problem(code="unknown_block", node=node.id, message=message)


def _misplaced(network: Network) -> Iterator[Problem]:
    if isinstance(network, GroupNetwork):
        wrong: tuple[type[Block], ...] = (Input, Output)
        where = f"inside the group {network.name or network.id}; use Group input and Group output"
    else:
        wrong = (GroupInput, GroupOutput)
        where = "outside a group; use Input and Output"
    for node in network.nodes:
        if isinstance(node.block, wrong):
            message = f"{node.label}: a block of type {node.block.title} cannot stand {where}."
            yield Problem(code="misplaced_block", node=node.id, message=message)
        elif node.muted and not can_be_muted(node):
            message = f"{node.label}: a muted block passes its input on, which {node.block.title} cannot do. Unmute it."
            yield Problem(code="muted_end", node=node.id, message=message)


def can_be_muted(node: Node) -> bool:
    """Whether a block can be muted: something must arrive and something must leave."""
    return not isinstance(node.block, Input | Output | GroupInput | GroupOutput)


def _unused(network: Network) -> Iterator[Problem]:
    if not ends(network):
        return
    used = graph.leading_to(network, ends(network))
    for node in network.nodes:
        if node.id not in used:
            message = (
                f"{node.label}: nothing that is predicted depends on this block. Wire it on towards an Output, or "
                "remove it."
            )
            fix = Fix(label="Remove it", edits=(RemoveBlocks(nodes=(node.id,)),))
            yield Problem(code="unused_block", severity="warning", node=node.id, message=message, fix=fix)


def _unknown_ports(project: Project, network: Network) -> Iterator[Problem]:
    nodes = {node.id: node for node in network.nodes if not isinstance(node.block, UnknownBlock)}
    leaving = {id: [port.name for port in project.output_ports(node)] for id, node in nodes.items()}
    entering = {id: [port.name for port in project.input_ports(node)] for id, node in nodes.items()}
    for wire in network.wires:
        if wire.source in nodes and wire.source_port not in leaving[wire.source]:
            yield _unknown_port(nodes[wire.source], wire, wire.source_port, "output", leaving[wire.source])
        if wire.target in nodes and wire.target_port not in entering[wire.target]:
            yield _unknown_port(nodes[wire.target], wire, wire.target_port, "input", entering[wire.target])


def _unknown_port(node: Node, wire: Wire, port: str, what: str, names: list[str]) -> Problem:
    message = (
        f"{node.label}: the wire {wire} names the {what} {port!r}, which is not there. "
        f"It has: {', '.join(names) or f'no {what}'}. Remove the wire, and draw it anew if it is needed."
    )
    fix = Fix(label="Remove the wire", edits=(Disconnect(wire=wire),))
    return Problem(code="unknown_port", node=node.id, message=message, fix=fix)


def _arity(project: Project, network: Network) -> Iterator[Problem]:
    arriving = graph.arriving(network)
    loose = _loose_ends(project, network)
    for node in network.nodes:
        for port in project.input_ports(node):
            wires = arriving.get((node.id, port.name), ())
            if not wires:
                yield _missing_input(project, network, node, port, loose)
            elif len(wires) > 1 and not port.many:
                yield _too_many_wires(node, port, wires)
            elif len(wires) == 1 and isinstance(node.block, Merge):
                yield _merge_of_one(node)


def _missing_input(project: Project, network: Network, node: Node, port: Port, loose: tuple[Node, ...]) -> Problem:
    what = "anything" if port.name == "input" else f"its input {port.name!r}"
    message = f"{node.label}: no wire brings {what} to this block. Draw a wire from an earlier block to it."
    fix = None
    if len(loose) <= FEW and len(before := _not_after(network, node, loose)) == 1:
        source_port = project.output_ports(before[0])[0].name
        wire = Wire(source=before[0].id, source_port=source_port, target=node.id, target_port=port.name)
        fix = Fix(label=f"Wire {before[0].label} to it", edits=(Connect(wire=wire),))
    return Problem(code="missing_input", node=node.id, message=message, fix=fix)


def _not_after(network: Network, node: Node, others: tuple[Node, ...]) -> list[Node]:
    """Those of the other blocks that do not depend on this one."""
    after = graph.reached_from(network, (node.id,))
    return [other for other in others if other.id not in after]


def _too_many_wires(node: Node, port: Port, wires: tuple[Wire, ...]) -> Problem:
    sources = ", ".join(wire.source for wire in wires)
    message = (
        f"{node.label}: {len(wires)} wires end at its input {port.name!r} (from {sources}), which takes one. "
        "Bring them together with Concatenate or Add first, or keep one of them."
    )
    fix = Fix(label="Keep the first wire", edits=tuple(Disconnect(wire=wire) for wire in wires[1:]))
    return Problem(code="too_many_wires", node=node.id, message=message, fix=fix)


def _merge_of_one(node: Node) -> Problem:
    message = (
        f"{node.label}: {node.block.title} brings several inputs together, but only one arrives. Wire a second "
        "one to it, or remove it."
    )
    fix = Fix(label="Remove it and reconnect", edits=(RemoveBlocks(nodes=(node.id,), reconnect=True),))
    return Problem(code="merge_of_one", severity="warning", node=node.id, message=message, fix=fix)
