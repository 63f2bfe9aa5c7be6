"""The list of columns: lines are chosen, and what is in a cell with an arrow is changed by a click or a key."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from netloom_desktop.data.columns_delegates import ChoiceDelegate, HistogramDelegate, ShareDelegate
from netloom_desktop.data.columns_lines import Heading
from netloom_desktop.data.columns_model import CHOICES, PLACES, ColumnsModel

Flag = QItemSelectionModel.SelectionFlag

LINE: Final = 28
_NAME_AT_LEAST: Final = 120
_WIDTHS: Final[dict[Heading, int]] = {
    "role": 86,
    "kind": 98,
    "distribution": 104,
    "missing": 70,
    "distinct": 70,
    "enters": 100,
}
_GIVEN_UP: Final[tuple[Heading, ...]] = ("enters", "distinct", "missing")  # where there is no room for them
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)


class ColumnsTable(QTableView):
    """Signals: `menu_wanted(heading, point)` where the menu of a heading is to be opened, `chosen(names)` with the
    columns that are chosen, the current one first."""

    menu_wanted = Signal(object, object)
    chosen = Signal(object)

    def __init__(self, model: ColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self.setObjectName("columns")
        self.setAccessibleName("Columns of the table")
        self.setModel(model)
        self._names: tuple[str, ...] = ()
        self._pressed: QModelIndex | None = None
        self._dress()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._choose_again)
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(LINE)
        self.setItemDelegateForColumn(PLACES.index("distribution"), HistogramDelegate(self))
        self.setItemDelegateForColumn(PLACES.index("missing"), ShareDelegate(self))
        for place in CHOICES:
            self.setItemDelegateForColumn(place, ChoiceDelegate(self))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicatorClearable(True)
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(PLACES.index("column"), QHeaderView.ResizeMode.Stretch)
        for heading, width in _WIDTHS.items():
            self.setColumnWidth(PLACES.index(heading), width)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = _NAME_AT_LEAST + sum(_WIDTHS.values())
        for heading in _GIVEN_UP:
            self.setColumnHidden(PLACES.index(heading), needed > self.viewport().width())
            needed -= _WIDTHS[heading]

    # Choosing

    def names(self) -> tuple[str, ...]:
        """The columns that are chosen, the current one first."""
        chosen = self.selectionModel().selection()
        runs = (chosen.at(place) for place in range(chosen.count()))
        rows = {row for run in runs for row in range(run.top(), run.bottom() + 1)}
        current = self.currentIndex().row()
        first = [current] if current in rows else []
        order = first + sorted(rows.difference(first))
        return tuple(self.lines.line(row).column.name for row in order if row < len(self.lines.order))

    def choose(self, names: Sequence[str]) -> None:
        """Choose the columns of these names, as far as they are shown; the first is the current one."""
        wanted = frozenset(names)
        rows = [row for row in range(len(self.lines.order)) if self.lines.line(row).column.name in wanted]
        found = QItemSelection()
        for first, last in _runs(rows):
            found.select(self.lines.index(first, 0), self.lines.index(last, len(PLACES) - 1))
        current = self.lines.row_of(names[0]) if names else None
        if current is not None:
            index = self.lines.index(current, max(self.currentIndex().column(), 0))
            self.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
            self.scrollTo(index)
        self.selectionModel().select(found, Flag.ClearAndSelect)

    def _remember(self) -> None:
        self._names = self.names()

    def _choose_again(self) -> None:
        self.choose(self._names)
        self._tell()

    def _tell(self) -> None:
        self.chosen.emit(self.names())

    # Menus

    def selectionCommand(self, index: QModelIndex | QPersistentModelIndex, event: object = None) -> Flag:
        """A click on what can be changed keeps several lines chosen: they are changed together."""
        plain = isinstance(event, QMouseEvent) and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and index.isValid() and index.column() in CHOICES and self.selectionModel().isSelected(index):
            return Flag.NoUpdate
        return super().selectionCommand(index, event)  # type: ignore[arg-type]  # any event, or none

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = self.indexAt(event.position().toPoint()) if plain else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._pressed is not None and index.isValid() and index == self._pressed and index.column() in CHOICES:
            self._open(index)
        self._pressed = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.names():
            self.menu_wanted.emit(None, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if Qt.Key(event.key()) in _OPENING and not event.modifiers() and index.isValid() and self.names():
            self._open(index)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        """The menu of the cell; where it has none, the whole menu."""
        below = self.visualRect(index).bottomLeft() + QPoint(0, 1)
        heading = PLACES[index.column()] if index.column() in CHOICES else None
        self.menu_wanted.emit(heading, self.viewport().mapToGlobal(below))


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending rows as first and last of each run: Qt's selections are slow where they have many parts."""
    for _, run in groupby(enumerate(rows), lambda entry: entry[1] - entry[0]):
        every = [row for _, row in run]
        yield every[0], every[-1]
