"""The diagram as a picture: SVG and PNG files, and the clipboard. Each carries the project that it shows."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from netloom.errors import InputError
from netloom.files import write_atomically
from netloom.project import Project
from netloom_desktop.canvas.geometry import Rect
from netloom_desktop.canvas.scene import Scene
from netloom_desktop.editor import Editor
from netloom_desktop.in_pictures import KEY, packed, svg_with
from netloom_desktop.theme import Theme

EDGE: Final = 40.0
SCALE: Final = 2.0
LARGEST: Final = 16_000  # pixels of one side


def write_picture(scene: Scene, path: Path) -> None:
    """Write the whole diagram as SVG or PNG, as the ending of the name says. InputError if it cannot be."""
    kinds = {".svg": picture_svg, ".png": picture_png}
    if path.suffix.lower() not in kinds:
        raise InputError(f"{path.name} was not written: a picture ends in .svg or .png. Choose such a name.")
    write_atomically(path, kinds[path.suffix.lower()](scene))


def picture_image(scene: Scene) -> QImage:
    """The diagram as an image at twice its size, or smaller if that would be too large."""
    area = _area(scene)
    scale = min(SCALE, LARGEST / max(area.width(), area.height()))
    image = QImage(int(area.width() * scale), int(area.height() * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(scene.ink.theme.color("canvas"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _render(scene, painter, QRectF(image.rect()), area)
    painter.end()
    image.setText(KEY, packed(scene.editor.project))
    return image


def picture_png(scene: Scene) -> bytes:
    """The diagram as the content of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture_image(scene))
    buffer.close()
    return bytes(content.data())


def picture_svg(scene: Scene) -> bytes:
    """The diagram as the content of an SVG file."""
    area = _area(scene)
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(area.size().toSize())
    generator.setViewBox(QRectF(0, 0, area.width(), area.height()))
    generator.setTitle(scene.editor.project.name or "Network")
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, area.width(), area.height()), scene.ink.theme.color("canvas"))
    _render(scene, painter, QRectF(0, 0, area.width(), area.height()), area)
    painter.end()
    return svg_with(bytes(content.data()), scene.editor.project)


def _area(scene: Scene) -> QRectF:
    box = scene.box()
    return QRectF(*box.grown(EDGE)) if box else QRectF(0, 0, 400, 200)


def _render(scene: Scene, painter: QPainter, target: QRectF, area: QRectF) -> None:
    """Every block as it is at full size, whatever the view shows now."""
    far = scene.far.isVisible()
    scene.far.setVisible(False)
    scene.root.setVisible(True)
    scene.words.setVisible(False)
    scene.render(painter, target, area, Qt.AspectRatioMode.KeepAspectRatio)
    scene.far.setVisible(far)
    scene.root.setVisible(not far)


def thumbnail(project: Project, theme: Theme, room: QSize, ratio: float) -> QPixmap:
    """A project's network as it looks on the canvas, small enough for some room, at so many pixels a point."""
    editor = Editor()
    editor.new(project)
    scene = Scene(editor, theme)
    picture = QPixmap(room * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    area = QRectF(*(scene.box() or Rect(0, 0, 1, 1)).grown(EDGE / 2))
    scale = min(room.width() / area.width(), room.height() / area.height())
    scene.show_scale(0)  # all in the one manner that can be told at any size
    target = QRectF(QPointF(), area.size() * scale)
    target.moveCenter(QRectF(QPointF(), QSizeF(room)).center())
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, target, area)
    painter.end()
    scene.close()
    return picture
