"""A run as far as it has told what happened: the same live and read again. Nothing here knows Qt.

`hear` takes its events one after the other; everything that is shown of a run is read from here.
"""

from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, Literal

from netloom.events import (
    BlockHealth,
    Continued,
    EpochFinished,
    Event,
    Health,
    Paused,
    Progress,
    RunFinished,
    RunResumed,
    RunStarted,
    Told,
)
from netloom.project import Project
from netloom.turning import Turning, turning
from netloom_desktop.training.curve import Curve

State = Literal["waiting", "starting", "training", "paused", "stopping", "ended", "failed"]
VALIDATION: Final = "validation_"
HEALTHS: Final = ("gradient_norm", "dead", "saturated")  # figures of single blocks
PACED: Final = 5  # epochs whose mean tells how long the next ones take


class Run:
    """What is known of one run. `revision` grows with each event, so that who draws sees whether to draw again."""

    def __init__(self, label: str = "", project: Project | None = None, folder: Path | None = None) -> None:
        self.label = label
        self.project = project
        self.folder = folder
        self.state: State = "waiting"
        self.failure = ""
        self.revision = 0
        self.started: RunStarted | RunResumed | None = None
        self.progress: Progress | None = None
        self.finished: RunFinished | None = None
        self.told: list[Told] = []
        self.epochs = 0
        self.best_epoch = 0
        self.best: dict[str, float] = {}
        self.steps = Curve()
        self.figures: dict[str, Curve] = {}
        self.learning_rate = Curve()
        self.health: dict[str, BlockHealth] = {}
        self.healths: dict[str, dict[str, Curve]] = {name: {} for name in HEALTHS}
        self._seconds: deque[float] = deque(maxlen=PACED)
        self._ears: dict[type[Event], Callable[[Any], None]] = {
            RunStarted: self._begin,
            RunResumed: self._resume,
            Progress: self._go_on,
            EpochFinished: self._finish_epoch,
            Health: self._look_at_blocks,
            Paused: self._pause,
            Continued: self._continue,
            Told: self.told.append,
            RunFinished: self._finish,
        }

    # Hearing

    def hear(self, event: Event) -> None:
        """Take in the next event; of a kind that is not shown, nothing."""
        self.revision += 1
        hear = self._ears.get(type(event))
        if hear is not None:
            hear(event)

    def begin_again(self) -> None:
        """It is about to go on, after it had ended."""
        self.revision += 1
        self.state, self.failure, self.finished = "waiting", "", None

    def fail(self, message: str) -> None:
        """It ended without a word of its own: this is why."""
        self.revision += 1
        self.state, self.failure = "failed", message

    def _resume(self, event: RunResumed) -> None:
        """What it had told after the moment in which it goes on is told again."""
        moment = event.epoch - 1 + event.step / max(event.steps, 1)
        for curve in (self.steps, self.learning_rate, *self.figures.values(), *self._health_curves()):
            curve.cut(moment)
        self.epochs, self.progress, self.finished, self.failure = event.epoch - 1, None, None, ""
        self.state = "stopping" if self.state == "stopping" else "starting"
        self._seconds.clear()
        self._begin(event)

    def _pause(self, _: Paused) -> None:
        self.state = "paused" if self.state == "training" else self.state

    def _continue(self, _: Continued) -> None:
        self.state = "training" if self.state == "paused" else self.state

    def _health_curves(self) -> list[Curve]:
        return [curve for curves in self.healths.values() for curve in curves.values()]

    def _look_at_blocks(self, event: Health) -> None:
        place = event.epoch - 1 + event.step / max(self.steps_an_epoch, event.step)
        for block in event.blocks:
            self.health[block.node] = block
            for name in HEALTHS:
                if (value := getattr(block, name)) is not None:
                    self.healths[name].setdefault(block.node, Curve()).add(place, value)

    def _begin(self, event: RunStarted | RunResumed) -> None:
        self.started, self.label = event, event.label or self.label
        if self.state in ("waiting", "starting"):
            self.state = "training"
        if isinstance(event, RunStarted):
            self.told.clear()
        self.folder = self.folder or Path(event.run)

    def _go_on(self, event: Progress) -> None:
        self.progress = event
        self.steps.add(event.epoch - 1 + event.step / max(self.steps_an_epoch, event.step), event.loss)

    def _finish_epoch(self, event: EpochFinished) -> None:
        self.epochs = event.epoch
        self._seconds.append(event.seconds)
        for each in event.figures:
            self.figures.setdefault(each.name, Curve()).add(event.epoch, each.value)
        self.learning_rate.add(event.epoch, event.learning_rate)
        if event.best:
            self.best_epoch = event.epoch
            self.best = {each.name: each.value for each in event.figures}

    def _finish(self, event: RunFinished) -> None:
        self.finished = event
        self.epochs, self.best_epoch = event.epochs, event.best_epoch
        self.state = "failed" if event.reason == "not_finite" else "ended"
        self.failure = event.message if event.reason == "not_finite" else ""

    # How far it is

    @property
    def name(self) -> str:
        """What it is called: its folder's name, once it has one, and what it was called when it was asked for."""
        return " · ".join(filter(None, (self.folder.name if self.folder is not None else "", self.label))) or "new run"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("ended", "failed")

    @property
    def going_on(self) -> Literal["", "continue", "more"]:
        """How it could go on: as if it had never ended, or, where it is complete, for more epochs; else empty."""
        if not self.is_over or self.folder is None or self.started is None:
            return ""
        if self.finished is None or self.finished.reason == "stopped":
            return "continue"
        return "more" if self.finished.reason in ("finished", "early_stopping") else ""

    @property
    def planned_epochs(self) -> int:
        """How many epochs there will be at most; 0 while that is not known."""
        if self.started is not None:
            return self.started.epochs
        return self.project.training.epochs if self.project is not None else 0

    @property
    def steps_an_epoch(self) -> int:
        return self.started.steps if self.started is not None else 1

    @property
    def part(self) -> float:
        """How much of its epochs is done, from 0 to 1."""
        if not self.planned_epochs:
            return 0.0
        if self.state == "ended":
            return 1.0
        return min((self.epochs + self._part_of_epoch) / self.planned_epochs, 1.0)

    @property
    def _part_of_epoch(self) -> float:
        now = self.progress
        if now is None or now.epoch <= self.epochs:
            return 0.0
        return min(now.step / self.steps_an_epoch, 1.0)

    @property
    def seconds_left(self) -> float | None:
        """How long all epochs take yet, as the latest went; None before that is known."""
        if self.started is None or self.is_over:
            return None
        left = self.planned_epochs - self.epochs - self._part_of_epoch
        if self._seconds:
            return left * sum(self._seconds) / len(self._seconds)
        if self.progress is None or not self.progress.rows_per_second:
            return None
        return left * self.started.training_rows / self.progress.rows_per_second

    @property
    def rows_per_second(self) -> float | None:
        """How fast it trains; None before that is known."""
        if self.progress is not None and self.progress.epoch > self.epochs:
            return self.progress.rows_per_second
        if self.started is None or not self._seconds:
            return self.progress.rows_per_second if self.progress is not None else None
        return self.started.training_rows * len(self._seconds) / max(sum(self._seconds), 1e-9)

    # What it learnt

    @property
    def stopped_early(self) -> int:
        """The epoch after which it was stopped early; 0 if it was not."""
        finished = self.finished
        return finished.epochs if finished is not None and finished.reason == "early_stopping" else 0

    @property
    def turned(self) -> Turning | None:
        """Where it began to learn by heart."""
        training, validation = self.figures.get("loss"), self.figures.get(f"{VALIDATION}loss")
        if training is None or validation is None or len(training) < len(validation):
            return None
        return turning(validation.x, training.y, validation.y)

    def best_of(self, figure: str) -> float | None:
        """A figure of the best epoch: on the validation rows, if there are any."""
        return self.best.get(f"{VALIDATION}{figure}", self.best.get(figure))


def figure_names(runs: Iterable[Run]) -> tuple[str, ...]:
    """All that some runs were measured by, without `validation_`, each once, in the order in which they tell it."""
    names = {name.removeprefix(VALIDATION): None for run in runs for name in run.figures}
    return tuple(names)
