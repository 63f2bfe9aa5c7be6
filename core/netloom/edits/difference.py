"""The change between any two projects as an edit: what undo, redo or several edits at once have led to."""

from typing import Any, Self

from netloom.errors import Edit, EditError
from netloom.pieces import Kept, joined, pieces
from netloom.project import (
    Data,
    GroupNetwork,
    Identifier,
    Layout,
    Name,
    Network,
    Node,
    Numbering,
    Project,
    Wire,
)
from netloom.settings.training import Training
from netloom.values import Frozen


class NetworkPieces(Frozen):
    """A network said by what it was before."""

    nodes: tuple[Kept | Node, ...]
    wires: tuple[Kept | Wire, ...]


class GroupPieces(NetworkPieces):
    """A group said by what the group of that id was before; by nothing, if there was none."""

    id: Identifier
    name: Name


class Difference(Edit, id="difference"):
    """Turns one project into another. It names what is kept and holds what is new, so it is small where they differ
    little, and fits no project but the one that it was made from.

    A group is told by its id alone where it stays as it is, and so is whatever else is None.
    """

    network: NetworkPieces
    groups: tuple[Identifier | GroupPieces, ...] = ()
    name: Name | None = None
    data: Data | None = None
    training: Training | None = None
    layout: Layout | None = None
    numbering: tuple[Numbering, ...] | None = None

    @classmethod
    def between(cls, before: Project, after: Project) -> Self:
        """What turns one project into the other. They are compared by their parts, which edits share."""
        known = {group.id: group for group in before.groups}
        groups = tuple(
            group.id if known.get(group.id) is group else _group_pieces(known.get(group.id), group)
            for group in after.groups
        )
        other = {name: getattr(after, name) for name in _WHOLE if getattr(before, name) is not getattr(after, name)}
        return cls(network=NetworkPieces(**_said(before, after)), groups=groups, **other)

    def __call__(self, project: Project) -> Project:
        told = {name: value for name in _WHOLE if (value := getattr(self, name)) is not None}
        try:
            groups = tuple(_group(project, each) for each in self.groups)
            return Project(**(dict(project) | _heard(project, self.network) | told | {"groups": groups}))
        except (ValueError, KeyError):
            raise EditError("This difference was made from another project than the one it is given to.") from None


def sharing(before: Project, after: Project) -> Project:
    """The second project, in which all that is equal in the first is the very same, as if edits had led there."""
    if before == after:
        return before
    known = {group.id: group for group in before.groups}
    groups = (_sharing_group(known.get(group.id), group) for group in after.groups)
    whole = {name: _same(getattr(before, name), getattr(after, name)) for name in _WHOLE}
    shared = {"groups": _same(before.groups, tuple(groups)), **whole, **_shared(before, after)}
    return after.model_copy(update=shared)  # nothing in it is other than it was


def _sharing_group(before: GroupNetwork | None, after: GroupNetwork) -> GroupNetwork:
    if before is None or before == after:
        return before or after
    return after.model_copy(update=_shared(before, after))


def _shared(before: Network, after: Network) -> dict[str, Any]:
    nodes = {node.id: node for node in before.nodes}
    wires = {wire: wire for wire in before.wires}
    return {
        "nodes": _same(before.nodes, tuple(_same(nodes.get(node.id), node) for node in after.nodes)),
        "wires": _same(before.wires, tuple(wires.get(wire, wire) for wire in after.wires)),
    }


def _same(before: Any, after: Any) -> Any:
    return before if before == after else after


_APART = {"format", "version", "groups", *Network.model_fields}  # fixed, or told by pieces
_WHOLE = tuple(name for name in Project.model_fields if name not in _APART)


def _said(before: Network, after: Network) -> dict[str, Any]:
    return {"nodes": pieces(before.nodes, after.nodes), "wires": pieces(before.wires, after.wires)}


def _heard(before: Network, said: NetworkPieces) -> dict[str, Any]:
    return {"nodes": joined(before.nodes, said.nodes), "wires": joined(before.wires, said.wires)}


def _group_pieces(before: GroupNetwork | None, after: GroupNetwork) -> GroupPieces:
    return GroupPieces(id=after.id, name=after.name, **_said(before or Network(), after))


def _group(project: Project, said: str | GroupPieces) -> GroupNetwork:
    if isinstance(said, str):
        return project.group(said)
    before = next((group for group in project.groups if group.id == said.id), Network())
    return GroupNetwork(id=said.id, name=said.name, **_heard(before, said))
