"""Small tables of figures that are read, and copied cell by cell."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ROW = 28  # pixels


class FigureTable(QTableWidget):
    """As high as its rows, up to `most` of them; the first `texts` columns stand to the left, figures to the right."""

    def __init__(
        self, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]], parent: QWidget, *, texts: int = 1
    ) -> None:
        lines = [tuple(row) for row in rows]
        super().__init__(len(lines), len(headings), parent)
        self.most = 12
        self.setObjectName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setHorizontalHeaderLabels(list(headings))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for column in range(len(headings)):
            where = _LEFT if column < texts else _RIGHT
            heading = self.horizontalHeaderItem(column)
            assert heading is not None
            heading.setTextAlignment(where)
            for row, line in enumerate(lines):
                item = QTableWidgetItem(line[column])
                item.setTextAlignment(where)
                self.setItem(row, column, item)

    def sizeHint(self) -> QSize:
        shown = min(self.rowCount(), self.most)
        bar = self.horizontalScrollBar().sizeHint().height()
        height = self.horizontalHeader().sizeHint().height() + shown * _ROW + 2 * self.frameWidth() + bar
        return QSize(super().sizeHint().width(), height)
