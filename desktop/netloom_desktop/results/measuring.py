"""Measuring a run: an engine of its own writes the report into the run's folder."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netloom.protocol import Cancelled, Evaluate, Evaluated, Failed, Reading, Reply
from netloom.settings.costs import Costs
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.run_choice.chosen_run import TOLD


class Measuring(QObject):
    """One run at a time: `run` is the folder of the one that is measured now, `last` of the one that is or was, about
    which are `failure` and `told`. `changed()` tells that it began, went on or ended, `done(Path)` which run has a new
    report."""

    changed = Signal()
    done = Signal(object)

    def __init__(self, engines: EngineClient, parent: QObject) -> None:
        super().__init__(parent)
        self.engines = engines
        self.run: Path | None = None
        self.last: Path | None = None
        self.reading: Reading | None = None
        self.told: tuple[str, ...] = ()
        self.failure = ""
        self._number = 0

    def begin(self, run: Path, costs: Costs | None = None) -> None:
        """Measure a run, by its folder."""
        if self.run is None:
            self.run = self.last = run
            self.reading, self.failure, self.told = None, "", ()
            self._number = self.engines.ask(Evaluate(run=str(run), costs=costs), self._hear)
            self.changed.emit()

    def cancel(self) -> None:
        """Give it up."""
        if self.run is not None:
            self.engines.cancel(self._number)

    def _hear(self, reply: Reply) -> None:
        run = self.run
        if run is None:
            return
        if isinstance(reply, Reading):
            self.reading = reply
            self.changed.emit()
            return
        self.run = None
        match reply:
            case Evaluated(told=told):
                self.told = tuple(problem.message for problem in told if problem.code != TOLD)
                self.done.emit(run)
            case Failed(message=message):
                self.failure = message
            case Cancelled():
                self.failure = "It was cancelled. The report is as it was before."
        self.changed.emit()
