"""The learning rate at each step of a training, and what it has seen of the figure that it may follow."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch

from netloom.codegen.schedules import Share, share_of
from netloom.errors import Problem
from netloom.settings.schedules import ReduceOnPlateau
from netloom.settings.training import Training
from netloom.training.stopping import Watch, checked

ShareOfStep = Callable[[int, int], float]


@dataclass
class Rate:
    """The learning rate of a training. `highest` is what the shares are of; a plateau lowers it.

    `share` gives the share of a step, of the steps that are done and of the steps in an epoch; None: all, always.
    """

    highest: float
    share: ShareOfStep | None = None
    plateau: ReduceOnPlateau | None = None
    watch: Watch | None = None

    @property
    def stays(self) -> bool:
        """Whether it is the same at every step of an epoch."""
        return self.share is None

    def set(self, optimizer: torch.optim.Optimizer, done: int, steps: int) -> None:
        """Sets the rate for the next step, of which `done` came before, with `steps` in an epoch."""
        share = 1.0 if self.share is None else self.share(done, steps)
        optimizer.param_groups[0]["lr"] = self.highest * share

    def fell_after(self, epoch: int, figures: Mapping[str, float]) -> bool:
        """Takes note of an epoch: where the figure that it follows no longer improves, the rate falls."""
        if self.plateau is None or self.watch is None:
            return False
        self.watch = self.watch.after(epoch, figures)
        if not self.watch.exhausted:
            return False
        self.highest = max(self.highest * self.plateau.factor, min(self.plateau.minimum, self.highest))
        self.watch = replace(self.watch, waited=0)
        return True


def rate_for(training: Training, figures: tuple[str, ...]) -> Rate:
    """The rate that a project asks for. PlanError if it follows a figure that is not among those that are measured."""
    share, schedule = share_of(training), training.schedule
    rate = Rate(training.optimizer.learning_rate, _function(share.plain()) if share else None)
    if isinstance(schedule, ReduceOnPlateau):
        watch = Watch(schedule.monitor, schedule.larger, schedule.min_delta, schedule.patience)
        rate.plateau, rate.watch = schedule, checked(watch, figures, "The schedule", "schedule")
    return rate


def past_its_end(training: Training, rate: Rate, epochs: int) -> Iterator[Problem]:
    """What is told where there are to be more `epochs` than the schedule knew of."""
    further = epochs - training.epochs
    if further <= 0 or not training.schedule.has_an_end or rate.share is None:
        return
    left = rate.highest * rate.share(training.epochs, 1)
    useless = "" if left else ", with which nothing is learnt"
    message = (
        f"The schedule {training.schedule.title!r} has come to its end: it was for the {training.epochs} epochs of the "
        f"project. After them the learning rate stays {left:.3g}{useless}. To lay it over all {epochs} epochs, train "
        f"anew with training.epochs={epochs}."
    )
    yield Problem(code="schedule_ended", severity="warning", message=message)


def _function(share: Share) -> ShareOfStep:
    lines = ["def share(step, steps):", *(f"    {line}" for line in (*share.first, f"return {share.share}"))]
    scope: dict[str, Any] = {"math": math}
    # The text was written by `codegen` from checked numbers; nothing of a project file is executed.
    exec("\n".join(lines), scope)  # noqa: S102  # as above
    function: ShareOfStep = scope["share"]
    return function
