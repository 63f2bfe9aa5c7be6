"""One walk over a network, in order: each block is given its inputs and asked for its outputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from netloom.blocks import Embedding, GroupInput, GroupOutput, Input, Output, Placement, Repeat, UnknownBlock
from netloom.declare import Block, Misfit, Port, Signal
from netloom.edits import InsertBlock, SetSettings
from netloom.edits.fitting import carries_misfit
from netloom.errors import Edit, Fix, Problem
from netloom.naming import slug
from netloom.planning.probe import NAMES, probe
from netloom.planning.steps import Cost, GroupPlan, Plan, Step
from netloom.planning.structure import Skeleton, Structure
from netloom.planning.structure_problems import ends
from netloom.project import GroupNetwork, Network, Node, Project, Wire

Known = dict[tuple[str, str], tuple[str, Signal]]  # (block, port) → what the value is called, and what it is


@dataclass
class Findings:
    """What a walk gathers beside its steps: problems, and one class for each (group, inputs). `before` is what was
    found the last time."""

    project: Project
    structure: Structure
    before: Plan | None = None
    problems: list[Problem] = field(default_factory=list)
    groups: dict[tuple[str, tuple[Signal, ...]], GroupPlan] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where a walk is: a network, what enters it, the blocks that take another's place, and the values so far."""

    network: Network
    entering: Mapping[str, Signal]
    instead: Mapping[str, Block]
    skeleton: Skeleton
    known: Known
    before: Mapping[str, Step]


def walk(
    network: Network,
    entering: Mapping[str, Signal],
    instead: Mapping[str, Block],
    findings: Findings,
    before: Iterable[Step] = (),
) -> tuple[Step, ...]:
    """The steps of a network without cycles. `entering` is what its Inputs deliver, by id; a block of which an input
    is missing or does not fit has no step, and neither has what depends on it. Steps of the last time (`before`) that
    are still right are taken as they are."""
    nodes = {node.id: node for node in network.nodes}
    skeleton = findings.structure.of(network)
    place = Place(network, entering, instead, skeleton, {}, {step.node.id: step for step in before})
    steps = []
    for id in skeleton.order:
        step = _step(place, nodes[id], findings)
        if step is not None:
            steps.append(step)
            ports = findings.project.output_ports(step.node)
            values = zip(step.values, step.outputs, strict=True)
            place.known.update({(id, port.name): value for port, value in zip(ports, values, strict=True)})
    return tuple(steps)


def _step(place: Place, node: Node, findings: Findings) -> Step | None:
    arrivals = _arrivals(place, node, findings)
    if arrivals is None or isinstance(node.block, UnknownBlock):
        return None
    step = Step(
        node=node,
        attribute=place.skeleton.names[node.id],
        block=place.instead.get(node.id, node.block),
        arguments=tuple(name for _, name, _ in arrivals),
        inputs=tuple(signal for _, _, signal in arrivals),
        values=(place.skeleton.names[node.id],),
        outputs=(),
        used=node.id in place.skeleton.used,
    )
    if (known := place.before.get(node.id)) is not None and _is_still(known, step):
        return known
    if isinstance(node.block, Input | GroupInput):
        return replace(step, outputs=(place.entering[node.id],)) if node.id in place.entering else None
    if isinstance(node.block, Output | GroupOutput):
        return replace(step, values=())
    if node.muted:
        return replace(step, values=step.arguments[:1], outputs=step.inputs[:1])
    if isinstance(node.block, Placement):
        return _placement(step, findings)
    return _plain(place, step, tuple(wire for wire, _, _ in arrivals), findings)


def _is_still(known: Step, step: Step) -> bool:
    """Whether a step of the last time is what this one would become. What a group holds, or an Input delivers, does
    not show in the block itself."""
    return (
        known.node is step.node
        and known.attribute == step.attribute
        and known.block == step.block
        and known.arguments == step.arguments
        and known.inputs == step.inputs
        and known.used == step.used
        and not isinstance(step.block, Placement | Input | GroupInput)
    )


def _arrivals(place: Place, node: Node, findings: Findings) -> list[tuple[Wire, str, Signal]] | None:
    """What arrives at each port in order; None if anything is missing or cannot be taken."""
    arrivals = []
    for port in findings.project.input_ports(node):
        wires = place.skeleton.arriving.get((node.id, port.name), ())
        for wire in wires if port.many else wires[:1]:
            value = place.known.get((wire.source, wire.source_port))
            if value is None or not _carries(place, node, port, wire, value[1], findings):
                return None
            arrivals.append((wire, *value))
        if not wires:
            return None
    return arrivals


def _carries(place: Place, node: Node, port: Port, wire: Wire, signal: Signal, findings: Findings) -> bool:
    message = "" if node.muted else carries_misfit(node, wire.source, port, signal)
    if not message:
        return True
    if signal.carries == "indices":
        fix: Fix | None = Fix(label="Insert an Embedding", edits=(InsertBlock(block=Embedding(), wire=wire),))
        problem = Problem(code="indices_into_numbers", node=node.id, message=message, fix=fix)
    else:
        fix = _indices_fix(place, wire)
        problem = Problem(code="numbers_into_indices", node=node.id, message=message, fix=fix)
    findings.problems.append(_told(place, problem))
    return False


def _indices_fix(place: Place, wire: Wire) -> Fix | None:
    if not isinstance(place.network.node(wire.source).block, Input):
        return None
    edit = SetSettings(node=wire.source, settings=(("encoding", "indices"),))
    return Fix(label=f"Let {wire.source} deliver indices", edits=(edit,))


def _plain(place: Place, step: Step, wires: tuple[Wire, ...], findings: Findings) -> Step | None:
    probed = probe(step.block, step.inputs)
    if isinstance(probed, Misfit):
        problem = Problem(
            code=probed.code,
            node=step.node.id,
            message=f"{step.node.label}: {probed.message}",
            fix=_misfit_fix(step.node, probed, wires),
        )
        findings.problems.append(_told(place, problem))
        return None
    return replace(step, outputs=(probed.output,), cost=probed.cost)


def _misfit_fix(node: Node, misfit: Misfit, wires: tuple[Wire, ...]) -> Fix | None:
    edits: tuple[Edit, ...] = ()
    if misfit.settings:
        edits += (SetSettings(node=node.id, settings=misfit.settings),)
    if misfit.insert is not None and wires:
        edits += (InsertBlock(block=misfit.insert, wire=wires[0]),)
    return Fix(label=misfit.label, edits=edits) if edits else None


def _told(place: Place, problem: Problem) -> Problem:
    """A problem of a block that nothing depends on does not keep the network from being trained."""
    if problem.node in place.skeleton.used or not ends(place.network):
        return problem
    return problem.model_copy(update={"severity": "warning"})


def _placement(step: Step, findings: Findings) -> Step | None:
    times = step.block.times if isinstance(step.block, Repeat) else 1
    signals, classes, cost = step.inputs, [], Cost()
    for _ in range(times):
        plan = _group_plan(step, signals, findings)
        if plan is None:
            return None
        classes.append(plan.name)
        cost += plan.cost
        signals = tuple(signal for _, _, signal in plan.results)
    values = (step.attribute,) if len(signals) == 1 else tuple(f"{step.attribute}[{at}]" for at in range(len(signals)))
    return replace(step, values=values, outputs=signals, cost=cost, classes=tuple(classes))


def _group_plan(step: Step, signals: tuple[Signal, ...], findings: Findings) -> GroupPlan | None:
    """The class for a group and what enters it, worked out once; None if something inside does not fit."""
    assert isinstance(step.block, Placement)
    key = (step.block.network, signals)
    if key not in findings.groups:
        group = next((group for group in findings.project.groups if group.id == step.block.network), None)
        plan = _walk_group(group, signals, findings) if group else None
        if plan is None:
            return None
        findings.groups[key] = plan
    return findings.groups[key]


def _walk_group(group: GroupNetwork, signals: tuple[Signal, ...], findings: Findings) -> GroupPlan | None:
    entries = group.having(GroupInput)
    if len(entries) != len(signals):
        return None
    entering = dict(zip((entry.id for entry in entries), signals, strict=True))
    steps = walk(group, entering, {}, findings, _steps_before(group, signals, findings))
    by_id = {step.node.id: step for step in steps}
    leaving = [(block.port, by_id[node.id]) for node, block in group.blocks_of(GroupOutput) if node.id in by_id]
    if len(leaving) < len(group.having(GroupOutput)):
        return None
    results = tuple((port, step.arguments[0], step.inputs[0]) for port, step in leaving)
    inputs = tuple((by_id[entry.id].attribute, entering[entry.id]) for entry in entries)
    return GroupPlan(_class_name(group, findings), group.id, inputs, steps, results)


def _steps_before(group: GroupNetwork, signals: tuple[Signal, ...], findings: Findings) -> tuple[Step, ...]:
    known = findings.before.groups if findings.before else ()
    wanted = (
        plan.steps for plan in known if plan.group == group.id and signals == tuple(each for _, each in plan.inputs)
    )
    return next(wanted, ())


def _class_name(group: GroupNetwork, findings: Findings) -> str:
    """`ResidualBlock` for the group "residual block", `ResidualBlock2` when it is built for other inputs as well."""
    taken = {plan.name for plan in findings.groups.values()} | {"Network"} | NAMES.keys()
    base = "".join(word.capitalize() for word in slug(group.name or group.id, "group").split("_"))
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}{number}"
    return candidate
