"""What those who lead through the window need of it: the welcome page, the guide, the command palette and the help."""

from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction

from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.docks.model_page import ModelPage
from netloom_desktop.editor import Editor
from netloom_desktop.parts import Parts
from netloom_desktop.steps.work import StepId


class Frame(Protocol):
    """The window, as far as they may use it."""

    editor: Editor
    canvas: Canvas
    parts: Parts
    model_page: ModelPage
    actions_by_id: dict[str, QAction]

    def act(self, id: str) -> None:
        """Do what the action of that id does."""

    def open(self, path: Path) -> object:
        """Show the project in a file, if the old one may go."""

    def show_step(self, id: StepId) -> object:
        """Show the page of a step."""

    def open_table(self, path: Path | None) -> object:
        """Open a table on the Data page: that one, or one that is chosen there."""
