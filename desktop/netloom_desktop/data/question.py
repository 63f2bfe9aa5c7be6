"""One question that is asked of the engine again whenever its answer could be another."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from netloom.protocol import Reply, Request
from netloom_desktop.engine_client import EngineClient


class Question(QObject):
    """One is on its way at a time, and of those that wait only the newest. `answered(Reply)`: the final reply to the
    newest."""

    answered = Signal(object)

    def __init__(self, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self._asked: object = None
        self._waiting: Callable[[], Request] | None = None
        self._is_on_its_way = False
        self._round = 0

    def ask(self, about: object, request: Callable[[], Request]) -> None:
        """Ask what `request` makes, unless that was the last question: `about` is all that the answer depends on."""
        if about == self._asked:
            return
        self._asked, self._waiting = about, request
        self._next()

    def forget(self) -> None:
        """What is on its way is of no use any more, and the same may be asked anew."""
        self._asked = self._waiting = None
        self._round += 1

    def _next(self) -> None:
        if not self._is_on_its_way and self._waiting is not None:
            request, self._waiting = self._waiting(), None
            self._is_on_its_way, number = True, self._round
            self.engines.ask(request, lambda reply: self._hear(reply, number))

    def _hear(self, reply: Reply, number: int) -> None:
        if not reply.final:
            return
        self._is_on_its_way = False
        if self._waiting is None and number == self._round:
            self.answered.emit(reply)
        self._next()
