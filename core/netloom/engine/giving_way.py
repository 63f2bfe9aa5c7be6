"""Training computes for minutes while somebody goes on working: whatever else wants a core goes first."""

import os
import sys
from typing import Final

NICENESS: Final = 10  # of 19: enough that a window is not held up, and all that no other program uses is still had


def give_way() -> None:
    """Let other processes go before this one from now on, for good: only administrators could take it back.

    On Linux it holds for this thread and those that it starts, so it is called before torch has any.
    """
    if sys.platform == "win32":
        _be_below_normal()
    else:
        os.nice(max(NICENESS - os.nice(0), 0))


def _be_below_normal() -> None:
    import ctypes

    below_normal = 0x4000
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
    kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
