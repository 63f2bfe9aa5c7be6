"""A workbook as the zip archive that it is: refused where it is a trap, and looked into for what no reader tells."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from netloom.data.opening import check_unpacked_size, free_memory
from netloom.errors import DataError
from netloom.limits import ARCHIVE_MEMBERS

_CHUNK: Final = 2**20
_SHARE: Final = 4  # of the free memory may be unpacked
_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_OPEN: Final = "content.xml"
_HOMES: Final = (_BOOK, "xl/workbook.bin", _OPEN)  # of .xlsx, of .xlsb, of .ods
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_LINK: Final = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LOOKED_AT: Final = 2**22  # bytes of the list of sheets


def check_archive(path: Path) -> None:
    """Raises DataError unless the file is an archive that holds a workbook and unpacks to a size that fits."""
    with opened(path) as archive:
        members = archive.infolist()
        if len(members) > ARCHIVE_MEMBERS:
            raise DataError(
                f"{path} holds {len(members):,} files; at most {ARCHIVE_MEMBERS:,} are expected in a workbook. Save "
                f"the sheet as CSV."
            )
        if not any(member.filename in _HOMES for member in members):
            raise DataError(f"{path} is a zip archive without a workbook in it. Unpack it, and give the table.")
        packed, unpacked, allowed = path.stat().st_size, 0, free_memory() // _SHARE
        for member in members:
            for chunk in chunks(archive, member):
                unpacked += len(chunk)
                check_unpacked_size(path, packed, unpacked, allowed)


def is_open_document(path: Path) -> bool:
    """Whether the archive is an .ods."""
    with opened(path) as archive:
        return _OPEN in archive.namelist()


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; DataError where it is damaged, now or while its members are read."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DataError(f"{path} is a damaged workbook ({error}). Copy it again, or save it anew.") from None
    except RuntimeError:  # zipfile has no narrower error for an encrypted member
        raise DataError(f"{path} is packed with a password. Unpack it, and give the table.") from None


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> Iterator[bytes]:
    """The content of a member, piece by piece."""
    with archive.open(name=member) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """By the name of a sheet, its member of the archive and whether it is hidden; nothing for what is no .xlsx."""
    known = set(archive.namelist())
    if not {_BOOK, _LINKS} <= known:
        return {}
    links = {found["Id"]: found["Target"] for found in _tags(archive, _LINKS, _LINK) if {"Id", "Target"} <= set(found)}
    parts = {}
    for found in _tags(archive, _BOOK, _SHEET):
        place = next((value for name, value in found.items() if name.endswith(":id")), "")
        member = _member(links.get(place, ""))
        if member in known:
            parts[found.get("name", "")] = (member, found.get("state", "visible") != "visible")
    return parts


def _tags(archive: zipfile.ZipFile, member: str, tag: re.Pattern[bytes]) -> Iterator[dict[str, str]]:
    with archive.open(name=member) as file:
        text = file.read(_LOOKED_AT)
    for found in tag.finditer(text):
        yield {name.decode(): _text(one or other) for name, one, other in _ATTRIBUTE.findall(found[1])}


def _text(value: bytes) -> str:
    return unescape(value.decode("utf-8", errors="replace"))


def _member(target: str) -> str:
    if target.startswith("/"):
        return unquote(target[1:])
    return str(PurePosixPath("xl") / unquote(target))
