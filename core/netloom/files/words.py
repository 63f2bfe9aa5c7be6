"""Why something could not be written, and what to do, in a user's words."""

import errno
from pathlib import Path


def reason(error: OSError | ValueError, path: Path, size: int = 0) -> str:
    """Why, and what to do. A ValueError is what Python raises for a name that no system takes."""
    folder = printable(path.absolute().parent)
    needed = f" {size:,} bytes are needed in {folder}." if size else ""
    match error:
        case ValueError():
            return "its name holds a character that no file name may hold. Choose a plain name."
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return f"the disk is full.{needed} Free some space, or choose another folder."
        case OSError(errno=errno.EFBIG):
            return f"{size:,} bytes are more than a file may hold in {folder}. Choose another folder."
        case OSError(errno=errno.ENOENT | errno.ENOTDIR):
            return f"the folder {folder} is not there (any more). Make it, or choose another one."
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS):
            return f"writing in {folder} is not allowed, or another program holds the file. Choose another folder."
        case _:
            return f"the system says {error.strerror!r}. Try again, or choose another folder."


def printable(path: Path) -> str:
    """The path without what a terminal would obey."""
    return "".join(character if character.isprintable() else "�" for character in str(path))
