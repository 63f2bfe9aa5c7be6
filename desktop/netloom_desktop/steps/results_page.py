"""The Results step: one tab for each view of what was trained. Wiring only."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from netloom_desktop.parts import Parts, Themed
from netloom_desktop.results.registry import TABS, Tab
from netloom_desktop.theme import Theme


class ResultsPage(QWidget):
    """Each tab is made when it is first shown; `tabs` holds those that are, by their ids."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("results_page")
        self.setAccessibleName("Results: how good it is, beside simpler models.")
        self.parts = parts
        self.tabs: dict[str, QWidget] = {}
        self.bar = QTabWidget(self)
        self.bar.setObjectName("results_tabs")
        self.bar.setDocumentMode(True)
        self.bar.setTabBarAutoHide(True)
        for tab in TABS:
            place = QWidget(self.bar)
            QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
            self.bar.setTabToolTip(self.bar.addTab(place, tab.title), tab.about)
        self.bar.currentChanged.connect(lambda _: self._fill())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)

    def show_tab(self, id: str) -> QWidget:
        """Go to a tab, and return what it shows."""
        self.bar.setCurrentIndex([tab.id for tab in TABS].index(id))
        self._fill()
        return self.tabs[id]

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours; a tab that cannot is made anew."""
        self.parts = replace(self.parts, theme=theme)
        for id, shown in tuple(self.tabs.items()):
            if isinstance(shown, Themed):
                shown.show_theme(theme)
            else:
                shown.hide()
                shown.deleteLater()
                del self.tabs[id]
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.parts.runs.open()
        self._fill()

    def _fill(self) -> None:
        tab: Tab = TABS[self.bar.currentIndex()]
        if tab.id not in self.tabs:
            self.tabs[tab.id] = tab.make(self.parts)
            layout = self.bar.currentWidget().layout()
            assert layout is not None
            layout.addWidget(self.tabs[tab.id])
