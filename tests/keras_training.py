"""The same steps of training, here and in Keras."""

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import keras
import numpy as np
import torch

from keras_models import all_weights, keras_model
from netloom.codegen import keras_weights, source
from netloom.data.prepared import prepare
from netloom.planning import Plan, plan
from netloom.project import Project
from netloom.settings.optimizers import OPTIMIZERS, SGD, Adadelta, Adagrad, Adam, AdamW, RMSprop
from netloom.training.examples import Examples
from netloom.training.loop import Fit, batches, take_step
from netloom.training.setup import fit_for
from tables import table_of

STEPS = 10
TOLERANCE = 1e-5
SETTINGS = [
    *(optimizer() for optimizer in OPTIMIZERS.values()),
    SGD(momentum=0.9),
    SGD(momentum=0.9, nesterov=True),
    SGD(nesterov=True),
    RMSprop(learning_rate=0.01, rho=0.5, momentum=0.5, epsilon=0.001),
    Adagrad(learning_rate=0.1, initial_accumulator_value=0.0, epsilon=0.001),
    Adadelta(learning_rate=1.0, rho=0.5, epsilon=0.001),
    Adam(learning_rate=0.01, beta_1=0.5, beta_2=0.9, epsilon=0.001),
    AdamW(learning_rate=0.01, weight_decay=0.5),
]


def animals(rows: int = 120) -> dict[str, list[str]]:
    """Cells for the columns of `networks`; the classes are not equally many."""
    chance = np.random.default_rng(0)
    age, income = chance.normal(40, 12, rows), chance.normal(3000, 700, rows)
    return {
        "age": [f"{value:.1f}" if row % 7 else "" for row, value in enumerate(age)],
        "income": [f"{value:.0f}" for value in income],
        "city": chance.choice(["Bonn", "Rome", "Oslo"], rows).tolist(),
        "animal": chance.choice(["cat", "dog", "owl"], rows, p=[0.6, 0.3, 0.1]).tolist(),
        "price": [f"{value:.2f}" for value in income / 10 - age + chance.normal(0, 9, rows)],
        "churn": np.where(age + chance.normal(0, 9, rows) > 50, "yes", "no").tolist(),
    }


def both(project: Project) -> tuple[Plan, Fit, keras.Model]:
    """A project ready to be trained: by ourselves, and by Keras with the same weights."""
    found = plan(project)
    prepared = prepare(project, Path(), table=table_of(animals()))
    fit = fit_for(found, source(found), prepared, "cpu")
    return found, fit, keras_model(found, fit.network, fit.steps)


def first_batches(fit: Fit, steps: int = STEPS) -> Iterator[Examples]:
    """The batches of the first epochs."""
    return islice((batch for epoch in count(1) for batch in batches(fit, epoch)), steps)


def arrays(tensors: tuple[torch.Tensor, ...]) -> list[np.ndarray] | np.ndarray:
    """What Keras is given: an array, or a list of several."""
    found = [tensor.numpy() for tensor in tensors]
    return found[0] if len(found) == 1 else found


def step_of_keras(model: keras.Model, batch: Examples) -> list[float]:
    """One step of Keras; returns the loss, then that of each output if there are several."""
    model.reset_metrics()
    weights = arrays(batch.weights) if batch.weights else None
    figures = model.train_on_batch(arrays(batch.inputs), arrays(batch.targets), weights, return_dict=True)
    names = [f"{name}_loss" for name in model.output_names] if len(batch.targets) > 1 else []
    return [float(figures[name]) for name in ("loss", *names)]


def assert_trained_alike(project: Project) -> tuple[Fit, keras.Model]:
    """Ten steps of our training and of Keras's from the same weights agree in every loss, and in the weights after."""
    found, fit, model = both(project)
    before = keras_weights(found, fit.network.state_dict())
    for batch in first_batches(fit):
        losses = [float(mean) for mean in take_step(fit, batch).means]
        theirs = step_of_keras(model, batch)
        np.testing.assert_allclose(losses[: len(theirs)], theirs, rtol=TOLERANCE, atol=TOLERANCE)
    assert_same_weights(found, fit, model)
    assert any(np.abs(held[0] - all_weights(model)[name][0]).max() > TOLERANCE for name, held in before.items())
    return fit, model


def assert_same_weights(found: Plan, fit: Fit, model: keras.Model) -> None:
    """What our network holds is what the model holds: moving statistics as well."""
    ours, theirs = keras_weights(found, fit.network.state_dict()), all_weights(model)
    assert ours.keys() == theirs.keys()
    for name, held in theirs.items():
        for mine, other in zip(ours[name], held, strict=True):
            np.testing.assert_allclose(mine, other, rtol=0, atol=TOLERANCE, err_msg=name)
