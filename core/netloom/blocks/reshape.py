"""Blocks that arrange the same values in other axes."""

import math
from typing import Annotated, Any

from pydantic import Field

from netloom.declare import Block, Misfit, Port, Signal
from netloom.limits import SIZE


class Flatten(Block, id="flatten", title="Flatten", group="Reshape"):
    """Puts all values of a row on one axis: what Dense layers and Outputs expect."""

    followed_by = ("dense", "dropout")
    inputs = (Port("input", "any"),)

    def forward(self, layer: str, x: str, **_: Any) -> str:
        return f"{x}.flatten(1)"


class Reshape(Block, id="reshape", title="Reshape", group="Reshape"):
    """Arranges the values of a row in other axes; their number stays."""

    followed_by = ("dense",)
    inputs = (Port("input", "any"),)
    keras_arguments = ("target_shape",)
    target_shape: tuple[Annotated[int, Field(ge=-1, le=SIZE)], ...] = Field(
        (-1,),
        min_length=1,
        max_length=8,
        description="The axes, the batch not counted; one may be −1 and takes what is left.",
    )

    def check(self, x: Signal, **_: Any) -> Misfit | None:
        known = math.prod(axis for axis in self.target_shape if axis != -1)
        free = self.target_shape.count(-1)
        fits = (known and x.elements % known == 0) if free == 1 else free == 0 and known == x.elements
        if fits:
            return None
        return Misfit(
            f"{x} holds {x.elements:,} values, which cannot be arranged as {self.target_shape}. The product of "
            f"the axes must be {x.elements:,}.",
            settings=(("target_shape", (-1,)),),
            label="Put all on one axis",
        )

    def forward(self, layer: str, x: str, **_: Any) -> str:
        return f"{x}.reshape({x}.shape[0], {', '.join(map(str, self.target_shape))})"
