"""The programs that ask the ONNX file of a run, as an engine writes them: once for each run and name of the file."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from netloom.protocol import Cancelled, Failed, Reply, Snippet, Snippets, WriteSnippets
from netloom.settings.exports import SnippetLanguage
from netloom_desktop.engine_client import EngineClient


class Asked(NamedTuple):
    """Which run is asked for, after how many epochs, and what its ONNX file is called."""

    run: Path
    epochs: int
    file: str


class Programs(QObject):
    """`changed()` when there is another answer. `texts` are those of what was asked last, empty until they are there;
    `failure` says why they are not."""

    changed = Signal()

    def __init__(self, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self.asked: Asked | None = None
        self.failure = ""
        self._number = 0
        self._known: dict[Asked, dict[SnippetLanguage, str]] = {}

    @property
    def texts(self) -> dict[SnippetLanguage, str]:
        return self._known.get(self.asked, {}) if self.asked is not None else {}

    def ask(self, asked: Asked | None, *, awaited: bool = False) -> None:
        """Have the programs of a run written, unless they are known or `awaited`, as they come along with its ONNX
        file; None if there is nothing to ask."""
        is_new = asked != self.asked
        if is_new:
            self._give_up()
            self.asked, self.failure = asked, ""
        if awaited:
            self._give_up()
        elif asked is not None and not (self._number or self.failure or asked in self._known):
            request = WriteSnippets(run=str(asked.run), file=asked.file)
            self._number = self.engines.ask(request, lambda reply: self._hear(asked, reply))
        if is_new:
            self.changed.emit()

    def _give_up(self) -> None:
        if self._number:
            self.engines.cancel(self._number)
            self._number = 0

    def learn(self, asked: Asked, snippets: Iterable[Snippet]) -> None:
        """Take the programs of a run as they came along with its ONNX file."""
        texts = {each.language: each.text for each in snippets}
        if self._known.get(asked) != texts:
            self._known[asked] = texts
            if asked == self.asked:
                self.changed.emit()

    def _hear(self, asked: Asked, reply: Reply) -> None:
        if asked != self.asked or isinstance(reply, Cancelled):
            return
        self._number = 0
        match reply:
            case Snippets(snippets=written):
                self.learn(asked, written)
            case Failed(message=message):
                self.failure = message
                self.changed.emit()
