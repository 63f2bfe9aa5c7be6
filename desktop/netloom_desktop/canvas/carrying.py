"""Carrying blocks by hand: they are lifted off the scene, shown elsewhere as a picture, and put down again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from netloom.project import Wire
from netloom_desktop.canvas.carried import Carried
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.paint import FarShapes

if TYPE_CHECKING:
    from netloom_desktop.canvas.scene import Scene


class Carrying:
    """What of a scene is carried at the moment. `loose` are the wires from there to what stays."""

    def __init__(self, scene: "Scene") -> None:
        self.scene = scene
        self.picture = Carried(scene.ink)
        self.loose: frozenset[Wire] = frozenset()
        scene.addItem(self.picture)

    @property
    def blocks(self) -> frozenset[str]:
        """The ids of the blocks that are carried."""
        return frozenset(self.picture.blocks)

    @property
    def by(self) -> Point:
        """How far they are from where the project says."""
        return self.picture.by

    @property
    def is_all(self) -> bool:
        """Whether everything is carried, and nothing stays."""
        return bool(self.picture.blocks) and len(self.picture.blocks) == len(self.scene.blocks)

    def place(self, id: str, place: Point) -> Point:
        """Where a block is shown that the project has at a place."""
        by = self.picture.by
        return Point(place.x + by.x, place.y + by.y) if id in self.picture.blocks else place

    def lift(self, blocks: Iterable[str]) -> None:
        """Take blocks up, with the wires between them."""
        scene = self.scene
        lifted = {id: scene.blocks[id] for id in blocks}
        if lifted:
            touched = scene.wires_of(lifted)
            inner = [scene.wires[wire] for wire in touched if wire.source in lifted and wire.target in lifted]
            self.loose = frozenset(wire for wire in touched if (wire.source in lifted) != (wire.target in lifted))
            self.picture.take(lifted, inner, scene.sceneRect())
            self._show_items(False)
            as_seen = scene.far.shapes if self.is_all and scene.far_is_seen else None
            self.scene.show_rest()
            self.scene.show_far()
            self._show_far(as_seen)

    def carry(self, by: Point) -> None:
        """Show what was taken up elsewhere: so far from where the project says."""
        if self.picture.blocks and by != self.picture.by:
            self.picture.carry(by)
            self.scene.lead(self.loose)
            self._lead_far()

    def put_down(self) -> None:
        """Show what was taken up where the project says, and carry nothing. It is followed by a change of the project,
        or by `show_far`."""
        if self.picture.blocks:
            self._show_items(True)
            self.picture.leave()
            loose, self.loose = self.loose, frozenset()
            self.scene.lead(loose)
            self.scene.show_rest()

    def show_scale(self) -> None:
        """Show it from afar, or as single blocks, like everything else."""
        if self.picture.blocks:
            self._show_far()

    def _show_far(self, known: FarShapes | None = None) -> None:
        scene, picture = self.scene, self.picture
        far = scene.far.isVisible()
        picture.show_far((known or scene.shapes(picture.blocks, picture.wires)) if far else None)
        self._lead_far()

    def _show_items(self, shown: bool) -> None:
        """One by one, unless everything is lifted: then the scene hides all of it at once."""
        for item in () if self.is_all else (*self.picture.blocks.values(), *self.picture.wires):
            item.setVisible(shown)

    def _lead_far(self) -> None:
        loose = self.loose if self.scene.far.isVisible() else ()
        self.picture.lead(line for wire in loose for line in self.scene.wires[wire].lines)
