"""What training makes small: the losses, each for the kind of target it fits and with the activation before it."""

from typing import Annotated, ClassVar, Literal

from netloom.declare import Declared, OneOf, catalogue

Task = Literal["binary", "multiclass", "regression"]


class Loss(Declared, group="Loss"):
    """Base of all losses. `function` is the name of the loss in `torch.nn.functional`, taken of logits and target."""

    tasks: ClassVar[tuple[Task, ...]] = ()
    activation: ClassVar[str] = "linear"
    function: ClassVar[str] = ""

    def keras(self) -> str:
        """Keras's name of the loss."""
        return self.id


class BinaryCrossentropy(Loss, id="binary_crossentropy", title="Binary cross-entropy"):
    """How surprised the network is by yes or no. One unit with a sigmoid."""

    tasks = ("binary",)
    activation = "sigmoid"
    formula = "−y log p − (1 − y) log(1 − p)"
    function = "binary_cross_entropy_with_logits"


class CategoricalCrossentropy(Loss, id="categorical_crossentropy", title="Categorical cross-entropy"):
    """How surprised the network is by the right class. One unit for each class with a softmax."""

    tasks = ("multiclass", "binary")
    activation = "softmax"
    formula = "−log p(right class)"
    function = "cross_entropy"

    def keras(self) -> str:
        return f"sparse_{self.id}"  # the targets are indices of classes


class MeanSquaredError(Loss, id="mean_squared_error", title="Mean squared error"):
    """The usual loss for amounts: large misses count most."""

    tasks = ("regression",)
    formula = "(y − ŷ)²"
    function = "mse_loss"


class MeanAbsoluteError(Loss, id="mean_absolute_error", title="Mean absolute error"):
    """Each unit of a miss counts the same: steady where a few targets are far out."""

    tasks = ("regression",)
    formula = "|y − ŷ|"
    function = "l1_loss"


class Huber(Loss, id="huber", title="Huber"):
    """Squared for small misses, absolute for large ones (beyond one deviation of the target)."""

    tasks = ("regression",)
    formula = "½ d² if |d| ≤ 1 else |d| − ½"
    function = "huber_loss"


LOSSES = catalogue(Loss)

_MEANINGS = ("The usual one for the target.", *(f"{each.formula}. {each.about}" for each in LOSSES.values()))

LossName = Annotated[str, OneOf(("auto", *LOSSES), _MEANINGS)]


def usual_loss(task: Task) -> Loss:
    """The first loss declared for a kind of target."""
    return next(loss() for loss in LOSSES.values() if task == loss.tasks[0])


def named_loss(name: str, task: Task) -> Loss:
    """The loss of that name; `auto` is the usual one for the task."""
    return usual_loss(task) if name == "auto" else LOSSES[name]()
