"""The main window: wiring only. What is shown is the canvas's, what is edited the editor's."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QDockWidget, QFileDialog, QMainWindow, QMenu, QMessageBox, QWidget

from netloom.errors import NetloomError
from netloom_desktop.actions import ACTIONS, made
from netloom_desktop.canvas.pane import CanvasPane
from netloom_desktop.canvas.pictures import write_picture
from netloom_desktop.docks.code import CodePanel
from netloom_desktop.docks.problems import ProblemList
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.first_paint import FirstPaint
from netloom_desktop.inspector.inspector import Inspector
from netloom_desktop.live_plan import LivePlan
from netloom_desktop.outline.outline import Outline
from netloom_desktop.palette.palette import Palette
from netloom_desktop.theme import Theme, system_theme

_FILES = "Netloom project (*.netloom)"


class MainWindow(QMainWindow):
    """Opens, shows, edits and saves one project."""

    def __init__(self, theme: Theme | None = None) -> None:
        super().__init__()
        self.theme = theme or system_theme()
        self.editor = Editor(self)
        self.engines = EngineClient(self)
        self.live_plan = LivePlan(self.editor, self.engines, self)
        self.pane = CanvasPane(self.editor, self.theme)
        self.canvas = self.pane.canvas
        self.setCentralWidget(self.pane)
        self.block_palette = Palette(self.editor, self.theme)
        self.block_palette.wanted.connect(self.canvas.adding.add_wanted)
        blocks_dock = self._dock("Blocks", self.block_palette, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.outline = Outline(self.editor, self.theme)
        self.outline.jumped.connect(self.canvas.finder.go_to)
        self.tabifyDockWidget(blocks_dock, self._dock("Outline", self.outline, Qt.DockWidgetArea.LeftDockWidgetArea))
        blocks_dock.raise_()
        self.inspector = Inspector(self.editor, self.theme)
        self.canvas.fields_wanted.connect(self.inspector.edit_fields)
        self.inspector_dock = self._dock("Inspector", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea)
        self.problems = ProblemList(self.editor, self.theme)
        self.code = CodePanel(self.editor, self.theme)
        self._dock_what_is_live()
        self.actions_by_id = self._actions() | self.canvas.commands.actions
        self._fill_menus()
        self.editor.history_changed.connect(self._name_steps)
        self.editor.file_changed.connect(self._name_file)
        self.resize(QSize(1280, 800))
        self._name_steps()
        self._name_file()
        self.canvas.setFocus()
        FirstPaint(self, self.live_plan.begin)

    def _dock(self, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"{widget.objectName()}_dock")
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _dock_what_is_live(self) -> None:
        self.problems.block_wanted.connect(self.canvas.finder.go_to)
        self.live_plan.told.connect(self.problems.tell)
        self.engines.troubled.connect(self.problems.tell)
        self.code.block_wanted.connect(self.canvas.finder.show)
        self.code.languages_wanted.connect(self.live_plan.show_code)
        self.problems_dock = self._dock("Problems", self.problems, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.problems.windowTitleChanged.connect(self.problems_dock.setWindowTitle)
        self.code_dock = self._dock("Code", self.code, Qt.DockWidgetArea.RightDockWidgetArea)
        self.tabifyDockWidget(self.inspector_dock, self.code_dock)
        self.code_dock.hide()
        self.resizeDocks([self.problems_dock], [150], Qt.Orientation.Vertical)
        self.resizeDocks([self.code_dock], [360], Qt.Orientation.Horizontal)

    def _actions(self) -> dict[str, QAction]:
        handlers = {
            "new": self.new,
            "open": self.ask_open,
            "save": self.save,
            "save_as": self.save_as,
            "export_picture": self.export_picture,
            "quit": self.close,
            "minimap": lambda: self.pane.show_minimap(not self.pane.minimap.isVisible()),
            "problems": lambda: _toggle(self.problems_dock),
            "code": lambda: _toggle(self.code_dock),
            "undo": lambda: self._step(self.editor.undo),
            "redo": lambda: self._step(self.editor.redo),
        }
        found = made(ACTIONS, handlers, self)
        self.addActions(list(found.values()))
        return found

    def _fill_menus(self) -> None:
        menus: dict[str, QMenu] = {}
        for action in ACTIONS:
            if action.id in self.actions_by_id:
                if action.menu not in menus:
                    menus[action.menu] = self.menuBar().addMenu(action.menu)
                menus[action.menu].addAction(self.actions_by_id[action.id])

    def _step(self, step: Callable[[], None]) -> None:
        """Undo and redo wait while a gesture lives."""
        if self.canvas.gesture is None:
            step()

    # The file

    def open(self, path: Path) -> None:
        """Show the project in a file, or say why that cannot be."""
        if self._may_go():
            self._trying("The project was not opened", lambda: self.editor.open(path))

    def new(self) -> None:
        """Begin an empty project."""
        if self._may_go():
            self.editor.new()

    def ask_open(self) -> None:
        """Let a file be chosen, and show the project in it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open project", self._folder(), _FILES)
        if name:
            self.open(Path(name))

    def save(self) -> bool:
        """Write the project to its file; whether it is there now."""
        if self.editor.path is None:
            return self.save_as()
        return self._trying("The project was not saved", self.editor.save)

    def save_as(self) -> bool:
        """Let a file be chosen, and write the project to it; whether it is there now."""
        name, _ = QFileDialog.getSaveFileName(self, "Save project", self._folder(), _FILES)
        if not name:
            return False
        path = Path(name) if name.endswith(".netloom") else Path(f"{name}.netloom")
        return self._trying("The project was not saved", lambda: self.editor.save(path))

    def export_picture(self) -> None:
        """Let a file be chosen, and write the diagram to it."""
        name, _ = QFileDialog.getSaveFileName(self, "Export picture", self._folder(), "SVG (*.svg);;PNG (*.png)")
        if name:
            self._trying("The picture was not written", lambda: write_picture(self.canvas.graph, Path(name)))

    def _trying(self, what: str, do: Callable[[], None]) -> bool:
        try:
            do()
        except NetloomError as error:
            QMessageBox.critical(self, what, str(error))
            return False
        return True

    def _folder(self) -> str:
        return str(self.editor.path.parent if self.editor.path else Path.home())

    def _may_go(self) -> bool:
        """Whether the project may be left: it is saved, or the user says so."""
        if self.editor.is_saved:
            return True
        buttons = QMessageBox.StandardButton
        chosen = QMessageBox.question(
            self,
            "Save the project?",
            "The project has changes that no file holds yet.",
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        return chosen == buttons.Discard or (chosen == buttons.Save and self.save())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_go():
            event.ignore()
            return
        self.engines.close()
        self.canvas.close_canvas()
        event.accept()

    # What menus and title say

    def _name_steps(self, _: object = None) -> None:
        history = self.editor.history
        for id, label in (("undo", history.undo_label), ("redo", history.redo_label)):
            action = self.actions_by_id[id]
            action.setEnabled(bool(label))
            action.setText(f"&{id.title()} {label}".strip())

    def _name_file(self, _: object = None) -> None:
        path = self.editor.path
        self.setWindowTitle(f"{path.name if path else 'Untitled'}[*] — Netloom")
        self.setWindowModified(not self.editor.is_saved)


def _toggle(dock: QDockWidget) -> None:
    """Open a dock and go into it, or close it."""
    dock.setVisible(dock.isHidden())
    if dock.isVisible():
        dock.raise_()
        dock.widget().setFocus()
