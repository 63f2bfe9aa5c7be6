"""Training computes for minutes while somebody goes on working: whatever else wants a core goes first."""

import os
import sys
from contextlib import suppress
from typing import Final

import psutil

NICENESS: Final = 5  # of 19: a window is not held up, and on a busy machine a third of a usual share is still had


def give_way() -> None:
    """Let other processes go before this one from now on, for good: only administrators could take it back. Where the
    system refuses it, nothing happens."""
    with suppress(OSError, psutil.Error):
        if sys.platform == "win32":
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        elif sys.platform == "linux":
            for thread in os.listdir("/proc/self/task"):  # where each has a priority of its own
                _be_nice(int(thread))
        else:
            _be_nice(0)


def _be_nice(process: int) -> None:
    with suppress(ProcessLookupError):  # a thread has ended meanwhile
        niceness = max(os.getpriority(os.PRIO_PROCESS, process), NICENESS)
        os.setpriority(os.PRIO_PROCESS, process, niceness)
