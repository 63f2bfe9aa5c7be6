"""The fix that keeps a column out of the network."""

from netloom.blocks import Input
from netloom.edits.blocks import SetSettings
from netloom.edits.data import SetRole
from netloom.errors import Edit, Fix
from netloom.project import Project


def ignoring(project: Project, column: str) -> Fix | None:
    """Sets the role of a column to ignored, and takes it out of the Inputs that name it; None if one would be empty."""
    edits: list[Edit] = [SetRole(columns=(column,), role="ignored")]
    for node, block in project.blocks_of(Input):
        if column in block.columns:
            rest = tuple(name for name in block.columns if name != column)
            if not rest:
                return None
            edits.append(SetSettings(node=node.id, settings=(("columns", rest),)))
    return Fix(label=f"Ignore {column}", edits=tuple(edits))
