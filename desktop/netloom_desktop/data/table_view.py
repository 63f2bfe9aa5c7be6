"""A table on the Data page: its file above, its rows, beside them their columns, and below how rows are divided."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from netloom_desktop.data.panels import columns_panel, split_panel
from netloom_desktop.data.preview import Preview
from netloom_desktop.data.source_line import SourceLine
from netloom_desktop.data.table import OpenTable
from netloom_desktop.data.view import DataView
from netloom_desktop.parts import Parts

_ROWS_WIDTH, _PANELS_WIDTH = 720, 500
_EDGE: Final = 14


class TableView(DataView):
    """Splitters divide it, so that each part can be given the room that one wants for it."""

    def __init__(self, parts: Parts, table: OpenTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_view")
        self.source_line = SourceLine(table, parts.theme, self)
        self.preview = Preview(table, parts.theme, self)
        self.table = table
        self.columns, self.split = columns_panel(parts, table), split_panel(parts, table)
        self._lay_out()
        self.source_line.open_wanted.connect(self.open_wanted)
        self.source_line.options_wanted.connect(self.options_wanted)
        self.preview.told.connect(self.source_line.tell)
        self.preview.horizontalHeader().sectionClicked.connect(self._choose_clicked)
        self.columns.chosen.connect(self._show_in_rows)

    def choose_column(self, name: str) -> None:
        self.columns.choose(name)

    def _choose_clicked(self, place: int) -> None:
        if name := self.preview.rows.name(place):
            self.columns.choose(name)

    def _show_in_rows(self, name: str) -> None:
        """Bring the chosen column into sight among the rows as well."""
        known = self.table.state.profile.columns if self.table.state.profile else ()
        place = next((place for place, column in enumerate(known) if column.name == name), None)
        if place is not None:
            top = max(self.preview.rowAt(0), 0)
            self.preview.scrollTo(self.preview.rows.index(top, place))

    def _lay_out(self) -> None:
        across = QSplitter(Qt.Orientation.Horizontal, self)
        _fill(across, [self.preview, self.columns])
        across.setSizes([_ROWS_WIDTH, _PANELS_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(10)
        column.addWidget(self.source_line)
        column.addWidget(across, 1)
        column.addWidget(self.split)


def _fill(splitter: QSplitter, widgets: list[QWidget]) -> None:
    splitter.setChildrenCollapsible(False)
    for place, widget in enumerate(widgets):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, 3 if place == 0 else 2)
