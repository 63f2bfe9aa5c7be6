"""Parts of the canvas to come back to: each has a name, and is kept in the project."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QInputDialog

from netloom.edits import AddBookmark, RemoveBookmark
from netloom.project import Bookmark
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.search import WIDTH, Found

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class Bookmarks:
    """See the module's own words."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.editor = canvas.editor

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions do, by their ids."""
        return {
            "bookmark": self.add,
            "bookmarks": lambda: self._choose("Go to which view?", self.go_to),
            "forget_bookmark": lambda: self._choose("Forget which view?", self.forget),
        }

    def all(self) -> dict[str, Bookmark]:
        """Those that can be gone to, by name: the group of one may be gone."""
        groups = {"", *(group.id for group in self.editor.project.groups)}
        return {each.name: each for each in self.editor.project.layout.bookmarks if each.inside in groups}

    def add(self) -> None:
        """Ask for a name, and keep what is shown under it."""
        names = {each.name for each in self.editor.project.layout.bookmarks}
        free = next(name for number in range(1, len(names) + 2) if (name := f"View {number}") not in names)
        name, chosen = QInputDialog.getText(self.canvas, "Keep this view", "Its name:", text=free)
        if chosen and name.strip():
            middle = self.canvas.shown().center
            inside, scale = self.editor.inside, self.canvas.scale_now
            kept = Bookmark(name=name.strip()[:128], inside=inside, x=middle.x, y=middle.y, scale=scale)
            self.editor.do(f"Keep view {kept.name}", AddBookmark(bookmark=kept))

    def go_to(self, name: str) -> None:
        """Show what was kept under a name, if it is there."""
        kept = self.all().get(name)
        if kept is not None:
            self.editor.go_inside(kept.inside)
            self.canvas.zoom_in_middle(kept.scale / self.canvas.scale_now)
            self.canvas.center_on(Point(kept.x, kept.y))

    def forget(self, name: str) -> None:
        """Keep what is under a name no longer."""
        self.editor.do(f"Forget view {name}", RemoveBookmark(name=name))

    def _choose(self, asks: str, chosen: Callable[[str], object]) -> None:
        """Let one be chosen by name."""
        kept = self.all()
        if not kept:
            self.canvas.say("No view is kept yet. Ctrl+B keeps the one that is shown.", severity="note")
            return
        names = {group.id: group.name or group.id for group in self.editor.project.groups}
        lines = [
            Found(each.name, each.name, f"{each.scale:.0%} {names.get(each.inside, 'Network')}", "group", "Structure")
            for each in kept.values()
        ]
        place = QPoint((self.canvas.viewport().width() - WIDTH) // 2, 12)
        self.canvas.adding.popup.open(place, lines, chosen, asks=asks)
