"""How a network is trained."""

from typing import Annotated, Literal

from pydantic import Field

from netloom.declare import setting
from netloom.settings.monitors import larger_is_better
from netloom.settings.optimizers import Adam, AnyOptimizer
from netloom.settings.schedules import AnySchedule, Constant
from netloom.values import Frozen

Precision = Literal["float32", "bfloat16"]
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
        return self.mode == "max" or (self.mode == "auto" and larger_is_better(self.monitor))


class Clipping(Frozen):
    """Keeps gradients from growing without bound, so that one odd step cannot throw the weights far off."""

    by: Literal["norm", "value"] = setting(
        "norm", "norm: all gradients together are shortened to the limit; value: each number of them is cut off there."
    )
    limit: float = setting(1.0, "Smaller gradients stay as they are.", gt=0.0, le=1e6)

    @property
    def keras(self) -> str:
        """Keras's name of the limit, as an argument of its optimizers."""
        return "global_clipnorm" if self.by == "norm" else "clipvalue"


class Snapshots(Frozen):
    """Keeps the weights of some epochs to look back at: spread evenly over the training, however long it gets."""

    most: int = setting(20, "How many epochs' weights are kept.", ge=2, le=1000)
    megabytes: int = setting(
        100, "How much they may take together: where that is too little, fewer are kept.", unit="MB", ge=1, le=1_000_000
    )


class Training(Frozen):
    """How a network is trained."""

    optimizer: AnyOptimizer = setting(Adam(), "How weights are changed.")
    schedule: AnySchedule = setting(Constant(), "How the learning rate changes while it trains.", newer=True)
    clipping: Clipping | None = setting(None, "How far gradients may reach.", newer=True)
    epochs: int = setting(50, "How often every training row is seen.", unit="epochs", ge=1, le=1_000_000)
    batch_size: BatchSize = setting(32, "Rows for each step: 1 is stochastic, all is one step an epoch.", unit="rows")
    class_weights: Literal["none", "balanced"] = setting("none", "balanced: rare classes count as much as common ones.")
    early_stopping: EarlyStopping | None = setting(EarlyStopping(), "When to stop before the last epoch.")
    precision: Precision = setting(
        "float32",
        "bfloat16: blocks compute with fewer digits, which newer GPUs do much faster; weights and losses keep all.",
        newer=True,
    )
    snapshots: Snapshots | None = setting(None, "Which epochs' weights are kept to look back at.", newer=True)
    seed: int = setting(0, "Another seed starts with other weights and another order of rows.", ge=0, lt=2**32)
