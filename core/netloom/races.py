"""Races: the same network trained in several ways, to see on one's own data what each does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from netloom.blocks import Dropout
from netloom.edits import Mute, SetSettings, SetTraining
from netloom.errors import InputError
from netloom.project import Node, Project
from netloom.settings.optimizers import OPTIMIZERS

SEEDS: Final = 5
USUAL_L2: Final = 0.01
USUAL_RATE: Final = Dropout().rate


@dataclass(frozen=True)
class Runner:
    """One that takes part: what it is called, and the project that it trains."""

    name: str
    project: Project


@dataclass(frozen=True)
class Race:
    """A kind of race: its id, what it is called, what it shows, and who could take part."""

    id: str
    title: str
    about: str
    runners: Callable[[Project], tuple[Runner, ...]]


def _optimizers(project: Project) -> tuple[Runner, ...]:
    """Each with its own defaults; the one that is chosen as it is set."""
    chosen = project.training.optimizer
    return tuple(
        Runner(kind.title, _trained(project, optimizer=chosen if id == chosen.id else kind()))
        for id, kind in OPTIMIZERS.items()
    )


def _learning_rates(project: Project) -> tuple[Runner, ...]:
    optimizer = project.training.optimizer
    rates = [optimizer.learning_rate * factor for factor in (0.1, 1.0, 10.0) if optimizer.learning_rate * factor <= 1e3]
    return tuple(
        Runner(
            f"rate {rate:g}", _trained(project, optimizer=type(optimizer)(**dict(optimizer) | {"learning_rate": rate}))
        )
        for rate in rates
    )


def _batch_sizes(project: Project) -> tuple[Runner, ...]:
    names = {1: "stochastic (1)", "all": "batch (all)"}
    sizes: Sequence[int | str] = (1, 32, 128, "all")
    return tuple(Runner(names.get(size, f"mini-batch {size}"), _trained(project, batch_size=size)) for size in sizes)


def _seeds(project: Project) -> tuple[Runner, ...]:
    first = project.training.seed
    return tuple(
        Runner(f"seed {seed}", _trained(project, seed=seed)) for seed in range(first, min(first + SEEDS, 2**32 - 1))
    )


def _with_and_without_dropout(project: Project) -> tuple[Runner, ...]:
    dropouts = tuple(node.id for node in _nodes(project) if isinstance(node.block, Dropout))
    if not dropouts:
        return ()
    without = Mute(nodes=dropouts, muted=True)(project)
    return (Runner("with Dropout", Mute(nodes=dropouts, muted=False)(project)), Runner("without Dropout", without))


def _with_and_without_l2(project: Project) -> tuple[Runner, ...]:
    able = [node.id for node in _nodes(project) if hasattr(node.block, "l2")]
    if not able:
        return ()
    used = any(getattr(node.block, "l2", 0.0) for node in _nodes(project))
    some = project if used else _penalized(project, able, USUAL_L2)
    return (
        Runner("with L2" if used else f"with L2 {USUAL_L2:g}", some),
        Runner("without L2", _penalized(project, able, 0.0)),
    )


def _penalized(project: Project, nodes: Iterable[str], l2: float) -> Project:
    for node in nodes:
        project = SetSettings(node=node, settings=(("l2", l2),))(project)
    return project


def _nodes(project: Project) -> tuple[Node, ...]:
    return tuple(node for network in project.networks() for node in network.nodes)


def _trained(project: Project, **training: object) -> Project:
    changed = type(project.training)(**dict(project.training) | training)
    return SetTraining(training=changed)(project)


RACES: Final[tuple[Race, ...]] = (
    Race("optimizers", "Optimizers", "Which way of changing weights gets down fastest.", _optimizers),
    Race("learning_rates", "Learning rates", "A tenth, the same, and ten times as large.", _learning_rates),
    Race("batch_sizes", "Batch sizes", "Stochastic, mini-batch and batch gradient descent.", _batch_sizes),
    Race(
        "dropout", "With and without Dropout", "What Dropout does against learning by heart.", _with_and_without_dropout
    ),
    Race("l2", "With and without L2", "What a penalty on large weights does.", _with_and_without_l2),
    Race("seeds", "Seeds", "How much is chance: other starting weights, another order of rows.", _seeds),
)


def race_of(id: str) -> Race:
    """The race of that id. InputError, naming all, if there is none."""
    for race in RACES:
        if race.id == id:
            return race
    raise InputError(f"There is no race {id}. Choose one of {', '.join(race.id for race in RACES)}.")
