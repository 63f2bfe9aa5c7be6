"""What the welcome page leads to: a project in a file, an example, a table, or nothing yet."""

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from netloom.errors import NetloomError
from netloom_desktop.editor import Change
from netloom_desktop.frame import Frame
from netloom_desktop.guide.lessons import SAMPLE
from netloom_desktop.welcome.page import Welcome
from netloom_desktop.welcome.samples import example_project, sample_table
from netloom_resources import Example


class Start:
    """Listens to the welcome page, and leaves it once there is a project."""

    def __init__(self, frame: Frame, page: Welcome, window: QWidget) -> None:
        self.frame, self.page, self.window = frame, page, window
        self.editor = frame.editor
        page.guide_wanted.connect(lambda: frame.act("guide"))
        page.new_wanted.connect(lambda: frame.act("new"))
        page.open_wanted.connect(lambda: frame.act("open"))
        page.project_wanted.connect(frame.open)
        page.example_wanted.connect(self.open_example)
        page.table_wanted.connect(self.open_table)
        self.editor.project_changed.connect(self._leave)

    def _leave(self, change: Change) -> None:
        if change.opened and self.page.isVisible():
            self.frame.show_step("model")

    def begins_anew(self) -> bool:
        """Whether the project is a new one now, because it was or because the old one may go."""
        if not self._is_new:
            self.frame.act("new")
        return self._is_new

    @property
    def _is_new(self) -> bool:
        """Whether it is the empty project that no file holds, with nothing done to it."""
        return self.editor.path is None and self.editor.is_saved

    def open_example(self, example: Example) -> None:
        """Show an example as a project of the user's own, which no file holds yet."""
        try:
            project = example_project(example)
        except NetloomError as error:
            QMessageBox.critical(self.window, "The example was not opened", str(error))
            return
        if self.begins_anew():
            self.editor.new(project)

    def open_table(self, path: Path | None) -> None:
        """Begin with a table: the one that was dropped, or one that is chosen now."""
        if self.begins_anew():
            self.frame.open_table(path)

    def use_sample(self) -> None:
        """Open the sample table, as if it had been chosen."""
        try:
            table = sample_table(SAMPLE)
        except NetloomError as error:
            QMessageBox.critical(self.window, "The sample was not opened", str(error))
            return
        self.frame.open_table(table)
