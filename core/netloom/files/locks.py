"""Files that one process at a time may write: the system takes the lock back whatever ends that process."""

import errno
import sys
from pathlib import Path
from typing import BinaryIO

_PLACE = 2**40  # where Windows locks: beyond what there is, so that everybody can read


def locked(file: BinaryIO) -> bool:
    """Takes the lock of an open file until it is closed; False if another process has it."""
    try:
        _lock(file)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)  # some network disks know no locks
    return True


def is_being_written(path: Path) -> bool:
    """Whether a process that lives has the lock of a file."""
    try:
        with open(path, "r+b") as file:
            return not locked(file)
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        place = file.tell()
        file.seek(_PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(place)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
