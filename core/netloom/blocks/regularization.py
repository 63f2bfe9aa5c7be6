"""Blocks that make learning by heart harder. They act in training only."""

from typing import Any

from netloom.declare import Block, Call, Figure, Signal, call, setting


class Dropout(Block, id="dropout", title="Dropout", group="Regularization"):
    """In training, sets this share of the values to zero and scales up the rest: no unit can rely on another."""

    followed_by = ("dense", "output")
    formula = "y = x · m / (1 − rate),  m ∈ {0, 1}"
    keras_arguments = ("rate",)
    rate: float = setting(0.2, "The share of values set to zero.", ge=0.0, lt=1.0)

    def figures(self, x: Signal, **_: Any) -> tuple[Figure, ...]:
        zeros = f"in training, about {self.rate * x.elements:,.4g} of {x.elements:,} values of a row become 0"
        return (Figure("rate", f"{self.rate:g}", zeros),)

    def module(self, *inputs: Any, **_: Any) -> Call:
        return call("nn.Dropout", self.rate)


class GaussianNoise(Block, id="gaussian_noise", title="GaussianNoise", group="Regularization"):
    """In training, adds noise to each value: a mild augmentation for any data."""

    followed_by = ("dense",)
    formula = "y = x + 𝒩(0, stddev²)"
    keras_arguments = ("stddev",)
    stddev: float = setting(0.1, "The deviation of the noise.", ge=0.0, le=1e6)

    def figures(self, *inputs: Any, **_: Any) -> tuple[Figure, ...]:
        return (Figure("stddev", f"{self.stddev:g}", "in training, the deviation of what is added"),)

    def module(self, *inputs: Any, **_: Any) -> Call:
        return call("GaussianNoise", self.stddev)

    def keras(self, *inputs: Any, **_: Any) -> Call:
        if self.stddev <= 1:
            return super().keras(*inputs)
        smaller, larger = call("layers.Rescaling", 1 / self.stddev), call("layers.Rescaling", self.stddev)
        return call("keras.Sequential", (smaller, call("layers.GaussianNoise", 1.0), larger))  # Keras's noise ends at 1
