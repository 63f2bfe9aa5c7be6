"""Which blocks make learning by heart harder, read from the declarations. Nothing here knows Qt."""

from collections.abc import Iterator
from typing import NamedTuple

from netloom.declare import settings_of
from netloom.project import Network, Node, Project

PENALTIES = ("l1", "l2")  # settings that add to the loss, whatever block has them


class Regularizing(NamedTuple):
    """A block that regularizes: where it is (the id of its group, empty at the top), and by what, in words."""

    node: str
    group: str
    label: str
    words: str


def regularizing(project: Project) -> tuple[Regularizing, ...]:
    """All blocks that regularize, in the order of the networks."""
    places: list[tuple[str, Network]] = [("", project), *((group.id, group) for group in project.groups)]
    return tuple(found for id, network in places for node in network.nodes for found in _of(node, id))


def _of(node: Node, group: str) -> Iterator[Regularizing]:
    if node.muted:
        return
    names = PENALTIES if node.block.group != "Regularization" else ()
    settings = [each.name for each in settings_of(type(node.block)) if not names or each.name in names]
    values = [(name, getattr(node.block, name)) for name in settings]
    words = ", ".join(f"{_title(name)} {value:g}" for name, value in values if value)
    if words:
        what = f"{node.block.title}, " if not names else ""
        yield Regularizing(node.id, group, node.label, what + words)


def _title(name: str) -> str:
    return name.upper() if name in PENALTIES else name
