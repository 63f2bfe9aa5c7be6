"""The network as a table, like Keras's `model.summary()`."""

from __future__ import annotations  # types are named without loading what they come from

from collections.abc import Iterable
from typing import Any

import netloom
from netloom.cli.console import count, say, table, tell

HEADINGS = ("block", "type", "output shape", "parameters", "multiply-adds", "bytes")
UNITS = ("bytes", "KB", "MB", "GB", "TB")


def summary(plan: netloom.Plan) -> dict[str, Any]:
    """The plan as a JSON document: its blocks, its groups, the totals for one row, and its problems."""
    batch = plan.project.training.batch_size
    return {
        "blocks": [_described(step) for step in plan.steps],
        "groups": [
            {"name": group.name, "group": group.group, "blocks": [_described(step) for step in group.steps]}
            for group in plan.groups
        ],
        "parameters": plan.parameters,
        "buffers": plan.cost.buffers,
        "multiply_adds": plan.cost.multiply_adds,
        "memory": plan.cost.memory,
        "training_memory": netloom.training_memory(plan, batch) if isinstance(batch, int) else None,
        "problems": [problem.model_dump(mode="json", exclude={"fix"}) for problem in plan.problems],
    }


def _described(step: netloom.Step) -> dict[str, Any]:
    return {
        "id": step.node.id,
        "name": step.node.name,
        "type": step.node.block.type,
        "used": step.used,
        "muted": step.node.muted,
        "output_shapes": [list(signal.shape) for signal in step.outputs],
        **vars(step.cost),
    }


def print_summary(plan: netloom.Plan) -> None:
    """Prints the blocks, what is inside each group, and the totals for one row."""
    _print_steps(plan.steps)
    for group in plan.groups:
        say(f"\nInside {group.name}")
        _print_steps(group.steps)
    cost = plan.cost
    say(
        f"\n{count(cost.parameters, 'parameter')}"
        + (f" and {count(cost.buffers, 'moving statistic')}" if cost.buffers else "")
    )
    say(f"{count(cost.multiply_adds, 'multiply-add')} and {_size(cost.memory)} for one row")
    batch = plan.project.training.batch_size
    if isinstance(batch, int):
        say(f"{_size(netloom.training_memory(plan, batch))} to train with {count(batch, 'row')} at a time")
    tell(plan.problems)


def _print_steps(steps: Iterable[netloom.Step]) -> None:
    rows = [
        (
            step.node.label,
            _type(step),
            _shapes(step),
            f"{step.cost.parameters:,}",
            f"{step.cost.multiply_adds:,}",
            f"{step.cost.memory:,}",
        )
        for step in steps
    ]
    table(HEADINGS, rows, numbers=HEADINGS[3:])


def _type(step: netloom.Step) -> str:
    state = " (muted)" if step.node.muted else "" if step.used else " (not used)"
    return step.node.block.title + state


def _shapes(step: netloom.Step) -> str:
    return ", ".join(map(str, step.outputs or step.inputs))


def _size(bytes: int) -> str:
    size = float(bytes)
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            break
        size /= 1000
    return f"{size:,.3g} {unit}"
