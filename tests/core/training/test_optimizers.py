"""Each optimizer takes the steps of Keras 3, written out here in numpy from its formulas."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from torch import nn

from netloom.settings.optimizers import OPTIMIZERS, SGD, Adadelta, Adagrad, Adam, AdamW, Optimizer, RMSprop
from netloom.training.optimizers import optimizer_for

STEPS = 10
Step = Callable[[np.ndarray, np.ndarray], np.ndarray]


def keras_sgd(settings: SGD) -> Step:
    velocity = 0.0

    def step(weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
        nonlocal velocity
        velocity = settings.momentum * velocity - settings.learning_rate * slope
        if settings.nesterov:
            return weights + settings.momentum * velocity - settings.learning_rate * slope
        return weights + velocity

    return step


def keras_rmsprop(settings: RMSprop) -> Step:
    size, momentum = 0.0, 0.0

    def step(weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
        nonlocal size, momentum
        size = settings.rho * size + (1 - settings.rho) * slope**2
        momentum = settings.momentum * momentum + settings.learning_rate * slope / np.sqrt(size + settings.epsilon)
        return weights - momentum

    return step


def keras_adagrad(settings: Adagrad) -> Step:
    total = settings.initial_accumulator_value

    def step(weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
        nonlocal total
        total = total + slope**2
        return weights - settings.learning_rate * slope / np.sqrt(total + settings.epsilon)

    return step


def keras_adadelta(settings: Adadelta) -> Step:
    slopes, deltas = 0.0, 0.0

    def step(weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
        nonlocal slopes, deltas
        slopes = settings.rho * slopes + (1 - settings.rho) * slope**2
        delta = -np.sqrt(deltas + settings.epsilon) / np.sqrt(slopes + settings.epsilon) * slope
        deltas = settings.rho * deltas + (1 - settings.rho) * delta**2
        return weights + settings.learning_rate * delta

    return step


def keras_adam(settings: Adam) -> Step:
    first, second, count = 0.0, 0.0, 0
    decay = settings.weight_decay if isinstance(settings, AdamW) else 0.0

    def step(weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
        nonlocal first, second, count
        count += 1
        first = settings.beta_1 * first + (1 - settings.beta_1) * slope
        second = settings.beta_2 * second + (1 - settings.beta_2) * slope**2
        rate = settings.learning_rate * np.sqrt(1 - settings.beta_2**count) / (1 - settings.beta_1**count)
        weights = weights - weights * decay * settings.learning_rate
        return weights - rate * first / (np.sqrt(second) + settings.epsilon)

    return step


KERAS = {
    "sgd": keras_sgd,
    "rmsprop": keras_rmsprop,
    "adagrad": keras_adagrad,
    "adadelta": keras_adadelta,
    "adam": keras_adam,
    "adamw": keras_adam,
}
SETTINGS = [
    *(optimizer() for optimizer in OPTIMIZERS.values()),
    SGD(momentum=0.9),
    SGD(momentum=0.9, nesterov=True),
    SGD(nesterov=True),
    RMSprop(momentum=0.5),
    Adagrad(initial_accumulator_value=0.0),
    Adam(learning_rate=0.01, beta_1=0.5, beta_2=0.9, epsilon=0.001),
]


def slopes(size: float) -> Iterator[np.ndarray]:
    generator = np.random.default_rng(0)
    for _ in range(STEPS):
        yield generator.normal(size=(3, 5)) * size


@pytest.mark.parametrize("size", [1e-6, 1e-4, 1e-2, 1.0])
@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
def test_ten_steps_are_those_of_keras(settings: Optimizer, size: float) -> None:
    start = np.random.default_rng(1).normal(size=(3, 5))
    weights, step = start, KERAS[settings.type](settings)
    for slope in slopes(size):
        weights = step(weights, slope)

    ours = nn.Parameter(torch.tensor(start, dtype=torch.float32))
    optimizer = optimizer_for(settings, [ours])
    for slope in slopes(size):
        ours.grad = torch.tensor(slope, dtype=torch.float32)
        optimizer.step()

    moved = (ours.detach().numpy() - start.astype(np.float32)).astype(float)
    assert np.abs(moved - (weights - start)).max() <= 1e-5 * max(1.0, np.abs(weights - start).max())
    assert np.abs(moved).max() > 0


@pytest.mark.parametrize("settings", [optimizer() for optimizer in OPTIMIZERS.values()], ids=repr)
def test_a_weight_without_a_gradient_stays(settings: Optimizer) -> None:
    used, unused = nn.Parameter(torch.ones(3)), nn.Parameter(torch.ones(3))
    used.grad = torch.ones(3)
    optimizer_for(settings, [used, unused]).step()
    assert not torch.equal(used, torch.ones(3))
    assert torch.equal(unused, torch.ones(3))
