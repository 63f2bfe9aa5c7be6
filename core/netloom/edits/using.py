"""What columns are used for, and how the network follows: Inputs, Outputs and the last layer still fit afterwards."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from netloom.blocks import Activation, Dense, Dropout, GaussianNoise, Input, Output
from netloom.edits.blocks import ReplaceBlock, SetSettings
from netloom.edits.data import SetTraining
from netloom.errors import Edit, EditError
from netloom.project import Node, Project
from netloom.refusals import nearest
from netloom.settings.columns import Column
from netloom.settings.losses import LOSSES, named_loss, usual_loss
from netloom.signature import Target, target_of

_PROBABILITIES = ("sigmoid", "softmax")
_PASSING = (Activation, Dropout, GaussianNoise)  # between the last Dense and its Output


class UseColumns(Edit, id="use_columns"):
    """Gives columns another role, kind or way to become numbers, and lets the network follow.

    A target takes the place of the one before, which becomes a feature, unless there are several Outputs. Inputs that
    name their columns lose those that are no features any more; Outputs ask for the new target, their loss and last
    activation are chosen anew where they do not fit it, and the last Dense has as many units as it needs.
    """

    columns: tuple[Column, ...] = Field(min_length=1)

    def __call__(self, project: Project) -> Project:
        before = {node.id: target_of(project, block) for node, block in project.blocks_of(Output)}
        asked = project.data.targets
        project = _with_columns(project, self.columns)
        project = _with_inputs(project, self.columns)
        if project.data.targets == asked:
            return project
        for node, block in project.blocks_of(Output):
            project = _with_output(project, node, block, before[node.id])
        return _with_training(project)


def _with_columns(project: Project, columns: tuple[Column, ...]) -> Project:
    known = [column.name for column in project.data.columns]
    for name in {column.name for column in columns}.difference(known):
        raise EditError(f"The data has no column {name!r}. {nearest(name, known)}")
    instead = {column.name: column for column in columns}
    every = tuple(instead.get(column.name, column) for column in project.data.columns)
    chosen = [column.name for column in columns if column.role == "target"]
    if chosen and len(project.having(Output)) < 2:
        every = tuple(_one_target(every, chosen))
    return project.model_copy(update={"data": project.data.model_copy(update={"columns": every})})


def _one_target(columns: Iterable[Column], chosen: Sequence[str]) -> Iterator[Column]:
    """What was the target becomes a feature, as it may well be known beforehand; EditError if several are chosen."""
    if len(chosen) > 1:
        raise EditError(
            f"{len(chosen)} columns were chosen as the target, and the network has one answer. Choose one column, or "
            "add an Output block for each first."
        )
    for column in columns:
        was_target = column.role == "target" and column.name != chosen[0]
        yield column.model_copy(update={"role": "feature"}) if was_target else column


# Inputs


def _with_inputs(project: Project, columns: tuple[Column, ...]) -> Project:
    features = {column.name for column in project.data.features}
    inputs = [(node, block) for node, block in project.blocks_of(Input) if block.columns]
    for node, block in inputs:
        kept = tuple(name for name in block.columns if name in features)
        if len(inputs) == 1 == len(project.having(Input)):
            kept += tuple(column.name for column in columns if column.name in features.difference(block.columns))
        if not kept:
            raise EditError(
                f"{node.label}: no column would enter here any more. Let another column enter there first, or remove "
                "the block."
            )
        project = project if kept == block.columns else _set(project, node, columns=kept)
    return project


# Outputs


def _with_output(project: Project, node: Node, block: Output, before: Target | None) -> Project:
    targets = [column.name for column in project.data.targets]
    if block.target and block.target not in targets:
        block = block.model_copy(update={"target": ""})
        project = ReplaceBlock(node=node.id, block=block)(project)
    target = target_of(project, block)
    if target is None or (before and (before.task, before.classes) == (target.task, target.classes)):
        return project
    fits = block.loss != "auto" and target.task in LOSSES[block.loss].tasks
    loss = block.loss if fits else "auto"
    fits = block.activation == named_loss(loss, target.task).activation
    project = _set(project, node, loss=loss, activation=block.activation if fits else "auto")
    return _with_last_layer(project, node.id, target)


def _with_last_layer(project: Project, output: str, target: Target) -> Project:
    """The Dense that answers an Output, and an activation behind it, as the target needs them."""
    blocks = list(_before(project, output))
    if target.task == "binary" and blocks and getattr(blocks[-1].block, "units", 1) == 2:
        return project  # two units with a softmax tell yes or no as well
    for node in blocks:
        match node.block:
            case Activation(function=function) if function in _PROBABILITIES:
                project = _set(project, node, function=_activation(target))
            case Dense(activation=activation):
                ending = _activation(target) if activation in _PROBABILITIES else activation
                project = _set(project, node, units=_units(target), activation=ending)
            case _:
                pass
    return project


def _before(project: Project, id: str) -> Iterator[Node]:
    """The blocks before an Output, back to the first that is no mere activation or noise."""
    found: Node | None = None
    while found is None or isinstance(found.block, _PASSING):
        wire = next((wire for wire in project.wires if wire.target == id), None)
        if wire is None:
            return
        id, found = wire.source, project.node(wire.source)
        yield found


def _units(target: Target) -> int:
    return max(len(target.classes), 1) if target.task == "multiclass" else 1


def _activation(target: Target) -> str:
    return usual_loss(target.task).activation


def _set(project: Project, node: Node, **settings: object) -> Project:
    return SetSettings(node=node.id, settings=tuple(settings.items()))(project)


# Training


def _with_training(project: Project) -> Project:
    """What a training says of classes goes where there are none, and of amounts where there are some."""
    targets = [target_of(project, block) for _, block in project.blocks_of(Output)]
    if len(targets) != 1 or targets[0] is None:
        return project
    training, stopping = project.training, project.training.early_stopping
    if targets[0].task == "regression":
        training = training.model_copy(update={"class_weights": "none"})
    other = ("accuracy",) if targets[0].task == "regression" else ("mae", "rmse")
    if stopping and stopping.monitor.endswith(other):
        watching = stopping.model_copy(update={"monitor": "validation_loss", "mode": "auto"})
        training = training.model_copy(update={"early_stopping": watching})
    return project if training == project.training else SetTraining(training=training)(project)
