"""All that helps one find the way in the window: the command palette, the guide, and the dialogs of the help menu."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from netloom.blocks import BLOCKS
from netloom_desktop.command_palette.commands import commands
from netloom_desktop.command_palette.popup import CommandPalette
from netloom_desktop.frame import Frame
from netloom_desktop.guide.guide import Guide
from netloom_desktop.help.about import About
from netloom_desktop.help.block_reference import BlockReference
from netloom_desktop.help.keys_dialog import KeysDialog
from netloom_desktop.theme import Theme
from netloom_desktop.welcome.start import Start


class HelpDesk:
    """See the module's own words. Dialogs are made when they are first asked for."""

    def __init__(self, frame: Frame, window: QWidget, start: Start, theme: Theme) -> None:
        self.frame, self.window, self.start, self.theme = frame, window, start, theme
        self.palette = CommandPalette(window, theme)
        self.guide = Guide(frame, window, theme, start.use_sample)
        self.reference: BlockReference | None = None

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions of these ids do."""
        return {
            "command_palette": lambda: self.palette.open(commands(self.frame)),
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
        chosen = [self.frame.editor.project.find(id).block.id for id in self.frame.editor.selection.blocks]
        if len(chosen) == 1 and chosen[0] in BLOCKS:
            self.reference.show_block(chosen[0])
        self.reference.show()
        self.reference.raise_()
        self.reference.activateWindow()

    def show_keys(self) -> None:
        """Show all keys, to be changed."""
        KeysDialog(self.frame.actions_by_id, self.theme, self.window).exec()

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
