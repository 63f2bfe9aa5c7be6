"""A run from its first epoch to its last: which is the best so far, what is kept, and how it ends."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter

import torch
from torch import Tensor

from netloom.events import EpochFinished, Event, Measured, Reason, RunFinished
from netloom.training.album import album_for
from netloom.training.checkpoint import Standing, taken
from netloom.training.diagnosis import take_snapshot
from netloom.training.health import Checkup
from netloom.training.loop import NotFinite, Running, epoch, finite
from netloom.training.record import RunRecord
from netloom.training.stage import Stage
from netloom.training.state import Which
from netloom.training.stopping import Watch

Weights = dict[Which | int, tuple[int, Mapping[str, Tensor]]]

SECONDS_BETWEEN_SNAPSHOTS = 1.0
SECONDS_BETWEEN_WRITES = 5.0
SNAPSHOTS_SHARE, WRITES_SHARE = 0.05, 0.02  # of the time that each may take


@dataclass(frozen=True)
class Pace:
    """How often weights and a checkpoint are written: about every so many seconds, if that takes no more than its
    share of the time; with 0 seconds at every opportunity, whatever it takes."""

    seconds: float = SECONDS_BETWEEN_WRITES

    def next(self, started: float) -> float:
        """When to write again, after a writing that began at `started` and is done now."""
        return _next(started, self.seconds, WRITES_SHARE) if self.seconds else 0.0


class Course:
    """How far a run has come. Its events are lines of the record when they are handed on; it keeps weights itself."""

    def __init__(self, stage: Stage, record: RunRecord, pace: Pace) -> None:
        self.fit = fit = stage.fit
        self.record = record
        self.standing = Standing(stage.watch, fit.begun(1))
        self._checkup = Checkup(stage.plan, stage.source, fit.network, fit.training)
        self.snapshot = take_snapshot(fit, self.standing.running)
        self._pace = pace
        self._weights: dict[str, Tensor] = fit.network.state_dict()
        self._album = album_for(stage.plan.project.training.snapshots, self._weights)
        self._album.take(0, self._weights)
        self._started = perf_counter()
        self._snapshot_at = self._started + SECONDS_BETWEEN_SNAPSHOTS
        self._write_at = self._started + pace.seconds

    @property
    def epochs(self) -> int:
        """Those that are done."""
        return self.standing.running.number - 1

    @property
    def watch(self) -> Watch:
        return self.standing.watch

    def go_on_from(self, standing: Standing, *, patient: bool) -> None:
        """Takes up a training where it was; network and optimizer are those of that moment already.

        One that is `patient` was stopped early, and is to go on all the same.
        """
        self.standing = standing
        self._album.waiting = {}
        self.snapshot = take_snapshot(self.fit, standing.running)
        if patient and self.watch.exhausted:
            standing.watch = replace(self.watch, waited=0)
            self.write()  # a kill from here on finds the new patience, not a training that is over

    def run(self, epochs: int) -> Generator[Event, None, Reason]:
        """Trains until the last epoch or until the watch is exhausted, and returns why it ended."""
        while self.epochs < epochs and not self.watch.exhausted:
            yield from self._epoch()
        return "early_stopping" if self.watch.exhausted else "finished"

    def _epoch(self) -> Iterator[Event]:
        running = self.standing.running
        started = perf_counter()
        if started >= self._snapshot_at:
            self.snapshot = take_snapshot(self.fit, running)
            self._snapshot_at = _next(started, SECONDS_BETWEEN_SNAPSHOTS, SNAPSHOTS_SHARE)
        figures = yield from self._steps(running)
        self._end_epoch(running, figures)
        event = EpochFinished(
            epoch=running.number,
            seconds=running.seconds,
            figures=figures,
            best=self.watch.improved,
            learning_rate=self.fit.learning_rate,
        )
        self.record.add(event)
        if not self.record.state.last or perf_counter() >= self._write_at:
            self.write()
        yield event

    def _steps(self, running: Running) -> Generator[Event, None, tuple[Measured, ...]]:
        """The steps of the epoch that runs, and its figures."""
        steps = epoch(self.fit, running, self._checkup)
        while True:
            try:
                event = next(steps)
            except StopIteration as end:
                figures: tuple[Measured, ...] = end.value
                return figures
            self.record.add(event)
            if perf_counter() >= self._write_at:
                self.write()
            yield event

    def _end_epoch(self, running: Running, figures: tuple[Measured, ...]) -> None:
        standing = self.standing
        values = {each.name: each.value for each in figures}
        standing.watch = standing.watch.after(running.number, values)
        if self.fit.rate.fell_after(running.number, values):
            self._snapshot_at = 0.0  # steps are repeated from a snapshot with the rate as it is
        if standing.watch.improved:
            standing.best_figures = figures
            self._keep_best()
        standing.running = self.fit.begun(running.number + 1)
        self._album.take(self.epochs, self._weights)

    def _keep_best(self) -> None:
        best = self.standing.best
        if not best:
            self.standing.best = {name: tensor.clone() for name, tensor in self._weights.items()}
        else:
            torch._foreach_copy_(list(best.values()), list(self._weights.values()))

    def write(self) -> None:
        """Writes a checkpoint, and between two epochs the weights, if it is time. NotFinite if the weights are not."""
        started = perf_counter()
        if not finite(list(self._weights.values())):
            raise NotFinite
        self._save(self._whole_weights())
        self._write_at = self._pace.next(started)

    def _save(self, weights: Weights, *, checkpoint: bool = True) -> None:
        self._count_seconds()
        self.record.save(
            weights,
            taken(self.fit, self.standing) if checkpoint else None,
            epochs=self.epochs,
            best_epoch=self.watch.best_epoch,
            best_figures=self.standing.best_figures,
            seconds=self.standing.seconds,
        )
        self._album.waiting = {}
        self.record.keep(self._album.kept(self.epochs))

    def _whole_weights(self) -> Weights:
        """The weights that are to be written, each with its epoch: none that are from the midst of one."""
        weights: Weights = {epoch: (epoch, tensors) for epoch, tensors in self._album.waiting.items()}
        if not self.standing.running.step:
            weights["last"] = (self.epochs, self._weights)
        saved = self.record.state.best
        if self.standing.best and (not saved or saved[-1].epoch != self.watch.best_epoch):
            weights["best"] = (self.watch.best_epoch, self.standing.best)
        return weights

    def finish(self, reason: Reason, message: str = "", *, whole: bool = True) -> RunFinished:
        """Writes everything there is and closes the run; weights that are not finite give way to the last good ones.

        A checkpoint is written where training may go on: not after a fault, nor if it is not `whole`, since it was
        interrupted in the midst of a step.
        """
        message = message or self._ending(reason)
        good = finite(list(self._weights.values()))
        if not good:
            self.snapshot.restore(self.fit)
        weights = {**self._whole_weights(), "last": (self.epochs, self._weights)}
        self._save(weights, checkpoint=whole and good and reason != "not_finite")
        self.record.finish(status=reason, message=message)
        return RunFinished(
            reason=reason,
            message=message,
            epochs=self.epochs,
            best_epoch=self.watch.best_epoch,
            seconds=self.standing.seconds,
        )

    def _count_seconds(self) -> None:
        now = perf_counter()
        self.standing.seconds += now - self._started
        self._started = now

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Time that is not counted."""
        self._count_seconds()
        try:
            yield
        finally:
            self._started = perf_counter()

    def _ending(self, reason: Reason) -> str:
        epochs = "1 epoch" if self.epochs == 1 else f"{self.epochs:,} epochs"
        watch = self.watch
        best = ""
        if watch.best_epoch:
            best = f" The best was epoch {watch.best_epoch} with {watch.monitor} {watch.best:.4g}."
        if self.record.state.answers_with == "last" and watch.best_epoch != self.epochs:
            best += " The weights of the last epoch are used."
        why = {
            "finished": f"All {epochs} are done.",
            "early_stopping": f"Stopped early after {epochs}: {watch.monitor} did not improve for {watch.waited}.",
            "stopped": f"Stopped by hand after {epochs}.",
            "discarded": f"Stopped by hand after {epochs} and thrown away.",
        }
        return why[reason] + ("" if reason == "discarded" else best)


def _next(started: float, seconds: float, share: float) -> float:
    """When to do again what began at `started` and is done now."""
    now = perf_counter()
    return now + max(seconds, (now - started) / share)
