"""Each optimizer takes the steps of Keras 3."""

from collections.abc import Iterator

import keras
import numpy as np
import pytest
import torch
from torch import nn

from keras_training import SETTINGS
from netloom.settings.optimizers import OPTIMIZERS, Optimizer
from netloom.training.optimizers import optimizer_for

STEPS = 10


def slopes(size: float) -> Iterator[np.ndarray]:
    generator = np.random.default_rng(0)
    for _ in range(STEPS):
        yield (generator.normal(size=(3, 5)) * size).astype(np.float32)


@pytest.mark.parametrize("size", [1e-6, 1e-4, 1e-2, 1.0])
@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
def test_ten_steps_are_those_of_keras_however_steep_the_slope(settings: Optimizer, size: float) -> None:
    start = np.random.default_rng(1).normal(size=(3, 5)).astype(np.float32)
    theirs = keras.Variable(start)
    keras_optimizer = getattr(keras.optimizers, settings.title)(**settings.model_dump(exclude={"type"}))
    for slope in slopes(size):
        keras_optimizer.apply([keras.ops.convert_to_tensor(slope)], [theirs])

    ours = nn.Parameter(torch.tensor(start))
    optimizer = optimizer_for(settings, [ours])
    for slope in slopes(size):
        ours.grad = torch.tensor(slope)
        optimizer.step()

    moved = ours.detach().numpy() - start
    expected = keras.ops.convert_to_numpy(theirs) - start
    assert np.abs(moved - expected).max() <= 1e-5 * max(1.0, np.abs(expected).max())
    assert np.abs(moved).max() > 0


@pytest.mark.parametrize("settings", [optimizer() for optimizer in OPTIMIZERS.values()], ids=repr)
def test_a_weight_without_a_gradient_stays(settings: Optimizer) -> None:
    used, unused = nn.Parameter(torch.ones(3)), nn.Parameter(torch.ones(3))
    used.grad = torch.ones(3)
    optimizer_for(settings, [used, unused]).step()
    assert not torch.equal(used, torch.ones(3))
    assert torch.equal(unused, torch.ones(3))
