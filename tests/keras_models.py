"""Keras models made by running the Keras source, as whoever receives it does."""

import contextlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
import torch
from torch import nn

from netloom.codegen import keras_source, keras_weights, source
from netloom.compile import module
from netloom.planning import Plan, plan
from netloom.project import Project
from networks import batch

TOLERANCE = 1e-5


def keras_text(project: Project) -> str:
    """The Keras source of a project."""
    return keras_source(plan(project)).text


def executed(plan: Plan, steps: int = 100) -> dict[str, Any]:
    """All that the Keras source of a plan makes, `model` and `callbacks` among it; there are so many steps an epoch."""
    scope: dict[str, Any] = {}
    text = keras_source(plan).text.replace("steps = 100  #", f"steps = {steps}  #")
    with contextlib.redirect_stdout(io.StringIO()):  # the summary
        exec(text, scope)  # noqa: S102  # it is the text that is tested
    return scope


def keras_model(plan: Plan, network: nn.Module, steps: int = 100) -> keras.Model:
    """The model of a plan with the weights of its network."""
    model = executed(plan, steps)["model"]
    weights = keras_weights(plan, network.state_dict())
    for layer in model.layers:
        if layer.name in weights:
            layer.set_weights(weights[layer.name])
    return model


def answers(model: keras.Model, values: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """What each output of the model gives for each Input's values, without Dropout and noise."""
    given = model([value.numpy() for value in values] if len(values) > 1 else values[0].numpy(), training=False)
    found = given if isinstance(given, list | tuple) else [given]
    return [torch.from_numpy(np.asarray(keras.ops.convert_to_numpy(answer))) for answer in found]


def all_weights(model: keras.Model) -> Mapping[str, tuple[np.ndarray, ...]]:
    """What the layers hold, by their names; those without weights are left out."""
    held = {layer.name: tuple(layer.get_weights()) for layer in model.layers}
    return {name: weights for name, weights in held.items() if weights}


def assert_the_same_model(found: Plan) -> keras.Model:
    """With the weights of the network, the model that the source makes gives the answers of the network."""
    torch.manual_seed(0)
    network = module(source(found)).eval()
    for moving in network.buffers():
        moving.uniform_(0.5, 1.5)
    model = keras_model(found, network)
    values = batch(found, 5)
    expected = network.answer(*values)
    each = expected if isinstance(expected, tuple) else (expected,)
    for answer, right in zip(answers(model, values), each, strict=True):
        torch.testing.assert_close(answer, right.detach(), atol=TOLERANCE, rtol=TOLERANCE)
    return model
