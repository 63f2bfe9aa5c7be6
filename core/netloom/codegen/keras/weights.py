"""The weights of a trained network as Keras's layers take them."""

from collections.abc import Iterator, Mapping

import numpy as np
from torch import Tensor

from netloom.codegen.keras.names import layers_of, separator_of
from netloom.planning import Plan


def keras_weights(plan: Plan, state_dict: Mapping[str, Tensor]) -> dict[str, tuple[np.ndarray, ...]]:
    """For each layer of `keras_source(plan)` that has weights, by its name, what its `set_weights` takes.

    `state_dict` is that of the plan's network, `module(source(plan))`; the arrays are copies. A layer whose values only
    a muted block would take is among them, though not in the model.
    """
    layers = {layer.torch_prefix: layer for layer in layers_of(plan)}
    own: dict[str, dict[str, np.ndarray]] = {}
    for name, tensor in state_dict.items():
        prefix = next(prefix for prefix in _prefixes(name) if prefix in layers)
        own.setdefault(prefix, {})[name.removeprefix(prefix)] = tensor.detach().cpu().numpy().copy()
    separator = separator_of(plan)
    return {layers[at].name(separator): layers[at].step.block.keras_weights(arrays) for at, arrays in own.items()}


def _prefixes(name: str) -> Iterator[str]:
    """`a.`, `a.b.` for `a.b.weight`."""
    return (name[: at + 1] for at, letter in enumerate(name) if letter == ".")
