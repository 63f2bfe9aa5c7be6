"""Training computes for minutes while somebody goes on working: whatever else wants a core goes first."""

import os
import sys
from contextlib import suppress
from typing import Final

NICENESS: Final = 5  # of 19: a window is not held up, and on a busy machine a third of a usual share is still had


def give_way() -> None:
    """Let other processes go before this one from now on, for good: only administrators could take it back."""
    if sys.platform == "win32":
        _be_below_normal()
    elif sys.platform == "linux":
        for thread in os.listdir("/proc/self/task"):  # where each has a priority of its own
            with suppress(ProcessLookupError):  # it has ended meanwhile
                niceness = max(os.getpriority(os.PRIO_PROCESS, int(thread)), NICENESS)
                os.setpriority(os.PRIO_PROCESS, int(thread), niceness)
    else:
        os.nice(max(NICENESS - os.nice(0), 0))


def _be_below_normal() -> None:
    import ctypes

    below_normal = 0x4000
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
    kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
