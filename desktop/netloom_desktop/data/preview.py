"""The rows of the project's table, to look through and to copy from."""

import csv
import io
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from netloom.protocol import Failed, ReadRows, Reply, Rows
from netloom_desktop.data.asked_table import AskedTable
from netloom_desktop.data.grid import Grid
from netloom_desktop.data.rows_model import RowsModel
from netloom_desktop.data.windows import WIDTH, Place
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted

MOST_CELLS: Final = 100_000  # that are copied at once
MOST_ROWS, MOST_COLUMNS = 10_000, 1_000


class Preview(Grid):
    """Only what is in sight is fetched. `told(str)` says what became of a copy."""

    told = Signal(object)

    def __init__(
        self, table: AskedTable, theme: Theme, parent: QWidget | None = None, rows: type[RowsModel] = RowsModel
    ) -> None:
        super().__init__(theme, parent)
        self.table = table
        self.setObjectName("data_rows")
        self.setAccessibleName("Rows of the table")
        self.rows = rows(table, theme, self)
        self.setModel(self.rows)
        self._fitted: set[int] = set()
        self.rows.modelReset.connect(self._fitted.clear)
        self.rows.came.connect(self._fit)
        copy = QAction("Copy cells", self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_cells)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _fit(self, place: Place) -> None:
        """Once for each column, when its first cells are there: a width must not change while one reads."""
        if place.across not in self._fitted and place.down == 0:
            self._fitted.add(place.across)
            self.fit_columns(place.across * WIDTH, WIDTH)

    def copy_cells(self) -> None:
        """Put the chosen cells on the clipboard, as text that spreadsheets take, whole although they are shown cut."""
        chosen = self.chosen()
        if chosen.isEmpty():
            return
        if refusal := _too_many(chosen):
            self.told.emit(refusal)
            return
        state = self.table.state
        request = ReadRows(
            source=state.source,
            folder=state.folder,
            start=chosen.top(),
            count=chosen.height(),
            first_column=chosen.left(),
            columns=chosen.width(),
        )
        self.table.ask(request, self._copied, self)

    def _copied(self, reply: Reply) -> None:
        if isinstance(reply, Rows):
            QGuiApplication.clipboard().setText(as_text(reply))
            self.told.emit(f"Copied {counted(len(reply.cells), 'row')} × {counted(len(reply.names), 'column')}.")
        elif isinstance(reply, Failed):
            self.told.emit(f"Nothing was copied. {reply.message}")


def _too_many(chosen: QRect) -> str:
    cells = chosen.width() * chosen.height()
    if cells <= MOST_CELLS and chosen.height() <= MOST_ROWS and chosen.width() <= MOST_COLUMNS:
        return ""
    return (
        f"{chosen.height():,} rows × {chosen.width():,} columns are too many to copy: at most {MOST_CELLS:,} cells, "
        f"{MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns can be. Choose fewer."
    )


def as_text(rows: Rows) -> str:
    """Cells with tabs between, a line for each row."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows([cell or "" for cell in row] for row in rows.cells)
    return text.getvalue().removesuffix("\n")
