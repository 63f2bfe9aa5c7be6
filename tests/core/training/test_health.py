"""How blocks fare while they train: what is dead, saturated or vanishes is found, and looking changes nothing."""

from pathlib import Path
from typing import Any

import pytest
import torch

from netloom import storage
from netloom.blocks import Block, Dense, Group, GroupInput, GroupOutput, Repeat
from netloom.events import BlockHealth, Health
from netloom.project import GroupNetwork, Project
from netloom.runs import open_run
from netloom.settings.optimizers import SGD
from netloom.training.health import SECONDS_BETWEEN_LOOKS, SHARE
from netloom.training.resuming import resume
from netloom.training.train import train
from networks import chain, node
from small_trainings import INSIDE, ONE, RESTLESS, points, project_file, train_file
from tables import number

STILL = SGD(learning_rate=1e-30)


def first_look(path: Path) -> dict[str, BlockHealth]:
    """How each block fares in the first step."""
    health = next(event for event in train_file(path) if isinstance(event, Health))
    assert (health.epoch, health.step) == (1, 1)
    return {block.node: block for block in health.blocks}


def fares(folder: Path, *blocks: Block, **options: Any) -> dict[str, BlockHealth]:
    return first_look(project_file(folder, *blocks, optimizer=STILL, epochs=1, early_stopping=None, **options))


def test_a_sound_network_has_no_trouble(tmp_path: Path) -> None:
    found = fares(tmp_path, Dense(units=32, activation="relu"), Dense(units=16, activation="tanh"), ONE)
    assert [block.trouble for block in found.values()] == [None] * 3
    assert found["block_1"].dead is not None
    assert found["block_1"].dead < 0.2
    assert found["block_1"].saturated is None
    assert found["block_2"].saturated is not None
    assert found["block_2"].dead is None
    assert all(block.gradient_norm and block.gradient_norm > 0 for block in found.values())


def test_units_that_answer_nothing_are_dead(tmp_path: Path) -> None:
    dead = Dense(units=8, activation="relu", kernel_initializer="zeros")
    found = fares(tmp_path, dead, ONE)
    assert (found["block_1"].dead, found["block_1"].trouble) == (1.0, "dead")


@pytest.mark.parametrize("function", ["sigmoid", "tanh"])
def test_answers_at_the_ends_are_saturated(function: str, tmp_path: Path) -> None:
    far = points() | {name: [f"{value}e3" for value in points()[name]] for name in "xy"}
    columns = (number("x", scale="none"), number("y", scale="none"), INSIDE)
    found = fares(tmp_path, Dense(units=8, activation=function), ONE, cells=far, columns=columns)
    assert found["block_1"].saturated is not None
    assert found["block_1"].saturated > 0.9
    assert found["block_1"].trouble == "saturated"


def test_gradients_that_vanish_are_told_of_the_blocks_they_do_not_reach(tmp_path: Path) -> None:
    found = fares(tmp_path, *[Dense(units=8, activation="sigmoid")] * 8, ONE)
    norms = [block.gradient_norm for block in found.values()]
    assert norms == sorted(norms)
    assert found["block_1"].trouble == "vanishing"
    assert found["block_9"].trouble is None


def test_gradients_that_grow_on_their_way_back_explode(tmp_path: Path) -> None:
    large = Dense(units=64, kernel_initializer="ones")
    found = fares(tmp_path, *[large] * 4, ONE)
    assert found["block_1"].gradient_norm > 1e3
    assert found["block_1"].trouble == "exploding"


def test_the_gradient_norm_is_how_far_a_plain_step_goes(tmp_path: Path) -> None:
    found, weights = {}, {}
    for rate in (1e-30, 0.25):
        one_step = {"optimizer": SGD(learning_rate=rate), "epochs": 1, "batch_size": "all", "early_stopping": None}
        path = project_file(tmp_path, ONE, **one_step)
        found = first_look(path)
        weights[rate] = open_run(path).network("last").state_dict()
    moved = torch.cat([(weights[0.25][name] - weights[1e-30][name]).flatten() for name in weights[0.25]])
    assert found["block_1"].gradient_norm == pytest.approx(float(moved.norm()) / 0.25, rel=1e-4)


def test_blocks_in_groups_and_repeats_are_told_by_their_own_ids(tmp_path: Path) -> None:
    path = project_file(tmp_path, Group(network="group_1"), Repeat(network="group_1", times=2), ONE, epochs=1)
    inner = (
        node("enter", GroupInput()),
        node("inside", Dense(units=2, activation="relu")),
        node("leave", GroupOutput()),
    )
    group = GroupNetwork(id="group_1", nodes=inner, wires=chain("enter", "inside", "leave"))
    project = storage.load(path)
    storage.save(Project(**(dict(project) | {"groups": (group,)})), path)
    found = first_look(path)
    assert set(found) == {"inside", "block_1", "block_2", "block_3"}
    assert found["inside"].dead is not None
    assert found["inside"].gradient_norm ** 2 == pytest.approx(
        found["block_1"].gradient_norm ** 2 + found["block_2"].gradient_norm ** 2
    )


def test_it_is_looked_at_no_more_often_than_it_may_cost(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=10**6, early_stopping=None)
    seconds, looks = 0.0, 0
    for event in train(storage.load(path), path):
        looks += isinstance(event, Health)
        seconds += event.seconds if event.kind == "epoch_finished" else 0
        if seconds > 1.5 * SECONDS_BETWEEN_LOOKS:
            break
    assert 1 <= looks <= seconds / SECONDS_BETWEEN_LOOKS + 1
    assert SHARE <= 0.03


def test_when_it_is_looked_at_changes_no_bit(tmp_path: Path) -> None:
    path = project_file(tmp_path, *RESTLESS, epochs=4)
    train_file(path)
    events = train(storage.load(path), path, run=tmp_path / "again", checkpoint_every=0)
    for event in events:
        if event.kind == "progress" and (event.epoch, event.step) == (2, 2):
            events.close()
    resumed = list(resume(tmp_path / "again"))
    assert next(event.step for event in resumed if isinstance(event, Health)) == 3
    one, other = (open_run(tmp_path / name).weights("last") for name in ("points-runs/001", "again"))
    assert one == other
