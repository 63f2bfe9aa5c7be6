"""Folders, and that what is in them survives a power cut."""

import errno
import os
from pathlib import Path

from netloom.errors import InputError
from netloom.files.words import printable, reason


def make_folder(folder: Path) -> bool:
    """Make a folder, and those it lies in; False if it was there. InputError if it cannot be made.

    Of several that make the same folder at once only one is told True. When this returns, it survives a power cut.
    """
    try:
        return _made(folder)
    except FileExistsError:
        raise InputError(f"{printable(folder)} is in the way: it is a file. Move it, or name another folder.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"The folder {printable(folder)} was not made: {reason(error, folder)}") from error


def _made(folder: Path) -> bool:
    if folder.is_dir():
        return False
    if not folder.parent.exists():
        _made(folder.parent)
    try:
        os.mkdir(folder)
    except FileExistsError:  # another process may be quicker
        if not folder.is_dir():
            raise
        return False
    sync_folder(folder.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Its names, too, are to survive a power cut. Windows knows no such call, and some network disks refuse it."""
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
