"""Plots as files: pictures, and the figures themselves."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netloom.errors import InputError, NetloomError
from netloom.files import write_atomically

SCALE: Final = 2


def write_plots(plots: QWidget, table: Callable[[], str], path: Path) -> None:
    """Write what is drawn as PNG or SVG, or its figures, a table of text, as CSV, as the ending of the name says.

    InputError if it cannot be.
    """
    kinds: dict[str, Callable[[], bytes]] = {
        ".png": lambda: _png(plots),
        ".svg": lambda: _svg(plots),
        ".csv": lambda: table().encode(),
    }
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path.name} was not written: plots end in .png, .svg or .csv. Choose such a name.")
    write_atomically(path, kinds[path.suffix.lower()]())


def ask_to_save(plots: QWidget, name: str, write: Callable[[Path], None]) -> None:
    """Ask for a file, and write it; what went wrong is told."""
    kinds = "PNG picture (*.png);;SVG picture (*.svg);;CSV table (*.csv)"
    named, kind = QFileDialog.getSaveFileName(plots, "Save the plots", f"{name}.png", kinds)
    if not named:
        return
    path = Path(named)
    try:
        write(path if path.suffix else path.with_suffix(kind.partition("*")[2].rstrip(")")))
    except NetloomError as error:
        QMessageBox.critical(plots, "The plots were not saved", str(error))


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
