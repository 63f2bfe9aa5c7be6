"""Why training is set as it is, in a learner's words, out of project and declarations. Nothing here knows Qt."""

from typing import NamedTuple

from netloom.blocks import Output
from netloom.project import Node, Project
from netloom.protocol import DeviceFound
from netloom.settings.losses import LOSSES, Loss
from netloom.settings.metrics import metrics_of
from netloom.settings.training import BatchSize
from netloom.signature import Target, target_of
from netloom_desktop.planned import PlannedProject
from netloom_desktop.training.wording import figure_title


class Asked(NamedTuple):
    """An Output block: where it is, what it is compared with, and the loss that the plan found for it, if it did."""

    node: Node
    output: Output
    target: Target | None
    loss: Loss | None


def outputs_of(project: Project, planned: PlannedProject) -> tuple[Asked, ...]:
    """All Output blocks of the project."""
    losses = {answer.id: LOSSES[answer.loss]() for answer in planned.found.answers} if planned.found else {}
    return tuple(
        Asked(node, block, target_of(project, block), losses.get(node.id)) for node, block in project.blocks_of(Output)
    )


def loss_words(asked: Asked) -> str:
    """Which loss it is and why."""
    if asked.target is None:
        return "The loss follows from the target, once there is one."
    name, kind = asked.target.column.name, _kind(asked.target)
    if asked.output.loss != "auto":
        return f"{name} is {kind}."
    if asked.loss is None:
        return f"{name} is {kind}: its usual loss is used."
    return f"{name} is {kind}, so the loss is {asked.loss.title}. {asked.loss.about}"


def _kind(target: Target) -> str:
    if target.task == "regression":
        return "an amount"
    return "yes or no" if target.task == "binary" else f"one of {len(target.classes):,} classes"


def metric_words(outputs: tuple[Asked, ...]) -> str:
    """What is measured after each epoch."""
    tasks = dict.fromkeys(each.target.task for each in outputs if each.target is not None)
    metrics = dict.fromkeys(metric for task in tasks for metric in metrics_of(task))
    words = [f"{figure_title(metric.name)}: {metric.about}" for metric in metrics]
    return "\n".join(words) if words else "They follow from the target, once there is one."


def batch_words(size: BatchSize) -> str:
    """What a batch size makes of gradient descent."""
    match size:
        case "all":
            return "Batch gradient descent: one step an epoch, down the slope of all rows."
        case 1:
            return "Stochastic gradient descent: a step for each row, which jumps about."
        case _:
            return f"Mini-batch gradient descent: a step for each {size:,} rows."


def device_words(wanted: str, found: DeviceFound) -> str:
    """Where training runs when a device is asked for, where it would run by itself on this machine, and why."""
    if wanted == "cpu":
        return "Trains on the processor, as asked for."
    if found.device != "cpu":
        return f"Trains on the GPU: {found.reason}."
    if wanted == "cuda":
        return f"Training will be refused: {found.reason}. Choose another device."
    return f"Trains on the processor: {found.reason}."
