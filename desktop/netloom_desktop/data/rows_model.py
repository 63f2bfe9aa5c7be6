"""The rows of the open table, a million as well as ten: windows of them are fetched as they come into sight."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from netloom.protocol import ReadRows, Rows
from netloom_desktop.data.asked_table import AskedTable, TableState
from netloom_desktop.data.cells import CellsModel, Index, Role
from netloom_desktop.data.windows import HEIGHT, WIDTH, Cell, Place, Windows
from netloom_desktop.theme import Theme

LONGEST: Final = 1_000  # characters of a cell that are fetched to be shown
_ACROSS: Final = Qt.Orientation.Horizontal


class RowsModel(CellsModel):
    """Shows `…` for cells that are still to come. `came(Place)` tells of each window."""

    came = Signal(object)

    def __init__(self, table: AskedTable, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self.table = table
        self.windows = Windows()
        self._names: dict[int, str] = {}
        self._kinds: dict[str, str] = {}
        self._fetching: Place | None = None
        self._state = TableState(table.state.source)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        table.changed.connect(self._follow)
        self._follow(table.state)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else self._state.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else self._state.columns

    def cell(self, row: int, column: int) -> Cell | None:
        found = self.windows.cell(row, column)
        if found is None and self._fetching is None:
            self._soon.start()
        return found

    def name(self, column: int) -> str:
        return self._names.get(column, "")

    def kind(self, column: int) -> str:
        return self._kinds.get(self.name(column), "")

    def fetch_anew(self) -> None:
        """The cells hold something else by now, in the same rows and columns: whoever looks keeps the place."""
        self.windows.clear()
        self._fetching = None
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)

    def _follow(self, state: TableState) -> None:
        before, self._state = self._state, state
        if state.state != "read" or before.state != "read":
            self._begin_anew()
        elif state.profile is not before.profile and state.profile:
            self._take_profile()
            self._show_all()

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self.windows.clear()
        self._names, self._kinds, self._fetching = {}, {}, None
        self._take_profile()
        self.endResetModel()

    def _take_profile(self) -> None:
        columns = self._state.profile.columns if self._state.profile else ()
        self._kinds = {column.name: column.kind for column in columns}
        self._names |= {place: column.name for place, column in enumerate(columns)}

    def _show_all(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last, [Role.TextAlignmentRole])
            self.headerDataChanged.emit(_ACROSS, 0, last.column())

    def _fetch(self) -> None:
        """One window after the other, that which was looked for last first."""
        place = self.windows.next_wanted() if self._fetching is None and self._state.state == "read" else None
        if place is None:
            return
        self._fetching = place
        request = ReadRows(
            source=self._state.source,
            folder=self._state.folder,
            start=place.down * HEIGHT,
            count=HEIGHT,
            first_column=place.across * WIDTH,
            columns=WIDTH,
            longest=LONGEST,
        )
        self.table.read_rows(request, lambda rows: self._take(place, rows), self)

    def _take(self, place: Place, rows: Rows) -> None:
        if place != self._fetching:
            return
        self._fetching = None
        self.windows.keep(place, rows)
        first = place.across * WIDTH
        new = {first + place: name for place, name in enumerate(rows.names)}
        if any(column not in self._names for column in new):
            self._names |= new
            self.headerDataChanged.emit(_ACROSS, first, first + len(rows.names) - 1)
        if rows.cells and rows.names:
            top, bottom = rows.start, rows.start + len(rows.cells) - 1
            self.dataChanged.emit(self.index(top, first), self.index(bottom, first + len(rows.names) - 1))
        self.came.emit(place)
        self._soon.start()
