"""The only code that writes a file for keeps: all of it or nothing, whatever happens meanwhile."""

import contextlib
import errno
import os
import platform
import re
import secrets
import shutil
import zlib
from pathlib import Path
from typing import Final

from netloom.errors import InputError

# Temporary files carry the machine and the process that write them, so that only those of the dead are swept.
_MACHINE: Final = f"{zlib.crc32(platform.node().encode()):08x}"
_LEFTOVER: Final = re.compile(rf"\.netloom-{_MACHINE}-(\d+)-\w+\.tmp")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at every moment, a crash or a power cut included, the old or the new content is there.

    A symbolic link stays one and its target is written; an existing file keeps its permissions. When this returns,
    the content is on the disk. InputError, with the old file untouched, if it cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        _refuse_what_must_stay(target)
        _replace(target, content)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise InputError(f"{_printable(path)} was not written: {_reason(error, path, len(content))}") from error


def sweep_leftovers(folder: Path) -> None:
    """Remove what writers that were killed on this machine left half-written in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if found := _LEFTOVER.fullmatch(entry.name):
                _sweep(entry, int(found[1]))


def _sweep(entry: "os.DirEntry[str]", process: int) -> None:
    with contextlib.suppress(OSError):
        if not _was_running(process, at=entry.stat().st_mtime):
            os.unlink(entry.path)


def _was_running(process: int, *, at: float) -> bool:
    """Whether a process runs and ran at that time: numbers of processes are used again."""
    import psutil  # only where there is something to sweep

    try:
        return bool(psutil.Process(process).create_time() <= at)
    except psutil.NoSuchProcess:
        return False


def _refuse_what_must_stay(target: Path) -> None:
    if target.is_dir():
        raise InputError(f"{_printable(target)} is a folder; a file was expected. Choose another name.")
    if target.exists() and not target.is_file():
        raise InputError(f"{_printable(target)} is a device; a file was expected. Choose another name.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{_printable(target)} is read-only. Choose another name, or allow writing it.")


def _replace(target: Path, content: bytes) -> None:
    name = f".netloom-{_MACHINE}-{os.getpid()}-{secrets.token_hex(4)}.tmp"
    temporary = target.parent / name  # in the same folder: a rename is all or nothing within one disk only
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


def _sync_folder(folder: Path) -> None:
    """The new name, too, is to survive a power cut. Windows knows no such call, and some network disks refuse it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _reason(error: OSError | ValueError, path: Path, size: int) -> str:
    """Why, and what to do. A ValueError is what Python raises for a name that no system takes."""
    folder = _printable(path.absolute().parent)
    match error:
        case ValueError():
            return "its name holds a character that no file name may hold. Choose a plain name."
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return (
                f"the disk is full. {size:,} bytes are needed in {folder}. Free some space, or choose another folder."
            )
        case OSError(errno=errno.EFBIG):
            return f"{size:,} bytes are more than a file may hold in {folder}. Choose another folder."
        case OSError(errno=errno.ENOENT | errno.ENOTDIR):
            return f"the folder {folder} is not there (any more). Make it, or choose another one."
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS):
            return f"writing in {folder} is not allowed, or another program holds the file. Choose another folder."
        case _:
            return f"the system says {error.strerror!r}. Try again, or choose another folder."


def _printable(path: Path) -> str:
    return "".join(character if character.isprintable() else "�" for character in str(path))
