"""Folders for keeps: all of their files, checked, or none of them."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from netloom.errors import InputError
from netloom.files.atomic import temporary_name, write_atomically
from netloom.files.folders import make_folder, sync_folder
from netloom.files.words import printable, reason

Result = TypeVar("Result")


def write_folder_atomically(
    folder: Path, contents: Mapping[str, bytes], check: Callable[[Path], Result], *, known: Collection[str]
) -> Result:
    """Write a folder of files so that it is there as a whole, or not at all; returns what `check` found.

    `contents` are the files by their path in it. `check` is given the folder under a name for the time being, and
    whatever it raises keeps the folder from coming to be. A folder that is there is replaced if all it holds are files
    that are `known`, by their paths; InputError if it holds anything else, or if the new one cannot be written.
    """
    target = Path(os.path.realpath(folder))
    _refuse_what_is_not_known(target, known)
    temporary = target.with_name(temporary_name())
    try:
        temporary.mkdir()
        _fill(temporary, contents)
        found = check(temporary)
        _put_in_place(temporary, target)
    except (OSError, ValueError) as error:
        size = sum(map(len, contents.values()))
        raise InputError(f"{printable(folder)} was not written: {reason(error, folder, size)}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return found


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that it holds: at no moment is half of it there under its name.

    InputError if it cannot be removed.
    """
    going = folder.with_name(temporary_name())
    try:
        os.rename(folder, going)
        sync_folder(folder.parent)
    except OSError as error:
        raise InputError(f"{printable(folder)} was not removed: {reason(error, folder)}") from error
    shutil.rmtree(going, ignore_errors=True)  # what is left of it is swept by whoever writes there next


def move_folder(folder: Path, target: Path) -> None:
    """Give a folder another place on the same disk. InputError if something is there, or if it cannot be moved."""
    if os.path.lexists(target):
        raise InputError(f"{printable(folder)} was not moved: {printable(target)} is in the way. Move that first.")
    try:
        os.rename(folder, target)
        for changed in (target.parent, folder.parent):
            sync_folder(changed)
    except (OSError, ValueError) as error:
        raise InputError(f"{printable(folder)} was not moved: {reason(error, folder)}") from error


@contextmanager
def temporary_folder(contents: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder somewhere with these files by their path in it; it is gone afterwards."""
    with TemporaryDirectory() as folder:
        _fill(Path(folder), contents)
        yield Path(folder)


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        make_folder((folder / name).parent)
        write_atomically(folder / name, content)


def _refuse_what_is_not_known(target: Path, known: Collection[str]) -> None:
    if target.exists() and not target.is_dir():
        raise InputError(f"{printable(target)} is a file; a folder was expected. Choose another name.")
    for path in sorted(target.rglob("*")):
        if not path.is_dir() and path.relative_to(target).as_posix() not in known and path.suffix != ".pyc":
            raise InputError(
                f"{printable(target)} holds {printable(path.relative_to(target))}, which would be lost. Choose "
                "another name, or empty the folder."
            )


def _put_in_place(temporary: Path, target: Path) -> None:
    """Gives the folder its name. For an instant there is neither the old one nor the new: no system swaps folders."""
    if not target.exists():
        os.rename(temporary, target)
    else:
        old = target.with_name(temporary_name())
        os.rename(target, old)
        try:
            os.rename(temporary, target)
        except OSError:
            os.rename(old, target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    sync_folder(target.parent)
