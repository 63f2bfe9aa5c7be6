"""The lines of the list of columns for Qt: sorted by a heading, found by name, thousands of them as quick as ten."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from netloom.profiles import Profile
from netloom.project import Data
from netloom_desktop.data.columns_bars import bars_of
from netloom_desktop.data.columns_lines import HEADINGS, Heading, Line, about, lines_of, ordered, spread_words, text_of
from netloom_desktop.words import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

BARS: Final = Role.UserRole
SHARE: Final = Role.UserRole + 1  # of the rows, from 0 to 1, that a cell speaks of
PLACES: Final[tuple[Heading, ...]] = tuple(HEADINGS)
CHOICES: Final = tuple(PLACES.index(heading) for heading in ("role", "kind"))
_NUMBERS: Final = tuple(PLACES.index(heading) for heading in ("missing", "distinct"))


class ColumnsModel(QAbstractTableModel):
    """Rows are columns of the table. It is told what to show, and never edits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.order: tuple[int, ...] = ()
        self._data: Data | None = None
        self._profile: Profile | None = None
        self._sorted: Heading | None = None
        self._descending = False
        self._search = ""

    # What is shown

    def show(self, data: Data, profile: Profile | None) -> None:
        """Show these columns with what was found in them. Lines stay where they are while the columns are the same."""
        if data.columns is getattr(self._data, "columns", None) and profile is self._profile:
            return
        lines = lines_of(data, profile)
        same = [line.column.name for line in lines] == [line.column.name for line in self.lines]
        self._data, self._profile = data, profile
        if not same:
            self._show_lines(lines)
        elif lines:
            self.lines = lines
            self._tell_changed()

    def _tell_changed(self) -> None:
        if self.order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.order) - 1, len(PLACES) - 1))

    def search(self, text: str) -> None:
        """Show only the columns with a text in their name."""
        if text != self._search:
            self._search = text
            self._show_lines(self.lines)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a heading; -1 is the order of the file."""
        self._sorted = PLACES[column] if 0 <= column < len(PLACES) else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._show_lines(self.lines)

    def _show_lines(self, lines: tuple[Line, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.order = ordered(lines, self._sorted, descending=self._descending, search=self._search)
        self.endResetModel()

    def line(self, row: int) -> Line:
        """What a row shows."""
        return self.lines[self.order[row]]

    def row_of(self, name: str) -> int | None:
        """The row of a column; None where it is not shown."""
        return next((row for row, place in enumerate(self.order) if self.lines[place].column.name == name), None)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(PLACES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(PLACES):
            return None
        return HEADINGS[PLACES[section]] if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.order):
            return None
        line, heading = self.line(index.row()), PLACES[index.column()]
        match role:
            case Role.DisplayRole:
                return text_of(line, heading)
            case Role.ToolTipRole:
                return plain_tip(about(line, heading))
            case Role.AccessibleTextRole:
                words = spread_words(line.found) if heading == "distribution" else text_of(line, heading)
                return f"{HEADINGS[heading]}: {words or 'not known'}"
            case Role.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if index.column() in _NUMBERS else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        if role == BARS and heading == "distribution":
            return bars_of(line.found, line.column.kind)
        return line.missing_share if role == SHARE and heading == "missing" else None
