"""An activation as a block of its own."""

from typing import Any

from netloom.declare import Block, Figure, setting
from netloom.settings.activations import ACTIVATIONS, ActivationName, activate


class Activation(Block, id="activation", title="Activation", group="Core"):
    """Bends each value: without a bend between them, two Dense layers are no more than one."""

    followed_by = ("dropout", "dense", "batch_normalization")
    formula = "y = φ(x)"
    keras_arguments = ("function",)
    function: ActivationName = setting("relu", "The function φ.")

    def figures(self, *inputs: Any, **_: Any) -> tuple[Figure, ...]:
        return (Figure("φ", self.function, ACTIVATIONS[self.function].formula),)

    def forward(self, layer: str, x: str, **_: Any) -> str:
        return activate(self.function, x)

    def final_activation(self) -> str:
        return self.function

    def with_activation(self, name: str) -> Block:
        return Activation(function=name)
