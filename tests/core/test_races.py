"""A race trains the same network in several ways: one thing differs, and each run carries its name."""

from pathlib import Path

import pytest
from commands import run

import netloom
from netloom.blocks import Dense, Dropout
from netloom.errors import InputError
from netloom.project import Project, what_trains
from netloom.races import RACES, Race, race_of
from netloom.settings.optimizers import OPTIMIZERS, SGD
from netloom.storage import load
from small_trainings import ONE, project_file


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    blocks = (Dense(units=4, activation="relu"), Dropout(rate=0.3), ONE)
    return project_file(tmp_path_factory.mktemp("raced"), *blocks, epochs=1, early_stopping=None, optimizer=SGD())


@pytest.fixture(scope="module")
def project(path: Path) -> Project:
    return load(path)


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.id)
def test_those_that_take_part_have_names_of_their_own_and_train_differently(race: Race, project: Project) -> None:
    runners = race.runners(project)
    assert len(runners) >= 2
    assert len({runner.name for runner in runners}) == len(runners)
    kinds = [what_trains(runner.project) for runner in runners]
    assert all(one != other for place, one in enumerate(kinds) for other in kinds[:place])
    assert race.title
    assert race.about.endswith(".")


def test_the_optimizer_that_is_chosen_takes_part_as_it_is_set(project: Project) -> None:
    mine = SGD(learning_rate=0.2)
    changed = project.model_copy(update={"training": project.training.model_copy(update={"optimizer": mine})})
    optimizers = [runner.project.training.optimizer for runner in race_of("optimizers").runners(changed)]
    assert [type(optimizer) for optimizer in optimizers] == list(OPTIMIZERS.values())
    assert mine in optimizers


@pytest.mark.parametrize("kind", ["dropout", "l2"])
def test_nobody_takes_part_where_no_block_has_what_is_compared(kind: str) -> None:
    assert race_of(kind).runners(Project()) == ()


def test_an_unknown_race_is_told_with_all_that_there_are() -> None:
    with pytest.raises(InputError, match=r"There is no race sacks\. Choose one of optimizers, learning_rates,"):
        race_of("sacks")


def test_a_race_is_run_from_the_command_line_and_its_runs_keep_their_names(path: Path) -> None:
    ran = run("race", path, "dropout")
    assert ran.status == 0, ran.err
    assert "with Dropout" in ran.out
    labels = ["with Dropout", "without Dropout"]
    assert [summary.label for summary in netloom.runs_of(path)] == labels
    folders = [Path(summary.folder) for summary in netloom.runs_of(path)]
    started = [netloom.open_run(folder).events()[0] for folder in folders]
    assert [event.label for event in started if isinstance(event, netloom.RunStarted)] == labels
    assert run("race", path, "dropout", "--only", "me").err.startswith("error: me cannot take part in dropout.")
