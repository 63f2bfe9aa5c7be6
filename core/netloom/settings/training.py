"""How a network is trained."""

from typing import Annotated, Literal

from pydantic import Field

from netloom.declare import setting
from netloom.settings.optimizers import Adam, AnyOptimizer
from netloom.values import Frozen

LARGER_IS_BETTER = ("accuracy",)
BatchSize = Annotated[int, Field(ge=1, le=2**31)] | Literal["all"]


class EarlyStopping(Frozen):
    """Stops when a figure on the validation rows has not improved for some epochs."""

    monitor: str = setting(
        "validation_loss", "The figure that is watched: validation_loss, or validation_ and a metric.", max_length=64
    )
    patience: int = setting(10, "How long it may fail to improve.", unit="epochs", ge=0, le=1_000_000)
    min_delta: float = setting(0.0, "A smaller change does not count as improvement.", ge=0.0, le=1e9)
    mode: Literal["auto", "min", "max"] = setting(
        "auto", "Whether smaller or larger is better; auto knows it from the figure."
    )
    restore_best: bool = setting(True, "Ends with the weights of the best epoch.")

    @property
    def larger(self) -> bool:
        """Whether larger is better."""
        return self.mode == "max" or (self.mode == "auto" and self.monitor.endswith(LARGER_IS_BETTER))


class Training(Frozen):
    """How a network is trained."""

    optimizer: AnyOptimizer = setting(Adam(), "How weights are changed.")
    epochs: int = setting(50, "How often every training row is seen.", unit="epochs", ge=1, le=1_000_000)
    batch_size: BatchSize = setting(32, "Rows for each step: 1 is stochastic, all is one step an epoch.", unit="rows")
    class_weights: Literal["none", "balanced"] = setting("none", "balanced: rare classes count as much as common ones.")
    early_stopping: EarlyStopping | None = setting(EarlyStopping(), "When to stop before the last epoch.")
    seed: int = setting(0, "Another seed starts with other weights and another order of rows.", ge=0, lt=2**32)
