"""A view of cells: a heading with name and kind for each column, cells that can be chosen and copied."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from netloom_desktop.data.cells import SIZE, CellsModel, kind_words
from netloom_desktop.theme import Theme, font

ROW: Final = 24  # pixels
HEADING: Final = 42
_NARROWEST, _USUAL, _WIDEST = 64, 110, 280
_LOOKED_AT: Final = 60  # rows, for the width of a column
_EDGE, _GAP = 8, 4


class Grid(QTableView):
    """Never asks its model for what is not in sight."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeader(Headings(theme, self))
        self.setFont(font(SIZE))
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFont(font(11))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def fit_columns(self, first: int, count: int) -> None:
        """Make columns as wide as what they hold at the top, within bounds."""
        model = self.model()
        if not isinstance(model, CellsModel):
            return
        metrics, rows = QFontMetrics(self.font()), min(model.rowCount(), _LOOKED_AT)
        for column in range(first, min(first + count, model.columnCount())):
            cells = (str(model.data(model.index(row, column))) for row in range(rows))
            widest = max((metrics.horizontalAdvance(cell) for cell in cells), default=0)
            heading = metrics.horizontalAdvance(model.name(column)) * 9 // 8  # it is bold
            self.setColumnWidth(column, min(max(widest, heading, _NARROWEST) + 3 * _EDGE, _WIDEST))

    def chosen(self) -> QRect:
        """The chosen cells as a rectangle: columns across, rows down."""
        found = QRect()
        for each in self.selectionModel().selection().toList():
            found |= QRect(QPoint(each.left(), each.top()), QPoint(each.right(), each.bottom()))
        return found


class Headings(QHeaderView):
    """The name of a column in bold, and below it what the column holds."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultSectionSize(_USUAL)
        self.setMinimumSectionSize(_NARROWEST // 2)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEADING)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """What is out of sight is never asked for."""
        model = self.model()
        painter.save()
        painter.fillRect(rect, self.theme.color("window"))
        painter.setPen(self.theme.color("grid"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        half = (rect.height() - 2 * _GAP) // 2
        above = QRect(rect.left() + _EDGE, rect.top() + _GAP, rect.width() - 2 * _EDGE, half)
        name = str(model.headerData(section, Qt.Orientation.Horizontal))
        kind = kind_words(model.kind(section)) if isinstance(model, CellsModel) else ""
        painter.setPen(self.theme.color("text"))
        _write(painter, above, name, font(13, bold=True))
        painter.setPen(self.theme.color("muted_text"))
        _write(painter, above.translated(0, half), kind, font(11))
        painter.restore()


def _write(painter: QPainter, rect: QRect, text: str, how: QFont) -> None:
    painter.setFont(how)
    shown = QFontMetrics(how).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
