"""A task on a file from elsewhere, done in a process of its own: whatever the file makes of it, this one goes on."""

import importlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any, Final, Literal

import psutil

from netloom.errors import DataError

Ending = Literal["done", "refused", "memory", "time", "died"]

_POLL: Final = 0.05  # seconds
_DONE, _REFUSED = b"+", b"-"
_OUT_OF_MEMORY: Final = ("memory allocation of", "MemoryError", "out of memory")
_RESERVED: Final = 2**30  # addresses that libraries take without ever using them


@dataclass(frozen=True)
class Outcome:
    """How a task ended, and what it left: its answer, or, where it was `refused` or has `died`, the message."""

    ending: Ending
    content: bytes = b""


def run_apart(task: str, arguments: dict[str, Any], *, memory: int, seconds: float) -> Outcome:
    """Calls `task`, written `module:function`, with these arguments in a process of its own.

    The function returns bytes, or raises DataError. It may hold `memory` bytes and take so many `seconds`.
    """
    order = json.dumps({"task": task, "arguments": arguments, "memory": memory}).encode()
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = os.environ | {"PYTHONPATH": paths, "POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0"}
    with subprocess.Popen(
        [sys.executable, "-P", "-m", __name__],  # -P: what lies in the current folder is never taken for a module
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        try:
            return _watched(child, order, memory, time.monotonic() + seconds)
        finally:
            child.kill()


def _watched(child: "subprocess.Popen[bytes]", order: bytes, memory: int, end: float) -> Outcome:
    sent: bytes | None = order
    while True:
        try:
            out, complaints = child.communicate(sent, timeout=_POLL)
        except subprocess.TimeoutExpired:
            sent = None
            if _memory_of(child.pid) > memory:
                return Outcome("memory")
            if time.monotonic() > end:
                return Outcome("time")
        else:
            return _outcome(child.returncode, out, complaints.decode(errors="replace"))


def _memory_of(process: int) -> int:
    try:
        return int(psutil.Process(process).memory_info().rss)
    except psutil.Error:
        return 0  # it has just ended


def _outcome(status: int, out: bytes, complaints: str) -> Outcome:
    if status == 0 and out:
        return Outcome("done" if out[:1] == _DONE else "refused", out[1:])
    if any(sign in complaints for sign in _OUT_OF_MEMORY):
        return Outcome("memory")
    return Outcome("died", complaints.strip().rpartition("\n")[2].encode())


def _serve() -> None:
    """The child: reads its order, and answers. Whatever a library prints goes to stderr."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    order = json.load(sys.stdin.buffer)
    module, _, function = order["task"].partition(":")
    task = getattr(importlib.import_module(module), function)
    _limit_memory(order["memory"])
    try:
        content = _DONE + task(**order["arguments"])
    except DataError as error:
        content = _REFUSED + str(error).encode(errors="replace")
    with answer:
        answer.write(content)


def _limit_memory(allowed: int) -> None:
    """No single request can exceed what is allowed; where a system has no such limit, the parent's look must do."""
    if os.name == "posix":
        import resource

        limit = int(psutil.Process().memory_info().vms) + allowed + _RESERVED
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


if __name__ == "__main__":
    _serve()
