"""The lines of the outline, worked out from project and plan. No widgets here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush

from netloom.blocks import Placement, UnknownBlock
from netloom.errors import Problem
from netloom.project import GroupNetwork, Network, Node, Project
from netloom_desktop.planned import BlockPlan, PlannedProject
from netloom_desktop.words import counted


@dataclass(frozen=True)
class Line:
    """One line: a block, or with `is_network` a network, whose id is empty for the project's own."""

    id: str
    name: str
    kind: str = ""
    shape: str = ""
    problem: str = ""
    said: str = ""
    described: str = ""
    icon: str = ""
    group: str = ""
    is_network: bool = False


@dataclass(frozen=True)
class Branch:
    """A network with its blocks in the order in which data passes them."""

    head: Line
    blocks: tuple[Line, ...]


Labels = Mapping[str, tuple[str, ...]]
_Key = tuple[Node, BlockPlan | None, Problem | None, tuple[str, ...], tuple[str, ...], str]


class Lines:
    """Works out the lines, and remembers each for as long as nothing that it tells of has changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Key, Line]] = {}
        self._orders: dict[str, tuple[tuple[object, ...], tuple[str, ...]]] = {}
        self._neighbours: dict[str, tuple[tuple[object, ...], tuple[Labels, Labels]]] = {}

    def branches(self, project: Project, planned: PlannedProject) -> tuple[Branch, ...]:
        """All networks, the project's own first."""
        worst: dict[str, Problem] = {}
        for problem in planned.problems:
            worst.setdefault(problem.node, problem)
        known, self._known = self._known, {}
        return tuple(self._branch(project, network, planned, worst, known) for network in project.networks())

    def _branch(
        self,
        project: Project,
        network: Network,
        planned: PlannedProject,
        worst: Mapping[str, Problem],
        known: Mapping[str, tuple[_Key, Line]],
    ) -> Branch:
        before, after = self._around(network)
        placed = {group.id: group.name or group.id for group in project.groups}
        nodes = {node.id: node for node in network.nodes}
        blocks = []
        for id in self._order(network):
            node = nodes[id]
            group = placed.get(node.block.network, "") if isinstance(node.block, Placement) else ""
            key = (node, planned.blocks.get(id), worst.get(id), before.get(id, ()), after.get(id, ()), group)
            found = known.get(id)
            if found is None or not _same(found[0], key):
                found = (key, block_line(*key))
            self._known[id] = found
            blocks.append(found[1])
        return Branch(_head(project, network), tuple(blocks))

    def _around(self, network: Network) -> tuple[Labels, Labels]:
        """What is before and after each block; it depends on their labels and the wires alone."""
        id = network.id if isinstance(network, GroupNetwork) else ""
        labels = [node.label if node.name else node.id for node in network.nodes]
        known = self._neighbours.get(id)
        if known is None or known[0][0] != labels or known[0][1] is not network.wires:
            self._neighbours[id] = known = ((labels, network.wires), _neighbours(network))
        return known[1]

    def _order(self, network: Network) -> tuple[str, ...]:
        """The order of a network's blocks; it depends on their ids and the wires alone."""
        id = network.id if isinstance(network, GroupNetwork) else ""
        ids = tuple(node.id for node in network.nodes)
        known = self._orders.get(id)
        if known is None or known[0][0] != ids or known[0][1] is not network.wires:
            self._orders[id] = known = ((ids, network.wires), in_order(network))
        return known[1]


def in_order(network: Network) -> tuple[str, ...]:
    """All blocks, each after those that it depends on, and else as they are stored; those of a circle at the end."""
    rank = {node.id: place for place, node in enumerate(network.nodes)}
    sorter: TopologicalSorter[str] = TopologicalSorter({node.id: () for node in network.nodes})
    for wire in network.wires:
        sorter.add(wire.target, wire.source)
    with suppress(CycleError):  # as many as a circle lets through still come in order
        sorter.prepare()
    waiting: list[tuple[int, str]] = []
    found: dict[str, None] = {}
    while True:
        for id in sorter.get_ready():
            heappush(waiting, (rank[id], id))
        if not waiting:
            return (*found, *(id for id in rank if id not in found))
        _, id = heappop(waiting)
        found[id] = None
        sorter.done(id)


def block_line(
    node: Node,
    plan: BlockPlan | None,
    problem: Problem | None,
    before: tuple[str, ...],
    after: tuple[str, ...],
    group: str,
) -> Line:
    """The line of a block. What the plan found of an earlier version of it is not told."""
    current = plan if plan is not None and plan.node == node else None
    block = node.block
    kind = block.type if isinstance(block, UnknownBlock) else block.title
    return Line(
        id=node.id,
        name=node.name or node.id,
        kind=f"{kind}: {group}" if group else kind,
        shape=", ".join(str(signal) for _, signal in current.outputs) if current else "",
        problem=problem.severity.title() if problem else "",
        said=f"{node.label} is a block of the type {kind}.",
        described=" ".join(_sentences(node, current, problem, before, after)),
        icon=block.id,
        group=block.group,
    )


def _sentences(
    node: Node,
    plan: BlockPlan | None,
    problem: Problem | None,
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> Iterable[str]:
    if problem is not None:
        yield f"{problem.severity.title()}: {problem.message}"
    yield f"It takes what {' and '.join(before)} gives." if before else "Nothing is wired to it."
    yield f"It leads to {' and '.join(after)}." if after else "It leads nowhere."
    if plan is not None and plan.outputs:
        yield f"It gives {' and '.join(str(signal) for _, signal in plan.outputs)} for each row."
    if plan is not None and plan.parameters:
        yield f"It learns {counted(plan.parameters, 'parameter')}."
    if node.muted:
        yield "It is muted."


def _head(project: Project, network: Network) -> Line:
    blocks = counted(len(network.nodes), "block")
    if isinstance(network, GroupNetwork):
        name = network.name or network.id
        said = f"The group {name} has {blocks}."
        return Line(network.id, name, "Group", said=said, icon="group", group="Group", is_network=True)
    said = f"The network {project.name} has {blocks}." if project.name else f"The network has {blocks}."
    return Line("", project.name or "Network", "Network", said=said, is_network=True)


def _neighbours(network: Network) -> tuple[Labels, Labels]:
    """The labels of what each block takes from, and of what it leads to."""
    labels = {node.id: node.label for node in network.nodes}
    before: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    after: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for wire in network.wires:
        before[wire.target] += (labels[wire.source],)
        after[wire.source] += (labels[wire.target],)
    return before, after


def _same(one: _Key, other: _Key) -> bool:
    same = one[0] is other[0] and one[1] is other[1] and one[2] is other[2]
    return same and one[3] == other[3] and one[4] == other[4] and one[5] == other[5]
