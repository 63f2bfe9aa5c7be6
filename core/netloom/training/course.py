"""A run from its first epoch to its last: which is the best so far, what is kept, and how it ends."""

from collections.abc import Generator, Mapping
from time import perf_counter

import torch
from torch import Tensor

from netloom.events import EpochFinished, Event, Measured, Reason, RunFinished
from netloom.training.diagnosis import take_snapshot
from netloom.training.loop import Fit, epoch, finite
from netloom.training.record import RunRecord
from netloom.training.state import Which
from netloom.training.stopping import Watch

SECONDS_BETWEEN_SNAPSHOTS = 1.0
SECONDS_BETWEEN_WRITES = 5.0
SHARE = 0.05  # of the time that snapshots and writes may take, each


class Course:
    """How far a run has come. Its events are for the caller to hand on; weights go to the record by themselves."""

    def __init__(self, fit: Fit, watch: Watch, record: RunRecord) -> None:
        self.fit, self.watch, self.record = fit, watch, record
        self.epochs = 0
        self.snapshot = take_snapshot(fit, 1)
        self._best_figures: tuple[Measured, ...] = ()
        self._weights: dict[str, Tensor] = fit.network.state_dict()
        self._best: dict[str, Tensor] = {}
        self._started = perf_counter()
        self._snapshot_at = self._started + SECONDS_BETWEEN_SNAPSHOTS
        self._write_at = 0.0

    def run(self, epochs: int) -> Generator[Event, None, Reason]:
        """Trains until the last epoch or until the watch is exhausted, and returns why it ended."""
        while self.epochs < epochs:
            yield from self._epoch(self.epochs + 1)
            if self.watch.exhausted:
                return "early_stopping"
        return "finished"

    def _epoch(self, number: int) -> Generator[Event, None, None]:
        started = perf_counter()
        if started >= self._snapshot_at:
            self.snapshot = take_snapshot(self.fit, number)
            self._snapshot_at = _next(started, SECONDS_BETWEEN_SNAPSHOTS)
        figures = yield from epoch(self.fit, number)
        self.epochs = number
        self.watch = self.watch.after(number, {each.name: each.value for each in figures})
        if self.watch.improved:
            self._keep_best(figures)
        if perf_counter() >= self._write_at:
            self._write()
        yield EpochFinished(
            epoch=number,
            seconds=perf_counter() - started,
            figures=figures,
            best=self.watch.improved,
            learning_rate=self.fit.optimizer.param_groups[0]["lr"],
        )

    def _keep_best(self, figures: tuple[Measured, ...]) -> None:
        self._best_figures = figures
        if not self._best:
            self._best = {name: tensor.clone() for name, tensor in self._weights.items()}
        else:
            torch._foreach_copy_(list(self._best.values()), list(self._weights.values()))

    def _write(self) -> None:
        """Writes the weights, at a rate that does not slow training down."""
        started = perf_counter()
        weights: dict[Which, tuple[int, Mapping[str, Tensor]]] = {"last": (self.epochs, self._weights)}
        saved = self.record.state.best
        if self._best and (not saved or saved[-1].epoch != self.watch.best_epoch):
            weights["best"] = (self.watch.best_epoch, self._best)
        self.record.save(weights, epochs=self.epochs, best_epoch=self.watch.best_epoch, best_figures=self._best_figures)
        self._write_at = _next(started, SECONDS_BETWEEN_WRITES)

    def finish(self, reason: Reason, message: str = "") -> RunFinished:
        """Writes everything there is and closes the run; weights that are not finite give way to the last good ones."""
        message = message or self._ending(reason)
        if not finite(list(self._weights.values())):
            self.snapshot.restore(self.fit)
        self._write()
        seconds = perf_counter() - self._started
        self.record.finish(status=reason, message=message, seconds=seconds)
        return RunFinished(
            reason=reason,
            message=message,
            epochs=self.epochs,
            best_epoch=self.watch.best_epoch,
            seconds=seconds,
        )

    def _ending(self, reason: Reason) -> str:
        epochs = "1 epoch" if self.epochs == 1 else f"{self.epochs:,} epochs"
        watch = self.watch
        best = f" The best was epoch {watch.best_epoch} with {watch.monitor} {watch.best:.4g}." if self._best else ""
        if self.record.state.answers_with == "last" and watch.best_epoch != self.epochs:
            best += " The weights of the last epoch are used."
        why = {
            "finished": f"All {epochs} are done.",
            "early_stopping": f"Stopped early after {epochs}: {watch.monitor} did not improve for {watch.waited}.",
            "stopped": f"Stopped by hand after {epochs}.",
        }
        return why[reason] + best


def _next(started: float, seconds: float) -> float:
    """When to do again what began at `started` and is done now."""
    now = perf_counter()
    return now + max(seconds, (now - started) / SHARE)
