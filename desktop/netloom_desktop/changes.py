"""What differs between two projects: the blocks, wires, frames and comments that a step touched."""

from collections.abc import Iterable
from typing import NamedTuple

from netloom.project import GroupNetwork, Network, Note, Position, Project


class Touched(NamedTuple):
    """What a step changed and left there: the ids of blocks and notes, and the network they are in."""

    inside: str = ""
    blocks: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()


def touched(before: Project, after: Project, inside: str = "") -> Touched:
    """What is new or different in `after`; where nothing is, the blocks whose wires are.

    `inside` is where the step was made: where it touched several networks, that one is meant.
    """
    homes = {network_id(network): network for network in after.networks()}
    if inside not in homes:
        inside = ""
    network, old = homes[inside], _network(before, inside)
    ids = {node.id for node in network.nodes}
    blocks = _different(old.nodes if old else (), network.nodes)
    blocks |= _moved(before.layout.positions, after.layout.positions) & ids
    blocks = blocks or _rewired(old, network)
    notes = _different(notes_in(before, inside), notes_in(after, inside))
    return Touched(inside, frozenset(blocks), frozenset(notes))


def network_id(network: Network) -> str:
    """The id of a group's network, or empty for the project's own."""
    return network.id if isinstance(network, GroupNetwork) else ""


def notes_in(project: Project, inside: str) -> tuple[Note, ...]:
    """The frames and comments of one network."""
    return tuple(note for note in (*project.layout.frames, *project.layout.comments) if note.inside == inside)


def _network(project: Project, inside: str) -> Network | None:
    return next((network for network in project.networks() if network_id(network) == inside), None)


def _different(before: Iterable[object], after: Iterable[object]) -> set[str]:
    if before is after:
        return set()
    known = {getattr(thing, "id", ""): thing for thing in before}
    return {id for thing in after if known.get(id := getattr(thing, "id", "")) != thing}


def _moved(before: tuple[Position, ...], after: tuple[Position, ...]) -> set[str]:
    if before is after:
        return set()
    known = {position.node: position for position in before}
    return {position.node for position in after if known.get(position.node) != position}


def _rewired(before: Network | None, after: Network) -> set[str]:
    """The blocks at both ends of the wires that came or went, as far as they are there."""
    if before is None or before.wires is after.wires:
        return set()
    different = set(before.wires) ^ set(after.wires)
    ends = {id for wire in different for id in (wire.source, wire.target)}
    return ends & {node.id for node in after.nodes}
