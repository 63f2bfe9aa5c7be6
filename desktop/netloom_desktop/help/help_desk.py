"""All that helps one find the way in the window: the command palette, the guide, and the dialogs of the help menu."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from netloom.blocks import BLOCKS
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.command_palette.commands import commands
from netloom_desktop.command_palette.popup import CommandPalette
from netloom_desktop.docks.model_page import ModelPage
from netloom_desktop.editor import Editor
from netloom_desktop.guide.guide import Guide
from netloom_desktop.help.about import About
from netloom_desktop.help.block_reference import BlockReference
from netloom_desktop.help.keys_dialog import KeysDialog
from netloom_desktop.parts import Parts
from netloom_desktop.steps.work import StepId
from netloom_desktop.theme import Theme
from netloom_desktop.welcome.start import Start


class Helped(Protocol):
    """What help needs of the window."""

    parts: Parts
    actions_by_id: dict[str, QAction]
    editor: Editor
    canvas: Canvas
    model_page: ModelPage

    def open(self, path: Path) -> object:
        """Show the project in a file."""

    def show_step(self, id: StepId) -> object:
        """Show the page of a step."""


class HelpDesk:
    """See the module's own words. Dialogs are made when they are first asked for."""

    def __init__(self, helped: Helped, window: QWidget, start: Start, theme: Theme) -> None:
        self.helped, self.window, self.start, self.theme = helped, window, start, theme
        self.palette = CommandPalette(window, theme)
        self.guide = Guide(helped, window, theme, start.use_sample)
        self.reference: BlockReference | None = None

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions of these ids do."""
        return {
            "command_palette": lambda: self.palette.open(commands(self.helped)),
            "guide": self.begin_guide,
            "block_help": self.show_reference,
            "keys": self.show_keys,
            "about": self.show_about,
        }

    def begin_guide(self) -> None:
        """Begin the guided first model, with an empty project."""
        if self.start.begins_anew():
            self.guide.begin()

    def show_reference(self) -> None:
        """Show the reference at the chosen block, if one is chosen."""
        if self.reference is None:
            self.reference = BlockReference(self.theme, self.window)
        chosen = [self.helped.editor.project.find(id).block.id for id in self.helped.editor.selection.blocks]
        if len(chosen) == 1 and chosen[0] in BLOCKS:
            self.reference.show_block(chosen[0])
        self.reference.show()
        self.reference.raise_()
        self.reference.activateWindow()

    def show_keys(self) -> None:
        """Show all keys, to be changed."""
        KeysDialog(self.helped.actions_by_id, self.theme, self.window).exec()

    def show_about(self) -> None:
        """Show what this program is."""
        About(self.theme, self.window).exec()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        self.palette.show_theme(theme)
        self.guide.show_theme(theme)
        if self.reference is not None:
            self.reference.show_theme(theme)
