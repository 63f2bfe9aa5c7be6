"""A table on the Data page: its file above, its rows, and beside them what is known of columns, split and warnings."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from netloom_desktop.data.panels import PANELS, Place
from netloom_desktop.data.preview import Preview
from netloom_desktop.data.source_line import SourceLine
from netloom_desktop.data.table import OpenTable
from netloom_desktop.data.view import DataView
from netloom_desktop.parts import Parts

_ROWS_WIDTH, _PANELS_WIDTH = 720, 500
_COLUMNS_HEIGHT, _WARNINGS_HEIGHT = 460, 160
_EDGE: Final = 14


class TableView(DataView):
    """Splitters divide it, so that each part can be given the room that one wants for it."""

    def __init__(self, parts: Parts, table: OpenTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_view")
        self.source_line = SourceLine(table, parts.theme, self)
        self.preview = Preview(table, parts.theme, self)
        self.panels: dict[Place, QWidget] = {place: make(parts, table) for place, make in PANELS.items()}
        self._lay_out()
        self.source_line.open_wanted.connect(self.open_wanted)
        self.source_line.options_wanted.connect(self.options_wanted)
        self.preview.told.connect(self.source_line.tell)

    def _lay_out(self) -> None:
        side = QSplitter(Qt.Orientation.Vertical, self)
        _fill(side, [self.panels[place] for place in ("columns", "warnings") if place in self.panels])
        side.setSizes([_COLUMNS_HEIGHT, _WARNINGS_HEIGHT])
        across = QSplitter(Qt.Orientation.Horizontal, self)
        _fill(across, [self.preview, side])
        across.setSizes([_ROWS_WIDTH, _PANELS_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.setSpacing(10)
        column.addWidget(self.source_line)
        column.addWidget(across, 1)
        if "split" in self.panels:
            column.addWidget(self.panels["split"])


def _fill(splitter: QSplitter, widgets: list[QWidget]) -> None:
    splitter.setChildrenCollapsible(False)
    for place, widget in enumerate(widgets):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, 3 if place == 0 else 2)
