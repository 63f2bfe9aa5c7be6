"""Requests and replies as lines of JSON, and lines out of whatever comes through a pipe."""

import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import Field, ValidationError

from netloom import limits
from netloom.declare import any_of, catalogue
from netloom.protocol.replies import Reply
from netloom.protocol.requests import Request
from netloom.refusals import listed, path_text, refusals
from netloom.values import Frozen

# The id comes first in what we write; in what others write it is looked for at the beginning only.
_ID: Final = re.compile(rb'\s*\{\s*"id"\s*:\s*(\d{1,16})\s*[,}]')

Id = Annotated[int, Field(ge=0, le=limits.INTEGER)]

if TYPE_CHECKING:
    AnyRequest = Request
    AnyReply = Reply
else:
    AnyRequest: Any = any_of(catalogue(Request))
    AnyReply: Any = any_of(catalogue(Reply))


class RefusedLine(Exception):
    """A line that is none of ours. `id` is the one it carries, if one could be read."""

    def __init__(self, message: str, id: int | None) -> None:
        super().__init__(message)
        self.id = id


class _Line(Frozen):
    def to_line(self) -> bytes:
        """As one line of JSON, with its end."""
        return self.model_dump_json().encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes, longest: int) -> Self:
        """What a line says, given without its end. RefusedLine if it is too long or none of ours."""
        if len(line) > longest:
            raise RefusedLine(f"A line may have {longest:,} bytes, and this one has more.", id_of(line))
        try:
            return cls.model_validate_json(line)
        except ValidationError as error:
            raise RefusedLine(_why(error, cls, line), id_of(line)) from None


def id_of(line: bytes) -> int | None:
    """The number at the beginning of a line, whatever follows it."""
    id = int(found[1]) if (found := _ID.match(line)) else None
    return id if id is not None and id <= limits.INTEGER else None


def _why(error: ValidationError, kind: type[Frozen], line: bytes) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":
        return f"This is no line of JSON: {first['ctx']['error']}."
    return f"This is none of the protocol's lines:\n{listed(refusals(error, kind, json.loads(line)), path_text)}"


class RequestLine(_Line):
    """A request with the number that its replies will carry."""

    id: Id
    request: AnyRequest


class ReplyLine(_Line):
    """A reply with the number of its request; None where what it answers had none that could be read."""

    id: Id | None
    reply: AnyReply


class Lines:
    """Cuts what comes through a pipe into lines. Of one that is too long only the beginning is kept."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._rest = bytearray()

    def feed(self, content: bytes) -> list[bytes]:
        """The lines that these bytes complete, without their ends; of a long one, a byte more than it may have."""
        *whole, rest = content.split(b"\n")
        lines = []
        for piece in whole:
            self._keep(piece)
            lines.append(bytes(self._rest))
            self._rest.clear()
        self._keep(rest)
        return lines

    def _keep(self, piece: bytes) -> None:
        self._rest += piece[: self._longest + 1 - len(self._rest)]
