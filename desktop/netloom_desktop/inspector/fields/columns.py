"""The field for a list of the data's columns: each can be ticked, and a search finds them."""

from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from netloom.described import Setting
from netloom.project import Project
from netloom_desktop.inspector.fields.field import DIFFERENT, Field, Shown
from netloom_desktop.inspector.named import named_in
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say

MANY: Final = 12  # columns from which on a search helps
HIGH: Final = 180
LINE: Final = 22

_NAME: Final = Qt.ItemDataRole.UserRole


class ColumnsField(Field):
    """The columns of the data with a box each; those that are named but not there are listed as well."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self._project = Project()
        self._names: tuple[str, ...] | None = None
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search columns")
        self.search.setAccessibleName("Search columns")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget(self)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        outlined(self.list, theme)
        outlined(self.search, theme)
        self.list.itemChanged.connect(lambda _: self.tell())
        self.list.installEventFilter(self)
        self.own_history.watch(self.search)
        self.said = label(theme, self, color="muted_text", size=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for each in (self.search, self.list, self.said):
            column.addWidget(each)
        self._offer(())

    def widget(self) -> QWidget:
        return self.list

    def follow(self, project: Project) -> None:
        if project.data.columns is not self._project.data.columns:
            self._project = project
            self._offer(self.value())

    def value(self) -> Any:
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.data(_NAME) for item in items if item.checkState() == Qt.CheckState.Checked)

    def put(self, shown: Shown) -> None:
        self._offer(() if shown.mixed else shown.value)
        if shown.mixed:
            say(self.said, DIFFERENT)

    def show_value(self, shown: Shown) -> None:
        """The order of the columns is the project's own: the same columns in another order are not ticked anew."""
        if shown != self.shown:
            self.shown = shown
            if shown.mixed or set(self.value()) != set(shown.value) or not self.list.count():
                self.put(shown)

    def _offer(self, ticked: tuple[str, ...]) -> None:
        known = tuple(named_in(self._project, self.setting.names))
        names = (*known, *(name for name in ticked if name not in known))
        self.list.blockSignals(True)
        if names != self._names:
            self._names = names
            self.list.clear()
            for name in names:
                item = QListWidgetItem(name if name in known else f"{name} (is not there)")
                item.setData(_NAME, name)
                item.setSizeHint(QSize(0, LINE))
                self.list.addItem(item)
        for row, name in enumerate(names):
            self.list.item(row).setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.search.setVisible(len(names) > MANY)
        self.list.setVisible(bool(names))
        self.list.setFixedHeight(min(LINE * len(names) + 4, HIGH))
        say(self.said, "" if names else "The project has no data yet, so there are no columns to choose from.")

    def _filter(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(text.casefold() not in item.text().casefold())
