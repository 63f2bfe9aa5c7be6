"""Training a project: what it learns, what it tells, and what it leaves in the folder of the run."""

from pathlib import Path

import numpy as np
import pytest
import torch

from netloom import storage
from netloom.blocks import BatchNormalization, Concatenate, Dense, Dropout, GaussianNoise, Input, Output
from netloom.data.prepared import prepare
from netloom.errors import InputError, PlanError, RunError
from netloom.events import EpochFinished, Progress, RunFinished, RunStarted, Told, from_line
from netloom.project import Data, Project
from netloom.protocol import stop_training
from netloom.runs import open_run
from netloom.settings.optimizers import SGD, Adam
from netloom.settings.sources import TableFile
from netloom.settings.splits import StratifiedSplit
from netloom.settings.training import EarlyStopping, Training
from netloom.training.train import train
from networks import chain, node
from small_trainings import HIDDEN, INSIDE, ONE, PRICE, X, Y, epochs, points, project_file, train_file
from tables import amount, classes

FAST = Adam(learning_rate=0.05)


def test_it_learns_a_small_table_by_heart(tmp_path: Path) -> None:
    path = project_file(tmp_path, optimizer=FAST, epochs=100, early_stopping=None)
    figures = epochs(train_file(path))
    assert len(figures) == 100
    assert figures[-1]["accuracy"] > 0.97
    assert figures[-1]["loss"] < 0.15 < 0.5 < figures[0]["loss"]


def test_the_errors_of_a_regression_are_in_original_units(tmp_path: Path) -> None:
    path = project_file(tmp_path, columns=(X, Y, PRICE), optimizer=FAST, epochs=40, early_stopping=None)
    figures = epochs(train_file(path))
    assert list(figures[0]) == ["loss", "mae", "rmse", "validation_loss", "validation_mae", "validation_rmse"]
    assert 100 < figures[0]["mae"] < figures[0]["rmse"] < 1000
    run = open_run(path)
    prepared = prepare(run.project, tmp_path)
    rows = prepared.parts.validation
    misses = run.answers(prepared.table, rows)["output_1"].values - [float(points()["price"][row]) for row in rows]
    assert figures[-1]["validation_mae"] == pytest.approx(np.abs(misses).mean(), rel=1e-4)
    assert figures[-1]["validation_rmse"] == pytest.approx(np.sqrt((misses**2).mean()), rel=1e-4)


def test_the_first_event_says_where_and_on_what_and_the_last_how_it_ended(tmp_path: Path) -> None:
    events = train_file(project_file(tmp_path, epochs=3, batch_size=32))
    first, *_, last = events
    assert isinstance(first, RunStarted)
    assert isinstance(last, RunFinished)
    assert (first.training_rows, first.validation_rows, first.test_rows) == (140, 20, 40)
    assert (first.steps, first.epochs, first.parameters, first.threads) == (5, 3, 3 * 16 + 17, 1)
    assert (last.reason, last.epochs) == ("finished", 3)
    assert first.run == str(tmp_path / "points-runs" / "001")


def test_the_lines_of_the_run_are_the_events(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=3)
    events = train_file(path)
    lines = (tmp_path / "points-runs" / "001" / "events.jsonl").read_text("utf-8").splitlines()
    assert [from_line(line) for line in lines] == events == list(open_run(path).events())


def test_long_epochs_tell_how_far_they_are_but_not_too_often(tmp_path: Path) -> None:
    events = train_file(project_file(tmp_path, cells=points(1500), epochs=1, batch_size=1))
    progress = [event for event in events if isinstance(event, Progress)]
    (finished,) = (event for event in events if isinstance(event, EpochFinished))
    assert 1 <= len(progress) <= 20 * finished.seconds + 1
    assert [event.step for event in progress] == sorted({event.step for event in progress})
    assert all(event.epoch == 1 and event.rows_per_second > 0 and event.loss > 0 for event in progress)


@pytest.mark.parametrize(("batch_size", "steps"), [(1, 140), (48, 3), (140, 1), ("all", 1), (10**6, 1)])
def test_a_short_last_batch_counts_as_many_rows_as_it_has(tmp_path: Path, batch_size: int | str, steps: int) -> None:
    still = SGD(learning_rate=1e-30)
    path = project_file(tmp_path, epochs=1, batch_size=batch_size, optimizer=still, early_stopping=None)
    events = train_file(path)
    run = open_run(path)
    prepared = prepare(run.project, tmp_path)
    answers = run.answers(prepared.table, prepared.parts.training)["output_1"].probabilities
    right = prepared.targets["output_1"][prepared.parts.training].ravel().astype(int)
    (figures,) = epochs(events)
    assert events[0].steps == steps
    assert figures["loss"] == pytest.approx(-np.log(answers[np.arange(140), right]).mean(), rel=1e-5)
    assert figures["accuracy"] == pytest.approx((answers.argmax(1) == right).mean())


def test_early_stopping_ends_with_the_weights_of_the_best_epoch(tmp_path: Path) -> None:
    noisy = Adam(learning_rate=0.3)
    path = project_file(tmp_path, optimizer=noisy, epochs=500, early_stopping=EarlyStopping(patience=6))
    *_, last = events = train_file(path)
    losses = [figures["validation_loss"] for figures in epochs(events)]
    assert last.reason == "early_stopping"
    assert last.epochs == len(losses) == last.best_epoch + 6 < 500
    assert losses.index(min(losses)) + 1 == last.best_epoch
    assert validation_loss(path) == pytest.approx(min(losses), rel=1e-5)
    assert validation_loss(path, "last") == pytest.approx(losses[-1], rel=1e-5)


def test_a_file_called_stop_in_the_folder_of_its_run_stops_it(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1000, early_stopping=None)
    events = []
    for event in train(storage.load(path), path):
        events.append(event)
        if isinstance(event, EpochFinished) and event.epoch == 3:
            stop_training(tmp_path / "points-runs" / "001")
    assert (events[-1].kind, events[-1].reason, events[-1].epochs) == ("run_finished", "stopped", 3)
    assert list(open_run(path).events()) == events
    open_run(path).network()


def test_early_stopping_may_keep_the_last_weights(tmp_path: Path) -> None:
    patience = EarlyStopping(patience=3, restore_best=False)
    path = project_file(tmp_path, optimizer=Adam(learning_rate=0.3), epochs=500, early_stopping=patience)
    losses = [figures["validation_loss"] for figures in epochs(train_file(path))]
    assert open_run(path).answers_with == "last"
    assert validation_loss(path) == pytest.approx(losses[-1], rel=1e-5)
    assert validation_loss(path, "best") == pytest.approx(min(losses), rel=1e-5)


def validation_loss(path: Path, which: str | None = None) -> float:
    """The loss on the validation rows, recomputed from the files of the latest run."""
    run = open_run(path)
    prepared = prepare(run.project, path.parent)
    rows = prepared.parts.validation
    with torch.no_grad():
        logits = run.network(which)(torch.from_numpy(prepared.inputs["input_1"][rows]))
    target = torch.from_numpy(prepared.targets["output_1"][rows])
    return float(torch.nn.functional.binary_cross_entropy_with_logits(logits, target))


def test_the_best_epochs_are_marked(tmp_path: Path) -> None:
    events = train_file(project_file(tmp_path, optimizer=FAST, epochs=10))
    best = [event.epoch for event in events if isinstance(event, EpochFinished) and event.best]
    losses = [figures["validation_loss"] for figures in epochs(events)]
    assert best == [epoch for epoch, loss in enumerate(losses, 1) if loss == min(losses[:epoch])]


def test_balanced_class_weights_find_more_of_a_rare_class(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    rare = chance.random(600) < 0.05
    cells = {
        "x": [f"{value:.3f}" for value in chance.normal(rare * 1.0)],
        "y": [f"{value:.3f}" for value in chance.normal(size=600)],
        "inside": np.where(rare, "yes", "no").tolist(),
    }

    def found(weights: str) -> int:
        path = project_file(tmp_path, ONE, cells=cells, optimizer=FAST, epochs=20, class_weights=weights)
        train_file(path)
        run = open_run(path)
        return int(run.answers(prepare(run.project, tmp_path).table)["output_1"].probabilities.argmax(1).sum())

    assert found("none") < 10 < 60 < found("balanced")


def test_several_outputs_are_told_apart_by_their_names(tmp_path: Path) -> None:
    path = several_outputs(tmp_path, weight=0.5)
    figures = epochs(train_file(path))[-1]
    assert figures["loss"] == pytest.approx(figures["inside_loss"] + 0.5 * figures["price_loss"], rel=1e-5)
    assert {"inside_accuracy", "price_mae", "price_rmse", "validation_price_rmse"} <= set(figures)
    answers = open_run(path).answers(prepare(storage.load(path), tmp_path).table)
    assert answers["inside"].probabilities.shape == (200, 2)
    assert answers["price"].values.shape == (200,)


def several_outputs(folder: Path, weight: float) -> Path:
    """Two Inputs and two Outputs, one with classes and one with an amount."""
    nodes = (
        node("left", Input(columns=("x",))),
        node("right", Input(columns=("y",))),
        node("both", Concatenate()),
        node("hidden", HIDDEN),
        node("one", ONE),
        node("two", ONE),
        node("inside", Output(target="inside")),
        node("price", Output(target="price", weight=weight)),
    )
    wires = (
        *chain("left", "both", "hidden", "one", "inside"), *chain("right", "both"), *chain("hidden", "two", "price")
    )  # fmt: skip  # one path after the other
    path = project_file(folder)
    data = Data(source=TableFile(path="data.csv"), columns=(X, Y, INSIDE, PRICE))
    storage.save(Project(nodes=nodes, wires=wires, data=data, training=Training(epochs=3)), path)
    return path


def test_a_penalty_is_part_of_the_loss_and_a_figure_of_its_own(tmp_path: Path) -> None:
    blocks = (Dense(units=4, l1=0.01, l2=0.02), ONE)
    still = SGD(learning_rate=1e-30)
    path = project_file(tmp_path, *blocks, optimizer=still, epochs=1, early_stopping=None)
    (figures,) = epochs(train_file(path))
    weights = open_run(path).network().state_dict()["block_1.weight"]
    penalty = float(0.01 * weights.abs().sum() + 0.02 * weights.square().sum())
    assert figures["penalty"] == pytest.approx(penalty, rel=1e-5)
    assert figures["validation_loss"] == pytest.approx(validation_loss(path) + penalty, rel=1e-5)


def test_dropout_and_noise_act_in_training_only(tmp_path: Path) -> None:
    blocks = (Dense(units=16), BatchNormalization(), GaussianNoise(stddev=2.0), Dropout(rate=0.9), ONE)
    still = SGD(learning_rate=1e-30)
    path = project_file(tmp_path, *blocks, optimizer=still, epochs=2, early_stopping=None)
    first, second = epochs(train_file(path))
    assert first["loss"] != second["loss"]
    assert second["validation_loss"] == pytest.approx(validation_loss(path), rel=1e-5)


@pytest.mark.parametrize("batch_size", [32, "all"])
def test_the_same_project_and_seed_give_the_same_weights_to_the_bit(tmp_path: Path, batch_size: int | str) -> None:
    blocks = (Dense(units=16, activation="relu"), GaussianNoise(), Dropout(rate=0.5), ONE)
    path = project_file(tmp_path, *blocks, epochs=5, batch_size=batch_size)
    weights = []
    for run in ("a", "b"):
        torch.rand(7)  # whatever happened before makes no difference
        for _ in train(storage.load(path), path, run=tmp_path / run):
            torch.rand(3)  # nor what happens meanwhile
        weights.append((tmp_path / run / "last.safetensors").read_bytes())
    assert weights[0] == weights[1]


def test_another_seed_gives_other_weights(tmp_path: Path) -> None:
    for seed in (0, 1):
        train_file(project_file(tmp_path, epochs=1, seed=seed))
    first, second = (tmp_path / "points-runs" / name / "last.safetensors" for name in ("001", "002"))
    assert first.read_bytes() != second.read_bytes()


def test_random_numbers_and_threads_of_torch_are_left_alone(tmp_path: Path) -> None:
    path = project_file(tmp_path, Dropout(rate=0.5), ONE, epochs=2)
    state, threads = torch.get_rng_state(), torch.get_num_threads()
    for _ in train(storage.load(path), path, threads=threads + 1):
        assert torch.get_num_threads() == threads
        assert torch.equal(torch.get_rng_state(), state)
    assert open_run(path).state.threads == threads + 1


def test_closing_the_generator_leaves_a_run_that_can_be_used(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1000, early_stopping=None)
    running = train(storage.load(path), path)
    for event in running:
        if isinstance(event, EpochFinished) and event.epoch == 3:
            break
    running.close()
    run = open_run(path)
    assert (run.state.status, run.state.epochs, run.told) == ("stopped", 3, ())
    assert run.events()[-1].reason == "stopped"
    assert run.answers(prepare(run.project, tmp_path).table)["output_1"].probabilities.shape == (200, 2)


def test_a_run_stopped_before_it_learnt_anything_answers_too(tmp_path: Path) -> None:
    path = project_file(tmp_path)
    running = train(storage.load(path), path)
    next(running)
    running.close()
    run = open_run(path)
    assert (run.state.epochs, run.answers_with) == (0, "last")
    run.network()


def test_runs_are_numbered_and_may_be_named(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    train_file(path)
    train_file(path)
    train_file(path, run=tmp_path / "mine")
    assert sorted(folder.name for folder in (tmp_path / "points-runs").iterdir()) == ["001", "002"]
    assert open_run(tmp_path / "mine").project == storage.load(path)


def test_a_run_never_overwrites_anything(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    with pytest.raises(RunError, match="exists and is not empty"):
        train_file(path, run=tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data.csv", "points.netloom"]


def test_a_network_with_errors_is_refused_before_there_is_a_run(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="3"):
        train_file(project_file(tmp_path, Dense(units=3)))
    assert not (tmp_path / "points-runs").exists()


def test_a_network_without_weights_is_refused(tmp_path: Path) -> None:
    path = project_file(tmp_path, Dropout(), columns=(X, PRICE))
    with pytest.raises(PlanError, match="has no weights, so there is nothing to train"):
        train_file(path)


def test_a_step_that_no_memory_holds_is_refused_before_anything_is_allocated(tmp_path: Path) -> None:
    path = project_file(tmp_path, Dense(units=2**31 - 1), ONE, batch_size="all")
    with pytest.raises(PlanError, match="GB"):
        train_file(path)


def test_a_figure_that_is_not_measured_cannot_be_watched(tmp_path: Path) -> None:
    without = StratifiedSplit(validation=0.0)
    with pytest.raises(PlanError, match="no validation rows"):
        train_file(project_file(tmp_path, split=without))
    (figures,) = epochs(train_file(project_file(tmp_path, split=without, epochs=1, early_stopping=None)))
    assert list(figures) == ["loss", "accuracy"]


@pytest.mark.parametrize("threads", [0, -2])
def test_fewer_threads_than_one_are_refused(tmp_path: Path, threads: int) -> None:
    with pytest.raises(InputError, match="at least 1 thread"):
        train_file(project_file(tmp_path), threads=threads)


def test_what_is_odd_about_the_data_is_told(tmp_path: Path) -> None:
    cells = points()
    cells["copy"] = [value.replace("yes", "1").replace("no", "0") for value in cells["inside"]]
    columns = (X, Y, classes("copy", "0", "1").model_copy(update={"role": "feature"}), INSIDE)
    events = train_file(project_file(tmp_path, cells=cells, columns=columns, epochs=1))
    assert "leak" in {event.code for event in events if isinstance(event, Told)}


def test_yes_or_no_may_be_asked_of_two_units(tmp_path: Path) -> None:
    path = project_file(tmp_path, HIDDEN, Dense(units=2), optimizer=FAST, epochs=40, early_stopping=None)
    assert epochs(train_file(path))[-1]["accuracy"] > 0.9
    answers = open_run(path).answers(prepare(storage.load(path), tmp_path).table)["output_1"].probabilities
    assert answers.sum(1) == pytest.approx(1, abs=1e-6)


def test_a_target_on_a_log_scale_is_measured_in_original_units(tmp_path: Path) -> None:
    columns = (X, Y, amount("price", log=True))
    path = project_file(tmp_path, columns=columns, optimizer=FAST, epochs=30, early_stopping=None)
    assert 10 < epochs(train_file(path))[-1]["validation_mae"] < 300
