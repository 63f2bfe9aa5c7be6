"""The columns of a file, those that are least like the training data first: a line each, with both histograms."""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from netloom.drift import Alarm, ColumnDrift
from netloom_desktop.scoring.drift_bars import paint_drift
from netloom_desktop.scoring.wording import index_words, standing_words
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
COLUMN: Final = Role.UserRole
_HEIGHT: Final = 50
_BARS: Final = 132
_EDGE: Final = 10
_ABOUT: Final = (
    "PSI is the population stability index: how differently the rows are divided among the values than in training. "
    "Below 0.1 they are alike, from 0.25 on they are not. What chance alone would give is taken off."
)
COLORS: Final[dict[Alarm, str]] = {"none": "muted_text", "moderate": "warning", "strong": "error"}


class DriftModel(QAbstractListModel):
    """A line for each column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[ColumnDrift, ...] = ()

    def show_columns(self, columns: tuple[ColumnDrift, ...]) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.row()]
        if role == COLUMN:
            return column
        if role == Role.DisplayRole:
            return column.name
        return f"{column.name}: {standing_words(column)}" if role == Role.AccessibleTextRole else None


class DriftList(QListView):
    """`chosen(ColumnDrift | None)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drift_columns")
        self.setAccessibleName("Columns, those that are least like the training data first")
        self.setToolTip(plain_tip(_ABOUT))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines = DriftModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Line(theme, self))
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(now.data(COLUMN)))

    def show_columns(self, columns: tuple[ColumnDrift, ...]) -> None:
        """Show these, the first chosen."""
        self.lines.show_columns(columns)
        self.setCurrentIndex(self.lines.index(0))
        if not columns:
            self.chosen.emit(None)


class _Line(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_BARS * 2, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column: ColumnDrift = index.data(COLUMN)
        room = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, self.theme.color("grid"))
            painter.fillRect(QRectF(room.left(), room.top(), 3, room.height()), self.theme.color("accent"))
        width = room.width() - _BARS - 3 * _EDGE
        above = QRectF(room.left() + _EDGE, room.top() + 6, width, 20)
        self._write(painter, above, column.name, "text", bold=True)
        words = ", ".join(filter(None, (standing_words(column), index_words(column))))
        self._write(painter, above.translated(0, 19), words, COLORS[column.alarm], size=12)
        painter.restore()
        bars = QRectF(room.right() - _BARS - _EDGE, room.top() + 6, _BARS, room.height() - 12)
        paint_drift(painter, column.bars, bars, self.theme)

    def _write(
        self, painter: QPainter, room: QRectF, text: str, color: str, *, size: int = 13, bold: bool = False
    ) -> None:
        how = font(size, bold=bold)
        painter.setFont(how)
        painter.setPen(self.theme.color(color))
        shown = QFontMetrics(how).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
