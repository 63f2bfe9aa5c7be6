"""What the window is made of beside its first picture, and how these parts are wired: nothing else."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMessageBox

from netloom.errors import NetloomError
from netloom_desktop.actions import ACTIONS, made
from netloom_desktop.canvas.pane import CanvasPane
from netloom_desktop.canvas.pictures import write_picture
from netloom_desktop.data.warnings_checks import DataChecks
from netloom_desktop.device_found import FoundDevice
from netloom_desktop.docks.model_page import ModelPage
from netloom_desktop.docks.registry import DOCKS
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.first_paint import FirstPaint
from netloom_desktop.focus import focus_on
from netloom_desktop.help.help_desk import HelpDesk
from netloom_desktop.live_plan import LivePlan
from netloom_desktop.menus import EVERYTHING, fill_menus
from netloom_desktop.parts import Parts
from netloom_desktop.project_file.project_file import ProjectFile, title_of
from netloom_desktop.project_file.saving import folder_of
from netloom_desktop.run_choice.chosen_run import ChosenRun
from netloom_desktop.status_bar import StatusBar
from netloom_desktop.steps.bar import StepBar
from netloom_desktop.steps.pages import Pages
from netloom_desktop.steps.work import STEPS
from netloom_desktop.theme import Theme
from netloom_desktop.theme_choice import CHOICES
from netloom_desktop.training.book import RunBook
from netloom_desktop.training.jobs import Jobs
from netloom_desktop.welcome.start import Start

if TYPE_CHECKING:
    from netloom_desktop.main_window import MainWindow


def furnish(window: "MainWindow") -> None:
    """Make all parts of a window, and let them listen to each other."""
    _make_work(window)
    _make_parts(window)
    _make_frame(window)
    wiring = Wiring(window)
    window.actions_by_id = wiring.actions() | window.canvas.commands.actions
    window.menus = fill_menus(window.menuBar(), window.actions_by_id)
    wiring.listen()
    wiring.name_steps()
    wiring.name_file()
    window.show_step("model")
    FirstPaint(window, wiring.begin)


def _make_work(window: "MainWindow") -> None:
    """What is worked on, and what works."""
    window.editor = Editor(window)
    window.file = ProjectFile(window.editor, window.theme, window)
    window.engines = EngineClient(window)
    window.live_plan = LivePlan(window.editor, window.engines, window)
    window.runs = RunBook(window.editor, Jobs(window.engines, window), window)
    window.data_checks = DataChecks(window.editor, window.engines, window)


def _make_parts(window: "MainWindow") -> None:
    """The canvas, and what pages and docks are made from."""
    window.pane = CanvasPane(window.editor, window.theme)
    window.canvas = window.pane.canvas
    window.parts = Parts(
        editor=window.editor,
        theme=window.theme,
        canvas=window.canvas,
        engines=window.engines,
        live_plan=window.live_plan,
        data_checks=window.data_checks,
        runs=window.runs,
        chosen_run=ChosenRun(window.runs, window.editor, window),
        act=window.act,
        show_column=window.show_column,
    )


def _make_frame(window: "MainWindow") -> None:
    """What is around the page, and what leads through it all."""
    window.steps = StepBar(window.editor, window.theme)
    window.model_page = ModelPage(window.pane, window.parts)
    window.pages = Pages(window.stack, window.model_page, window.parts)
    window.status = StatusBar(window.editor, window.theme)
    FoundDevice(window.editor, window.engines, window.status.name_device)
    window.start = Start(window, window.welcome, window)
    window.help = HelpDesk(window, window, window.start, window.theme)
    window.column.setContentsMargins(0, 0, 0, 0)
    window.column.insertWidget(0, window.steps)
    window.column.insertWidget(1, window.file.notices)
    window.setStatusBar(window.status)
    window.menuBar().clear()


class Wiring:
    """What the actions of the window do that belong to no part of it, and what it hears of its parts."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window

    def begin(self) -> None:
        """What waits until the window is seen."""
        self.window.live_plan.begin()
        self.window.runs.open()
        self.window.file.begin()
        self.window.model_page.fill()

    def actions(self) -> dict[str, QAction]:
        """The actions of the window by their ids, those of the canvas aside."""
        handlers: dict[str, Callable[[], object]] = {
            **self.window.file.handlers(),
            "open_table": self.window.open_table,
            "export_picture": self.export_picture,
            "quit": self.window.close,
            "undo": lambda: self._step(self.window.editor.undo),
            "redo": lambda: self._step(self.window.editor.redo),
            "minimap": lambda: self.window.pane.show_minimap(not self.window.pane.minimap.isVisible()),
            "health": lambda: self.window.model_page.health.want(self.window.actions_by_id["health"].isChecked()),
            "next_pane": lambda: self._walk(1),
            "previous_pane": lambda: self._walk(-1),
            "reset_layout": self._reset_layout,
            "welcome": self.window.show_welcome,
        }
        handlers |= self.window.help.handlers() | self.window.pages.handlers()
        handlers |= {f"step_{step.id}": partial(self.window.show_step, step.id) for step in STEPS}
        handlers |= {f"theme_{choice}": partial(self.window.themes.choose, choice) for choice in CHOICES}
        handlers |= {f"dock_{dock.id}": partial(self._toggle_dock, dock.id) for dock in DOCKS}
        found = made(EVERYTHING, handlers, self.window)
        self.window.addActions(list(found.values()))
        self.window.canvas.addActions([found[each.id] for each in ACTIONS if each.id in found and not each.anywhere])
        self.window.file.follow_with(found)
        self._make_checkable(found)
        return found

    def _make_checkable(self, found: dict[str, QAction]) -> None:
        group = QActionGroup(self.window)
        for choice in CHOICES:
            action = found[f"theme_{choice}"]
            action.setCheckable(True)
            action.setChecked(self.window.themes.choice == choice)
            group.addAction(action)
        found["health"].setCheckable(True)
        found["health"].setChecked(self.window.model_page.health.wanted)
        for dock in DOCKS:
            shown, action = self.window.model_page.docks[dock.id], found[f"dock_{dock.id}"]
            action.setCheckable(True)
            action.setChecked(not shown.isHidden())
            shown.toggleViewAction().toggled.connect(action.setChecked)

    def listen(self) -> None:
        """Hear what the parts of the window tell each other."""
        self.window.steps.wanted.connect(self.window.show_step)
        self.window.data_checks.changed.connect(self.window.steps.follow_data)
        for told in (self.window.runs.listed, self.window.runs.changed):
            told.connect(self._name_runs)
        self.window.status.problems_wanted.connect(self.window.show_problems)
        self.window.themes.changed.connect(self._show_theme)
        self.window.canvas.fields_wanted.connect(lambda _: self.window.model_page.docks["inspector"].show())
        self.window.canvas.project_wanted.connect(self.window.file.begin_with)
        self.window.editor.history_changed.connect(self.name_steps)
        self.window.editor.file_changed.connect(self.name_file)
        self.window.file.table_dropped.connect(self.window.open_table)

    def _toggle_dock(self, id: str) -> None:
        hidden = self.window.stack.currentWidget() is not self.window.model_page
        self.window.show_step("model")
        self.window.model_page.show_dock(id) if hidden else self.window.model_page.toggle(id)

    def _walk(self, by: int) -> None:
        if self.window.stack.currentWidget() is self.window.model_page:
            self.window.model_page.walk(by)
        else:
            self._walk_page()

    def _walk_page(self) -> None:
        """Between the steps and the page of the one that is shown."""
        button, page = self.window.steps.buttons[self.window.shown_step], self.window.stack.currentWidget()
        focus_on(page if page is not None and button.hasFocus() else button)

    def _show_theme(self, theme: Theme) -> None:
        self.window.parts = replace(self.window.parts, theme=theme)
        self.window.steps.show_theme(theme)
        self.window.file.notices.show_theme(theme)
        for each in (self.window.pages, self.window.welcome, self.window.status, self.window.help):
            each.show_theme(theme)

    def _reset_layout(self) -> None:
        self.window.model_page.reset_layout()
        self.window.begin_small()

    def _step(self, step: Callable[[], None]) -> None:
        """Undo and redo wait while a gesture lives."""
        if self.window.canvas.gesture is None:
            step()

    def export_picture(self) -> None:
        """Let a file be chosen, and write the diagram to it."""
        name, _ = QFileDialog.getSaveFileName(
            self.window, "Export picture", str(folder_of(self.window.editor.file)), "SVG (*.svg);;PNG (*.png)"
        )
        try:
            if name:
                write_picture(self.window.canvas.graph, Path(name))
        except NetloomError as error:
            QMessageBox.critical(self.window, "The picture was not written", str(error))

    # What menus and title say

    def _name_runs(self, _: object = None) -> None:
        self.window.steps.follow_runs(self.window.runs.trained)

    def name_steps(self, _: object = None) -> None:
        """Name what can be undone and redone."""
        history = self.window.editor.history
        for id, label in (("undo", history.undo_label), ("redo", history.redo_label)):
            action = self.window.actions_by_id[id]
            action.setEnabled(bool(label))
            action.setText(f"&{id.title()} {label}".strip())

    def name_file(self, _: object = None) -> None:
        """Name the project in the title."""
        self.window.setWindowTitle(title_of(self.window.editor.file))
        self.window.setWindowModified(not self.window.editor.is_saved)
