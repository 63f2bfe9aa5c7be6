"""The Model step: the canvas in the middle, the docks around it, and how they are laid out."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from netloom_desktop.canvas.pane import CanvasPane
from netloom_desktop.docks.registry import DOCKS, Area, Dock
from netloom_desktop.focus import focus_on
from netloom_desktop.parts import Parts, Themed
from netloom_desktop.theme import Theme
from netloom_desktop.training.banner import TrainingBanner
from netloom_desktop.training.health_badges import HealthBadges

_AREAS: Final[dict[Area, Qt.DockWidgetArea]] = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_LAYOUT: Final = "window/docks"
_VERSION: Final = 1


class ModelPage(QMainWindow):
    """A page of the window, not a window of its own: docks may stand in it. What is in them is made when the page is
    shown for the first time, or asked for."""

    def __init__(self, pane: CanvasPane, parts: Parts) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("model_page")
        self.setDockNestingEnabled(True)
        self.pane = pane
        self.parts = parts
        self.banner, self.health = TrainingBanner(parts), HealthBadges(parts, self)
        pane.put_above(self.banner)
        self.setCentralWidget(pane)
        self.docks = {dock.id: self._made(dock) for dock in DOCKS}
        self._size_docks()
        self._first = self.saveState(_VERSION)
        layout = QSettings().value(_LAYOUT)
        if isinstance(layout, QByteArray):
            self.restoreState(layout, _VERSION)

    def _made(self, dock: Dock) -> QDockWidget:
        features = QDockWidget.DockWidgetFeature
        made = QDockWidget(dock.title.replace("&", ""), self)
        made.setObjectName(f"{dock.id}_dock")
        made.setFeatures(features.DockWidgetClosable | features.DockWidgetMovable)
        self.addDockWidget(_AREAS[dock.area], made)
        before = self.findChild(QDockWidget, f"{dock.with_tab}_dock") if dock.with_tab else None
        if isinstance(before, QDockWidget):
            self.tabifyDockWidget(before, made)
            before.raise_()
        made.setVisible(dock.shown)
        return made

    def fill(self) -> None:
        """Make what is in the docks, as far as it is not there."""
        for dock in DOCKS:
            if self.docks[dock.id].widget() is None:
                self._fill(self.docks[dock.id], dock)

    def showEvent(self, event: QShowEvent) -> None:
        self.fill()
        super().showEvent(event)

    def _fill(self, made: QDockWidget, dock: Dock) -> None:
        widget = dock.make(self.parts)
        widget.windowTitleChanged.connect(made.setWindowTitle)
        made.setWidget(widget)
        if widget.windowTitle():
            made.setWindowTitle(widget.windowTitle())

    def _size_docks(self) -> None:
        for area, way in (("left", _ACROSS), ("right", _ACROSS), ("bottom", _DOWN)):
            here = [dock for dock in DOCKS if dock.area == area]
            self.resizeDocks([self.docks[dock.id] for dock in here], [dock.size for dock in here], way)

    def widget_of(self, id: str) -> QWidget:
        """What is in a dock."""
        self.fill()
        return self.docks[id].widget()

    def toggle(self, id: str) -> None:
        """Open a dock and go into it, or close it."""
        dock = self.docks[id]
        if dock.isHidden():
            self.show_dock(id)
        else:
            dock.close()

    def show_dock(self, id: str) -> None:
        """Open a dock, before those that share its place, and go into it."""
        dock = self.docks[id]
        dock.show()
        dock.raise_()
        focus_on(dock.widget())

    def keep_layout(self) -> None:
        """The next window has its docks where they are now."""
        QSettings().setValue(_LAYOUT, self.saveState(_VERSION))

    def reset_layout(self) -> None:
        """All docks as they were at the very first."""
        self.restoreState(self._first, _VERSION)

    def show_theme(self, theme: Theme) -> None:
        """Show canvas and docks in other colours."""
        self.parts = replace(self.parts, theme=theme)
        self.pane.canvas.show_theme(theme)
        self.banner.show_theme(theme)
        for dock in DOCKS:
            made = self.docks[dock.id]
            widget = made.widget()
            if isinstance(widget, Themed):
                widget.show_theme(theme)
            elif widget is not None:
                self._fill(made, dock)
                widget.deleteLater()

    # Walking with F6

    def walk(self, by: int) -> None:
        """Go from the canvas into the docks one after the other, or back."""
        open_docks = [dock.widget() for dock in self.docks.values() if not dock.isHidden()]
        stops: list[QWidget] = [self.pane.canvas, *open_docks]
        focus = QApplication.focusWidget()
        now = next((place for place, stop in enumerate(stops) if focus and _holds(stop, focus)), 0)
        stop = stops[(now + by) % len(stops)]
        for dock in self.docks.values():
            if dock.widget() is stop:
                dock.raise_()
        focus_on(stop)


def _holds(widget: QWidget, inner: QWidget) -> bool:
    return widget is inner or widget.isAncestorOf(inner)
