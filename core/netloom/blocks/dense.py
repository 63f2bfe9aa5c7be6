"""The fully connected layer."""

from collections.abc import Mapping
from typing import Any

from netloom.declare import Block, Call, Figure, Misfit, Signal, call, extent, setting
from netloom.limits import ELEMENTS, SIZE
from netloom.settings.activations import ACTIVATIONS, ActivationName, activate
from netloom.settings.initializers import InitializerName, start
from netloom.settings.regularizers import penalty, regularized


class Dense(Block, id="dense", title="Dense", group="Core"):
    """Every unit sees every value that arrives: the work horse for tables, and nearly every last layer."""

    followed_by = ("activation", "dropout", "batch_normalization", "dense", "output")
    formula = "y = φ(x W + b)"
    keras_arguments = ("units",)
    units: int = setting(32, "How many values come out.", ge=1, le=SIZE)
    activation: ActivationName = setting("linear", "The function φ on each value that comes out.")
    use_bias: bool = setting(True, "Whether each unit has a starting value b of its own.")
    kernel_initializer: InitializerName = setting("glorot_uniform", "How the weights W start.")
    l1: float = setting(0.0, "Adds this times Σ|W| to the loss: draws weights to exactly zero.", ge=0.0, le=1e6)
    l2: float = setting(0.0, "Adds this times ΣW² to the loss: keeps weights small.", ge=0.0, le=1e6)

    def check(self, x: Signal, **_: Any) -> Misfit | None:
        if not x.shape:
            return Misfit("A single value without an axis arrives; Dense needs at least one axis.")
        if x.shape[-1] * self.units > ELEMENTS:
            return Misfit(
                f"{x.shape[-1]:,} values times {self.units:,} units are {x.shape[-1] * self.units:,} weights: no "
                "machine holds them. Use fewer units.",
                code="absurd_size",
            )
        return None

    def figures(self, x: Signal, **_: Any) -> tuple[Figure, ...]:
        width = x.shape[-1]
        weights = Figure("W", extent(width, self.units), "a weight for each value and unit", width * self.units)
        starts = Figure("b", f"{self.units:,}", "a starting value for each unit", self.units)
        bend = Figure("φ", self.activation, ACTIVATIONS[self.activation].formula)
        return (weights, starts, bend) if self.use_bias else (weights, Figure("b", "0", "switched off"), bend)

    def module(self, x: Signal, **_: Any) -> Call:
        options = {} if self.use_bias else {"bias": False}
        return call("nn.Linear", x.shape[-1], self.units, **options)

    def initialize(self, layer: str, x: Any, **_: Any) -> tuple[str, ...]:
        weights = start(self.kernel_initializer, f"{layer}.weight", x.shape[-1], self.units)
        return (weights, f"nn.init.zeros_({layer}.bias)") if self.use_bias else (weights,)

    def forward(self, layer: str, x: str, **_: Any) -> str:
        return activate(self.activation, f"{layer}({x})")

    def penalty(self, layer: str) -> str:
        return penalty(f"{layer}.weight", self.l1, self.l2)

    def final_activation(self) -> str:
        return self.activation

    def with_activation(self, name: str) -> Block:
        return Dense(**(dict(self) | {"activation": name}))

    def keras(self, *inputs: Any, **_: Any) -> Call:
        return regularized(super().keras(*inputs), "kernel_regularizer", self.l1, self.l2)

    def keras_weights(self, weights: Mapping[str, Any]) -> tuple[Any, ...]:
        return (weights["weight"].T, weights["bias"]) if self.use_bias else (weights["weight"].T,)
