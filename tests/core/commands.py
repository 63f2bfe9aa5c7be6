"""Commands of the command line, run in this process: torch takes seconds to load."""

import contextlib
import io
from typing import NamedTuple

import pytest

from netloom.cli import main


class Ran(NamedTuple):
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str


def run(*arguments: object) -> Ran:
    """Runs `netloom` with these arguments."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return Ran(left.value.code or 0, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())
