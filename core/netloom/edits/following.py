"""Which blocks are likely to come next: those that follow such blocks in this project, then those that often do."""

from collections import Counter

from netloom.blocks import BLOCKS, GroupInput, GroupOutput, Input, Output, Placement
from netloom.edits import places
from netloom.edits.fitting import End, Signals, takes
from netloom.project import Project

MOST = 4


def often_next(project: Project, start: End, signals: Signals) -> tuple[str, ...]:
    """The ids of at most a few blocks of the catalogue that take what leaves a block's port, the likeliest first."""
    inside, _, node = places.find(project, start[0])
    network = places.network(project, inside)
    alike = {each.id for each in network.nodes if each.block.type == node.block.type}
    types = {each.id: each.block.type for each in network.nodes}
    follow = Counter(types[wire.target] for wire in network.wires if wire.source in alike)
    likely = dict.fromkeys([*(id for id, _ in follow.most_common()), *node.block.followed_by])
    odd: tuple[type, ...] = (Placement, *((Input, Output) if inside else (GroupInput, GroupOutput)))
    fitting = (id for id in likely if id in BLOCKS and not issubclass(BLOCKS[id], odd))
    signal = signals.get(start)
    return tuple(id for id in fitting if takes(BLOCKS[id](), signal))[:MOST]


__all__ = ["often_next"]
