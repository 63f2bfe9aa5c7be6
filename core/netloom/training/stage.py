"""What a training needs, made ready: the network on its device with its rows, and what is to be told before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from netloom.codegen import Source, source
from netloom.data.prepared import Prepared, prepare
from netloom.data.silent_mistakes import silent_mistakes
from netloom.errors import InputError, PlanError, Problem, TrainingError
from netloom.planning import Plan, memory_problem, plan
from netloom.project import Project
from netloom.training.device import precision_problems, threads_for
from netloom.training.loop import SECONDS_BETWEEN_EVENTS, Fit
from netloom.training.setup import batch_rows, fit_for
from netloom.training.stopping import Watch, watch_for


@dataclass(frozen=True)
class Stage:
    """A project made ready to be trained, with its starting weights; `told` are warnings and notes."""

    plan: Plan
    source: Source
    prepared: Prepared
    fit: Fit
    watch: Watch
    told: tuple[Problem, ...]


def set_stage(project: Project, folder: Path, device: str, threads: int | None, every: float) -> Stage:
    """Makes a project ready, whose paths start from `folder`; sets torch's threads and random numbers.

    A checkpoint may be wanted `every` so many seconds. PlanError, DataError or another InputError where the project
    cannot be trained.
    """
    found = _sound_plan(project)
    prepared = prepare(project, folder)
    mistakes = silent_mistakes(project, prepared.table, prepared.parts, found.parameters)
    digits = precision_problems(project.training.precision, device)
    told = (*found.problems, *digits, *_problems_of_size(found, prepared), *prepared.told, *mistakes)
    torch.set_num_threads(_threads(threads, found, prepared))
    text = source(found)
    with memory_told(found):
        fit = fit_for(found, text, prepared, device)
    fit = replace(fit, seconds_between_events=min(every, SECONDS_BETWEEN_EVENTS))
    figures = fit.figures.with_validation if fit.validation is not None else fit.figures.names
    return Stage(found, text, prepared, fit, watch_for(project.training.early_stopping, figures), told)


@contextmanager
def memory_told(found: Plan) -> Iterator[None]:
    """Says in words that memory ran out, which torch tells of the CPU and of GPUs in different ways."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not isinstance(error, MemoryError | torch.OutOfMemoryError) and "can't allocate" not in str(error):
            raise
        message = (
            f"Training ran out of memory with {found.parameters:,} parameters and a batch size of "
            f"{found.project.training.batch_size}. Use a smaller batch or fewer units, or end other programs. The run "
            "keeps the weights that were last written."
        )
        raise TrainingError(message) from error


def _sound_plan(project: Project) -> Plan:
    found = plan(project)
    if found.errors:
        raise PlanError(found.errors)
    if not found.parameters:
        message = "The network has no weights, so there is nothing to train. Put a Dense block before the Output."
        raise PlanError([Problem(code="nothing_to_train", message=message)])
    return found


def _problems_of_size(found: Plan, prepared: Prepared) -> tuple[Problem, ...]:
    """What is told of memory, now that the rows of a step are known. PlanError if there is not enough at all."""
    problems = tuple(memory_problem(found, batch_rows(found, prepared)))
    if any(problem.severity == "error" for problem in problems):
        raise PlanError(problems)
    return tuple(problem for problem in problems if problem not in found.problems)


def _threads(wanted: int | None, found: Plan, prepared: Prepared) -> int:
    if wanted is None:
        return threads_for(found.heaviest * batch_rows(found, prepared))
    if wanted < 1:
        raise InputError(f"Training needs at least 1 thread, and {wanted} were asked for.")
    return wanted
