"""The five steps that the work has, and how far a project is in each. Nothing here knows Qt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

from netloom.blocks import Input, Output
from netloom.errors import Problem
from netloom.project import Project
from netloom_desktop.planned import PlannedProject

StepId = Literal["data", "model", "train", "results", "ship"]
State = Literal["missing", "error", "warning", "ready"]


class Step(NamedTuple):
    """One step: its id, its name, and what is done there."""

    id: StepId
    title: str
    about: str


STEPS: Final = (
    Step("data", "Data", "The table: what its columns are, and which of them is predicted."),
    Step("model", "Model", "The network: blocks and the wires between them."),
    Step("train", "Train", "Let the network learn from the table."),
    Step("results", "Results", "How good it is, beside simpler models."),
    Step("ship", "Ship", "Use it on new rows, and hand it on as one file that any system can run."),
)


@dataclass(frozen=True)
class Standing:
    """How far a step is: a state, which has an icon of its own, and the words for it."""

    state: State
    words: str


def standings(
    project: Project,
    planned: PlannedProject,
    path: Path | None,
    data_problems: tuple[Problem, ...] = (),
    trained: int = 0,
) -> dict[StepId, Standing]:
    """How far each step is; what is missing first, then what is wrong. `data_problems` is what is known of the data
    beside the plan, `trained` the number of runs that can be used."""
    of_data = tuple(problem for problem in planned.problems if _is_of_data(problem))
    data, model = data_standing(project, (*of_data, *data_problems)), model_standing(project, planned)
    train = _train_standing(data, model, path)
    later = _later_standing(train, trained)
    return {"data": data, "model": model, "train": train, "results": later, "ship": later}


def data_standing(project: Project, problems: tuple[Problem, ...] = ()) -> Standing:
    """How far the data is."""
    data = project.data
    if not data.source.path:
        return Standing("missing", "no table yet")
    if not data.columns:
        return Standing("missing", "no columns yet")
    if not data.targets:
        return Standing("missing", "nothing to predict yet")
    if any(problem.code == "data_missing" for problem in problems):
        return Standing("error", "the table is not there")
    found = _troubles(_once(problems))
    return found or Standing("ready", f"{_count(len(data.features), 'column')} for {_listed(data.targets[0].name)}")


def model_standing(project: Project, planned: PlannedProject) -> Standing:
    """How far the network is."""
    if not project.nodes:
        return Standing("missing", "no blocks yet")
    for kind in (Input, Output):
        if not project.having(kind):
            return Standing("missing", f"no {kind.title} block yet")
    found = _troubles(problem for problem in planned.problems if not _is_of_data(problem))
    if found:
        return found
    blocks = _count(sum(len(network.nodes) for network in project.networks()), "block")
    return Standing("ready", ", ".join(filter(None, (blocks, planned.parameters))))


def _train_standing(data: Standing, model: Standing, path: Path | None) -> Standing:
    for lacks, needed in ((data, "data"), (model, "a model")):
        if lacks.state in ("missing", "error"):
            return Standing("missing", f"needs {needed} first")
    return Standing("ready", "ready to train") if path else Standing("missing", "save the project first")


def _later_standing(train: Standing, trained: int) -> Standing:
    if trained:
        return Standing("ready", _count(trained, "run"))
    return Standing("missing", "needs training" if train.state == "ready" else "nothing trained yet")


def _is_of_data(problem: Problem) -> bool:
    return bool(problem.column) or (not problem.node and problem.code.startswith("data"))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    yield from {(problem.code, problem.column, problem.message): problem for problem in problems}.values()


def _troubles(problems: Iterator[Problem]) -> Standing | None:
    counted = [problem.severity for problem in problems]
    if errors := counted.count("error"):
        return Standing("error", _count(errors, "problem"))
    if warnings := counted.count("warning"):
        return Standing("warning", _count(warnings, "warning"))
    return None


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _listed(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
