"""The rows of the table of runs for Qt: filtered and sorted, ticked, and noted of. It never writes."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from netloom_desktop.runs.columns import EDITED, NOTE, TAGS, Column, columns_of
from netloom_desktop.runs.filtering import Filter, filtered, ordered
from netloom_desktop.runs.rows import Row
from netloom_desktop.theme import Theme
from netloom_desktop.training.colors import look
from netloom_desktop.training.run_list import mark_icon
from netloom_desktop.words import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Flag = Qt.ItemFlag


class RunsModel(QAbstractTableModel):
    """Signals: `ticked(Row, bool)`, and `noted(Row, str, tuple)` with the note and the tags that a run is to have."""

    ticked = Signal(object, object)
    noted = Signal(object, object, object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows: tuple[Row, ...] = ()
        self.columns: tuple[Column, ...] = columns_of(())
        self.shown: list[Row] = []
        self.filter = Filter()
        self._sorted: tuple[str, bool] | None = None

    # What is shown

    def show(self, rows: Sequence[Row]) -> None:
        """Show these runs. Where they are the same ones in the same order, rows stay chosen."""
        self._show(tuple(rows), columns_of(rows), self.filter)

    def show_filtered(self, wanted: Filter) -> None:
        """Show only the runs that a filter lets through."""
        self._show(self.rows, self.columns, wanted)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the latest first."""
        descending = order == Qt.SortOrder.DescendingOrder
        self._sorted = (self.columns[column].id, descending) if 0 <= column < len(self.columns) else None
        self._show(self.rows, self.columns, self.filter)

    def _show(self, rows: tuple[Row, ...], columns: tuple[Column, ...], wanted: Filter) -> None:
        id, descending = self._sorted or ("", False)
        by = next((column for column in columns if column.id == id), None)
        shown = ordered(filtered(rows, columns, wanted), by, descending=descending)
        same = [column.id for column in columns] == [column.id for column in self.columns]
        if same and list(map(identity, shown)) == list(map(identity, self.shown)):
            self.rows, self.columns, self.shown, self.filter = rows, columns, shown, wanted
            self.tell_changed()
            return
        self.beginResetModel()
        self.rows, self.columns, self.shown, self.filter = rows, columns, shown, wanted
        self.endResetModel()

    def tell_changed(self) -> None:
        """What the cells say may be another thing than before."""
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, len(self.columns) - 1))

    def place_of(self, id: str) -> int:
        """The place of a column by its id; -1 where it is not shown."""
        return next((place for place, column in enumerate(self.columns) if column.id == id), -1)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Role.DisplayRole:
                return column.title
            case Role.ToolTipRole:
                return plain_tip(column.about)
            case Role.TextAlignmentRole:
                return _side(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Flag.NoItemFlags
        row, id = self.shown[index.row()], self.columns[index.column()].id
        flags = Flag.ItemIsEnabled | Flag.ItemIsSelectable
        if id == "run" and row.entry is not None:
            flags |= Flag.ItemIsUserCheckable
        return flags | Flag.ItemIsEditable if id in EDITED and row.folder is not None else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        row, column = self.shown[index.row()], self.columns[index.column()]
        match role:
            case Role.DisplayRole:
                return column.text(row)
            case Role.EditRole:
                return row.note if column.id == NOTE else column.text(row)
            case Role.ToolTipRole:
                return plain_tip(*_told(row, column))
            case Role.AccessibleTextRole:
                return f"{column.title}: {column.text(row) or 'nothing'}"
            case Role.TextAlignmentRole:
                return _side(column)
            case Role.ForegroundRole if row.is_damaged:
                return QBrush(self.theme.color("error"))
        return self._tick(row, role) if column.id == "run" and row.entry is not None else None

    def _tick(self, row: Row, role: int) -> Any:
        assert row.entry is not None
        if role == Role.CheckStateRole:
            return Qt.CheckState.Checked if row.entry.drawn else Qt.CheckState.Unchecked
        if role == Role.DecorationRole and row.entry.drawn:
            return mark_icon(look(self.theme, row.entry.color))
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if not index.isValid():
            return False
        row, id = self.shown[index.row()], self.columns[index.column()].id
        if role == Role.CheckStateRole:
            self.ticked.emit(row, Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Role.EditRole and id in EDITED:
            note = str(value) if id == NOTE and str(value).split() != row.note.split() else row.note
            tags = tuple(str(value).split(",")) if id == TAGS else row.tags
            self.noted.emit(row, note, tags)
        return True


_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _side(column: Column) -> Qt.AlignmentFlag:
    return _RIGHT if column.number is not None and column.id not in ("run", "setting optimizer") else _LEFT


def _told(row: Row, column: Column) -> tuple[str, ...]:
    """What a tooltip says: the whole note, why a run is damaged, or what the column is."""
    if column.id == NOTE:
        return (row.note or "Nothing is noted. F2 or a double click lets you note something.",)
    return (row.message or column.about,) if column.id in ("run", "ended") else (column.about,)


def identity(row: Row) -> object:
    """What a run is known by: its folder, or before it has one, its entry in the book."""
    return row.folder if row.folder is not None else id(row.entry)
