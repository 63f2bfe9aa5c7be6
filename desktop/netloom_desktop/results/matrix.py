"""A confusion matrix whose cells are chosen with the mouse or the arrow keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem, QWidget

from netloom.reports.wording import percent
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import plain_tip

_SMALL: Final = 9  # classes from which on the cells are small
_ROOM: Final = 46  # pixels of a cell's height
_NARROW, _WIDE, _NAME = 62, 104, 28
_DEEPEST: Final = 0.34  # how much of the colour is in the ground of a full cell: text must stay readable


class Matrix(QTableWidget):
    """Rows are the classes as they are, columns what is answered. `chosen(int, int)` tells a cell."""

    chosen = Signal(object, object)

    def __init__(self, names: Sequence[str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(len(names), len(names), parent)
        self.theme, self.names = theme, tuple(names)
        self.setObjectName("confusion_matrix")
        self.setAccessibleName("Confusion matrix: rows are the classes as they are, columns what is answered")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalHeaderLabels([f"→ {_short(name)}" for name in names])
        self.setVerticalHeaderLabels([_short(name) for name in names])
        palette = self.palette()  # a chosen cell keeps its shade
        palette.setColor(palette.ColorRole.Highlight, theme.color("accent"))
        palette.setColor(palette.ColorRole.HighlightedText, theme.color("on_accent"))
        palette.setColor(palette.ColorRole.Base, theme.color("window"))
        self.setPalette(palette)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self._size_cells()
        self.currentCellChanged.connect(lambda row, column, *_: self._tell(row, column))
        self.cellClicked.connect(self._tell)
        for row in range(len(names)):
            for column in range(len(names)):
                item = QTableWidgetItem()
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                item.setFont(font(13, bold=row == column))
                self.setItem(row, column, item)

    def _size_cells(self) -> None:
        small = len(self.names) >= _SMALL
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setDefaultSectionSize(_NARROW if small else _WIDE)
        down.setDefaultSectionSize(_ROOM)
        for header in (across, down):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        across, down = self.horizontalHeader(), self.verticalHeader()
        edge = 2 * self.frameWidth()
        return QSize(
            across.length() + down.sizeHint().width() + edge, down.length() + across.sizeHint().height() + edge
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(280, 130))

    def show_counts(self, counts: Sequence[Sequence[int]]) -> None:
        """Show how many rows each cell has."""
        for row, line in enumerate(counts):
            total = max(sum(line), 1)
            for column, count in enumerate(line):
                item = self.item(row, column)
                assert item is not None
                share = count / total
                item.setText(f"{count:,}\n{percent(share)}" if count else "0")
                item.setBackground(self._ground(share if count else 0.0, right=row == column))
                right = "right" if row == column else "wrong"
                tip = f"{count:,} rows are {self.names[row]!r}, answered {self.names[column]!r}: {right}"
                item.setToolTip(plain_tip(tip))

    def _ground(self, share: float, *, right: bool) -> QColor:
        color, ground = self.theme.color("fitting" if right else "error"), self.theme.color("entry")
        deep = _DEEPEST * share
        pairs = ((color.red(), ground.red()), (color.green(), ground.green()), (color.blue(), ground.blue()))
        return QColor(*(round(above * deep + below * (1 - deep)) for above, below in pairs))

    def _tell(self, row: int, column: int) -> None:
        if row >= 0 and column >= 0:
            self.chosen.emit(row, column)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
