"""Which wires fit, and in a sentence why one does not. Signals are what the plan found at each (block, port)."""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from netloom.declare import Block, Port, Signal
from netloom.edits import places
from netloom.edits.wires import Connect
from netloom.errors import EditError
from netloom.project import Network, Node, Project, Wire

End = tuple[str, str]  # a block and its port
Signals = Mapping[End, Signal]


def why_not(project: Project, wire: Wire, signals: Signals) -> str:
    """Why a wire cannot be drawn, in a sentence; empty if it can."""
    try:
        Connect(wire=wire)(project)
    except EditError as refusal:
        return str(refusal)
    target = places.find(project, wire.target).node
    port = next(port for port in project.input_ports(target) if port.name == wire.target_port)
    signal = signals.get((wire.source, wire.source_port))
    return "" if target.muted or signal is None else carries_misfit(target, wire.source, port, signal)


def misfit(project: Project, wire: Wire, signals: Signals) -> str:
    """What the block at the end of a wire that can be drawn would say of the shapes that then arrive; empty if all is
    well, or if not all of them are known yet."""
    project = Connect(wire=wire)(project)
    inside, _, target = places.find(project, wire.target)
    arriving = _arriving(places.network(project, inside).wires)
    return "" if target.muted else _shape_misfit(project, target, arriving, signals)


def carries_misfit(node: Node, source: str, port: Port, signal: Signal) -> str:
    """What is wrong with the kind of what arrives at a port (numbers, or indices of categories); empty if nothing."""
    if port.carries in ("any", signal.carries):
        return ""
    if signal.carries == "indices":
        return (
            f"{node.label}: indices of categories arrive from {source}, but {node.block.title} calculates with "
            "numbers. Put an Embedding between them, which turns each index into a vector."
        )
    return (
        f"{node.label}: numbers arrive from {source}, but {node.block.title} looks up indices of categories. "
        "Wire it to an Input whose encoding is indices."
    )


def ends_after(project: Project, inside: str, start: End, signals: Signals) -> frozenset[End]:
    """The inputs of a network at which a wire from an output would fit, in kind and, where it is known, in shape."""
    network = places.network(project, inside)
    upstream = _reach(network, start[0], upstream=True)
    arriving = _arriving(network.wires)
    signal = signals.get(start)
    found = set()
    for node in network.nodes:
        if node.id not in upstream:
            fitting = _fitting_inputs(project, node, start, signal, arriving, signals)
            found |= {(node.id, port) for port in fitting}
    return frozenset(found)


def _fitting_inputs(
    project: Project,
    node: Node,
    start: End,
    signal: Signal | None,
    arriving: dict[End, tuple[End, ...]],
    signals: Signals,
) -> Iterator[str]:
    for port in project.input_ports(node):
        before = arriving.get((node.id, port.name), ())
        if start in before or (signal and not node.muted and carries_misfit(node, start[0], port, signal)):
            continue
        after = ChainMap({(node.id, port.name): (*before, start) if port.many else (start,)}, arriving)
        if node.muted or not _shape_misfit(project, node, after, signals):
            yield port.name


def ends_before(project: Project, inside: str, end: End, signals: Signals) -> frozenset[End]:
    """The outputs of a network from which a wire to an input would fit."""
    network = places.network(project, inside)
    downstream = _reach(network, end[0], upstream=False)
    target = places.find(project, end[0]).node
    arriving = _arriving(network.wires)
    starts = [
        (node.id, port.name)
        for node in network.nodes
        if node.id not in downstream
        for port in project.output_ports(node)
    ]
    return frozenset(
        start
        for start in starts
        if end[1] in _fitting_inputs(project, target, start, signals.get(start), arriving, signals)
    )


def takes(block: Block, signal: Signal | None) -> bool:
    """Whether a new block, with its settings as they are, would take what arrives at its first input."""
    if not block.inputs:
        return False
    carries = block.inputs[0].carries
    if signal is None:
        return True
    return carries in ("any", signal.carries) and block.check(signal) is None


def gives(block: Block, port: Port) -> bool:
    """Whether a new block could feed an input."""
    return bool(block.outputs) and (port.carries != "indices" or getattr(block, "encoding", "") != "")


def _shape_misfit(project: Project, node: Node, arriving: Mapping[End, tuple[End, ...]], signals: Signals) -> str:
    inputs: list[Signal] = []
    for port in project.input_ports(node):
        starts = arriving.get((node.id, port.name), ())
        known = [signals[start] for start in starts if start in signals]
        if not starts or len(known) < len(starts):
            return ""
        inputs += known
    found = node.block.check(*inputs) if inputs else None
    return f"{node.label}: {found.message}" if found else ""


def _arriving(wires: Iterable[Wire]) -> dict[End, tuple[End, ...]]:
    found: defaultdict[End, tuple[End, ...]] = defaultdict(tuple)
    for wire in wires:
        found[wire.target, wire.target_port] += ((wire.source, wire.source_port),)
    return dict(found)


def _reach(network: Network, id: str, *, upstream: bool) -> set[str]:
    """A block and all before it, or all after it."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for wire in network.wires:
        start, end = (wire.target, wire.source) if upstream else (wire.source, wire.target)
        beside[start].append(end)
    found, waiting = {id}, [id]
    while waiting:
        for next in beside[waiting.pop()]:
            if next not in found:
                found.add(next)
                waiting.append(next)
    return found


__all__ = ["End", "Signals", "carries_misfit", "ends_after", "ends_before", "gives", "misfit", "takes", "why_not"]
