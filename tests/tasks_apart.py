"""Tasks that behave as badly as a library can on a hostile file."""

import os
import sys
import time

from netloom.errors import DataError


def repeat(text: str, times: int) -> bytes:
    return text.encode() * times


def refuse(reason: str) -> bytes:
    raise DataError(reason)


def chatter() -> bytes:
    os.write(1, b"a library prints to the system's stdout\n")
    print("and to Python's")
    return b"the answer"


def swallow(step: int) -> bytes:
    """Takes memory piece by piece."""
    taken = []
    while True:
        taken.append(b"x" * step)
        time.sleep(0.001)


def wait() -> bytes:
    time.sleep(600)
    return b""


def abort() -> bytes:
    print("memory is sound, but this is the end", file=sys.stderr, flush=True)
    os.abort()


def folder() -> bytes:
    """Where modules are looked for first."""
    return sys.path[0].encode()
