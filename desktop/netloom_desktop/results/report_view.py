"""A report that is looked at: a list of its views, and the one that is chosen."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from netloom_desktop.loaded_later import LoadedLater
from netloom_desktop.results.shown import Shown
from netloom_desktop.results.views import VIEWS
from netloom_desktop.theme import font

_WIDTH: Final = 204  # pixels of the list
_ROW: Final = 34


class ReportView(QWidget):
    """Each view is made when it is first shown; `chosen` is the id of the one that is."""

    def __init__(self, shown: Shown, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_view")
        self.shown = shown
        self.kinds = [kind for kind in VIEWS if kind.of(shown.output)]
        self.made: dict[str, LoadedLater] = {}
        self.list = QListWidget(self)
        self.list.setObjectName("report_views")
        self.list.setAccessibleName("Views of the report")
        self.list.setFixedWidth(_WIDTH)
        self.list.setFont(font(13))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for kind in self.kinds:
            item = QListWidgetItem(kind.title, self.list)
            item.setSizeHint(QSize(0, _ROW))
        self.stack = QStackedWidget(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        self.list.currentRowChanged.connect(self._show)
        ids = [kind.id for kind in self.kinds]
        self.list.setCurrentRow(ids.index(first) if first in ids else 0)

    @property
    def chosen(self) -> str:
        """The id of the view that is shown."""
        return self.kinds[self.list.currentRow()].id

    def _show(self, row: int) -> None:
        kind = self.kinds[row]
        if kind.id not in self.made:
            shown = self.shown
            self.made[kind.id] = LoadedLater(kind.module, lambda: kind.make(shown), shown.theme, self)
            self.stack.addWidget(self.made[kind.id])
        self.stack.setCurrentWidget(self.made[kind.id])
