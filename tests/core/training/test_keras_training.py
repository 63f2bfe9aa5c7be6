"""Training is that of Keras: ten steps of both, from the same weights on the same rows, agree to 1e-5."""

import inspect
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from keras_models import executed
from keras_training import SETTINGS, arrays, assert_trained_alike, both, first_batches
from netloom.blocks import (
    BLOCKS,
    BatchNormalization,
    Block,
    Dense,
    Dropout,
    GaussianNoise,
    Input,
    LayerNormalization,
    Output,
)
from netloom.declare import settings_of
from netloom.planning import plan
from netloom.project import Project
from netloom.settings.activations import ACTIVATIONS
from netloom.settings.losses import LOSSES
from netloom.settings.optimizers import OPTIMIZERS, SGD, Optimizer
from netloom.settings.training import EarlyStopping, Training
from netloom.training.loop import measure, take_step
from networks import around, chain, in_line, node, project_of
from random_networks import random_projects

STEEP = SGD(learning_rate=0.05, momentum=0.9)


def trained_by(project: Project, **training: Any) -> Project:
    return project.model_copy(update={"training": Training(**({"optimizer": STEEP, "batch_size": 16} | training))})


def hidden(*last: Block) -> tuple[Block, ...]:
    return (Dense(units=8, activation="tanh"), *last)


@pytest.mark.parametrize("optimizer", SETTINGS, ids=repr)
def test_every_optimizer_takes_the_steps_of_keras(optimizer: Optimizer) -> None:
    assert_trained_alike(trained_by(in_line(*hidden(Dense(units=3))), optimizer=optimizer))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_defaults_of_an_optimizer_are_those_of_keras(optimizer: str) -> None:
    theirs = inspect.signature(getattr(keras.optimizers, OPTIMIZERS[optimizer].title)).parameters
    for setting in settings_of(OPTIMIZERS[optimizer]):
        assert theirs[setting.name].default == setting.default


STILL = {"dropout": Dropout(rate=0.0), "gaussian_noise": GaussianNoise(stddev=0.0)}  # chance differs


def still(project: Project) -> Project:
    """The project without chance."""
    nodes = (each.model_copy(update={"block": STILL.get(each.block.type, each.block)}) for each in project.nodes)
    return project.model_copy(update={"nodes": tuple(nodes)})


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_learns_as_in_keras(name: str) -> None:
    assert_trained_alike(trained_by(still(around(BLOCKS[name]()))))


@pytest.mark.parametrize(
    "block",
    [
        BatchNormalization(momentum=0.5, epsilon=0.1),
        BatchNormalization(center=False),
        BatchNormalization(scale=False),
        LayerNormalization(center=False),
        LayerNormalization(scale=False),
        LayerNormalization(center=False, scale=False, epsilon=0.1),
        Dense(units=6, use_bias=False),
        Dense(units=6, l1=0.01),
        Dense(units=6, l2=0.01),
        Dense(units=6, l1=0.01, l2=0.02),
    ],
    ids=repr,
)
def test_its_settings_mean_what_they_mean_in_keras(block: Block) -> None:
    fit, model = assert_trained_alike(trained_by(around(block)))
    assert (fit.objective.penalty is not None) == bool(model.losses)


@pytest.mark.parametrize("function", ACTIVATIONS)
def test_every_activation_has_the_slope_of_keras(function: str) -> None:
    assert_trained_alike(trained_by(in_line(Dense(units=8, activation=function), Dense(units=3))))


ANSWERS = {
    "binary_crossentropy": ("churn", 1),
    "categorical_crossentropy": ("animal", 3),
    "mean_squared_error": ("price", 1),
    "mean_absolute_error": ("price", 1),
    "huber": ("price", 1),
}


def answering(loss: str, target: str, units: int) -> Project:
    project = in_line(*hidden(Dense(units=units)), target=target)
    *others, last = project.nodes
    output = last.model_copy(update={"block": Output(target=target, loss=loss)})
    return project.model_copy(update={"nodes": (*others, output)})


@pytest.mark.parametrize("class_weights", ["none", "balanced"])
@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_is_that_of_keras(loss: str, class_weights: str) -> None:
    assert_trained_alike(trained_by(answering(loss, *ANSWERS[loss]), class_weights=class_weights))


@pytest.mark.parametrize("class_weights", ["none", "balanced"])
def test_yes_or_no_may_be_two_units(class_weights: str) -> None:
    assert_trained_alike(trained_by(answering("auto", "churn", 2), class_weights=class_weights))


def test_balanced_weights_are_the_class_weight_of_keras() -> None:
    project = trained_by(answering("auto", "animal", 3), class_weights="balanced")
    _, fit, model = both(project)
    labels, weights = fit.training.targets[0].numpy(), fit.training.weights[0].numpy()
    by_class = {int(label): float(weights[labels == label][0]) for label in np.unique(labels)}
    for batch in first_batches(fit):
        model.reset_metrics()
        theirs = model.train_on_batch(arrays(batch.inputs), arrays(batch.targets), class_weight=by_class)
        assert float(take_step(fit, batch).means[0]) == pytest.approx(float(theirs[0]), abs=1e-5)


def three_outputs(**training: Any) -> Project:
    nodes = [node("input_1", Input()), node("h", Dense(units=8, activation="tanh", l2=0.01)), node("a", Dense(units=3))]
    nodes += [node("b", Dense(units=1)), node("c", Dense(units=1))]
    nodes += [node("output_1", Output(target="animal", weight=0.3)), node("output_2", Output(target="price"), "worth")]
    nodes.append(node("output_3", Output(target="churn", weight=2.0), "worth it"))
    wires = chain("input_1", "h", "a", "output_1") + chain("h", "b", "output_2") + chain("h", "c", "output_3")
    return trained_by(project_of(nodes, wires), **training)


@pytest.mark.parametrize("class_weights", ["none", "balanced"])
def test_several_outputs_count_by_their_weights(class_weights: str) -> None:
    assert_trained_alike(three_outputs(class_weights=class_weights))


def test_the_figures_are_those_of_keras() -> None:
    project = three_outputs(class_weights="balanced")
    fit, model = assert_trained_alike(project)
    assert fit.validation is not None
    totals = measure(fit, fit.validation)
    ours = {each.name: each.value for each in fit.figures.finished(totals.sums(), totals.rows)}
    theirs = model.evaluate(arrays(fit.validation.inputs), arrays(fit.validation.targets), verbose=0, return_dict=True)
    names = {"output_1": "a", "worth": "b", "worth_it": "c"}
    for name in ("loss", "output_1_loss", "worth_loss", "worth_it_loss", "output_1_accuracy", "worth_it_accuracy"):
        output, _, figure = name.rpartition("_")
        assert ours[name] == pytest.approx(float(theirs[f"{names[output]}_{figure}" if output else name]), abs=1e-5)
    assert ours["worth_mae"] / ours["worth_rmse"] == pytest.approx(float(theirs["b_mae"] / theirs["b_rmse"]), abs=1e-5)


def test_keras_can_watch_every_figure() -> None:
    _, fit, _ = both(three_outputs())
    rows = arrays(fit.training.inputs), arrays(fit.training.targets)
    for monitor in (name for figure in fit.figures.names for name in (figure, f"validation_{figure}")):
        made = executed(plan(three_outputs(early_stopping=EarlyStopping(monitor=monitor, patience=1))))
        assert len(made["callbacks"]) == (not monitor.endswith("penalty"))
        made["model"].fit(*rows, epochs=2, verbose=0, validation_data=rows, callbacks=made["callbacks"])


@pytest.mark.soak
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_projects())
def test_random_networks_learn_as_in_keras(project: Project) -> None:
    assert_trained_alike(trained_by(still(project), optimizer=SGD()))
