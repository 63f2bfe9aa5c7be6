"""What becomes NaN or infinite stops training, is found, and leaves the last good weights."""

from pathlib import Path

import pytest
import torch

from netloom import storage
from netloom.blocks import Activation, Dense, Group, GroupInput, GroupOutput, Multiply
from netloom.data.prepared import prepare
from netloom.errors import TrainingError
from netloom.events import RunFinished, Told
from netloom.project import GroupNetwork, Project
from netloom.runs import Run, open_run
from netloom.settings.optimizers import SGD, Adam, Optimizer
from netloom.training.train import train
from networks import chain, node
from small_trainings import HIDDEN, ONE, PRICE, X, Y, epochs, points, project_file, train_file
from tables import classes, number

WILD = SGD(learning_rate=1000.0)


def failed(path: Path) -> tuple[str, Run]:
    """What is told of a training that fails, and its run, which is checked: it can be used."""
    events = []
    with pytest.raises(TrainingError) as told:
        events.extend(train(storage.load(path), path))
    run = open_run(path)
    assert all(tensor.isfinite().all() for tensor in run.network("last").state_dict().values())
    run.answers(prepare(run.project, path.parent).table)
    assert run.state.status == "not_finite"
    assert run.events()[-1] == RunFinished(**(dict(run.events()[-1]) | {"message": str(told.value)}))
    return str(told.value), run


def test_a_wild_learning_rate_stops_at_the_first_bad_step_with_its_block_named(tmp_path: Path) -> None:
    path = project_file(tmp_path, Dense(units=8, activation="relu"), ONE, columns=(X, Y, PRICE), optimizer=WILD)
    message, run = failed(path)
    assert "in epoch 1 at step" in message
    assert "of output_1 is NaN or infinite" in message
    assert "The learning rate is 1000, far above the usual 0.01: lower it." in message
    assert [problem.code for problem in run.told] == ["run_not_finite"]


def test_the_weights_kept_are_those_from_just_before_the_bad_step(tmp_path: Path) -> None:
    path = project_file(tmp_path, ONE, columns=(X, Y, PRICE), optimizer=WILD, batch_size="all")
    message, run = failed(path)
    step = int(message.split("epoch ")[1].split()[0])  # one step an epoch
    before = run.network("last").state_dict()
    assert step > 2

    again = project_file(tmp_path, ONE, columns=(X, Y, PRICE), optimizer=WILD, batch_size="all", epochs=step - 1)
    train_file(again)
    after = open_run(again).network("last").state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_a_training_that_goes_wrong_late_still_answers_with_its_best_epoch(tmp_path: Path) -> None:
    path = project_file(tmp_path, ONE, columns=(X, Y, PRICE), optimizer=SGD(learning_rate=3.0), early_stopping=None)
    _, run = failed(path)
    assert run.answers_with == "best"
    assert 1 <= run.state.best_epoch <= run.state.epochs


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [(WILD, "a value that leaves block_"), (Adam(learning_rate=1000.0), "The learning rate is 1000")],
    ids=["sgd", "adam"],
)
def test_whatever_breaks_is_told(tmp_path: Path, optimizer: Optimizer, words: str) -> None:
    deep = (Dense(units=8, activation="relu"),) * 12
    path = project_file(tmp_path, *deep, ONE, columns=(X, Y, PRICE), optimizer=optimizer)
    assert words in failed(path)[0]


X_AS_IT_IS = number("x", scale="none")


def huge() -> dict[str, list[str]]:
    """Points whose x is as large as float32 allows."""
    return points() | {"x": [f"{value}e37" for value in points()["x"]]}


def test_values_too_large_for_the_network_are_blamed_on_missing_scales(tmp_path: Path) -> None:
    message, _ = failed(project_file(tmp_path, ONE, cells=huge(), columns=(X_AS_IT_IS, Y, PRICE)))
    assert "enter the network: scale the columns" in message


def test_the_very_block_is_named_also_one_without_weights_in_a_group(tmp_path: Path) -> None:
    path = project_file(tmp_path, Group(network="group_1"), ONE, cells=huge(), columns=(X_AS_IT_IS, Y, PRICE))
    inner = (
        node("enter", GroupInput()),
        node("left", Dense(units=9)),
        node("right", Dense(units=9)),
        node("product", Multiply()),
        node("leave", GroupOutput()),
    )
    wires = (*chain("enter", "left", "product", "leave"), *chain("enter", "right", "product"))
    project = storage.load(path)
    storage.save(Project(**(dict(project) | {"groups": (GroupNetwork(id="group_1", nodes=inner, wires=wires),)})), path)
    message, _ = failed(path)
    assert "in epoch 1 at step 1: a value that leaves product is NaN or infinite" in message


def test_missing_and_infinite_cells_do_no_harm(tmp_path: Path) -> None:
    cells = points()
    cells["x"][3], cells["y"][3], cells["x"][5], cells["y"][7], cells["x"][9] = "NaN", "nan", "inf", "-1e999", ""
    figures = epochs(train_file(project_file(tmp_path, cells=cells, epochs=3)))
    assert len(figures) == 3


def test_a_label_that_is_no_class_is_left_out_and_told(tmp_path: Path) -> None:
    cells = points()
    cells["inside"][0] = "perhaps"
    events = train_file(project_file(tmp_path, cells=cells, epochs=1))
    told = [event.message for event in events if isinstance(event, Told)]
    assert events[0].training_rows + events[0].validation_rows + events[0].test_rows == 199
    assert any("perhaps" in message for message in told)


def test_a_class_without_rows_and_a_constant_column_do_no_harm(tmp_path: Path) -> None:
    cells = points() | {"same": ["5"] * 200}
    columns = (X, Y, number("same"), classes("inside", "no", "perhaps", "yes"))
    blocks = (HIDDEN, Dense(units=3))
    path = project_file(tmp_path, *blocks, cells=cells, columns=columns, epochs=3, class_weights="balanced")
    assert epochs(train_file(path))[-1]["validation_loss"] < 2


def test_a_weight_that_breaks_in_the_last_step_of_all_is_noticed(tmp_path: Path) -> None:
    blocks = (Dense(units=8), Activation(function="relu"), ONE)
    path = project_file(tmp_path, *blocks, columns=(X, Y, PRICE), optimizer=WILD, batch_size="all", epochs=1000)
    message, run = failed(path)
    assert run.state.epochs >= 1
    assert message.endswith("The weights from before that step are kept.")
