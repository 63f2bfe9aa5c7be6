"""The bytes of a file that someone else made: refused in one sentence where it cannot be read, or would not fit."""

import errno
import gzip
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

import psutil

from netloom.data.progress import Reached, Tell, nobody
from netloom.errors import DataError

GZIP: Final = b"\x1f\x8b"
PARQUET: Final = b"PAR1"
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"  # of old workbooks, and of new ones with a password
_CHUNK: Final = 2**20
_PIECE: Final = 2**23  # of a file between two words about how far it is read
_GLANCE: Final = 1_000
BOMB_BYTES: Final = 64 * 2**20  # below this, any ratio is harmless
BOMB_RATIO: Final = 250  # numbers as text come to 3 to 30; a table of one repeated cell to about 200
_COPIES: Final = 4  # the bytes, the text, the cells and what is in flight between them

_OTHER_FORMATS: Final = (
    (b"PK\x05\x06", "an empty zip archive", "Give the file that holds the table"),
    (b"%PDF", "a PDF document", "Export the table as CSV first"),
    (b"\x89PNG", "a PNG image", "Give the file that holds the table"),
    (b"\xff\xd8\xff", "a JPEG image", "Give the file that holds the table"),
    (b"SQLite format 3\x00", "an SQLite database", "Export the table as CSV first"),
    (b"BZh", "a bzip2 archive", "Unpack it, or use gzip"),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it, or use gzip"),
    (b"(\xb5/\xfd", "a zstd archive", "Unpack it, or use gzip"),
    (b"\x89HDF", "an HDF5 file", "Export the table as CSV or Parquet first"),
    (b"\x80\x04\x95", "a Python pickle, which is never opened", "Export the table as CSV or Parquet first"),
)
# What many a system exports under the name of a workbook.
_MARKUP: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype\s|<html|<table|<\?xml\s|mime-version:)", re.IGNORECASE
)


def free_memory() -> int:
    """How many bytes this machine can still give."""
    return int(psutil.virtual_memory().available)


def is_parquet(path: Path) -> bool:
    """Whether the file begins and ends as a Parquet file does."""
    check_regular(path)
    with _opened(path) as file:
        if file.read(4) != PARQUET:
            return False
        file.seek(-4, 2)
        return file.read(4) == PARQUET


def is_workbook(path: Path) -> bool:
    """Whether the file begins as workbooks do, and other archives too; not what it is called."""
    check_regular(path)
    with _opened(path) as file:
        return file.read(len(ZIP)) in (ZIP, OLE)


def check_regular(path: Path) -> None:
    """Raises DataError unless there is a file that can be read and has an end."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise DataError(f"There is no file {path}. Check its name and folder.") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {_reason(error)}.") from None
    if stat.S_ISDIR(found.st_mode):
        raise DataError(f"{path} is a folder. Expected one file with a table (CSV, TSV, Parquet or Excel).")
    if not stat.S_ISREG(found.st_mode):
        raise DataError(f"{path} is a device or a pipe. Expected an ordinary file with a table.")
    if found.st_size == 0:
        raise DataError(f"{path} is empty. Expected a table with a row of column names.")
    if found.st_size * _COPIES > free_memory():
        raise DataError(
            f"{path} is too large for this machine: {_megabytes(found.st_size)}, and {_megabytes(free_memory())} of "
            f"memory are free, a quarter of which can hold a file. Use fewer rows, or a machine with more memory."
        )


def read_bytes(path: Path, tell: Tell = nobody) -> bytes:
    """The content of a text file, unpacked if it is gzip; DataError if there is none that can be read as a table."""
    check_regular(path)
    with _opened(path) as file:
        content = b"".join(_pieces(file, path.stat().st_size, tell))
    _check_format(path, content)
    return _unpacked(path, content, tell) if content.startswith(GZIP) else content


def read_beginning(path: Path, size: int) -> tuple[bytes, bool]:
    """At most the first `size` bytes of a text file, unpacked if it is gzip, and whether these are all."""
    check_regular(path)
    with _opened(path) as file:
        content, whole = file.read(size), not file.read(1)
    _check_format(path, content)
    return _beginning_unpacked(path, content, size, whole=whole) if content.startswith(GZIP) else (content, whole)


def _pieces(file: BinaryIO, size: int, tell: Tell) -> Iterator[bytes]:
    done = 0
    while piece := file.read(_PIECE):
        yield piece
        done += len(piece)
        tell(Reached("Reading the file", done, max(size, done), "bytes"))


def _check_format(path: Path, content: bytes) -> None:
    """Raises DataError for what is known to be no text."""
    for beginning, what, advice in _OTHER_FORMATS:
        if content.startswith(beginning):
            raise DataError(f"{path} is {what}. Expected CSV, TSV (also .gz), Parquet or Excel. {advice}.")
    if _MARKUP.match(content):
        raise DataError(
            f"{path} is a web page or other markup, whatever its name says. Expected CSV, TSV (also .gz), Parquet or "
            f"Excel. Open it in a spreadsheet program, and save it as .xlsx or CSV."
        )
    if path.suffix.lower() == ".parquet" or (content.startswith(PARQUET) and b"\0" in content[:_GLANCE]):
        raise DataError(f"{path} is no complete Parquet file: its first and last 4 bytes must be PAR1. Copy it again.")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise DataError(f"{path} cannot be read: {_reason(error)}.") from None


def _unpacked(path: Path, packed: bytes, tell: Tell) -> bytes:
    allowed = free_memory() // _COPIES
    source, unpacked = BytesIO(packed), BytesIO()
    try:
        with gzip.GzipFile(fileobj=source) as file:
            while chunk := file.read(_CHUNK):
                unpacked.write(chunk)
                check_unpacked_size(path, source.tell(), unpacked.tell(), allowed)
                tell(Reached("Unpacking the file", source.tell(), len(packed), "bytes"))
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from None
    if not unpacked.tell():
        raise DataError(f"{path} is empty once it is unpacked. Expected a table with a row of column names.")
    return unpacked.getvalue()


def _beginning_unpacked(path: Path, packed: bytes, size: int, *, whole: bool) -> tuple[bytes, bool]:
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)  # 16: with the header of gzip
    try:
        content = unpacking.decompress(packed, size)
    except zlib.error as error:
        raise _damaged(path, error) from None
    return content, whole and unpacking.eof and not unpacking.unused_data


def _damaged(path: Path, error: Exception) -> DataError:
    return DataError(f"{path} is damaged: gzip cannot unpack it ({error}). Copy or download it again.")


def check_unpacked_size(path: Path, packed: int, unpacked: int, allowed: int) -> None:
    """Told from the beginning, before a bomb has cost time: `packed` is how much was taken in so far."""
    if unpacked > BOMB_BYTES and unpacked > packed * BOMB_RATIO:
        raise DataError(
            f"{path} unpacks to more than {BOMB_RATIO} times its size: no table does, so it is taken for a trap. If "
            f"it is sound, give the table unpacked, as CSV."
        )
    if unpacked > allowed:
        raise DataError(
            f"{path} unpacks to more than {_megabytes(allowed)}, a quarter of the free memory. Use fewer rows, or a "
            f"machine with more memory."
        )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return "permission is denied. Ask its owner for the right to read it"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
