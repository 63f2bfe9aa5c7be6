"""The first rows of a file, as they are if it is read in the way that one has just chosen."""

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QWidget

from netloom.protocol import Glanced
from netloom_desktop.data.cells import CellsModel, Index
from netloom_desktop.data.grid import Grid
from netloom_desktop.data.windows import WIDTH, Cell
from netloom_desktop.theme import Theme


class FirstRowsModel(CellsModel):
    """All cells are at hand."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self.shown: Glanced | None = None

    def show_glance(self, glanced: Glanced | None) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.shown = glanced
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return len(self.shown.first.cells) if self.shown and not parent.isValid() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return len(self.shown.first.names) if self.shown and not parent.isValid() else 0

    def cell(self, row: int, column: int) -> Cell | None:
        if self.shown is None:
            return None
        first = self.shown.first
        return Cell(first.cells[row][column], column in first.missing[row])

    def name(self, column: int) -> str:
        return self.shown.first.names[column] if self.shown else ""

    def kind(self, column: int) -> str:
        return (self.shown.kinds[column] or "") if self.shown and column < len(self.shown.kinds) else ""


class FirstRows(Grid):
    """Shows them as the Data page will."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("first_rows")
        self.setAccessibleName("First rows of the file")
        self.rows = FirstRowsModel(theme, self)
        self.setModel(self.rows)

    def show_glance(self, glanced: Glanced | None) -> None:
        """Show these rows; where one has scrolled to stays in sight."""
        across = self.horizontalScrollBar().value()
        self.rows.show_glance(glanced)
        self.fit_columns(0, WIDTH)
        self.horizontalScrollBar().setValue(across)
