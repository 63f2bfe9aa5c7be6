"""What of a project most settings do not change: how its blocks are wired and called, and what is wrong with that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import starmap

from netloom import graph
from netloom.blocks import GroupInput, GroupOutput, Placement, UnknownBlock
from netloom.errors import Problem
from netloom.naming import attribute_names, slug
from netloom.planning.structure_problems import ends, structural_problems
from netloom.project import GroupNetwork, Network, Node, Project, Wire

_SETTING_STRUCTURE = Placement | GroupInput | GroupOutput | UnknownBlock  # blocks whose settings make ports or networks


@dataclass(frozen=True)
class Skeleton:
    """The structure of one network: the ids in `order`, each after those it depends on, which of them are `used`, the
    wires `arriving` at each (block, port), and what each block is called in the source (`names`)."""

    order: tuple[str, ...]
    used: frozenset[str]
    arriving: Mapping[tuple[str, str], tuple[Wire, ...]]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Structure:
    """The structure of a project: that of its network, under the id "", and those of its groups; and its problems."""

    project: Project
    skeletons: Mapping[str, Skeleton]
    problems: tuple[Problem, ...]

    def of(self, network: Network) -> Skeleton:
        """The structure of one of the project's networks."""
        return self.skeletons[_id_of(network)]


def structure_of(project: Project, before: Structure | None = None) -> Structure:
    """The structure of a project; that of `before`, if only settings have changed since."""
    if before is not None and _is_structured_alike(project, before.project):
        return replace(before, project=project)
    skeletons = {_id_of(network): _skeleton(network) for network in project.networks()}
    return Structure(project, skeletons, structural_problems(project))


def _id_of(network: Network) -> str:
    return network.id if isinstance(network, GroupNetwork) else ""


def _skeleton(network: Network) -> Skeleton:
    names = attribute_names(map(_wish, network.nodes))
    return Skeleton(
        order=graph.order(network),
        used=graph.leading_to(network, ends(network)),
        arriving=graph.arriving(network),
        names=dict(zip((node.id for node in network.nodes), names, strict=True)),
    )


def _wish(node: Node) -> str:
    """What a block would be called in the source: its name, or its id; a group's port by the port."""
    port = node.block.port if isinstance(node.block, GroupInput | GroupOutput) else ""
    return slug(node.name or port or node.id, node.id)


def _is_structured_alike(now: Project, then: Project) -> bool:
    groups = [[(group.id, group.name) for group in project.groups] for project in (now, then)]
    return groups[0] == groups[1] and all(starmap(_are_wired_alike, zip(now.networks(), then.networks(), strict=True)))


def _are_wired_alike(now: Network, then: Network) -> bool:
    return (
        now.wires == then.wires and len(now.nodes) == len(then.nodes) and all(map(_stand_alike, now.nodes, then.nodes))
    )


def _stand_alike(now: Node, then: Node) -> bool:
    if now is then:  # as nearly all are
        return True
    return (
        (now.id, now.name, now.muted) == (then.id, then.name, then.muted)
        and type(now.block) is type(then.block)
        and not isinstance(now.block, _SETTING_STRUCTURE)
        and (now.block.inputs, now.block.outputs) == (then.block.inputs, then.block.outputs)
    )
