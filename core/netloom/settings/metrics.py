"""What an epoch is measured by beside its loss, for each kind of target."""

from typing import Final, NamedTuple

from netloom.settings.losses import Task


class Metric(NamedTuple):
    """A figure of an epoch: its name in events, what it is, and for which targets it is measured."""

    name: str
    about: str
    tasks: tuple[Task, ...]


ACCURACY: Final = Metric("accuracy", "The share of rows whose answer is right.", ("binary", "multiclass"))
MAE: Final = Metric("mae", "The mean absolute error, in the target's own units.", ("regression",))
RMSE: Final = Metric("rmse", "The root of the mean squared error: large misses count most.", ("regression",))
PENALIZED: Final = ("loss_without_penalty", "penalty")  # what the loss is made of, where there is a penalty
METRICS: Final = (ACCURACY, MAE, RMSE)


def metrics_of(task: Task) -> tuple[Metric, ...]:
    """What is measured for a kind of target."""
    return tuple(metric for metric in METRICS if task in metric.tasks)
