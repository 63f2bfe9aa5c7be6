"""The project that a picture of its diagram carries: put in when it is exported, and read when it comes back."""

import re
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QMimeData
from PySide6.QtGui import QImage, QImageReader

from netloom import limits
from netloom.errors import ProjectError
from netloom.project import Project
from netloom.storage import from_text, to_text

KEY: Final = "netloom-project"
SUFFIXES: Final = (".png", ".svg")
_SVG: Final = "image/svg+xml"
_BEGIN, _END = f'<metadata id="{KEY}">'.encode(), b"</metadata>"
_IN_SVG: Final = re.compile(re.escape(_BEGIN) + rb"([A-Za-z0-9+/=\s]*)" + re.escape(_END))
_LARGEST: Final = 64 * 2**20  # bytes of a picture


def packed(project: Project) -> str:
    """A project as letters that any picture can carry."""
    return b64encode(zlib.compress(to_text(project).encode(), 9)).decode()


def svg_with(svg: bytes, project: Project) -> bytes:
    """An SVG that carries a project."""
    before, end, after = svg.rpartition(b"</svg>")
    return before + _BEGIN + packed(project).encode() + _END + b"\n" + end + after


def read_picture(path: Path) -> Project:
    """The project that a picture carries. ProjectError if it carries none, or one that is refused."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}. Choose another file.") from None
    return _unpacked(_carried(content), str(path))


def may_carry(data: QMimeData) -> bool:
    """Whether what is dragged here is a picture, which may carry a project."""
    return data.hasImage() or data.hasFormat(_SVG) or _picture_file(data) is not None


def _picture_file(data: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in SUFFIXES else None


def project_in(data: QMimeData) -> Project | None:
    """The project that a picture carries which was copied or dragged here; None if nothing here carries one."""
    text = ""
    if data.hasFormat(_SVG):
        text = _carried(bytes(data.data(_SVG).data()))
    elif data.hasImage():
        image = data.imageData()
        text = image.text(KEY) if isinstance(image, QImage) else ""
    if text:
        return _unpacked(text, "The picture")
    path = _picture_file(data)
    return read_picture(path) if path is not None else None


def _carried(content: bytes) -> str:
    """What a PNG or an SVG carries for us; empty if that is nothing."""
    if found := _IN_SVG.search(content):
        return found[1].decode()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    return QImageReader(buffer, QByteArray(b"png")).text(KEY) if content.startswith(b"\x89PNG") else ""


def _unpacked(text: str, name: str) -> Project:
    if not text:
        raise ProjectError(
            f"{name} carries no project. A picture does that Netloom has exported; one that another program has saved "
            "anew may have lost it."
        )
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(b64decode(text), limits.PROJECT_BYTES + 1)
    except (ValueError, zlib.error):
        content = b""
    if not unpacking.eof and len(content) <= limits.PROJECT_BYTES:
        raise ProjectError(f"{name} carries a project that is damaged. Take the picture as it was exported.")
    return from_text(content, name)
