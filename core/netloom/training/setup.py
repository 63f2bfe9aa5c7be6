"""A plan and prepared data → everything that the training loop needs, on the device."""

import numpy as np
import torch

from netloom.codegen import Source
from netloom.compile import module
from netloom.data.prepared import Prepared
from netloom.planning import Plan, PlannedOutput
from netloom.training.examples import Examples
from netloom.training.graphed import CudaGraphs, GraphedStep
from netloom.training.loop import Fit
from netloom.training.losses import balanced_weights, objective_of
from netloom.training.metrics import figures_of
from netloom.training.optimizers import optimizer_for
from netloom.training.schedules import rate_for

ACTIVATION_BYTES = 2**28  # of rows that are run at once where nothing is learnt
ROWS_AT_ONCE = 4096


def batch_rows(plan: Plan, prepared: Prepared) -> int:
    """Rows of a step: as the project says, and never more than there are."""
    rows, size = len(prepared.parts.training), plan.project.training.batch_size
    return rows if size == "all" else min(size, rows)


def rows_at_once(plan: Plan) -> int:
    """How many rows are run together where nothing is learnt: enough to be quick, few enough to fit into memory."""
    return max(1, min(ROWS_AT_ONCE, ACTIVATION_BYTES // max(plan.cost.memory, 1)))


def fit_for(plan: Plan, source: Source, prepared: Prepared, device: str) -> Fit:
    """The network with its starting weights, its optimizer and its rows; sets torch's random numbers."""
    settings = plan.project.training
    torch.manual_seed(settings.seed)
    network = module(source).to(device)
    objective = objective_of(network, plan.outputs, device if settings.precision == "bfloat16" else "")
    optimizer, rows = optimizer_for(settings.optimizer, network.parameters()), batch_rows(plan, prepared)
    watched = prepared.parts.validation
    figures = figures_of(plan.outputs, prepared.scales, penalized=objective.penalty is not None)
    return Fit(
        objective=objective,
        optimizer=optimizer,
        figures=figures,
        training=_training_examples(plan, prepared, device),
        validation=_examples(plan, prepared, watched, device) if len(watched) else None,
        batch_size=rows,
        rows_at_once=rows_at_once(plan),
        seed=settings.seed,
        rate=rate_for(settings, figures.with_validation if len(watched) else figures.names),
        clipping=settings.clipping,
        graphed=GraphedStep(optimizer, rows, CudaGraphs()) if device == "cuda" else None,
    )


def _training_examples(plan: Plan, prepared: Prepared, device: str) -> Examples:
    examples = _examples(plan, prepared, prepared.parts.training, device)
    if plan.project.training.class_weights == "none" or not any(output.target.classes for output in plan.outputs):
        return examples
    weights = (
        _weights(output, targets.cpu().numpy()) for output, targets in zip(plan.outputs, examples.targets, strict=True)
    )
    return examples._replace(weights=tuple(torch.from_numpy(each).to(device) for each in weights))


def _weights(output: PlannedOutput, targets: np.ndarray) -> np.ndarray:
    return balanced_weights(targets.ravel()) if output.target.classes else np.ones(len(targets), np.float32)


def _examples(plan: Plan, prepared: Prepared, rows: np.ndarray, device: str) -> Examples:
    inputs = (prepared.inputs[planned.id][rows] for planned in plan.inputs)
    targets = (_as_compared(output, prepared.targets[output.id][rows]) for output in plan.outputs)
    return Examples(*(tuple(torch.from_numpy(each).to(device) for each in arrays) for arrays in (inputs, targets)))


def _as_compared(output: PlannedOutput, targets: np.ndarray) -> np.ndarray:
    """The targets as the loss of the plan compares them: yes or no may be asked of two units with a softmax."""
    if output.loss.activation == "softmax" and targets.ndim > 1:
        return targets.ravel().astype(np.int64)
    return targets
