"""Blocks where branches meet."""

from typing import Any, ClassVar

from netloom.declare import Block, Misfit, Port, Signal, setting


class Merge(Block, group="Merge"):
    """Base of the blocks that take any number of inputs."""

    followed_by = ("dense", "activation", "layer_normalization")
    inputs = (Port("input", many=True),)


class Elementwise(Merge):
    """Base of the blocks that take inputs of one shape."""

    operator: ClassVar[str] = ""

    def check(self, first: Signal, *others: Any, **_: Any) -> Misfit | None:
        odd = next((other for other in others if other.shape != first.shape), None)
        if odd is None:
            return None
        return Misfit(
            f"{self.title} needs inputs of one shape, but {first} and {odd} arrive. Bring them to one shape, with "
            "a Dense layer for example, or use Concatenate."
        )

    def forward(self, layer: str, *inputs: str, **_: Any) -> str:
        return f" {self.operator} ".join(inputs)


class Add(Elementwise, id="add", title="Add"):
    """Adds its inputs value by value. A path around some layers, added again after them, is a skip connection."""

    formula = "y = a + b + …"
    operator = "+"


class Multiply(Elementwise, id="multiply", title="Multiply"):
    """Multiplies its inputs value by value: one branch can gate another."""

    formula = "y = a · b · …"
    operator = "*"


class Concatenate(Merge, id="concatenate", title="Concatenate"):
    """Puts its inputs side by side along one axis."""

    formula = "y = [a, b, …]"
    axis: int = setting(-1, "The axis that grows, the batch not counted: −1 is the last, 1 the first.", ge=-8, le=8)

    def check(self, first: Signal, *others: Any, **_: Any) -> Misfit | None:
        rank = len(first.shape)
        odd = next((other for other in others if len(other.shape) != rank), None)
        if odd is not None:
            return Misfit(
                f"Concatenate needs inputs with equally many axes, but {first} and {odd} arrive. A Flatten before "
                "the larger one mends it."
            )
        if self.axis == 0 or not -rank <= self.axis <= rank:
            return Misfit(
                f"Axis {self.axis} does not exist: {first} has {rank}. Use −1 for the last one.",
                settings=(("axis", -1),),
                label="Set axis to −1",
            )
        return self._misfit_beside(first, others)

    def _misfit_beside(self, first: Signal, others: tuple[Signal, ...]) -> Misfit | None:
        axis = self._axis(first)
        odd = next((other for other in others if _without(other, axis) != _without(first, axis)), None)
        return odd and Misfit(
            f"Concatenate needs inputs that differ in axis {self.axis} only, but {first} and {odd} arrive."
        )

    def _axis(self, x: Signal) -> int:
        return self.axis - 1 if self.axis > 0 else len(x.shape) + self.axis

    def forward(self, layer: str, *inputs: str, **_: Any) -> str:
        return f"torch.cat([{', '.join(inputs)}], {self.axis})"


def _without(x: Signal, axis: int) -> tuple[int, ...]:
    return x.shape[:axis] + x.shape[axis + 1 :]
