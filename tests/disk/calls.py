"""Speaks with `calls.c`, from the process it is loaded into and from the one that starts it."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HALF = 0  # not an error: a write that does half of its bytes


def built(folder: Path) -> Path:
    """The library, built; the test is skipped where that cannot be."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("watching a process's calls takes Linux and a C compiler (cc)")
    library = folder / "calls.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, HERE / "calls.c", "-ldl"], check=True)
    return library


def run(library: Path, program: str, *arguments: object) -> str:
    """Runs a program of this folder with the library between it and the system, and gives what it printed."""
    paths = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
    ran = subprocess.run(
        [sys.executable, "-m", f"disk.{program}", *map(str, arguments)],
        env={**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)


@contextmanager
def recorded(folder: Path, log: int) -> Iterator[None]:
    """Writes each call on files in a folder into a log."""
    _library().calls_watch(os.fsencode(folder), log)
    try:
        yield
    finally:
        _library().calls_watch(b"", -1)


class Outcome:
    """Whether the call that was to fail was made at all."""

    failed = False


@contextmanager
def failing(folder: Path, number: int, error: int, *, lasting: bool = False) -> Iterator[Outcome]:
    """Makes the call of that number on files in a folder fail, and if it lasts, all after it."""
    outcome = Outcome()
    _library().calls_watch(os.fsencode(folder), -1)
    _library().calls_fail(ctypes.c_long(number), error, lasting)
    try:
        yield outcome
    finally:
        outcome.failed = bool(_library().calls_failed())
        _library().calls_watch(b"", -1)
