"""What a project asks for in training, as a Python module of constants."""

from collections.abc import Iterable
from typing import Final

from netloom.codegen.schedules import share_of
from netloom.declare import Argument, literal
from netloom.exporting.refitting import Refitted
from netloom.runs import Run
from netloom.settings.schedules import ReduceOnPlateau, Schedule
from netloom.settings.training import Training
from netloom.training.stopping import watch_for

_MODULE: Final = '''\
"""What the project asks for in training. Change it here and run train.py again; the optimizer is in optimizer.py."""

import math

import torch
from torch.nn import functional as F

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
THREADS = {threads}
SEED = {seed}  # another one starts with other weights and another order of rows
EPOCHS = {epochs}
BATCH_SIZE = {batch_size}  # rows for each step; None: all at once
BALANCED_CLASSES = {balanced}  # True: rare classes count as much as common ones
BFLOAT16 = {bfloat16}  # True: layers compute with fewer digits, which newer GPUs do much faster

# Training stops early when this figure has not improved by more than MIN_DELTA for PATIENCE epochs (math.inf: never).
MONITOR = "{monitor}"
LARGER_IS_BETTER = {larger}
MIN_DELTA = {min_delta}
PATIENCE = {patience}
RESTORE_BEST = {restore_best}  # True: ends with the weights of the best epoch; False: with those of the last

# Gradients are shortened together to this length ("norm"), or each number is cut off there ("value"); None: neither.
CLIPPING = {clipping}

# The learning rate falls by a factor, to no less than a minimum, whenever a figure has not improved by more than a
# delta for so many epochs: (figure, larger is better, delta, epochs, factor, minimum); None: it does not.
PLATEAU = {plateau}


def share(step: int, steps: int) -> float:
    """The share of the optimizer's learning rate after so many steps, with `steps` in an epoch."""
{share}


# For each answer of the network in order: its name, its loss (of what `forward` returns), and how much that counts.
OUTPUTS = {outputs}
LOSSES = {losses}
LOSS_WEIGHTS = {weights}
'''


def settings_module(run: Run, found: Refitted) -> str:
    """The text of the module."""
    training, outputs = run.project.training, run.plan.outputs
    stopping, clipping = training.early_stopping, training.clipping
    measured = ("loss", "validation_loss") if len(found.parts.validation) else ("loss",)
    watch = watch_for(stopping, (stopping.monitor,) if stopping else measured)
    return _MODULE.format(
        threads=run.state.threads,
        seed=training.seed,
        epochs=run.state.epochs_wanted or training.epochs,
        batch_size=None if training.batch_size == "all" else training.batch_size,
        balanced=training.class_weights == "balanced",
        bfloat16=training.precision == "bfloat16",
        monitor=watch.monitor,
        larger=watch.larger,
        min_delta=literal(watch.min_delta),
        patience=max(stopping.patience, 1) if stopping else "math.inf",
        restore_best=bool(stopping and stopping.restore_best),
        clipping=literal((clipping.by, clipping.limit)) if clipping else None,
        plateau=literal(_plateau(training.schedule)),
        share="\n".join(f"    {line}" for line in _share(training)),
        outputs=_tuple(f'"{output.attribute}"' for output in outputs),
        losses=_tuple(f"F.{output.loss.function}" for output in outputs),
        weights=_tuple(literal(output.weight) for output in outputs),
    )


def _share(training: Training) -> tuple[str, ...]:
    share = share_of(training)
    if share is None:
        return ("return 1.0",)
    plain = share.plain()
    return (*plain.first, f"return {plain.share}")


def _plateau(schedule: Schedule) -> Argument:
    if not isinstance(schedule, ReduceOnPlateau):
        return None
    watched = (schedule.monitor, schedule.larger, schedule.min_delta, max(schedule.patience, 1))
    return (*watched, schedule.factor, schedule.minimum)


def _tuple(items: Iterable[str]) -> str:
    """`(a,)`, `(a, b)`."""
    listed = ", ".join(items)
    return f"({listed})" if ", " in listed else f"({listed},)"
