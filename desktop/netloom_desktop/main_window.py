"""The main window. Its first picture, the welcome page, needs little; all else is made by `furnishing.py`, which says
how the parts of the window are wired. What is shown is the canvas's, what is edited the editor's."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QStatusBar, QVBoxLayout, QWidget

from netloom_desktop.first_paint import FirstPaint
from netloom_desktop.focus import focus_on
from netloom_desktop.style import STEPS_HEIGHT
from netloom_desktop.theme import Theme
from netloom_desktop.theme_choice import ThemeChoice
from netloom_desktop.welcome.page import Welcome

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas
    from netloom_desktop.canvas.pane import CanvasPane
    from netloom_desktop.data.warnings_checks import DataChecks
    from netloom_desktop.docks.model_page import ModelPage
    from netloom_desktop.editor import Editor
    from netloom_desktop.engine_client import EngineClient
    from netloom_desktop.help.help_desk import HelpDesk
    from netloom_desktop.live_plan import LivePlan
    from netloom_desktop.parts import Parts
    from netloom_desktop.project_file.project_file import ProjectFile
    from netloom_desktop.status_bar import StatusBar
    from netloom_desktop.steps.bar import StepBar
    from netloom_desktop.steps.pages import Pages
    from netloom_desktop.steps.work import StepId
    from netloom_desktop.training.book import RunBook
    from netloom_desktop.welcome.start import Start

_GEOMETRY: Final = "window/geometry"
_SIZE: Final = QSize(1280, 800)


class MainWindow(QMainWindow):
    """Opens, shows, edits and saves one project.

    With `then`, it can be seen before all of it is made, and `then` is called once it is; without, all is there at
    once.
    """

    editor: "Editor"
    file: "ProjectFile"
    engines: "EngineClient"
    live_plan: "LivePlan"
    runs: "RunBook"
    pane: "CanvasPane"
    canvas: "Canvas"
    data_checks: "DataChecks"
    parts: "Parts"
    steps: "StepBar"
    model_page: "ModelPage"
    pages: "Pages"
    status: "StatusBar"
    start: "Start"
    help: "HelpDesk"
    actions_by_id: dict[str, QAction]
    menus: dict[str, QMenu]
    shown_step: "StepId"

    def __init__(self, theme: Theme | None = None, *, then: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.themes = ThemeChoice(theme, self)
        self.is_furnished = False
        self.welcome = Welcome(self.theme)
        self._lay_out()
        self._restore()
        if then is None:
            self._furnish()
        else:
            FirstPaint(self, lambda: self._furnish(then))

    def _lay_out(self) -> None:
        """The page, with as much room around it as the rest will take."""
        inside = QWidget(self)
        self.stack = QStackedWidget(inside)
        self.stack.addWidget(self.welcome)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, STEPS_HEIGHT, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.stack, 1)
        self.setCentralWidget(inside)
        self.menuBar().addAction(" ")
        self.setStatusBar(QStatusBar(self))

    def _furnish(self, then: Callable[[], object] = lambda: None) -> None:
        from netloom_desktop.furnishing import furnish

        furnish(self)
        self.is_furnished = True
        then()

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        return self.themes.theme

    def act(self, id: str) -> None:
        """Do what the action of that id does."""
        self.actions_by_id[id].trigger()

    # Steps, docks and colours

    def show_step(self, id: "StepId") -> None:
        """Show the page of a step."""
        self.shown_step = id
        self.stack.setCurrentWidget(self.pages[id])
        self.steps.mark(id)
        if id == "model":
            self.canvas.setFocus()

    def show_welcome(self) -> None:
        """Show the page with the ways to begin."""
        self.steps.mark(None)
        self.stack.setCurrentWidget(self.welcome)
        focus_on(self.welcome)

    def begin_small(self) -> None:
        """Be as large as at the very first."""
        self.showNormal()
        self.resize(_SIZE)

    def show_problems(self) -> None:
        """Show the list of problems."""
        self.show_step("model")
        self.model_page.show_dock("problems")

    def _restore(self) -> None:
        geometry = QSettings().value(_GEOMETRY)
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(_SIZE)

    def open_table(self, path: Path | None = None) -> None:
        """Open a table on the page of the data: that one, or one that is chosen there."""
        self.show_step("data")
        self.pages.open_table(path)

    def show_column(self, name: str) -> None:
        """Go to a column on the page of the data."""
        self.show_step("data")
        self.pages.choose_column(name)

    # The file

    def open(self, path: Path) -> None:
        """Show the project in a file, or say why that cannot be."""
        self.file.open(path)

    def new(self) -> None:
        """Begin an empty project, if the old one may go."""
        self.act("new")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_furnished and not self._may_close():
            event.ignore()
            return
        QSettings().setValue(_GEOMETRY, self.saveGeometry())
        if self.is_furnished:
            self.file.close()
            self.model_page.keep_layout()
            self.engines.close()
            self.canvas.close_canvas()
        event.accept()

    def _may_close(self) -> bool:
        from netloom_desktop.training.closing import may_close

        return self.file.may_leave() and may_close(self.runs.jobs, self)
