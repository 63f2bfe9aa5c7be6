"""The table of runs: chosen, ticked, and edited where they stand, by mouse or by keys."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from netloom_desktop.runs.columns import NOTE, TAGS
from netloom_desktop.runs.filtering import tags_of
from netloom_desktop.runs.model import Index, RunsModel, identity
from netloom_desktop.runs.rows import Row
from netloom_desktop.theme import Theme
from netloom_desktop.training.colors import mixed

LINE: Final = 27
_WIDEST: Final = 220  # of a column, unless a person makes it wider
_CHOSEN: Final = 22  # percent of the accent in the ground of a chosen row
_LOOKED_AT: Final = 60  # rows by which columns are made wide enough
_NARROWEST: Final = {NOTE: 120, TAGS: 80}


class RunsTable(QTableView):
    """Signals: `chosen()` when other runs are, `menu_wanted(QPoint)`, and `key_wanted(str)` with what a key asks for:
    `delete`, `undo`, `draw`."""

    chosen = Signal()
    menu_wanted = Signal(object)
    key_wanted = Signal(object)

    def __init__(self, model: RunsModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.runs = model
        self.undoes: Callable[[], bool] = lambda: False  # whether Ctrl+Z is for this table now
        self._kept: list[object] = []
        self.setObjectName("runs_table")
        self.setAccessibleName("Runs of this project; those that are ticked are drawn")
        self.setModel(model)
        self._dress(theme)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._choose_again)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def _dress(self, theme: Theme) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(LINE)
        palette = self.palette()  # the marks of the runs keep their colours in a chosen row
        chosen = mixed(theme.color("accent"), theme.color("entry"), _CHOSEN)
        palette.setColor(palette.ColorRole.Highlight, chosen)
        palette.setColor(palette.ColorRole.HighlightedText, theme.color("text"))
        palette.setColor(palette.ColorRole.Window, theme.color("wire"))  # the outline of the boxes
        self.setPalette(palette)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(_LOOKED_AT)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setItemDelegate(_Delegate(self.runs, self))

    def fit(self) -> None:
        """Make columns as wide as what they say."""
        self.resizeColumnsToContents()
        for place, column in enumerate(self.runs.columns):
            width = max(self.columnWidth(place), _NARROWEST.get(column.id, 0))
            self.setColumnWidth(place, min(width, _WIDEST))

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    # Choosing

    def chosen_runs(self) -> list[Row]:
        """The runs that are chosen, in the order of the table."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.runs.shown[row] for row in rows if row < len(self.runs.shown)]

    def choose(self, wanted: Iterable[object]) -> None:
        """Choose runs by what they are known by, as far as they are shown."""
        known = set(wanted)
        found = QItemSelection()
        rows = [place for place, row in enumerate(self.runs.shown) if identity(row) in known]
        for row in rows:
            found.select(self.runs.index(row, 0), self.runs.index(row, len(self.runs.columns) - 1))
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            self.selectionModel().setCurrentIndex(self.runs.index(rows[0], 0), flags.NoUpdate)
        self.selectionModel().select(found, flags.ClearAndSelect)

    def edit_cell(self, id: str) -> None:
        """Edit the note or the tags of the run that is current."""
        place, row = self.runs.place_of(id), self.currentIndex().row()
        if place >= 0 and row >= 0:
            index = self.runs.index(row, place)
            self.scrollTo(index)
            self.edit(index)

    def _remember(self) -> None:
        self._kept = [identity(row) for row in self.chosen_runs()]

    def _choose_again(self) -> None:
        self.choose(self._kept)
        self.chosen.emit()

    # Keys and menus

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the window's, unless there is something to undo here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._undoes(event):
            event.accept()
            return True
        return super().event(event)

    def _undoes(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) and self.undoes()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._undoes(event):
            self.key_wanted.emit("undo")
        elif event.key() == Qt.Key.Key_F2:
            self.edit_cell(TAGS if self.currentIndex().column() == self.runs.place_of(TAGS) else NOTE)
        elif not event.modifiers() and (wanted := _KEYS.get(event.key())):
            self.key_wanted.emit(wanted)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.chosen_runs():
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            below = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(0, 1)
            self.menu_wanted.emit(self.viewport().mapToGlobal(below) if by_key else event.globalPos())


_KEYS: Final[dict[int, str]] = {
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Space: "draw",
}


class _Delegate(QStyledItemDelegate):
    """Edits a note or tags in a line; tags are completed by those that other runs have."""

    def __init__(self, model: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.runs = model

    def createEditor(self, parent: QWidget, option: object, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)  # type: ignore[arg-type]  # Qt's own option
        column = self.runs.columns[index.column()]
        editor.setAccessibleName(f"{column.title} of run {self.runs.shown[index.row()].name}")
        if column.id == TAGS and hasattr(editor, "setCompleter"):
            completer = QCompleter(tags_of(self.runs.rows), editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor.setCompleter(completer)
        return editor
