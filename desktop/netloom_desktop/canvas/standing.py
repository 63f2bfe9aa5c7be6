"""Where each block of a network stands: where the project says, or, if it says nothing, where one would expect it."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from netloom.project import Network, Project
from netloom_desktop.canvas.alignment import free_place
from netloom_desktop.canvas.appearance import BlockLook
from netloom_desktop.canvas.geometry import WIDTH, Point, Rect, block_height
from netloom_desktop.canvas.layout import ACROSS, auto_layout


def standing(project: Project, network: Network, looks: Mapping[str, BlockLook]) -> dict[str, Point]:
    """The upper left corner of each block. Those without a place of their own are laid out; if others have one, they
    stand behind what they depend on, or before what depends on them."""
    known = {position.node: Point(position.x, position.y) for position in project.layout.positions}
    places = {id: known[id] for id in looks if id in known}
    missing = [id for id in looks if id not in places]
    if not missing:
        return places
    if not places:
        return dict(_laid_out(tuple((id, tall(looks[id])) for id in looks), tuple(links(network))))
    rects = {id: Rect(*place, WIDTH, tall(looks[id])) for id, place in places.items()}
    for id in missing:
        wanted = Rect(*_beside(id, network, rects), WIDTH, tall(looks[id]))
        places[id] = free_place(rects, wanted)
        rects[id] = Rect(*places[id], wanted.width, wanted.height)
    return places


@lru_cache(maxsize=8)
def _laid_out(heights: tuple[tuple[str, float], ...], known: tuple[tuple[str, str], ...]) -> Mapping[str, Point]:
    """Most edits leave this as it is, and for thousands of blocks it takes longer than a frame."""
    return MappingProxyType(auto_layout(dict(heights), known))


def tall(look: BlockLook) -> float:
    """How tall a block is without the strip for its problem, which comes and goes."""
    return block_height(len(look.inputs), len(look.outputs))


def links(network: Network) -> list[tuple[str, str]]:
    """The wires of a network as pairs of ids."""
    return [(wire.source, wire.target) for wire in network.wires]


def _beside(id: str, network: Network, rects: Mapping[str, Rect]) -> Point:
    before = [rects[wire.source] for wire in network.wires if wire.target == id and wire.source in rects]
    if before:
        return Point(max(rect.right for rect in before) + ACROSS, before[0].y)
    after = [rects[wire.target] for wire in network.wires if wire.source == id and wire.target in rects]
    if after:
        return Point(min(rect.x for rect in after) - ACROSS - WIDTH, after[0].y)
    return Point(min(rect.x for rect in rects.values()), max(rect.bottom for rect in rects.values()) + ACROSS / 2)
