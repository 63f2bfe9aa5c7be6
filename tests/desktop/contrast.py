"""How far texts stand out from what is behind them, measured over what a window really paints.

Every widget is painted once more into an SVG file, which tells each text with its exact colour and place; what is
behind it is read from the window's picture.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import DARK, LIGHT

ENOUGH = 4.5  # as WCAG 2 asks for


def luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class Text(NamedTuple):
    """Some words as they are painted: where in their widget, and in which colour."""

    words: str
    color: QColor
    place: QRect


def faint_in_both(window: MainWindow) -> list[str]:
    """Each text that stands out too little in dark or light colours; it is left in the light ones."""
    found: list[str] = []
    for theme in (DARK, LIGHT):
        window.act(f"theme_{theme.name}")
        QApplication.processEvents()
        found += (f"{theme.name}: {told}" for told in faint(window))
    return found


def faint(window: QWidget) -> list[str]:
    """Each text of a window that stands out too little. What cannot be used at the moment may be faint."""
    picture, told = window.grab().toImage(), []
    seen = list(_seen(window))
    assert seen, "no text is seen at all"
    for widget, text in seen:
        behind = _behind(picture, text.place.translated(widget.mapTo(window, QPoint())), text.color)
        ratio = contrast(text.color, behind)
        if ratio < ENOUGH:
            name = widget.objectName() or type(widget).__name__
            told.append(f"{name}: {text.words!r} in {text.color.name()} on {behind.name()}: {ratio:.2f}")
    return told


def _seen(window: QWidget) -> Iterator[tuple[QWidget, Text]]:
    for widget in (window, *window.findChildren(QWidget)):
        region = widget.visibleRegion()
        if widget.isVisible() and widget.isEnabled() and not region.isEmpty():
            yield from ((widget, text) for text in painted(widget) if QRegion(text.place).subtracted(region).isEmpty())


def painted(widget: QWidget) -> list[Text]:
    """The texts that a widget paints itself, without those of the widgets inside it."""
    buffer, generator = QBuffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    painter = QPainter(generator)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.IgnoreMask)
    painter.end()
    return list(_texts(ElementTree.fromstring(bytes(buffer.data().data())), QTransform()))


def _texts(element: ElementTree.Element, outer: QTransform) -> Iterator[Text]:
    numbers = [float(number) for number in re.findall(r"[-+.\de]+", element.get("transform", "").partition("(")[2])]
    transform = QTransform(*numbers) * outer if len(numbers) == 6 else outer
    if element.tag.endswith("text") and (element.text or "").strip():
        color = QColor(element.get("fill", ""))
        yield Text(element.text or "", color, transform.mapRect(_room(element)).toAlignedRect())
    for inner in element:
        yield from _texts(inner, transform)


def _room(element: ElementTree.Element) -> QRectF:
    """The room of a text around the middle of its letters."""
    font = QFont(element.get("font-family", ""))
    font.setPixelSize(max(1, round(float(element.get("font-size", "12")))))
    metrics = QFontMetricsF(font)
    height = metrics.xHeight()
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    return QRectF(x, y - height, metrics.horizontalAdvance(element.text or ""), height)


def _behind(picture: QImage, place: QRect, color: QColor) -> QColor:
    """The colour that is there most, but that of the text."""
    around = place.adjusted(-1, -1, 1, 1).intersected(picture.rect())
    found = Counter(
        picture.pixel(x, y)
        for x in range(around.left(), around.right() + 1)
        for y in range(around.top(), around.bottom() + 1)
    )
    del found[color.rgb()]
    return QColor(found.most_common(1)[0][0]) if found else color
