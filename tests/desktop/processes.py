"""Processes from outside: whether they are still there."""

import time
from collections.abc import Iterable

import psutil


def is_running(process: int) -> bool:
    """Whether a process does anything; one that has ended and was not noticed by its parent yet does not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(processes: Iterable[int], seconds: float) -> bool:
    """Whether all of them end within so many seconds."""
    deadline = time.monotonic() + seconds
    left = list(processes)
    while left and time.monotonic() < deadline:
        time.sleep(0.02)
        left = [process for process in left if is_running(process)]
    return not left
