"""The Ship step: which run, and below it what can be done with it, a tab each. Wiring only."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from netloom_desktop.parts import Parts, Themed
from netloom_desktop.run_choice.run_bar import RunBar
from netloom_desktop.shipping.registry import PARTS
from netloom_desktop.theme import Theme


class ShipPage(QWidget):
    """`parts.chosen_run` is the run that all parts ship; each part is made when it is first shown."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("ship_page")
        self.setAccessibleName("Ship: use the trained network, and hand it on.")
        self.parts = parts
        self.bar = self._bar()
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("ship_tabs")
        self.tabs.setAccessibleName("What is done with the run")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget(self)
        self._made: dict[str, QWidget] = {}
        for part in PARTS:
            self.tabs.addTab(part.title)
        self.tabs.currentChanged.connect(lambda _: self._show_part())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(8)
        for widget in (self.bar, self.tabs):
            self._column.addWidget(widget)
        self._column.addWidget(self.stack, 1)

    def _bar(self) -> RunBar:
        bar = RunBar(self.parts.chosen_run, self.parts.theme, self)
        bar.train_wanted.connect(lambda: self.parts.act("step_train"))
        return bar

    def show_part(self, id: str) -> None:
        """Go to a part."""
        self.tabs.setCurrentIndex([part.id for part in PARTS].index(id))
        self._show_part()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.parts = replace(self.parts, theme=theme)
        old, self.bar = self.bar, self._bar()
        self._column.replaceWidget(old, self.bar)
        old.hide()
        old.deleteLater()
        for made in self._made.values():
            if isinstance(made, Themed):
                made.show_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.parts.runs.open()
        self._show_part()

    def _show_part(self) -> None:
        """Show the part of the tab; it is made when it is first needed."""
        part = PARTS[self.tabs.currentIndex()]
        if part.id not in self._made:
            self._made[part.id] = part.make(self.parts)
            self.stack.addWidget(self._made[part.id])
        self.stack.setCurrentWidget(self._made[part.id])
