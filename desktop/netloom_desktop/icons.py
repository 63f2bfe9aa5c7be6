"""The icons that come with Netloom, drawn in any colour at any size."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

APP: Final = "netloom"


@lru_cache(maxsize=2_000)
def icon_pixmap(name: str, color: str, size: int) -> QPixmap:
    """An icon as a square of `size` pixels; an empty one where there is no icon of that name."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = _svg(name)
    if svg:
        renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", color).encode()))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
    return pixmap


@lru_cache(maxsize=500)
def icon(name: str, color: str, chosen: str = "") -> QIcon:
    """An icon for a button or a list, crisp at 100 to 300 %; `chosen` is its colour in a chosen line."""
    found = QIcon()
    for size in (18, 24, 36, 54):
        found.addPixmap(icon_pixmap(name, color, size))
        found.addPixmap(icon_pixmap(name, chosen or color, size), QIcon.Mode.Selected)
    return found


@lru_cache(maxsize=500)
def _svg(name: str) -> str:
    path = files("netloom_resources") / "icons" / f"{name}.svg"
    return path.read_text("utf-8") if name and path.is_file() else ""


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The icon of Netloom itself, in its own colours."""
    found = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        found.addPixmap(icon_pixmap(APP, "", size))
    return found
