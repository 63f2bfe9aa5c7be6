"""Putting blocks in order: laid out anew, aligned, at equal distances, level with each other."""

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, get_args

from netloom.edits import Arrange, BendWires
from netloom.project import Position, Wire
from netloom_desktop.canvas.alignment import Axis, Edge, aligned, distributed, straightened
from netloom_desktop.canvas.geometry import Point, Rect, around, snapped
from netloom_desktop.canvas.layout import auto_layout
from netloom_desktop.canvas.standing import links, tall
from netloom_desktop.editor import Editing

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas


class Arranging:
    """Each is one step; with fewer than two blocks chosen, layout and straightening take all of them."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.editor = canvas.editor

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions do, by their ids."""
        return {
            "arrange": self.arrange,
            "straighten": self.straighten,
            **{f"align_{edge}": partial(self.align, edge) for edge in get_args(Edge)},
            **{f"distribute_{axis}": partial(self.distribute, axis) for axis in get_args(Axis)},
        }

    def arrange(self) -> None:
        """Lay out the chosen blocks around where they are, or all."""
        scene, blocks = self.canvas.graph, self._chosen_or_all()
        places = auto_layout({id: tall(scene.look(id)) for id in blocks}, links(self.editor.network))
        old, new = around(scene.rect(id) for id in blocks), around(Rect(*at, 0, 0) for at in places.values())
        if old and new:
            by = Point(snapped(old.x) - new.x, snapped(old.y) - new.y)
            moved = {id: Point(at.x + by.x, at.y + by.y) for id, at in places.items()}
            self._arrange("Auto-layout", moved, *self._unbent(self._wires_between(blocks)))

    def straighten(self) -> None:
        """Level blocks so that the wires between them run straight, and take the bends out of these and of the wires
        that are chosen."""
        rects = {id: self.canvas.graph.rect(id) for id in self._chosen_or_all()}
        chosen = self.editor.selection.wires
        wires = chosen if chosen and not self.editor.selection.blocks else self._wires_between(rects)
        places = {} if wires is chosen else straightened(rects, [self._level(wire) for wire in wires])
        self._arrange("Straighten", places, *self._unbent(wires))

    def _level(self, wire: Wire) -> tuple[str, float, str, float]:
        heights = (
            self.canvas.graph.blocks[wire.source].ready.heights,
            self.canvas.graph.blocks[wire.target].ready.heights,
        )
        leaves = heights[0].get(("output", wire.source_port), 0.0)
        return wire.source, leaves, wire.target, heights[1].get(("input", wire.target_port), 0.0)

    def _unbent(self, wires: Collection[Wire]) -> list[Editing]:
        bent = sorted(self.canvas.graph.bends.keys() & set(wires), key=str)
        return [BendWires(wires=tuple((wire, ()) for wire in bent))] if bent else []

    def align(self, edge: Edge) -> None:
        """Align the chosen blocks at an edge."""
        self._arrange("Align", aligned(self._chosen_rects(), edge))

    def distribute(self, axis: Axis) -> None:
        """Make the gaps between the chosen blocks equal."""
        self._arrange("Distribute", distributed(self._chosen_rects(), axis))

    def _chosen_rects(self) -> dict[str, Rect]:
        return {id: self.canvas.graph.rect(id) for id in self._chosen()}

    def _chosen(self) -> tuple[str, ...]:
        return tuple(id for id in self.canvas.graph.blocks if id in self.editor.selection.blocks)

    def _chosen_or_all(self) -> tuple[str, ...]:
        chosen = self._chosen()
        return chosen if len(chosen) > 1 else tuple(self.canvas.graph.blocks)

    def _wires_between(self, blocks: Collection[str]) -> list[Wire]:
        wires = self.editor.network.wires
        return [wire for wire in wires if wire.source in blocks and wire.target in blocks]

    def _arrange(self, label: str, places: dict[str, Point], *others: Editing) -> None:
        positions = tuple(Position(node=id, x=at.x, y=at.y) for id, at in places.items())
        edits = [Arrange(positions=positions), *others] if positions else list(others)
        if edits:
            self.editor.do(label, *self.canvas.settling(), *edits)
