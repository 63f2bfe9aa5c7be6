"""The activation functions, with Keras's names and defaults."""

from typing import Annotated, NamedTuple

from netloom.declare import OneOf


class ActivationFunction(NamedTuple):
    """An activation: its torch expression with `{x}` for the input, its formula, and when to use it."""

    title: str
    expression: str
    formula: str
    about: str


ACTIVATIONS = {
    "linear": ActivationFunction(
        "Linear",
        "{x}",
        "x",
        "Leaves the values as they are.",
    ),
    "relu": ActivationFunction(
        "ReLU",
        "F.relu({x})",
        "max(0, x)",
        "The usual choice between layers: quick, and it does not saturate for positive values.",
    ),
    "leaky_relu": ActivationFunction(
        "LeakyReLU",
        "F.leaky_relu({x}, 0.2)",
        "x if x > 0 else 0.2 x",
        "Like ReLU, but a unit cannot die: below zero it keeps a small slope.",
    ),
    "elu": ActivationFunction(
        "ELU",
        "F.elu({x})",
        "x if x > 0 else exp(x) − 1",
        "Smooth below zero, with a mean closer to zero than ReLU's.",
    ),
    "selu": ActivationFunction(
        "SELU",
        "F.selu({x})",
        "1.0507 (x if x > 0 else 1.6733 (exp(x) − 1))",
        "Keeps values near mean 0 and deviation 1 by itself; start its weights with lecun_normal.",
    ),
    "gelu": ActivationFunction(
        "GELU",
        "F.gelu({x})",
        "x Φ(x)",
        "A smooth ReLU, the usual choice in transformers.",
    ),
    "silu": ActivationFunction(
        "SiLU",
        "F.silu({x})",
        "x / (1 + exp(−x))",
        "A smooth ReLU that dips a little below zero; also called swish.",
    ),
    "sigmoid": ActivationFunction(
        "Sigmoid",
        "torch.sigmoid({x})",
        "1 / (1 + exp(−x))",
        "Squeezes to 0…1: the probability of yes. It saturates between layers.",
    ),
    "tanh": ActivationFunction(
        "Tanh",
        "torch.tanh({x})",
        "tanh(x)",
        "Squeezes to −1…1. It saturates for large values.",
    ),
    "softmax": ActivationFunction(
        "Softmax",
        "torch.softmax({x}, -1)",
        "exp(xᵢ) / Σ exp(xⱼ)",
        "Turns scores into probabilities that sum to 1: for one of several classes.",
    ),
    "softplus": ActivationFunction(
        "Softplus",
        "F.softplus({x})",
        "log(1 + exp(x))",
        "A smooth ReLU that stays above zero: for amounts that cannot be negative.",
    ),
}

ActivationName = Annotated[
    str, OneOf(tuple(ACTIVATIONS), tuple(f"{each.formula}. {each.about}" for each in ACTIVATIONS.values()))
]


def activate(name: str, expression: str) -> str:
    """The torch expression of an activation applied to `expression`."""
    return ACTIVATIONS[name].expression.format(x=expression)
