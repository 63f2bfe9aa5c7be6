"""The file that is scored, with the run that answers for it: asked of an engine that keeps both open."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netloom.protocol import Reading, ReadRows, Reply, Request, Scored, ScoreRows, ScoreTable
from netloom.settings.sources import TableFile, without_place
from netloom_desktop.data.asked_table import AskedTable, TableState
from netloom_desktop.data.watched_file import WatchedFile
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.run_choice.chosen_run import ChosenRun


class Scores(AskedTable):
    """Follows the run that is chosen. `scored` is what is known of the file once it is read; `threshold` is what is
    answered by, until another run is chosen. `answered_anew()` when the same rows have other answers."""

    answered_anew = Signal()

    def __init__(self, chosen: ChosenRun, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(TableState(TableFile()), engines, parent)
        self.chosen = chosen
        self.run: Path | None = None
        self.scored: Scored | None = None
        self.threshold: float | None = None
        self._file = WatchedFile(self)
        self._file.changed.connect(self.read_again)
        chosen.changed.connect(self._follow)

    @property
    def path(self) -> Path | None:
        """The file; None before one is chosen."""
        return Path(self.state.source.path) if self.state.source.path else None

    @property
    def source(self) -> TableFile:
        """How the file is to be read, as far as somebody has said so."""
        source = without_place(self.state.source)
        assert isinstance(source, TableFile)
        return source

    def open(self, path: Path, source: TableFile | None = None) -> None:
        """Score a file, read as `source` says; what it leaves open is found by looking."""
        named = (source or TableFile()).model_copy(update={"path": str(path.absolute())})
        self._give_up()
        self.state = TableState(named)
        self.read_again()

    def read_again(self) -> None:
        self._give_up()
        if self.chosen.folder != self.run:
            self.threshold = None  # it was for the probabilities of another network
        self.run, self.scored = self.chosen.folder, None
        self._file.watch(self.path)
        self.state = TableState(self.state.source)
        if self.path is None or self.run is None:
            self._show()
            self.progressed.emit(None)
            return
        self._show(state="reading")
        self.progressed.emit(Reading(doing="Loading what computes", done=0, of=0, unit=""))
        request = ScoreTable(run=str(self.run), data=str(self.path), source=self.source)
        self._busy = self.ask(request, self._read)

    def answer_by(self, threshold: float | None) -> None:
        """Answer by another threshold, without reading the file again."""
        if threshold == self.threshold:
            return
        self.threshold = threshold
        if self.state.state == "read":
            self._give_up()
            self.answered_anew.emit()

    def spelt(self, request: Request) -> Request:
        """A window of rows is one with their answers."""
        if not isinstance(request, ReadRows):
            return request
        window = request.model_dump(include={"start", "count", "first_column", "columns", "longest"})
        return ScoreRows(run=str(self.run), data=str(self.path), source=self.source, threshold=self.threshold, **window)

    def _read(self, reply: Reply) -> None:
        match reply:
            case Reading():
                self.progressed.emit(reply)
            case Scored():
                self.scored = reply
                self._show(state="read", rows=reply.rows, columns=reply.columns, found=reply.source)
                self._rest()
            case _:
                self._fail(reply)

    def _follow(self) -> None:
        """Another run answers otherwise."""
        if self.chosen.folder != self.run:
            self.read_again()
