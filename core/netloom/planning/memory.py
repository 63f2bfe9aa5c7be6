"""How much memory training needs, told before anything is allocated."""

from collections.abc import Iterator

import psutil

from netloom.errors import Problem, Severity
from netloom.planning.steps import Plan

BYTES = 4  # of one float32


def training_memory(plan: Plan, rows: int) -> int:
    """Bytes for weights, gradients, the optimizer's copies, and twice the activations of `rows` rows."""
    copies = 2 + plan.project.training.optimizer.copies
    inputs = sum(planned.signal.elements for planned in plan.inputs)
    return BYTES * (plan.cost.parameters * copies + plan.cost.buffers + inputs * rows) + 2 * plan.cost.memory * rows


def memory_problems(plan: Plan) -> Iterator[Problem]:
    """Whether a step of training fits into memory; a batch of all rows is judged once they are known."""
    batch = plan.project.training.batch_size
    yield from memory_problem(plan, batch if isinstance(batch, int) else 1)


def memory_problem(plan: Plan, rows: int) -> Iterator[Problem]:
    """The problem of a step with so many rows: an error beyond all memory, a warning beyond what is free."""
    needed, memory = training_memory(plan, rows), psutil.virtual_memory()
    if needed <= memory.available:
        return
    largest = max(plan.steps, key=lambda step: step.cost.parameters + step.cost.memory * rows)
    message = (
        f"Training needs about {_gigabytes(needed)} for {plan.parameters:,} parameters and {rows:,} rows a step, "
        "but this machine "
        f"has {_gigabytes(memory.available)} free of {_gigabytes(memory.total)}. "
        f"{largest.node.label} needs most of it: make it smaller, or use a smaller batch."
    )
    severity: Severity = "error" if needed > memory.total else "warning"
    yield Problem(code="too_much_memory", severity=severity, node=largest.node.id, message=message)


def _gigabytes(count: int) -> str:
    return f"{count / 2**30:,.1f} GB"
