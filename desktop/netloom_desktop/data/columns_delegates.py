"""How cells of the list of columns are painted: the small histogram, what can be chosen, and shares of rows."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from netloom_desktop.data.columns_bars import Bars, paint_bars
from netloom_desktop.data.columns_model import BARS, SHARE

Index = QModelIndex | QPersistentModelIndex

_EDGE: Final = 4
_ARROW: Final = 14
_THINNEST: Final = 4.0  # less looks like dust


class _Delegate(QStyledItemDelegate):
    """Shows plain text and no focus frame of its own around a part of a line."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class HistogramDelegate(_Delegate):
    """The distribution of a column."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        bars = index.data(BARS)
        if isinstance(bars, Bars):
            room = QRectF(_room(option)).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
            paint_bars(painter, bars, room, _color(option, QPalette.ColorRole.Highlight), _ratio(painter))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 28)


class ChoiceDelegate(_Delegate):
    """A word of several: an arrow says that it can be changed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        room = QRectF(_room(option))
        middle = QPointF(room.right() - _ARROW / 2 - 2, room.center().y())
        arrow = QPolygonF([middle + QPointF(-3.5, -1.5), middle + QPointF(0, 2.5), middle + QPointF(3.5, -1.5)])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_color(option, QPalette.ColorRole.Dark), 1.4))
        painter.drawPolyline(arrow)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.rect.setRight(option.rect.right() - _ARROW)


class ShareDelegate(_Delegate):
    """A share of the rows, in words and as a line below them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if isinstance(share, float) and share > 0:
            room = QRectF(_room(option)).adjusted(_EDGE, 0, -_EDGE, -3)
            width = max(room.width() * share, _THINNEST)
            line = QRectF(room.right() - width, room.bottom() - 2, width, 2)
            painter.fillRect(line, _color(option, QPalette.ColorRole.Dark))


def _room(option: QStyleOptionViewItem) -> QRectF:
    return QRectF(option.rect)


def _color(option: QStyleOptionViewItem, role: QPalette.ColorRole) -> QColor:
    """A colour that is seen on a line, chosen or not."""
    chosen = option.state & QStyle.StateFlag.State_Selected
    return option.palette.color(QPalette.ColorRole.HighlightedText if chosen else role)


def _ratio(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatioF() if device is not None else 1.0
