"""The fixes that keep a column out of the network, or out of one Input."""

from collections.abc import Iterator

from netloom.blocks import Input
from netloom.edits.blocks import SetSettings
from netloom.edits.data import SetRole
from netloom.errors import Edit, Fix
from netloom.project import Node, Project


def ignoring(project: Project, column: str) -> Fix | None:
    """Sets the role of a column to ignored, and takes it out of the Inputs that name it; None if one would be empty."""
    leaving = list(_leaving(project, column))
    if None in leaving:
        return None
    edits: tuple[Edit, ...] = (SetRole(columns=(column,), role="ignored"), *(edit for edit in leaving if edit))
    return Fix(label=f"Ignore {column}", edits=edits)


def _leaving(project: Project, column: str) -> Iterator[Edit | None]:
    for node, block in project.blocks_of(Input):
        if column in block.columns:
            yield _without(node, block, column)


def leaving_input(project: Project, node: str, column: str) -> Fix | None:
    """Takes a column out of those that an Input names; None if it would be empty, or names none."""
    block = project.node(node).block
    edit = _without(project.node(node), block, column) if isinstance(block, Input) else None
    return None if edit is None else Fix(label=f"Take {column} out", edits=(edit,))


def _without(node: Node, block: Input, column: str) -> Edit | None:
    rest = tuple(name for name in block.columns if name != column)
    return SetSettings(node=node.id, settings=(("columns", rest),)) if rest else None
