"""What the inspector shows, worked out from selection, project and plan. No widgets here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from netloom.blocks import Placement, UnknownBlock
from netloom.declare import Block, Figure, Signal
from netloom.errors import Problem
from netloom.figures import figures_of, learnt
from netloom.project import Network, Node, Project, Wire
from netloom_desktop.planned import PlannedProject
from netloom_desktop.words import counted


def kind_words(block: Block) -> str:
    """What the type of a block is called."""
    return block.type if isinstance(block, UnknownBlock) else block.title


def heading(nodes: Sequence[Node]) -> tuple[str, str]:
    """What is chosen: its type with its id, or how many there are of each type."""
    if len(nodes) == 1:
        return kind_words(nodes[0].block), nodes[0].id
    kinds = Counter(kind_words(node.block) for node in nodes)
    return counted(len(nodes), "block"), ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())


@dataclass(frozen=True)
class Here:
    """A block where it stands: its formula's figures, and how many weights it learns, in a sentence."""

    figures: tuple[Figure, ...] = ()
    learnt: str = ""
    note: str = ""


def here(project: Project, network: Network, node: Node, planned: PlannedProject) -> Here:
    """The numbers of a block; where something is not known yet, a note says so."""
    if isinstance(node.block, Placement):
        return _placed(project, network, node, planned)
    inputs = arriving(project, network, node, planned)
    if inputs is None:
        return Here(note="Its numbers are shown once something is wired to each input and the shapes are worked out.")
    plan = planned.blocks.get(node.id)
    current = plan is not None and plan.node == node
    outputs = tuple(signal for _, signal in plan.outputs) if plan is not None and current else ()
    figures = figures_of(node.block, inputs, outputs)
    if node.muted:
        return Here(figures, note="Muted: what arrives leaves as it is.")
    return Here(figures, learnt(figures))


def _placed(project: Project, network: Network, node: Node, planned: PlannedProject) -> Here:
    """The ports of a group with what is at each, and what it learns inside."""
    plan = planned.blocks.get(node.id)
    leaving = dict(plan.outputs) if plan is not None and plan.node == node else {}
    entering = {wire.target_port: flowing(wire, planned) for wire in network.wires if wire.target == node.id}
    figures = [_port(port.name, entering.get(port.name), "enters") for port in project.input_ports(node)]
    figures += [_port(port.name, leaving.get(port.name), "leaves") for port in project.output_ports(node)]
    inside = f"{counted(plan.parameters, 'parameter')} inside." if leaving and plan and plan.parameters else ""
    return Here(tuple(figures), inside)


def _port(name: str, signal: Signal | None, does: str) -> Figure:
    return Figure(
        name, str(signal) if signal is not None else "?", does if signal is not None else f"{does}; not known"
    )


def arriving(project: Project, network: Network, node: Node, planned: PlannedProject) -> tuple[Signal, ...] | None:
    """What arrives at a block in the order of its ports; None where any of it is not known."""
    found = []
    for port in project.input_ports(node):
        wires = [wire for wire in network.wires if wire.target == node.id and wire.target_port == port.name]
        signals = [flowing(wire, planned) for wire in wires]
        if not wires or any(signal is None for signal in signals):
            return None
        found += [signal for signal in signals if signal is not None]
    return tuple(found)


def flowing(wire: Wire, planned: PlannedProject) -> Signal | None:
    """What flows over a wire, where the plan knows it."""
    plan = planned.blocks.get(wire.source)
    return dict(plan.outputs).get(wire.source_port) if plan else None


def problems_of(nodes: Sequence[Node], planned: PlannedProject) -> tuple[Problem, ...]:
    """The problems of these blocks."""
    chosen = {node.id for node in nodes}
    return tuple(problem for problem in planned.problems if problem.node in chosen)


def summary(project: Project, planned: PlannedProject) -> tuple[tuple[str, str], ...]:
    """The project in a few lines, each with its name."""
    blocks = sum(len(network.nodes) for network in project.networks())
    parameters = planned.found.parameters if planned.found else 0
    data = project.data
    lines = [("Blocks", f"{blocks:,}"), ("Wires", f"{sum(len(each.wires) for each in project.networks()):,}")]
    lines += [("Groups", f"{len(project.groups):,}")] if project.groups else []
    lines += [("Parameters", f"{parameters:,}")] if parameters else []
    lines += [("Data", data.source.path or "none yet")]
    if data.columns:
        targets = ", ".join(column.name for column in data.targets) or "none"
        features = f"{len(data.features):,} of {counted(len(data.columns), 'column')}"
        lines += [("Features", features), ("Target", targets)]
    lines += [("Problems", f"{len(planned.problems):,}")] if planned.problems else []
    return tuple(lines)
