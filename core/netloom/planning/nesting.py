"""Groups within groups: what they hold when all are unfolded, and whether they end."""

from collections.abc import Iterator

from netloom import limits
from netloom.blocks import GroupInput, GroupOutput, Placement, Repeat
from netloom.errors import Problem
from netloom.project import Network, Project


def nesting_problems(project: Project) -> Iterator[Problem]:
    """Groups that are not there, contain themselves, lie too deep, hold too much, or have odd ports."""
    yield from _unknown_groups(project)
    endless = [group.id for group in project.groups if group.id in _inside(project, group.id)]
    for id in endless:
        message = (
            f"The group {_name(project, id)} contains itself, so it would never end. Take its placement out of it."
        )
        yield Problem(code="group_contains_itself", node=id, message=message)
    if not endless:
        yield from _too_much(project)
    yield from _ports(project)


def _unknown_groups(project: Project) -> Iterator[Problem]:
    known = {group.id for group in project.groups}
    for network in project.networks():
        for node, block in network.blocks_of(Placement):
            if (name := block.network) not in known:
                message = (
                    f"{node.label}: there is no group {name!r}. There are: {', '.join(sorted(known)) or 'none'}. "
                    "Choose one of them, or remove the block."
                )
                yield Problem(code="unknown_group", node=node.id, message=message)


def _direct(project: Project, id: str) -> set[str]:
    known = {group.id for group in project.groups}
    return {block.network for _, block in project.group(id).blocks_of(Placement)} & known


def _inside(project: Project, id: str) -> set[str]:
    """All groups that lie within a group, at any depth."""
    found: set[str] = set()
    waiting = [*_direct(project, id)]
    while waiting:
        inner = waiting.pop()
        if inner not in found:
            found.add(inner)
            waiting.extend(_direct(project, inner))
    return found


def _too_much(project: Project) -> Iterator[Problem]:
    sizes: dict[str, int] = {}
    depths: dict[str, int] = {}
    for id in _inner_first(project):
        group = project.group(id)
        sizes[id] = _size(group, sizes)
        depths[id] = 1 + max((depths[inner] for inner in _direct(project, id)), default=0)
    if (blocks := _size(project, sizes)) > limits.NODES:
        message = (
            f"With all groups and repeats unfolded the network has {blocks:,} blocks; at most {limits.NODES:,} "
            "are possible. Repeat less."
        )
        yield Problem(code="too_many_blocks", message=message)
    if (depth := max(depths.values(), default=0)) > limits.GROUP_DEPTH:
        message = (
            f"Groups lie {depth} deep within each other; at most {limits.GROUP_DEPTH} are possible. Ungroup some "
            "of them."
        )
        yield Problem(code="groups_too_deep", message=message)


def _size(network: Network, sizes: dict[str, int]) -> int:
    return sum(
        sizes.get(node.block.network, 1) * (node.block.times if isinstance(node.block, Repeat) else 1)
        if isinstance(node.block, Placement)
        else 1
        for node in network.nodes
    )


def _inner_first(project: Project) -> list[str]:
    """All groups, each after those within it."""
    ordered: list[str] = []
    within = {group.id: _direct(project, group.id) for group in project.groups}
    while within:
        ready = [id for id, inner in within.items() if inner <= set(ordered)]
        ordered += ready
        for id in ready:
            del within[id]
    return ordered


def _ports(project: Project) -> Iterator[Problem]:
    for group in project.groups:
        entering = [block.port for _, block in group.blocks_of(GroupInput)]
        leaving = [block.port for _, block in group.blocks_of(GroupOutput)]
        for what, names in (("input", entering), ("output", leaving)):
            if not names:
                message = (
                    f"The group {_name(project, group.id)} has no Group {what}, so nothing can "
                    f"{'enter' if what == 'input' else 'leave'} it. Add one."
                )
                yield Problem(code="group_without_ports", node=group.id, message=message)
            for name in sorted({name for name in names if names.count(name) > 1}):
                message = (
                    f"The group {_name(project, group.id)} has two {what}s called {name!r}. Give each a name of "
                    "its own."
                )
                yield Problem(code="port_twice", node=group.id, message=message)
    yield from _repeats(project)


def _repeats(project: Project) -> Iterator[Problem]:
    for network in project.networks():
        for node in network.having(Repeat):
            ports = len(project.input_ports(node)), len(project.output_ports(node))
            if ports != (1, 1) and 0 not in ports:
                message = (
                    f"{node.label}: only a group with one input and one output can be repeated; this one has "
                    f"{ports[0]} and {ports[1]}. Place it as a Group."
                )
                yield Problem(code="repeat_of_many_ports", node=node.id, message=message)


def _name(project: Project, id: str) -> str:
    return project.group(id).name or id
