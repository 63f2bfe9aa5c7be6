"""Changes of wires."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Annotated

from pydantic import Field

from netloom import limits
from netloom.blocks import AnyBlock
from netloom.declare import Port
from netloom.edits import places
from netloom.edits.blocks import AddBlock
from netloom.errors import Edit, EditError
from netloom.project import Bend, Identifier, Name, Network, Node, Project, Wire

Points = Annotated[tuple[tuple[float, float], ...], Field(max_length=limits.BENDS)]


class Connect(Edit, id="connect"):
    """Draws a wire. At an input that takes one wire it takes the place of the wire that ended there.

    Refused are a wire to another network, to or from a port that is not there, one that exists already, and one that
    would close a circle.
    """

    wire: Wire

    def __call__(self, project: Project) -> Project:
        inside, port = _checked_ends(project, self.wire)
        network = places.network(project, inside)
        if places.wire_place(network.wires, self.wire) is not None:
            raise EditError(f"The wire {self.wire} is there already.")
        end = (self.wire.target, self.wire.target_port)
        kept = [wire for wire in network.wires if port.many or (wire.target, wire.target_port) != end]
        _refuse_circle(network, kept, self.wire)
        return places.changed(project, inside, wires=(*kept, self.wire))


def _checked_ends(project: Project, wire: Wire) -> tuple[str, Port]:
    """The network both ends are in and the port at which the wire ends; EditError if they do not fit."""
    inside, _, source = places.find(project, wire.source)
    there, _, target = places.find(project, wire.target)
    if inside != there:
        raise EditError(
            f"{source.label} and {target.label} are not in the same network. What enters or leaves a group does so "
            "through the ports of its block."
        )
    _port(source, wire.source_port, "output", project.output_ports(source))
    return inside, _port(target, wire.target_port, "input", project.input_ports(target))


def _port(node: Node, name: str, what: str, ports: tuple[Port, ...]) -> Port:
    for port in ports:
        if port.name == name:
            return port
    names = ", ".join(port.name for port in ports)
    raise EditError(f"{node.label} has no {what} {name!r}. It has: {names or f'no {what}'}.")


def _refuse_circle(network: Network, wires: Iterable[Wire], new: Wire) -> None:
    """EditError if the source of a new wire depends on its target, naming the blocks on the way round."""
    before = defaultdict(list)
    for wire in wires:
        before[wire.target].append(wire.source)
    towards = {new.source: ""}  # each block upstream of the new wire, and the next one on the way to it
    waiting = [new.source]
    while waiting and new.target not in towards:
        node = waiting.pop()
        for earlier in before[node]:
            if earlier not in towards:
                towards[earlier] = node
                waiting.append(earlier)
    if new.target in towards:
        labels = {node.id: node.label for node in network.nodes}
        circle, node = [], new.target
        while node:
            circle.append(labels[node])
            node = towards[node]
        raise EditError(f"The wire {new} would close a circle: {' → '.join((*circle, circle[0]))}.")


class Disconnect(Edit, id="disconnect"):
    """Removes a wire."""

    wire: Wire

    def __call__(self, project: Project) -> Project:
        inside, before, after = _around(project, self.wire)
        return places.changed(project, inside, wires=before + after)


def _around(project: Project, wire: Wire) -> tuple[str, tuple[Wire, ...], tuple[Wire, ...]]:
    """The network a wire is in, and the wires before and after it; EditError if it is not there."""
    inside, *_ = places.find(project, wire.source)
    wires = places.network(project, inside).wires
    place = places.wire_place(wires, wire)
    if place is None:
        raise EditError(f"There is no wire {wire}; it may have been removed.")
    return inside, wires[:place], wires[place + 1 :]


class MoveWire(Edit, id="move_wire"):
    """Leads one end of a wire elsewhere, or both; a wire that arrives at the same port as before keeps its turn."""

    wire: Wire
    to: Wire

    def __call__(self, project: Project) -> Project:
        inside, before, after = _around(project, self.wire)
        moved = Connect(wire=self.to)(places.changed(project, inside, wires=before + after))
        if (self.wire.target, self.wire.target_port) != (self.to.target, self.to.target_port):
            return moved
        return places.changed(moved, inside, wires=(*before, self.to, *after))


class BendWires(Edit, id="bend_wires"):
    """Leads wires through some points on their way; one without points runs as it would by itself."""

    wires: tuple[tuple[Wire, Points], ...]

    def __call__(self, project: Project) -> Project:
        for wire, _ in self.wires:
            _around(project, wire)
        bends = {bend.wire: bend for bend in project.layout.bends}
        for wire, points in self.wires:
            bends.pop(wire, None)
            if points:
                bends[wire] = Bend(wire=wire, points=points)
        return places.bent(project, tuple(bends.values()))


class Detach(Edit, id="detach"):
    """Takes blocks out of the wires around them, which then lead past: what entered first goes on to where they led.
    The wires between the blocks stay."""

    nodes: tuple[Identifier, ...] = Field(min_length=1)

    def __call__(self, project: Project) -> Project:
        (inside, *others) = places.homes(project, self.nodes)
        if others:
            raise EditError("These blocks are in different networks; those of one can be taken out together.")
        ids, network = frozenset(self.nodes), places.network(project, inside)
        first = _entering_first(project, network, ids)
        past = (_past(wire, ids, first) for wire in network.wires if wire.target not in ids or wire.source in ids)
        kept = tuple(dict.fromkeys(wire for wire in past if wire is not None))
        return places.changed(project, inside, wires=kept)


def _entering_first(project: Project, network: Network, ids: frozenset[str]) -> Wire | None:
    """The wire that comes to the first port from a block that does not depend on these ones."""
    after = ids | places.reached(network, ids)
    arriving = [wire for wire in network.wires if wire.target in ids and wire.source not in after]

    def rank(wire: Wire) -> int:
        ports = [port.name for port in project.input_ports(places.find(project, wire.target).node)]
        return ports.index(wire.target_port) if wire.target_port in ports else len(ports)

    return min(arriving, key=rank, default=None)


def _past(wire: Wire, ids: Collection[str], first: Wire | None) -> Wire | None:
    """A wire as it is once the blocks are gone from its way; None if it leads nowhere then."""
    if wire.source not in ids or wire.target in ids:
        return wire
    return first and wire.model_copy(update={"source": first.source, "source_port": first.source_port})


class PutOnWire(Edit, id="put_on_wire"):
    """Puts a block that is there already on a wire, which then leads through its first input and its first output."""

    node: Identifier
    wire: Wire

    def __call__(self, project: Project) -> Project:
        inside, before, after = _around(project, self.wire)
        there, _, node = places.find(project, self.node)
        if there != inside or self.node in (self.wire.source, self.wire.target):
            raise EditError(f"{node.label} cannot stand on the wire {self.wire}: it is at one of its ends already.")
        arriving, going_on = _halves(project, node, self.wire)
        ends = {(wire.target, wire.target_port) for wire in before + after}
        port = project.input_ports(node)[0]
        if (node.id, port.name) in ends and not port.many:
            raise EditError(f"{node.label} has a wire at its input already. Remove that one first.")
        wires = (*before, arriving, going_on, *after)
        project = places.changed(project, inside, wires=(*before, *after))
        for half in (arriving, going_on):
            project = Connect(wire=half)(project)
        return places.changed(project, inside, wires=wires)


class InsertBlock(Edit, id="insert_block"):
    """Adds a block on a wire, which then leads through its first input and its first output.

    Without `at` it stands halfway between the blocks at both ends.
    """

    block: AnyBlock
    wire: Wire
    at: tuple[float, float] | None = None

    def __call__(self, project: Project) -> Project:
        inside, before, after = _around(project, self.wire)
        at = self.at or places.centre(project, (self.wire.source, self.wire.target))
        project = AddBlock(block=self.block, inside=inside, at=at)(project)
        through = _halves(project, places.network(project, inside).nodes[-1], self.wire)
        return places.changed(project, inside, wires=before + through + after)


class AddWired(Edit, id="add_wired"):
    """Adds a block, with a wire from an output to its first input, or from its first output to an input, or both."""

    block: AnyBlock
    inside: str = ""
    at: tuple[float, float] | None = None
    after: tuple[Identifier, Name] | None = None
    before: tuple[Identifier, Name] | None = None

    def __call__(self, project: Project) -> Project:
        project = AddBlock(block=self.block, inside=self.inside, at=self.at)(project)
        new = places.network(project, self.inside).nodes[-1]
        entering, leaving = project.input_ports(new), project.output_ports(new)
        if self.after and entering:
            source, port = self.after
            wire = Wire(source=source, source_port=port, target=new.id, target_port=entering[0].name)
            project = Connect(wire=wire)(project)
        if self.before and leaving:
            target, port = self.before
            wire = Wire(source=new.id, source_port=leaving[0].name, target=target, target_port=port)
            project = Connect(wire=wire)(project)
        return project


def _halves(project: Project, node: Node, wire: Wire) -> tuple[Wire, Wire]:
    """The two wires that lead through the first input and the first output of a block instead of a wire."""
    entering, leaving = project.input_ports(node), project.output_ports(node)
    if not entering or not leaving:
        what = "output" if entering else "input"
        raise EditError(f"{node.block.title} has no {what}, so it cannot stand on the wire {wire}.")
    arriving = {"target": node.id, "target_port": entering[0].name}
    going_on = {"source": node.id, "source_port": leaving[0].name}
    return wire.model_copy(update=arriving), wire.model_copy(update=going_on)
