"""The main window: wiring only. What is shown is the canvas's, what is edited the editor's."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from netloom.errors import NetloomError
from netloom_desktop.actions import ACTIONS, made
from netloom_desktop.canvas.pane import CanvasPane
from netloom_desktop.canvas.pictures import write_picture
from netloom_desktop.data.warnings_checks import DataChecks
from netloom_desktop.device_found import FoundDevice
from netloom_desktop.docks.model_page import ModelPage, focus_on
from netloom_desktop.docks.registry import DOCKS
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.first_paint import FirstPaint
from netloom_desktop.help.help_desk import HelpDesk
from netloom_desktop.live_plan import LivePlan
from netloom_desktop.menus import EVERYTHING, fill_menus
from netloom_desktop.parts import Parts
from netloom_desktop.project_file.project_file import ProjectFile, title_of
from netloom_desktop.project_file.saving import folder_of
from netloom_desktop.status_bar import StatusBar
from netloom_desktop.steps.bar import StepBar
from netloom_desktop.steps.pages import Pages
from netloom_desktop.steps.work import STEPS, StepId
from netloom_desktop.theme import Theme
from netloom_desktop.theme_choice import CHOICES, ThemeChoice
from netloom_desktop.training.book import RunBook
from netloom_desktop.training.closing import may_close
from netloom_desktop.training.jobs import Jobs
from netloom_desktop.welcome.page import Welcome
from netloom_desktop.welcome.start import Start

_GEOMETRY: Final = "window/geometry"
_SIZE: Final = QSize(1280, 800)


class MainWindow(QMainWindow):
    """Opens, shows, edits and saves one project."""

    def __init__(self, theme: Theme | None = None) -> None:
        super().__init__()
        self.themes = ThemeChoice(theme, self)
        self.editor = Editor(self)
        self.file = ProjectFile(self.editor, self.theme, self)
        self.engines = EngineClient(self)
        self.live_plan = LivePlan(self.editor, self.engines, self)
        self.runs = RunBook(self.editor, Jobs(self.engines, self), self)
        self.pane = CanvasPane(self.editor, self.theme)
        self.canvas = self.pane.canvas
        self.data_checks = DataChecks(self.editor, self.engines, self)
        self.parts = Parts(
            editor=self.editor,
            theme=self.theme,
            canvas=self.canvas,
            engines=self.engines,
            live_plan=self.live_plan,
            data_checks=self.data_checks,
            runs=self.runs,
            act=self.act,
            show_column=self.show_column,
        )
        self.steps = StepBar(self.editor, self.theme)
        self.model_page = ModelPage(self.pane, self.parts)
        self.welcome = Welcome(self.theme)
        self.status = StatusBar(self.editor, self.theme)
        FoundDevice(self.editor, self.engines, self.status.name_device)
        self.start = Start(self, self.welcome, self)
        self.help = HelpDesk(self, self, self.start, self.theme)
        self._lay_out()
        self.actions_by_id = self._actions() | self.canvas.commands.actions
        self.menus = fill_menus(self.menuBar(), self.actions_by_id)
        self._listen()
        self._restore()
        self._name_steps()
        self._name_file()
        self.show_step("model")
        FirstPaint(self, self._begin)

    def _begin(self) -> None:
        """What waits until the window is seen."""
        self.live_plan.begin()
        self.runs.open()
        self.file.begin()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.stack = QStackedWidget(inside)
        self.pages = Pages(self.stack, self.model_page, self.parts)
        self.stack.addWidget(self.welcome)
        column.addWidget(self.steps)
        column.addWidget(self.file.notices)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(inside)
        self.setStatusBar(self.status)

    def _actions(self) -> dict[str, QAction]:
        handlers: dict[str, Callable[[], object]] = {
            **self.file.handlers(),
            "open_table": self.open_table,
            "export_picture": self.export_picture,
            "quit": self.close,
            "undo": lambda: self._step(self.editor.undo),
            "redo": lambda: self._step(self.editor.redo),
            "minimap": lambda: self.pane.show_minimap(not self.pane.minimap.isVisible()),
            "health": lambda: self.model_page.health.want(self.actions_by_id["health"].isChecked()),
            "next_pane": lambda: self._walk(1),
            "previous_pane": lambda: self._walk(-1),
            "reset_layout": self._reset_layout,
            "welcome": self.show_welcome,
        }
        handlers |= self.help.handlers() | self.pages.handlers()
        handlers |= {f"step_{step.id}": partial(self.show_step, step.id) for step in STEPS}
        handlers |= {f"theme_{choice}": partial(self.themes.choose, choice) for choice in CHOICES}
        handlers |= {f"dock_{dock.id}": partial(self._toggle_dock, dock.id) for dock in DOCKS}
        found = made(EVERYTHING, handlers, self)
        self.addActions(list(found.values()))
        self.canvas.addActions([found[each.id] for each in ACTIONS if each.id in found and not each.anywhere])
        self.file.follow_with(found)
        self._make_checkable(found)
        return found

    def _make_checkable(self, found: dict[str, QAction]) -> None:
        group = QActionGroup(self)
        for choice in CHOICES:
            action = found[f"theme_{choice}"]
            action.setCheckable(True)
            action.setChecked(self.themes.choice == choice)
            group.addAction(action)
        found["health"].setCheckable(True)
        found["health"].setChecked(self.model_page.health.wanted)
        for dock in DOCKS:
            shown, action = self.model_page.docks[dock.id], found[f"dock_{dock.id}"]
            action.setCheckable(True)
            action.setChecked(not shown.isHidden())
            shown.toggleViewAction().toggled.connect(action.setChecked)

    def _listen(self) -> None:
        self.steps.wanted.connect(self.show_step)
        self.data_checks.changed.connect(self.steps.follow_data)
        for told in (self.runs.listed, self.runs.changed):
            told.connect(self._name_runs)
        self.status.problems_wanted.connect(self.show_problems)
        self.themes.changed.connect(self._show_theme)
        self.canvas.fields_wanted.connect(lambda _: self.model_page.docks["inspector"].show())
        self.canvas.project_wanted.connect(self.file.begin_with)
        self.editor.history_changed.connect(self._name_steps)
        self.editor.file_changed.connect(self._name_file)
        self.file.table_dropped.connect(self.open_table)

    @property
    def theme(self) -> Theme:
        """The theme that is shown."""
        return self.themes.theme

    def act(self, id: str) -> None:
        """Do what the action of that id does."""
        self.actions_by_id[id].trigger()

    # Steps, docks and colours

    def show_step(self, id: StepId) -> None:
        """Show the page of a step."""
        self._shown = id
        self.stack.setCurrentWidget(self.pages[id])
        self.steps.mark(id)
        if id == "model":
            self.canvas.setFocus()

    def show_welcome(self) -> None:
        """Show the page with the ways to begin."""
        self.steps.mark(None)
        self.stack.setCurrentWidget(self.welcome)
        focus_on(self.welcome)

    def show_problems(self) -> None:
        """Show the list of problems."""
        self.show_step("model")
        self.model_page.show_dock("problems")

    def _toggle_dock(self, id: str) -> None:
        hidden = self.stack.currentWidget() is not self.model_page
        self.show_step("model")
        self.model_page.show_dock(id) if hidden else self.model_page.toggle(id)

    def _walk(self, by: int) -> None:
        if self.stack.currentWidget() is self.model_page:
            self.model_page.walk(by)
        else:
            self._walk_page()

    def _walk_page(self) -> None:
        """Between the steps and the page of the one that is shown."""
        button, page = self.steps.buttons[self._shown], self.stack.currentWidget()
        focus_on(page if page is not None and button.hasFocus() else button)

    def _show_theme(self, theme: Theme) -> None:
        self.parts = replace(self.parts, theme=theme)
        self.steps.show_theme(theme)
        self.file.notices.show_theme(theme)
        for each in (self.pages, self.welcome, self.status, self.help):
            each.show_theme(theme)

    def _restore(self) -> None:
        geometry = QSettings().value(_GEOMETRY)
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(_SIZE)

    def _reset_layout(self) -> None:
        self.model_page.reset_layout()
        self.showNormal()
        self.resize(_SIZE)

    def _step(self, step: Callable[[], None]) -> None:
        """Undo and redo wait while a gesture lives."""
        if self.canvas.gesture is None:
            step()

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

    def export_picture(self) -> None:
        """Let a file be chosen, and write the diagram to it."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Export picture", str(folder_of(self.editor.file)), "SVG (*.svg);;PNG (*.png)"
        )
        try:
            if name:
                write_picture(self.canvas.graph, Path(name))
        except NetloomError as error:
            QMessageBox.critical(self, "The picture was not written", str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.file.may_leave() or not may_close(self.runs.jobs, self):
            event.ignore()
            return
        self.file.close()
        QSettings().setValue(_GEOMETRY, self.saveGeometry())
        self.model_page.keep_layout()
        self.engines.close()
        self.canvas.close_canvas()
        event.accept()

    # What menus and title say

    def _name_runs(self, _: object = None) -> None:
        self.steps.follow_runs(self.runs.trained)

    def _name_steps(self, _: object = None) -> None:
        history = self.editor.history
        for id, label in (("undo", history.undo_label), ("redo", history.redo_label)):
            action = self.actions_by_id[id]
            action.setEnabled(bool(label))
            action.setText(f"&{id.title()} {label}".strip())

    def _name_file(self, _: object = None) -> None:
        self.setWindowTitle(title_of(self.editor.file))
        self.setWindowModified(not self.editor.is_saved)
