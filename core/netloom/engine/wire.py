"""The process's stdin and stdout, taken away from everything else in it."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

from netloom import limits
from netloom.protocol import Failed, Lines, Reply, ReplyLine


class Wire:
    """Lines from what was stdin, replies to what was stdout.

    From now on the process's own stdin is empty, and whatever prints, be it C, prints to stderr.
    """

    def __init__(self) -> None:
        self._in, self._out = _taken(0, os.O_RDONLY), _taken(1, os.O_WRONLY)
        with suppress(OSError):  # without a stderr what is printed goes nowhere
            os.dup2(2, 1)
        self._sending = threading.Lock()

    def lines(self) -> Iterator[bytes]:
        """The lines that arrive, until the other side closes the pipe."""
        lines = Lines(limits.REQUEST_BYTES)
        while content := os.read(self._in, 2**16):
            yield from lines.feed(content)

    def send(self, id: int | None, reply: Reply) -> None:
        """Writes one reply, whole; into nothing where nobody listens any more."""
        try:
            line = ReplyLine(id=id, reply=reply).to_line()
        except ValueError as error:  # a text that is none, as in the name of a file
            line = ReplyLine(id=id, reply=Failed(message=f"The answer cannot be told: {error}")).to_line()
        with self._sending, suppress(OSError):
            while line:
                line = line[os.write(self._out, line) :]

    def hang_up(self) -> None:
        """Nobody listens any more, to the log neither: whatever is written from now on goes nowhere."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in (1, 2, self._out):
            os.dup2(nowhere, descriptor)


def _taken(descriptor: int, how: int) -> int:
    """A copy of a descriptor for us alone, which then leads nowhere."""
    own = os.dup(descriptor)
    nowhere = os.open(os.devnull, how)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(own, os.O_BINARY)  # or every line would end in two characters
    return own
