"""Each column of the project's data, with what it is and what it is for."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from netloom.project import Data
from netloom.settings.columns import Column
from netloom_desktop.data.table import OpenTable
from netloom_desktop.editor import Change
from netloom_desktop.parts import Parts

_HEADINGS: Final = ("Column", "Kind", "Used as", "Enters as", "Numbers", "Why")
_ROLES: Final = {"feature": "feature", "target": "what is predicted", "ignored": "not used"}


class ColumnList(QWidget):
    """Follows the project; nothing is changed here."""

    def __init__(self, parts: Parts, table: OpenTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, len(_HEADINGS), self)
        self.table.setObjectName("data_columns")
        self.table.setAccessibleName("Columns of the table")
        self.table.setHorizontalHeaderLabels(_HEADINGS)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self._shown: Data | None = None
        parts.editor.project_changed.connect(self._follow)
        self._show(parts.editor.project.data)

    def _follow(self, change: Change) -> None:
        self._show(change.after.data)

    def _show(self, data: Data) -> None:
        if data is self._shown:
            return
        self._shown = data
        self.table.setRowCount(len(data.columns))
        for row, column in enumerate(data.columns):
            for place, text in enumerate(_cells(column)):
                self.table.setItem(row, place, QTableWidgetItem(text))


def _cells(column: Column) -> Iterator[str]:
    used = column.role != "ignored" and column.transform is not None
    yield column.name
    yield column.kind.replace("_", " or ")
    yield _ROLES[column.role]
    yield column.transform.title if used and column.transform else ""
    yield f"{column.transform.width:,}" if used and column.transform and column.role == "feature" else ""
    yield column.why
