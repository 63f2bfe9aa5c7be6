"""The exports of this window: each in an engine process of its own, with what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from netloom.files import sweep_leftovers
from netloom.protocol import Cancelled, Export, Exported, Failed, Reading, Reply
from netloom.settings.exports import ExportFormat, FormatName, export_format
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.run_choice.chosen_run import TOLD
from netloom_desktop.shipping.wording import CANCELLED, CANCELLING, STARTING, proof_words

State = Literal["running", "cancelling", "cancelled", "failed", "done"]


@dataclass(eq=False)
class Exporting:
    """One export: what was asked, of which run, how far it is, and what came of it."""

    request: Export
    run: str
    number: int = 0
    state: State = "running"
    reached: Reading | None = None
    exported: Exported | None = None
    failure: str = ""

    @property
    def format(self) -> ExportFormat:
        return export_format(self.request.format)

    @property
    def path(self) -> Path:
        return Path(self.request.out)

    @property
    def words(self) -> str:
        """How far it is, or what came of it unless that is a failure."""
        if self.exported is not None:
            told = [problem.message for problem in self.exported.told if problem.code != TOLD]
            return "\n".join([proof_words(self.exported, self.format), *told])
        reached = f"{self.reached.doing}…" if self.reached is not None else STARTING
        words = {"running": reached, "cancelling": CANCELLING, "cancelled": CANCELLED}
        return words.get(self.state, "")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in ("running", "cancelling")


class Exports(QObject):
    """`changed(Exporting)` when one begins, goes on or ends. `all` lists them, the latest last."""

    changed = Signal(object)

    def __init__(self, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self.all: list[Exporting] = []

    def start(self, run: Path, format: ExportFormat, path: Path) -> Exporting:
        """Export a run, by its folder, to a path. What was exported to the same path before is listed no more."""
        made = Exporting(Export(run=str(run), out=str(path), format=format.id), run.name)
        self.all = [*(each for each in self.all if not (each.is_over and each.path == path)), made]
        made.number = self.engines.ask(made.request, lambda reply: self._hear(made, reply))
        self.changed.emit(made)
        return made

    def latest(self, run: Path, format: FormatName) -> Exporting | None:
        """The export that a run has last had in a format, or is just having; None if there is none."""
        asked = (str(run), format)
        found = (each for each in reversed(self.all) if (each.request.run, each.request.format) == asked)
        return next((each for each in found if each.state in ("running", "done")), None)

    def cancel(self, exporting: Exporting) -> None:
        """Give an export up; a second time, its engine is ended at once."""
        if not exporting.is_over:
            exporting.state = "cancelling"
            self.engines.cancel(exporting.number)
            self.changed.emit(exporting)

    def forget(self, exporting: Exporting) -> None:
        """List an export that is over no more."""
        if exporting.is_over:
            self.all.remove(exporting)
            self.changed.emit(exporting)

    def _hear(self, exporting: Exporting, reply: Reply) -> None:
        match reply:
            case Reading():
                exporting.reached = reply
            case Exported():
                exporting.state, exporting.exported = "done", reply
            case Failed(message=message):
                exporting.state, exporting.failure = "failed", message
            case Cancelled():
                exporting.state = "cancelled"
        if exporting.is_over:
            sweep_leftovers(exporting.path.parent)  # of an engine that was ended while it wrote
        self.changed.emit(exporting)
