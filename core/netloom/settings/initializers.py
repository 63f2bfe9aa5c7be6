"""How weights start, with Keras's names and meanings: its normal initializers are truncated at two deviations."""

import math
from typing import Annotated

from netloom.declare import OneOf

TRUNCATION = 0.87962566103423978  # the deviation of a standard normal cut at ±2


def _normal(weight: str, deviation: float) -> str:
    wide = round(deviation / TRUNCATION, 9)
    return f"nn.init.trunc_normal_({weight}, std={wide!r}, a={-2 * wide!r}, b={2 * wide!r})"


INITIALIZERS = {
    "glorot_uniform": lambda weight, fan_in, fan_out: f"nn.init.xavier_uniform_({weight})",
    "glorot_normal": lambda weight, fan_in, fan_out: _normal(weight, math.sqrt(2 / (fan_in + fan_out))),
    "he_uniform": lambda weight, fan_in, fan_out: f'nn.init.kaiming_uniform_({weight}, nonlinearity="relu")',
    "he_normal": lambda weight, fan_in, fan_out: _normal(weight, math.sqrt(2 / fan_in)),
    "lecun_uniform": lambda weight, fan_in, fan_out: f'nn.init.kaiming_uniform_({weight}, nonlinearity="linear")',
    "lecun_normal": lambda weight, fan_in, fan_out: _normal(weight, math.sqrt(1 / fan_in)),
    "random_normal": lambda weight, fan_in, fan_out: f"nn.init.normal_({weight}, std=0.05)",
    "random_uniform": lambda weight, fan_in, fan_out: f"nn.init.uniform_({weight}, -0.05, 0.05)",
    "orthogonal": lambda weight, fan_in, fan_out: f"nn.init.orthogonal_({weight})",
    "zeros": lambda weight, fan_in, fan_out: f"nn.init.zeros_({weight})",
    "ones": lambda weight, fan_in, fan_out: f"nn.init.ones_({weight})",
}

InitializerName = Annotated[str, OneOf(tuple(INITIALIZERS))]


def start(name: str, weight: str, fan_in: int, fan_out: int) -> str:
    """The statement that fills `weight` in place; `fan_in` and `fan_out` count the values that come in and go out."""
    return INITIALIZERS[name](weight, fan_in, fan_out)
