"""The learning rate at each step: what a schedule says, which is what Keras makes of it, and clipped gradients."""

import math
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from keras_training import assert_trained_alike
from netloom.blocks import Dense
from netloom.codegen.schedules import share_of
from netloom.errors import PlanError
from netloom.events import EpochFinished, Progress
from netloom.project import Project
from netloom.settings.optimizers import SGD, Adam
from netloom.settings.schedules import (
    SCHEDULES,
    Constant,
    Cosine,
    ExponentialDecay,
    OneCycle,
    ReduceOnPlateau,
    Schedule,
    StepDecay,
)
from netloom.settings.training import Clipping, Training
from netloom.storage import from_text, load, to_text
from netloom.training.clipping import clip
from netloom.training.schedules import rate_for
from netloom.training.train import train
from networks import in_line
from small_trainings import project_file, train_file

STEPS = 5
FIGURES = ("loss", "validation_loss", "validation_accuracy")


def rates(schedule: Schedule, epochs: int = 20, steps: int = STEPS) -> list[float]:
    """The learning rate of each step of a training with a rate of 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    rate = rate_for(Training(optimizer=SGD(learning_rate=1.0), schedule=schedule, epochs=epochs), FIGURES)
    found = []
    for step in range(epochs * steps):
        rate.set(optimizer, step, steps)
        found.append(optimizer.param_groups[0]["lr"])
    return found


def test_a_constant_rate_stays() -> None:
    assert rates(Constant()) == [1.0] * 100


def test_step_decay_falls_every_so_many_epochs() -> None:
    assert rates(StepDecay(factor=0.5, every=10)) == [1.0] * 50 + [0.5] * 50


def test_a_cosine_goes_from_all_to_what_is_left() -> None:
    found = rates(Cosine(final=0.1))
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)
    assert found[50] == pytest.approx(0.55)
    assert 0.1 < found[-1] < 0.101
    assert rates(Cosine(final=0.1), epochs=20)[-1] == found[-1]


def test_one_cycle_rises_and_falls() -> None:
    found = rates(OneCycle(start=0.1, peak=0.3, final=0.01))
    assert found[0] == pytest.approx(0.1)
    assert max(found) == found[30] == pytest.approx(1.0)
    assert found[:31] == sorted(found[:31])
    assert found[30:] == sorted(found[30:], reverse=True)
    assert 0.01 < found[-1] < 0.012


@pytest.mark.parametrize("name", SCHEDULES)
def test_before_each_of_them_the_rate_may_warm_up(name: str) -> None:
    cold, warm = rates(SCHEDULES[name](), epochs=8), rates(SCHEDULES[name](warm_up=2.0), epochs=10)
    assert warm[:10] == pytest.approx([cold[0] * (step + 1) / 10 for step in range(10)])
    assert warm[10:] == pytest.approx(cold)


def test_a_warm_up_as_long_as_all_training_rises_to_its_end() -> None:
    assert rates(Cosine(warm_up=4.0), epochs=4) == pytest.approx([(step + 1) / 20 for step in range(20)])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (ExponentialDecay(factor=0.9), keras.optimizers.schedules.ExponentialDecay(1.0, STEPS, 0.9)),
        (StepDecay(factor=0.3, every=4), keras.optimizers.schedules.ExponentialDecay(1.0, 4 * STEPS, 0.3, True)),
        (Cosine(final=0.2), keras.optimizers.schedules.CosineDecay(1.0, 20 * STEPS, 0.2)),
    ],
    ids=["exponential", "step", "cosine"],
)
def test_what_keras_has_too_is_that_of_keras(ours: Schedule, theirs: Any) -> None:
    assert rates(ours) == pytest.approx([float(theirs(step)) for step in range(20 * STEPS)], rel=1e-5, abs=1e-6)


@given(
    values=st.lists(st.integers(-1000, 1000).map(lambda value: value / 64), min_size=1, max_size=40),
    patience=st.integers(0, 4),
    min_delta=st.sampled_from([0.0, 0.01, 1.1]),
    minimum=st.sampled_from([0.0, 0.05]),
    monitor=st.sampled_from(["validation_loss", "validation_accuracy"]),
)
def test_a_plateau_lowers_the_rate_when_keras_does(
    values: list[float], patience: int, min_delta: float, minimum: float, monitor: str
) -> None:
    schedule = ReduceOnPlateau(monitor=monitor, factor=0.5, patience=patience, min_delta=min_delta, minimum=minimum)
    rate = rate_for(Training(optimizer=SGD(learning_rate=1.0), schedule=schedule), FIGURES)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(1.0), "mse")
    mode = "max" if monitor.endswith("accuracy") else "min"
    callback = keras.callbacks.ReduceLROnPlateau("m", 0.5, patience, mode=mode, min_delta=min_delta, min_lr=minimum)
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        rate.fell_after(epoch + 1, {monitor: value})
        callback.on_epoch_end(epoch, {"m": value})
        assert rate.highest == pytest.approx(float(model.optimizer.learning_rate), rel=1e-6)


@pytest.mark.parametrize("schedule", [*(made() for made in SCHEDULES.values()), Cosine(warm_up=0.4)], ids=repr)
def test_training_with_a_schedule_is_that_of_keras(schedule: Schedule) -> None:
    settings = {"optimizer": Adam(learning_rate=0.01), "schedule": schedule, "batch_size": 16, "epochs": 2}
    assert_trained_alike(with_training(**settings))


@pytest.mark.parametrize("clipping", [Clipping(by="norm", limit=0.05), Clipping(by="value", limit=0.01), Clipping()])
@pytest.mark.parametrize("optimizer", [SGD(learning_rate=0.1), Adam(learning_rate=0.01)], ids=repr)
def test_training_with_clipped_gradients_is_that_of_keras(optimizer: Any, clipping: Clipping) -> None:
    assert_trained_alike(with_training(optimizer=optimizer, clipping=clipping, batch_size=16))


def with_training(**training: Any) -> Project:
    project = in_line(Dense(units=8, activation="tanh"), Dense(units=3))
    return project.model_copy(update={"training": Training(**training)})


@pytest.mark.parametrize("by", ["norm", "value"])
def test_small_gradients_stay_as_they_are_and_large_ones_are_cut(by: str) -> None:
    small, large = [torch.tensor([0.3, -0.4]), torch.zeros(3)], [torch.tensor([30.0, -40.0]), torch.zeros(3)]
    clip(small, by, 1.0)
    clip(large, by, 1.0)
    assert torch.equal(small[0], torch.tensor([0.3, -0.4]))
    assert large[0].tolist() == pytest.approx([0.6, -0.8] if by == "norm" else [1.0, -1.0])
    assert torch.equal(large[1], torch.zeros(3))


def test_no_gradient_at_all_stays_none() -> None:
    gradients = [torch.zeros(2)]
    clip(gradients, "norm", 1.0)
    assert torch.equal(gradients[0], torch.zeros(2))


def test_each_step_tells_its_rate(tmp_path: Path) -> None:
    schedule = OneCycle(warm_up=0.5)
    path = project_file(tmp_path, schedule=schedule, epochs=3, batch_size=16, early_stopping=None)
    events = list(train(load(path), path, checkpoint_every=0))
    expected = [rate * 0.001 for rate in rates(schedule, epochs=3, steps=9)]
    assert [event.learning_rate for event in events if isinstance(event, Progress)] == pytest.approx(expected)
    assert [event.learning_rate for event in events if isinstance(event, EpochFinished)] == pytest.approx(
        expected[8::9]
    )


def test_a_plateau_is_noticed_while_it_trains(tmp_path: Path) -> None:
    schedule = ReduceOnPlateau(patience=2, min_delta=100.0, factor=0.5)
    path = project_file(tmp_path, schedule=schedule, epochs=8, early_stopping=None)
    found = [event.learning_rate for event in train_file(path) if isinstance(event, EpochFinished)]
    assert found == pytest.approx([0.001 * 0.5 ** max((epoch - 1) // 2, 0) for epoch in range(8)])


def test_a_figure_that_is_not_measured_cannot_be_followed(tmp_path: Path) -> None:
    path = project_file(tmp_path, schedule=ReduceOnPlateau(monitor="validation_mae"))
    words = "The schedule watches 'validation_mae', which is not measured. Set schedule.monitor to one of: loss"
    with pytest.raises(PlanError, match=words.replace(".", r"\.")):
        train_file(path)


def test_files_say_nothing_of_what_is_as_it_always_was() -> None:
    plain = to_text(Project())
    assert "schedule" not in plain
    assert "clipping" not in plain
    changed = Project(training=Training(schedule=Cosine(final=0.5), clipping=Clipping()))
    assert from_text(to_text(changed), "it") == changed
    assert to_text(from_text(plain, "it")) == plain


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_is_explained(name: str) -> None:
    assert SCHEDULES[name].about
    assert SCHEDULES[name].formula
    share = share_of(Training(schedule=SCHEDULES[name]()))
    assert share is None or math.isfinite(np.float64(eval(share.plain().share, {"math": math, "at": 0.5})))  # noqa: S307  # ours
