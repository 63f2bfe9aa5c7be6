"""The Data step: shows the project's data by the view of its kind, and opens what is chosen or dropped here."""

from dataclasses import replace

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from netloom_desktop.data.dropping import dropped_table
from netloom_desktop.data.empty_view import EmptyView
from netloom_desktop.data.opening import Opening
from netloom_desktop.data.registry import VIEWS
from netloom_desktop.data.table import OpenTable
from netloom_desktop.data.view import DataView
from netloom_desktop.parts import Parts
from netloom_desktop.theme import Theme


class DataPage(QWidget):
    """Reads nothing before it is seen."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("data_page")
        self.setAccessibleName("Data: the table")
        self.setAcceptDrops(True)
        self.parts = parts
        self.table = OpenTable(parts.editor, parts.engines, self)
        self.opening = Opening(parts, self.table, self)
        self.stack = QStackedLayout(self)
        self.views: dict[str, DataView] = {}
        self.show_theme(parts.theme)
        self.table.changed.connect(lambda _: self._follow())

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.parts = self.opening.parts = replace(self.parts, theme=theme)
        old, self.views = self.views, {}
        self._follow()
        for view in old.values():
            self.stack.removeWidget(view)
            view.setParent(None)
            view.deleteLater()

    def _follow(self) -> None:
        """Show the view for the kind of data that there is; it is made when it is first needed."""
        source = self.parts.editor.project.data.source
        kind = source.id if source.path else ""
        if kind not in self.views:
            self.views[kind] = self._made(kind)
            self.stack.addWidget(self.views[kind])
        self.stack.setCurrentWidget(self.views[kind])

    def _made(self, kind: str) -> DataView:
        view = VIEWS[kind](self.parts, self.table) if kind else EmptyView(self.parts.theme)
        view.open_wanted.connect(self.opening.ask)
        view.options_wanted.connect(self.opening.ask_options)
        return view

    def choose_column(self, name: str) -> None:
        """Go to a column of the data."""
        for view in self.views.values():
            view.choose_column(name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_table(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file from elsewhere. What comes of it is asked once the drop itself is over."""
        path = dropped_table(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.opening.open(path)
