"""What an engine finds in the folders of the runs: asked for when runs come, go or end, and when something is noted."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netloom.protocol import Failed, ListRuns, Reading, Reply, RunsListed
from netloom.run_summaries import RunSummary
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.training.book import RunBook
from netloom_desktop.training.pace import WORDS, Pace


class Listing(QObject):
    """`changed()` tells that runs were listed, or that this has failed, and `reached()` how far it is."""

    changed = Signal()
    reached = Signal()

    def __init__(self, book: RunBook, engines: EngineClient, parent: QObject) -> None:
        super().__init__(parent)
        self.book, self.engines = book, engines
        self.reading: Reading | None = None
        self.failure = ""
        self._found: tuple[RunSummary, ...] | None = None
        self._path: Path | None = None  # of the project that this is found of
        self._known: object = None
        self._number = 0
        self._again = False
        self._soon = Pace(self._follow, WORDS, self)
        book.listed.connect(self._soon.soon)
        book.changed.connect(self._soon.soon)

    @property
    def is_listed(self) -> bool:
        """Whether the runs of the project that is open were listed yet."""
        return self._found is not None and self._path == self.book.path

    @property
    def summaries(self) -> tuple[RunSummary, ...]:
        """What is known of the runs of the project that is open."""
        return self._found or () if self.is_listed else ()

    def look(self) -> None:
        """Ask for what there is now; what is gone is known at once."""
        there = tuple(summary for summary in self.summaries if Path(summary.folder).is_dir())
        if there != self.summaries:
            self._found = there
            self.changed.emit()
        if self._number:
            self._again = True
        elif (path := self.book.path) is not None:
            if path != self._path:
                self._found, self._path = None, path
            self._again, self.failure = False, ""
            self._number = self.engines.ask(ListRuns(project=str(path)), self._hear)

    def _follow(self) -> None:
        """Ask anew where runs came or went, or one has ended."""
        own = [entry for entry in self.book.entries if not entry.elsewhere]
        known = (self.book.path, tuple((entry.run.folder, entry.is_live) for entry in own))
        if known != self._known:
            self._known = known
            self.look()

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, Reading):
            self.reading = reply
            self.reached.emit()
            return
        self.reading, self._number = None, 0
        self._take(reply)
        self.changed.emit()
        if self._again:
            self.look()

    def _take(self, reply: Reply) -> None:
        if self.book.path != self._path:
            self._again = True
        elif isinstance(reply, RunsListed):
            self._found = reply.runs
        elif isinstance(reply, Failed):
            self.failure = reply.message
