"""Where data enters, and the table of vectors that turns indices into numbers."""

from typing import Annotated, Any

from netloom.declare import Block, Call, Figure, Misfit, OneOf, Port, Signal, call, extent, setting
from netloom.limits import SIZE


class Input(Block, id="input", title="Input", group="Data"):
    """Where columns of the data enter. Without a list it takes every feature that no other Input names.

    Categories arrive as 0/1 columns, or, for an Embedding, as indices.
    """

    followed_by = ("embedding", "dense", "batch_normalization")
    inputs = ()
    columns: tuple[str, ...] = setting(
        (), "The columns that enter here; empty: all that no other Input names.", names="feature"
    )
    encoding: Annotated[str, OneOf(("numbers", "indices"))] = setting(
        "numbers", "numbers: categories as 0/1 columns. indices: for an Embedding."
    )


class Embedding(Block, id="embedding", title="Embedding", group="Data"):
    """A vector for each category, learnt with the network. Categories that act alike end up close together."""

    followed_by = ("flatten", "dense", "dropout")
    formula = "y = E[index]"
    inputs = (Port("input", "indices"),)
    output_dim: int = setting(8, "How long the vector of each category is.", ge=1, le=SIZE)
    input_dim: int = setting(0, "How many categories there are; 0 takes it from what arrives.", ge=0, le=SIZE)

    def check(self, indices: Signal, **_: Any) -> Misfit | None:
        if self.input_dim and indices.size > self.input_dim:
            received = f"{indices.size:,} different indices arrive, but the table has only {self.input_dim:,} rows."
            return Misfit(
                f"{received} Set input_dim to 0, which fits by itself.",
                settings=(("input_dim", 0),),
                label="Set input_dim to 0",
            )
        return None

    def figures(self, indices: Signal, **_: Any) -> tuple[Figure, ...]:
        rows = self.input_dim or max(indices.size, 1)
        return (Figure("E", extent(rows, self.output_dim), "a vector for each index", rows * self.output_dim),)

    def module(self, indices: Signal, **_: Any) -> Call:
        return call("nn.Embedding", self.input_dim or max(indices.size, 1), self.output_dim)

    def initialize(self, layer: str, *inputs: Any, **_: Any) -> tuple[str, ...]:
        return (f"nn.init.uniform_({layer}.weight, -0.05, 0.05)",)

    def keras(self, indices: Signal, **_: Any) -> Call:
        return call("layers.Embedding", *self.module(indices).arguments)
