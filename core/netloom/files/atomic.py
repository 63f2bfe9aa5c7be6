"""Files for keeps: all of the new content or all of the old, whatever happens meanwhile."""

import contextlib
import itertools
import os
import platform
import re
import secrets
import shutil
import zlib
from pathlib import Path
from typing import Final

from netloom.errors import InputError
from netloom.files.folders import sync_folder
from netloom.files.words import printable, reason

# Temporary files carry the machine and the process that write them, so that only those of the dead are swept.
_MACHINE: Final = f"{zlib.crc32(platform.node().encode()):08x}"
_LEFTOVER: Final = re.compile(rf"\.netloom-{_MACHINE}-(\d+)-\w+\.tmp")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at every moment, a crash or a power cut included, the old or the new content is there.

    A symbolic link stays one and its target is written; an existing file keeps its permissions. When this returns,
    the content is on the disk. InputError, with the old file untouched, if it cannot be written; also where all is
    written and the disk does not confirm that it will stay, which is told as that.
    """
    try:
        target = Path(os.path.realpath(path))
        _refuse_what_must_stay(target)
        sweep_leftovers(target.parent)
        _replace(target, content)
    except (OSError, ValueError) as error:
        raise InputError(f"{printable(path)} was not written: {reason(error, path, len(content))}") from error
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise InputError(
            f"{printable(path)} holds the new content, but the disk does not confirm that it would survive a power "
            f"cut: {reason(error, path)}"
        ) from error


def remove_file(path: Path) -> None:
    """Remove a file for good, if it is there. InputError if that is not allowed."""
    try:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)
    except (OSError, ValueError) as error:
        raise InputError(f"{printable(path)} was not removed: {reason(error, path)}") from error


def put_aside(path: Path, ending: str) -> Path:
    """Give a file a name with a further ending, which none has yet, and return it. InputError if it cannot be."""
    names = (path.with_name(f"{path.name}{ending}{number or ''}") for number in itertools.count())
    try:
        target = next(name for name in names if not name.exists())
        os.rename(path, target)
    except (OSError, ValueError) as error:
        raise InputError(f"{printable(path)} was not put aside: {reason(error, path)}") from error
    return target


def sweep_leftovers(folder: Path) -> None:
    """Remove what writers that were killed on this machine left half-written in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if found := _LEFTOVER.fullmatch(entry.name):
                _sweep(entry, int(found[1]))


def _sweep(entry: "os.DirEntry[str]", process: int) -> None:
    with contextlib.suppress(OSError):
        if not _was_running(process, at=entry.stat().st_mtime):
            (shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.unlink)(entry.path)


def _was_running(process: int, *, at: float) -> bool:
    """Whether a process runs and ran at that time: numbers of processes are used again."""
    import psutil  # only where there is something to sweep

    try:
        return bool(psutil.Process(process).create_time() <= at)
    except psutil.NoSuchProcess:
        return False


def _refuse_what_must_stay(target: Path) -> None:
    if target.is_dir():
        raise InputError(f"{printable(target)} is a folder; a file was expected. Choose another name.")
    if target.exists() and not target.is_file():
        raise InputError(f"{printable(target)} is a device; a file was expected. Choose another name.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{printable(target)} is read-only. Choose another name, or allow writing it.")


def _replace(target: Path, content: bytes) -> None:
    # In the same folder: a rename is all or nothing within one disk only.
    temporary = target.with_name(temporary_name())
    try:
        with open(temporary, "xb") as file:
            if target.exists():
                shutil.copymode(target, temporary)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def temporary_name() -> str:
    """A name, like no other, for what is still being written: what the dead left under such a name is swept."""
    return f".netloom-{_MACHINE}-{os.getpid()}-{secrets.token_hex(4)}.tmp"
