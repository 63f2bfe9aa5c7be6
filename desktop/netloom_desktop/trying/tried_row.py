"""The row that is tried, and the run that answers to it: asked of an engine that keeps the run open."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netloom.protocol import AnswerRow, DescribeRow, Failed, Reply, Request, RowAnswered, RowDescribed, RowField
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.run_choice.chosen_run import ChosenRun


class TriedRow(QObject):
    """Follows the run that is chosen, once `begin` has said that somebody looks.

    `described()` when there are other `fields`, filled with what is typical; `changed()` when there is another
    `answer`, or a `failure` instead. `cells` are what the row holds by now.
    """

    described = Signal()
    changed = Signal()

    def __init__(self, chosen: ChosenRun, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.chosen, self.engines = chosen, engines
        self.run: Path | None = None
        self.fields: tuple[RowField, ...] = ()
        self.event_class = ""
        self.cells: dict[str, str] = {}
        self.threshold: float | None = None
        self.answer: RowAnswered | None = None
        self.failure = ""
        self._is_looked_at = self._is_busy = self._waits = False
        self._turn = 0
        chosen.changed.connect(self._follow)

    def begin(self) -> None:
        """Somebody looks: ask what a row of the run holds, again where that failed."""
        self._is_looked_at = True
        if self.failure and not self.fields:
            self.run = None
        self._follow()

    def fill(self) -> None:
        """Make the row a typical one."""
        self.cells = {field.name: field.typical for field in self.fields}
        self.described.emit()
        self._ask()

    def put(self, name: str, text: str) -> None:
        """Change a cell of the row."""
        if self.cells.get(name) != text:
            self.cells[name] = text
            self._ask()

    def answer_by(self, threshold: float | None) -> None:
        """Answer by another threshold."""
        if threshold != self.threshold:
            self.threshold = threshold
            self._ask()

    def _follow(self) -> None:
        if not self._is_looked_at or self.chosen.folder == self.run:
            return
        self.run = self.chosen.folder
        self.fields, self.event_class, self.threshold = (), "", None
        self.answer, self.failure = None, ""
        self._turn += 1  # what is still said of another run is of no use
        self.described.emit()
        self.changed.emit()
        if self.run is not None:
            self._send(DescribeRow(run=str(self.run)))

    def _ask(self) -> None:
        """Ask for the answer; while one is worked out, only the newest row waits."""
        self._waits = self._is_busy
        if self.run is not None and not self._is_busy:
            self._send(AnswerRow(run=str(self.run), cells=tuple(self.cells.items()), threshold=self.threshold))

    def _send(self, request: Request) -> None:
        self._turn += 1
        self._is_busy, self._waits, turn = True, False, self._turn
        self.engines.ask(request, lambda reply: self._hear(turn, reply))

    def _hear(self, turn: int, reply: Reply) -> None:
        if turn != self._turn or not reply.final:
            return
        self._is_busy = False
        match reply:
            case RowDescribed(fields=fields, event=event):
                self.fields, self.event_class = fields, event
                self.fill()
            case RowAnswered():
                self.answer, self.failure = reply, ""
                self.changed.emit()
            case Failed(message=message):
                self.answer, self.failure = None, message
                self.changed.emit()
        if self._waits:
            self._ask()
