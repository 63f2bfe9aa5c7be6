"""Engines for tests: real processes at the other end of real pipes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from netloom.events import Event
from netloom.protocol import (
    Conversation,
    Happened,
    Heard,
    Reply,
    Request,
    engine_command,
    engine_environment,
    why_it_ended,
)


class EngineProcess:
    """A running engine. `program` is Python that runs before it serves; `heard` is everything it said."""

    def __init__(self, program: str = "", memory_limit: int | None = None) -> None:
        served = [sys.executable, "-c", f"{program}\nimport netloom; netloom.serve()"]
        command = served if program else engine_command(memory_limit)
        paths = filter(None, [os.environ.get("PYTHONPATH"), *sys.path])
        self.log = TemporaryFile()  # noqa: SIM115  # it is closed when the engine is left
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=engine_environment(os.environ | {"PYTHONPATH": os.pathsep.join(paths)}),
        )
        self.conversation = Conversation()
        self.heard: list[Heard] = []
        self._looked_at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.log):
            with suppress(OSError):
                stream.close()

    def ask(self, request: Request) -> Reply:
        """The final reply to a request."""
        return self.final(self.send(request))

    def send(self, request: Request) -> int:
        """Asks, and waits for nothing."""
        asked = self.conversation.ask(request)
        self.write(asked.line)
        return asked.id

    def write(self, content: bytes) -> None:
        assert self.process.stdin
        with suppress(OSError):  # it has ended, which reading tells
            self.process.stdin.write(content)
            self.process.stdin.flush()

    def final(self, id: int) -> Reply:
        """The final reply to what was asked under that id."""
        said = (heard for source in (tuple(self.heard), self.hear()) for heard in source)
        return next(heard.reply for heard in said if heard.id == id and heard.reply.final)

    def replies(self, id: int) -> list[Reply]:
        """Everything that was said about a request so far."""
        return [heard.reply for heard in self.heard if heard.id == id]

    def event(self, kind: str) -> Event:
        """The next event of that kind after the one that was taken last, whether it has been heard yet or not."""
        while True:
            for heard in self.heard[self._looked_at :]:
                self._looked_at += 1
                if isinstance(heard.reply, Happened) and heard.reply.event.kind == kind:
                    return heard.reply.event
            if next(self.hear(), None) is None:
                raise AssertionError(f"it ended without {kind}")

    def hear(self) -> Iterator[Heard]:
        """What it says, as it comes, until it ends."""
        assert self.process.stdout
        while content := os.read(self.process.stdout.fileno(), 2**16):
            yield from self._noted(self.conversation.hear(content))
        yield from self._noted(self.conversation.ended(why_it_ended(self.process.wait())))

    def _noted(self, heard: list[Heard]) -> list[Heard]:
        self.heard += heard
        return heard

    def logged(self) -> str:
        """What is in its log."""
        self.log.seek(0)
        return self.log.read().decode()


def the_table(folder: Path) -> Path:
    """A small table whose last column follows from the others."""
    rows = "".join(f"{number},{number % 7},{'yes' if number % 7 > 3 else 'no'}\n" for number in range(210))
    path = folder / "table.csv"
    path.write_text(f"id,days,late\n{rows}")
    return path
