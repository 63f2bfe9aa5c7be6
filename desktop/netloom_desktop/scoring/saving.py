"""Saving the answers to a whole file: an engine process of its own, which may be given up at any moment."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from netloom.files import sweep_leftovers
from netloom.protocol import Cancelled, Failed, Predict, Predicted, Reading, Reply
from netloom_desktop.engine_client import EngineClient

State = Literal["none", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True)
class SavingState:
    """How far it is: `predicted` once it is done, `message` why it failed."""

    state: State = "none"
    path: Path | None = None
    predicted: Predicted | None = None
    message: str = ""


class Saving(QObject):
    """One file at a time. `changed(SavingState)`; `progressed(Reading | None)` while it runs, and at the end."""

    changed = Signal(object)
    progressed = Signal(object)

    def __init__(self, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self.state = SavingState()
        self._number = 0

    @property
    def is_running(self) -> bool:
        """Whether something is being saved."""
        return self.state.state == "running"

    def start(self, request: Predict) -> None:
        """Save what is asked for; what was saved before is forgotten."""
        path = Path(request.out)
        self._show(SavingState("running", path))
        self.progressed.emit(Reading(doing="Loading what computes", done=0, of=0, unit=""))
        self._number = self.engines.ask(request, self._hear)

    def cancel(self) -> None:
        """Give it up: nothing is left of it."""
        if self.is_running:
            self.engines.cancel(self._number)

    def forget(self) -> None:
        """Say no more of what was saved."""
        if not self.is_running:
            self._show(SavingState())

    def _hear(self, reply: Reply) -> None:
        path = self.state.path
        match reply:
            case Reading():
                self.progressed.emit(reply)
                return
            case Predicted():
                found = SavingState("done", path, reply)
            case Failed(message=message):
                found = SavingState("failed", path, message=message)
            case Cancelled():
                found = SavingState("cancelled", path)
            case _:
                return
        if path is not None and found.state != "done":
            sweep_leftovers(path.parent)  # of an engine that was ended while it wrote
        self.progressed.emit(None)
        self._show(found)

    def _show(self, state: SavingState) -> None:
        self.state = state
        self.changed.emit(state)
