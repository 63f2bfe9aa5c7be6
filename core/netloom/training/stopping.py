"""Which epoch is the best so far, and when to stop early."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from netloom.errors import PlanError, Problem
from netloom.settings.training import EarlyStopping


@dataclass(frozen=True)
class Watch:
    """A figure watched from epoch to epoch: `best_epoch` is 0 while there is none, `waited` counts the epochs since."""

    monitor: str
    larger: bool
    min_delta: float = 0.0
    patience: float = math.inf
    best: float = math.nan
    best_epoch: int = 0
    waited: int = 0

    def after(self, epoch: int, figures: Mapping[str, float]) -> Self:
        """The watch after another epoch. A change of `min_delta` or less is none, as in Keras."""
        value = figures[self.monitor]
        if self._improves(value):
            return replace(self, best=value, best_epoch=epoch, waited=0)
        return replace(self, waited=self.waited + 1)

    @property
    def improved(self) -> bool:
        """Whether the last epoch is the best."""
        return self.best_epoch > 0 and self.waited == 0

    @property
    def exhausted(self) -> bool:
        """Whether to stop: `patience` epochs without improvement, and at least one."""
        return self.waited >= max(self.patience, 1)

    def _improves(self, value: float) -> bool:
        if not self.best_epoch:
            return not math.isnan(value)
        gain = value - self.best if self.larger else self.best - value
        return gain > self.min_delta


def watch_for(early_stopping: EarlyStopping | None, figures: tuple[str, ...]) -> Watch:
    """The watch that the project asks for; without early stopping the best is that of the smallest loss.

    PlanError if the figure to watch is not among those that are measured.
    """
    if early_stopping is None:
        return Watch("validation_loss" if "validation_loss" in figures else "loss", larger=False)
    stopping = early_stopping
    watch = Watch(stopping.monitor, stopping.larger, stopping.min_delta, stopping.patience)
    return checked(watch, figures, "Early stopping", "early_stopping")


def checked(watch: Watch, figures: tuple[str, ...], who: str, setting: str) -> Watch:
    """The watch itself. PlanError, which says who wants to watch, if its figure is none of those that are measured."""
    if watch.monitor not in figures:
        raise PlanError([_unknown_monitor(watch.monitor, figures, who, setting)])
    return watch


def _unknown_monitor(monitor: str, figures: tuple[str, ...], who: str, setting: str) -> Problem:
    without = not any(name.startswith("validation_") for name in figures)
    why = " There are no validation rows: the split's share for them is 0." if without else ""
    instead = "turn early stopping off" if setting == "early_stopping" else "choose another schedule"
    message = (
        f"{who} watches {monitor!r}, which is not measured.{why} Set {setting}.monitor to one of: "
        f"{', '.join(figures)}; or {instead}."
    )
    return Problem(code="unknown_monitor", message=message)
