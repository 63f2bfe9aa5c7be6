"""The columns of the table: a list to search, sort and change, and below it the chosen one at large, and warnings."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom.profiles import Profile
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.columns_detail import ColumnDetail
from netloom_desktop.data.columns_editing import ColumnEditing
from netloom_desktop.data.columns_lines import Heading, Line
from netloom_desktop.data.columns_menu import columns_menu
from netloom_desktop.data.columns_model import ColumnsModel
from netloom_desktop.data.columns_table import ColumnsTable
from netloom_desktop.data.warnings import WarningList
from netloom_desktop.editor import Change, Editor
from netloom_desktop.one_history import OneHistory
from netloom_desktop.problem_list.rows import counts_in_words
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, label, say

_BESIDE: Final = 1_000  # pixels of width from which on the tabs stand beside the list
_NO_WARNINGS: Final = "&Warnings"


class ColumnsPanel(QWidget):
    """Follows the project; what is in the table is told by `show_profile`, what to be careful about by `show_problems`.
    `chosen(str)`: the column one is at."""

    chosen = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns_panel")
        self.editor, self.theme = editor, theme
        self.editing = ColumnEditing(editor)
        self.model = ColumnsModel(self)
        self.search = Search(self)
        self.count = label(theme, self, color="muted_text", size=12)
        self.refusal = label(theme, self, color="error")
        self.refusal.setObjectName("columns_refusal")
        self.table = ColumnsTable(self.model, self)
        self.detail = ColumnDetail(theme, self)
        self.warnings = WarningList(editor, theme, self)
        self.tabs = QTabWidget(self)
        self._profile: Profile | None = None
        self._current = ""
        self._lay_out()
        self._listen()
        self._follow()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.count, 1)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.tabs)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.detail, "&Chosen column")
        self.tabs.addTab(self.warnings, _NO_WARNINGS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.refusal)
        column.addWidget(self.split, 1)

    def _listen(self) -> None:
        self.search.textChanged.connect(self._find)
        self.search.entered.connect(self._enter_list)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.chosen.connect(self._show_chosen)
        self.detail.edited.connect(lambda path, value: self.editing.set_transform(self._alike(), path, value))
        self.detail.left.connect(self.editor.end_merging)
        self.warnings.column_wanted.connect(self.choose)
        self.editor.project_changed.connect(self._follow)
        self.editor.refused.connect(self._refused)

    # What is shown

    def show_profile(self, profile: Profile | None) -> None:
        """Show what was found in the table; None while it is not read."""
        self._profile = profile
        self.editing.know(profile)
        self._follow()

    def show_table(self, state: TableState) -> None:
        """Show what was found in the table so far."""
        if state.profile is not self._profile:
            self.show_profile(state.profile)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show what to be careful about; it is in front until a column is chosen."""
        self.warnings.show_problems(problems)
        counts = counts_in_words(problems)
        self.tabs.setTabText(1, f"&Warnings ({counts})" if counts else _NO_WARNINGS)
        if problems and not self._current:
            self.tabs.setCurrentWidget(self.warnings)

    def choose(self, name: str) -> None:
        """Choose a column and bring it into view, also if the search hides it; the tabs stay as they are."""
        if self.model.row_of(name) is None:
            self.search.clear()
        shown = self.tabs.currentWidget()
        self.table.choose((name,))
        self.tabs.setCurrentWidget(shown)

    def _follow(self, change: Change | None = None) -> None:
        if change is not None and change.before.data.columns is change.after.data.columns:
            return
        say(self.refusal, "")
        if change is not None and change.opened:
            self.search.clear()
        self.model.show(self.editor.project.data, self._profile)
        self._show_chosen(self.table.names())
        self._say_count()

    def _find(self, text: str) -> None:
        self.model.search(text)
        self._say_count()

    def _say_count(self) -> None:
        shown, every = len(self.model.order), len(self.model.lines)
        say(self.count, f"{shown:,} of {counted(every, 'column')}" if shown < every else counted(every, "column"))
        self.count.setVisible(bool(every))

    def _show_chosen(self, names: tuple[str, ...]) -> None:
        current = names[0] if names else ""
        if current != self._current:
            self._current = current
            say(self.refusal, "")
            self.detail.forget()
            self.editor.end_merging()
            if current:
                self.tabs.setCurrentWidget(self.detail)
            self.chosen.emit(current)
        self.detail.show_lines(self._lines(names), self.editor.project)

    def _lines(self, names: tuple[str, ...]) -> tuple[Line, ...]:
        known = {line.column.name: line for line in self.model.lines}
        return tuple(known[name] for name in names if name in known)

    def _alike(self) -> tuple[str, ...]:
        """The chosen columns that become numbers in the way of the first."""
        lines = self._lines(self.table.names())
        kind = type(lines[0].column.transform) if lines else None
        return tuple(line.column.name for line in lines if type(line.column.transform) is kind)

    def _enter_list(self) -> None:
        if self.model.order:
            self.table.choose((self.model.line(0).column.name,))
            self.table.setFocus()

    def _open_menu(self, heading: Heading | None, point: QPoint) -> None:
        columns = [line.column for line in self._lines(self.table.names())]
        menu = columns_menu(heading, columns, self.editing, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _refused(self, sentence: str) -> None:
        if self.isVisible():
            say(self.refusal, f"⚠ {sentence}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE
        self.split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)

    def sizeHint(self) -> QSize:
        return QSize(720, 420)


class Search(QLineEdit):
    """Finds columns by their names. `entered()`: go to what was found."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns_search")
        self.setPlaceholderText("Search columns")
        self.setAccessibleName("Search columns")
        self.setClearButtonEnabled(True)
        OneHistory(self).watch(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case _:
                super().keyPressEvent(event)
