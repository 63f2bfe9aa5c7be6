"""Plots as files: pictures, and the figures themselves."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from netloom.errors import InputError
from netloom.files import write_atomically
from netloom_desktop.training.run import Run
from netloom_desktop.training.table import table_of

SCALE: Final = 2


def write_plots(plots: QWidget, runs: Sequence[Run], path: Path) -> None:
    """Write what is drawn as PNG or SVG, or the figures of the runs as CSV, as the ending of the name says.

    InputError if it cannot be.
    """
    kinds: dict[str, Callable[[], bytes]] = {
        ".png": lambda: _png(plots),
        ".svg": lambda: _svg(plots),
        ".csv": lambda: table_of(runs).encode(),
    }
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path.name} was not written: plots end in .png, .svg or .csv. Choose such a name.")
    write_atomically(path, kinds[path.suffix.lower()]())


def _png(plots: QWidget) -> bytes:
    image = QImage(plots.size() * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SCALE)
    image.fill(plots.palette().window().color())
    plots.render(image, QPoint(), QRegion(plots.rect()), QWidget.RenderFlag.DrawChildren)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stub knows names of formats as bytes alone
    buffer.close()
    return bytes(content.data())


def _svg(plots: QWidget) -> bytes:
    content = QByteArray()
    generator = QSvgGenerator()
    buffer = QBuffer(content)
    generator.setOutputDevice(buffer)
    generator.setSize(plots.size())
    generator.setViewBox(QRect(QPoint(), plots.size()))
    generator.setTitle("Plots")
    painter = QPainter(generator)
    painter.fillRect(plots.rect(), plots.palette().window())
    plots.render(painter, QPoint(), QRegion(plots.rect()), QWidget.RenderFlag.DrawChildren)
    painter.end()
    return bytes(content.data())
