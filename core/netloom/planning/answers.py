"""What the Outputs ask for: targets, losses and last activations, and whether what arrives can answer them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netloom.blocks import Activation, Dense, Dropout, Flatten, GaussianNoise, GroupOutput, Output, Placement, Reshape
from netloom.declare import Block, Value
from netloom.edits import InsertBlock, SetSettings
from netloom.errors import Fix, Problem, Severity
from netloom.planning.steps import PlannedOutput, Step
from netloom.project import Network, Node, Project, Wire
from netloom.settings.losses import LOSSES, Loss, named_loss, usual_loss
from netloom.signature import Target, target_name, target_of

PROBABILITIES = ("sigmoid", "softmax")
PASSING = (Activation, Dropout, GaussianNoise, Flatten, Reshape)  # what a last activation shows through


@dataclass(frozen=True)
class Asked:
    """An Output with the block before it, the wire between them and what it is compared with."""

    node: Node
    output: Output
    wire: Wire
    before: Node
    target: Target


def absorbed(project: Project) -> Mapping[str, Block]:
    """The blocks whose sigmoid or softmax an Output takes over, by id, as they run without it.

    It is taken over when the Output classifies and is the only one that sees it: training then uses the logits, which
    is exact, and `answer` applies the activation.
    """
    instead = {}
    for node, block in project.blocks_of(Output):
        asked = _asked(project, node, block)
        if asked is None or asked.target.task == "regression" or asked.before.muted:
            continue
        alone = sum(wire.source == asked.before.id for wire in project.wires) == 1
        if alone and asked.before.block.final_activation() in PROBABILITIES:
            instead[asked.before.id] = asked.before.block.with_activation("linear")
    return instead


def answer_problems(project: Project, steps: Mapping[str, Step]) -> Iterator[Problem]:
    """All problems of the Outputs: no target, a wrong loss, a misfit of shapes, an activation that hides the answer."""
    for node, block in project.blocks_of(Output):
        if (missing := _target_problem(project, node, block)) is not None:
            yield missing
            continue
        if (asked := _asked(project, node, block)) is not None:
            yield from _loss_problems(asked)
            yield from _activation_problems(project, asked)
            if node.id in steps:
                yield from _shape_problems(asked, steps)


def planned_outputs(project: Project, steps: Mapping[str, Step]) -> tuple[PlannedOutput, ...]:
    """The Outputs of which everything is known, with all that `auto` stood for."""
    found = []
    for node, block in project.blocks_of(Output):
        asked = _asked(project, node, block)
        step = steps.get(node.id)
        if asked is None or step is None or not step.inputs[0].shape:
            continue
        width = step.inputs[0].shape[-1]
        loss = _loss(asked, width)
        found.append(
            PlannedOutput(
                id=node.id,
                attribute=step.attribute,
                label=node.name or asked.target.column.name,
                target=asked.target,
                loss=loss,
                activation=loss.activation,
                weight=asked.output.weight,
                value=step.arguments[0],
                width=width,
            )
        )
    return tuple(found)


def _asked(project: Project, node: Node, output: Output) -> Asked | None:
    wire = next((wire for wire in project.wires if wire.target == node.id), None)
    target = target_of(project, output)
    if wire is None or target is None or len(target.classes) == 1:
        return None
    return Asked(node, output, wire, project.node(wire.source), target)


def _target_problem(project: Project, node: Node, output: Output) -> Problem | None:
    targets = ", ".join(column.name for column in project.data.targets)
    name = target_name(project.data, output)
    if not name:
        what = f"the data has several targets ({targets})" if targets else "the data has no target"
        message = (
            f"{node.label}: {what}, and this Output names none. Set the role of one column to target, or name it "
            "in this Output."
        )
        return Problem(code="no_target", node=node.id, message=message)
    column = next((column for column in project.data.columns if column.name == name), None)
    if column is None:
        message = (
            f"{node.label}: the data has no column {name!r} to predict. Name one of its targets: "
            f"{targets or 'none yet'}."
        )
        return Problem(code="unknown_target", node=node.id, column=name, message=message)
    target = target_of(project, output)
    if target is None:
        message = (
            f"{node.label}: the column {name!r} ({column.kind}) can be neither classified nor measured. Give it a "
            "Category or a Number transform."
        )
        return Problem(code="target_without_transform", node=node.id, column=name, message=message)
    if len(target.classes) < 2 and target.task != "regression":
        message = (
            f"{node.label}: the target {name!r} has {len(target.classes)} classes; at least 2 are needed to tell apart."
        )
        return Problem(code="too_few_classes", node=node.id, column=name, message=message)
    return None


def _loss(asked: Asked, width: int) -> Loss:
    """The loss that is used: two units for yes or no are two classes with a softmax."""
    if asked.output.loss == "auto" and asked.target.task == "binary":
        return usual_loss("multiclass" if width == 2 else "binary")
    return named_loss(asked.output.loss, asked.target.task)


def _loss_problems(asked: Asked) -> Iterator[Problem]:
    name = asked.output.loss
    if name == "auto" or asked.target.task in LOSSES[name].tasks:
        return
    kind = {
        "binary": "yes or no",
        "multiclass": f"one of {len(asked.target.classes)} classes",
        "regression": "an amount",
    }
    usual = usual_loss(asked.target.task)
    message = (
        f"{asked.node.label}: the loss {LOSSES[name].title} does not fit the target {asked.target.column.name!r}, "
        f"which is {kind[asked.target.task]}. {usual.title} does; auto chooses it."
    )
    yield Problem(code="wrong_loss", node=asked.node.id, message=message, fix=_set(asked.node, "loss", "auto"))


def _set(node: Node, name: str, value: Value) -> Fix:
    return Fix(
        label=f"Set {name} of {node.label} to {value}", edits=(SetSettings(node=node.id, settings=((name, value),)),)
    )


def _shape_problems(asked: Asked, steps: Mapping[str, Step]) -> Iterator[Problem]:
    signal = steps[asked.node.id].inputs[0]
    if len(signal.shape) != 1:
        message = (
            f"{asked.node.label}: {signal} arrives, but an answer is a row of values with one axis. "
            "A Flatten before it puts all values on one axis."
        )
        fix = Fix(label="Insert a Flatten", edits=(InsertBlock(block=Flatten(), wire=asked.wire),))
        yield Problem(code="flatten_needed", node=asked.node.id, message=message, fix=fix)
        return
    expected = _widths(asked)
    if signal.shape[0] not in expected:
        yield _wrong_width(asked, signal.shape[0], expected)


def _widths(asked: Asked) -> tuple[int, ...]:
    classes = len(asked.target.classes)
    by_loss = {"binary_crossentropy": (1,), "categorical_crossentropy": (classes,)}
    by_task = {"binary": (1, 2), "multiclass": (classes,), "regression": (1,)}
    return by_loss.get(asked.output.loss, by_task[asked.target.task])


def _wrong_width(asked: Asked, width: int, expected: tuple[int, ...]) -> Problem:
    column = asked.target.column.name
    what = f"{len(asked.target.classes)} classes" if asked.target.classes else "one amount"
    message = (
        f"{asked.node.label}: the target {column!r} has {what}, so {' or '.join(map(str, expected))} "
        f"{'unit' if expected == (1,) else 'units'} must arrive, but {width} "
        f"{'does' if width == 1 else 'do'}. Set the units of the last Dense block to {expected[0]}."
    )
    dense = asked.before.block
    fix = _set(asked.before, "units", expected[0]) if isinstance(dense, Dense) else None
    return Problem(code="units_do_not_fit_target", node=asked.node.id, message=message, fix=fix)


def _activation_problems(project: Project, asked: Asked) -> Iterator[Problem]:
    last = _last_activation(project, project, asked.before.id, asked.wire.source_port)
    wanted = _wanted_activation(asked)
    if asked.output.activation not in ("auto", wanted, *_also(asked)):
        message = (
            f"{asked.node.label}: its activation is {asked.output.activation}, but the target "
            f"{asked.target.column.name!r} "
            f"needs {wanted}. auto chooses it."
        )
        yield Problem(
            code="wrong_activation", node=asked.node.id, message=message, fix=_set(asked.node, "activation", "auto")
        )
    if last is None:
        return
    node, function = last
    if asked.target.task == "regression":
        if function in (*PROBABILITIES, "relu", "tanh", "softplus"):
            yield _bounded(asked, node, function)
    elif node.id != asked.before.id or node.id not in absorbed(project):
        yield _hidden(asked, node, function)
    elif function not in (wanted, *_also(asked)):
        yield _other_probability(asked, node, function, wanted)
    elif asked.output.activation != "auto" and asked.output.activation != function:
        yield _twice(asked, node, function)


def _wanted_activation(asked: Asked) -> str:
    return named_loss(asked.output.loss, asked.target.task).activation


def _also(asked: Asked) -> tuple[str, ...]:
    """Yes or no may be two units with a softmax as well."""
    return ("softmax",) if asked.target.task == "binary" and asked.output.loss == "auto" else ()


def _last_activation(project: Project, network: Network, id: str, port: str) -> tuple[Node, str] | None:
    """The block whose activation is the last before this point, seen through others and into groups."""
    node = network.node(id)
    if isinstance(node.block, Placement) and not node.muted:
        return _last_inside(project, node.block, port)
    function = "linear" if node.muted else node.block.final_activation()
    if function != "linear":
        return node, function
    shows = node.muted or isinstance(node.block, PASSING)
    wire = next((wire for wire in network.wires if wire.target == id), None)
    return _last_activation(project, network, wire.source, wire.source_port) if shows and wire else None


def _last_inside(project: Project, block: Placement, port: str) -> tuple[Node, str] | None:
    group = next((group for group in project.groups if group.id == block.network), None)
    if group is None:
        return None
    leaving = next(
        (node for node in group.nodes if isinstance(node.block, GroupOutput) and node.block.port == port), None
    )
    wire = next((wire for wire in group.wires if leaving and wire.target == leaving.id), None)
    return _last_activation(project, group, wire.source, wire.source_port) if wire else None


def _without(node: Node) -> Fix | None:
    name = {Dense: "activation", Activation: "function"}.get(type(node.block))
    return _set(node, name, "linear") if name else None


def _bounded(asked: Asked, node: Node, function: str) -> Problem:
    message = (
        f"{node.label}: its {function} cannot reach every value of {asked.target.column.name!r}, which is scaled "
        "to mean 0 "
        "and deviation 1 while training. Let the last block end linear."
    )
    return Problem(code="bounded_answer", severity="warning", node=node.id, message=message, fix=_without(node))


def _hidden(asked: Asked, node: Node, function: str) -> Problem:
    probability = function in PROBABILITIES
    message = (
        f"{node.label}: its {function} stands before the loss of {asked.node.label}, which expects plain scores "
        "and applies "
        f"{_wanted_activation(asked)} itself. Let this block end linear."
    )
    severity: Severity = "error" if probability else "warning"
    return Problem(code="activation_before_loss", severity=severity, node=node.id, message=message, fix=_without(node))


def _other_probability(asked: Asked, node: Node, function: str, wanted: str) -> Problem:
    message = (
        f"{node.label}: it ends with {function}, but for the target {asked.target.column.name!r} "
        f"({len(asked.target.classes)} classes) the probabilities come from {wanted}. Let it end linear; the "
        "Output does the rest."
    )
    return Problem(code="wrong_activation", node=node.id, message=message, fix=_without(node))


def _twice(asked: Asked, node: Node, function: str) -> Problem:
    message = (
        f"{asked.node.label}: {function} of {node.label} and {asked.output.activation} of this Output would both "
        "be applied. "
        "Leave the last activation to the Output."
    )
    return Problem(code="activation_twice", node=asked.node.id, message=message, fix=_without(node))
