"""Who holds a file: a process on a machine. Whether it still runs decides whom the file belongs to."""

import getpass
import os
import platform
from functools import cache
from typing import Final

from netloom.values import Frozen

_CLOCK: Final = 2.0  # seconds by which the system may tell the same start at different times


class Holder(Frozen):
    """A process, and when it started in seconds since 1970: numbers of processes are used again."""

    machine: str
    user: str
    process: int
    started: float

    @property
    def is_here(self) -> bool:
        """Whether it is one of this machine; of others nothing can be said."""
        return self.machine == platform.node()

    @property
    def is_running(self) -> bool:
        """Whether it is one of this machine that has not ended."""
        started = _start_of(self.process) if self.is_here else None
        return started is not None and abs(started - self.started) < _CLOCK


@cache
def this_process() -> Holder:
    """The process that asks."""
    process = os.getpid()
    return Holder(machine=platform.node(), user=_user(), process=process, started=_start_of(process) or 0.0)


def _start_of(process: int) -> float | None:
    import psutil  # only where a file has a holder

    try:
        found = psutil.Process(process)
        return None if found.status() == psutil.STATUS_ZOMBIE else float(found.create_time())
    except (psutil.Error, ValueError, OverflowError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return ""
