"""Finding a block anywhere in the project, inside groups too, by its name, kind or settings, and going there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from netloom.project import Network, Node
from netloom_desktop.canvas.appearance import chips, kind_of, placed_name
from netloom_desktop.canvas.search import WIDTH, Found, Search
from netloom_desktop.changes import network_id

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class Finder:
    """Opens the popup with all blocks of the project; what is chosen is shown and becomes what is chosen."""

    def __init__(self, canvas: "Canvas", popup: Search) -> None:
        self.canvas = canvas
        self.editor = canvas.editor
        self.popup = popup

    def open(self) -> None:
        """Open the popup at the top of the view."""
        room = self.canvas.viewport().rect()
        place = QPoint((room.width() - WIDTH) // 2, 12)
        self.popup.open(place, list(self._lines()), self.go_to, asks="Find a block")

    def _lines(self) -> Iterator[Found]:
        for network in self.editor.project.networks():
            for node in network.nodes:
                yield self._line(network, node)

    def _line(self, network: Network, node: Node) -> Found:
        title = node.name or placed_name(self.editor.project, node.block) or kind_of(node.block)
        shown = ", ".join(f"{chip.name} {chip.value}" for chip in chips(node.block))
        where = next((group.name or group.id for group in self.editor.project.groups if group is network), "")
        about = f"{kind_of(node.block)} {shown}" + (f" in {where}" if where else "")
        return Found(node.id, f"{title} ({node.id})", about, node.block.id, node.block.group)

    def go_to(self, id: str) -> None:
        """Show a block, wherever it is, choose it and go on there. One that is gone is not gone to."""
        if self.show(id):
            self.canvas.setFocus()

    def show(self, id: str) -> bool:
        """Show a block, wherever it is, and choose it; whether it is there."""
        for network in self.editor.project.networks():
            if any(node.id == id for node in network.nodes):
                self.editor.go_inside(network_id(network))
                self.editor.select({id})
                self.canvas.center_on(self.canvas.graph.rect(id).center)
                return True
        return False
