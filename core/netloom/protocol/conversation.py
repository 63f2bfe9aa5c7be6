"""The asking side of a conversation with one engine: what was asked, what is still to come, what makes no sense."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from netloom import limits
from netloom.protocol.lines import Lines, RefusedLine, ReplyLine, RequestLine
from netloom.protocol.replies import Cancelled, Failed, Happened, Reading, Reply
from netloom.protocol.requests import Request

ODD_KEPT = 20  # of the lines that make no sense
ODD_LENGTH = 200


class Asked(NamedTuple):
    """A request that was given its number: the line is for the engine's stdin."""

    id: int
    line: bytes


class Heard(NamedTuple):
    """A reply, and the request it is for."""

    id: int
    request: Request
    reply: Reply


class Conversation:
    """What one engine was asked and has not answered yet. Whoever owns the process moves the bytes.

    Whatever the engine does, every request ends with exactly one final reply: a reply of the wrong kind, or one that
    cannot be read, becomes `failed`, and so does everything unanswered once the engine has `ended`. An engine that
    does not answer is killed by its owner, who knows how long a request may take. `odd` holds the beginnings of the
    latest lines that were no replies, or replies to nothing, for the log, and `odd_lines` says how many there were.
    """

    def __init__(self) -> None:
        self.odd: list[bytes] = []
        self.odd_lines = 0
        self._last = 0
        self._waiting: dict[int, Request] = {}
        self._lines = Lines(limits.REPLY_BYTES)

    @property
    def waiting(self) -> Mapping[int, Request]:
        """The requests without a final reply, in the order in which they were asked."""
        return MappingProxyType(self._waiting)

    def ask(self, request: Request) -> Asked:
        """Gives a request its number."""
        self._last += 1
        self._waiting[self._last] = request
        return Asked(self._last, RequestLine(id=self._last, request=request).to_line())

    def hear(self, content: bytes) -> list[Heard]:
        """The replies that these bytes of the engine's stdout complete."""
        return [heard for line in self._lines.feed(content) if (heard := self._understood(line))]

    def ended(self, why: str) -> list[Heard]:
        """The engine is gone: everything unanswered has failed, with this sentence."""
        lost = [Heard(id, request, Failed(message=why)) for id, request in self._waiting.items()]
        self._waiting.clear()
        return lost

    def _understood(self, line: bytes) -> Heard | None:
        try:
            said = ReplyLine.from_line(line, limits.REPLY_BYTES)
            id, reply = said.id, said.reply
        except RefusedLine as refused:
            id, reply = refused.id, Failed(message=f"The engine's answer could not be read. {refused}")
        if id is None or id not in self._waiting:
            self.odd_lines += 1
            self.odd = [*self.odd, line[:ODD_LENGTH]][-ODD_KEPT:]
            return None
        request = self._waiting[id]
        if not isinstance(reply, request.reply | Happened | Reading | Failed | Cancelled):
            what = f"received {reply.type!r}, expected {request.reply.id!r}"
            reply = Failed(message=f"The engine's answer does not fit the request {request.type!r}: {what}.")
        if reply.final:
            del self._waiting[id]
        return Heard(id, request, reply)
