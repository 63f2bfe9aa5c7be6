"""Locks: a file beside another says which process works on it, so that a second one does not do so unknowingly."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import ValidationError

from netloom.files.atomic import temporary_name
from netloom.files.holders import Holder, this_process

if sys.platform != "win32":
    import fcntl

_BYTES: Final = 4_096  # a lock that is longer is none
_ATTEMPTS: Final = 20  # several may take over the same lock at once


class Lock:
    """This process works on a file, until `release`. Where no lock can be written, it does so all the same."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def release(self) -> None:
        """Let others work on the file."""
        with contextlib.suppress(OSError):
            if _read(self.path) == _content():
                os.unlink(self.path)


def take_lock(path: Path, *, by_force: bool = False) -> Lock | Holder:
    """Begin to work on a file, which need not exist, or learn who does.

    The lock of a process that has ended, a damaged one and an empty one are taken over; `by_force` any is. Nobody can
    tell whether a process on another machine still runs: its lock holds. A folder that cannot be written to is no
    error, since what may not be written needs no lock.
    """
    lock = Lock(_beside(path))
    for _ in range(_ATTEMPTS):
        found = _read(lock.path)
        holder = _holder(found)
        if holder is not None and not by_force and (holder.is_running or not holder.is_here):
            return holder
        if found is not None and not _cleared(lock.path, found):
            continue
        if _made(lock.path):
            return lock
    return lock


def _beside(path: Path) -> Path:
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name}.lock")


def _content() -> bytes:
    return this_process().model_dump_json().encode()


def _read(path: Path) -> bytes | None:
    """What a lock holds; None where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(_BYTES)
    except (OSError, ValueError):
        return None


def _holder(content: bytes | None) -> Holder | None:
    try:
        return Holder.model_validate_json(content) if content else None
    except ValidationError:
        return None


def _cleared(path: Path, seen: bytes) -> bool:
    """Removes a lock of the dead, unless it has become another one by now."""
    try:
        with path.open("rb") as file, _alone(file):
            if not os.path.samestat(os.fstat(file.fileno()), os.stat(path)) or file.read(_BYTES) != seen:
                return False
            if sys.platform != "win32":
                os.unlink(path)
        if sys.platform == "win32":  # where no file is removed that is open
            os.unlink(path)
    except OSError as error:
        return not isinstance(error, FileNotFoundError)
    return True


@contextlib.contextmanager
def _alone(file: BinaryIO) -> Iterator[None]:
    """Of several that would take over the same lock, one after the other looks whether it is still there."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # some network disks know nothing of it
            fcntl.flock(file, fcntl.LOCK_EX)
    yield


def _made(path: Path) -> bool:
    """Makes a lock if one can be made; False where another was quicker."""
    try:
        _put(path)
    except FileExistsError:
        return False
    except (OSError, ValueError):
        return True
    return True


def _put(path: Path) -> None:
    temporary = path.with_name(temporary_name())
    try:
        with open(temporary, "xb") as file:
            file.write(_content())
        try:
            os.link(temporary, path)  # is never there without its content
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            with open(path, "xb") as file:
                file.write(_content())
    finally:
        with contextlib.suppress(OSError, ValueError):
            os.unlink(temporary)
