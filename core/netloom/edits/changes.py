"""What is different in one project from another, thing by thing. `Difference` finds it; `change_words` says it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from netloom.described import Leaf, leaves
from netloom.edits.difference import Difference, GroupPieces, NetworkPieces, sharing
from netloom.pieces import Kept
from netloom.project import Network, Node, Project, Wire
from netloom.settings.columns import Column
from netloom.values import Frozen

Order = Literal["blocks", "wires"]


class Changed(NamedTuple):
    """A setting that is not as it was. Where only one of both has it, the other one's is None."""

    before: Leaf | None
    after: Leaf | None

    @property
    def leaf(self) -> Leaf:
        """Either, rather that of now."""
        leaf = self.after or self.before
        assert leaf is not None
        return leaf


@dataclass(frozen=True)
class NetworkChanges:
    """How one network differs: the project's own, or that of the group whose id is `inside`.

    `changed` are blocks that were there under the same id, as they were and as they are. `order` names what comes in
    another order than before.
    """

    inside: str = ""
    added: tuple[Node, ...] = ()
    removed: tuple[Node, ...] = ()
    changed: tuple[tuple[Node, Node], ...] = ()
    wires_added: tuple[Wire, ...] = ()
    wires_removed: tuple[Wire, ...] = ()
    order: tuple[Order, ...] = ()


@dataclass(frozen=True)
class ProjectChanges:
    """How one project differs from another. Nothing is empty here that is different, and nothing filled that is not.

    `groups_added` and `groups_removed` are ids, `settings` those of data and training by the part that they are of,
    `columns_changed` have those of each column that is in both. `canvas` names what makes no difference to training.
    """

    networks: tuple[NetworkChanges, ...] = ()
    groups_added: tuple[str, ...] = ()
    groups_removed: tuple[str, ...] = ()
    groups_renamed: tuple[str, ...] = ()
    groups_in_order: bool = True
    training: tuple[Changed, ...] = ()
    source: tuple[Changed, ...] = ()
    split: tuple[Changed, ...] = ()
    columns_added: tuple[Column, ...] = ()
    columns_removed: tuple[Column, ...] = ()
    columns_changed: tuple[tuple[str, tuple[Changed, ...]], ...] = ()
    columns_in_order: bool = True
    canvas: tuple[str, ...] = ()


def changes_between(before: Project, after: Project) -> ProjectChanges:
    """How the second project differs from the first; an empty one where they are equal, and only there."""
    after = sharing(before, after)
    if after is before:
        return ProjectChanges()
    difference = Difference.between(before, after)
    had, has = _by_id(before.groups), _by_id(after.groups)
    kept = [id for id in had if id in has]
    return ProjectChanges(
        networks=tuple(_networks(before, after, difference)),
        groups_added=tuple(id for id in has if id not in had),
        groups_removed=tuple(id for id in had if id not in has),
        groups_renamed=tuple(id for id in kept if had[id].name != has[id].name),
        groups_in_order=kept == [id for id in has if id in had],
        training=changed_settings(before.training, after.training),
        source=_changed_kind(before.data.source, after.data.source, "source"),
        split=_changed_kind(before.data.split, after.data.split, "split"),
        **_columns(before.data.columns, after.data.columns),
        canvas=tuple(_canvas(before, after)),
    )


def changed_settings(before: Frozen, after: Frozen) -> tuple[Changed, ...]:
    """The settings, and those within them, that are not as they were. Of two things of different classes those that
    only one of both has go without saying."""
    had, has = ({leaf.path: leaf for leaf in leaves(value)} for value in (before, after))
    found = [Changed(had.get(path), has.get(path)) for path in {**has, **had}]
    differing = [each for each in found if not each.before or not each.after or each.before.value != each.after.value]
    exchanged = {each.leaf.path for each in differing if isinstance(each.leaf.value, type) or each.leaf.value is None}
    return tuple(each for each in differing if (each.before and each.after) or not _is_within(each.leaf, exchanged))


def _is_within(leaf: Leaf, exchanged: set[tuple[str, ...]]) -> bool:
    return any(leaf.path[:length] in exchanged for length in range(1, len(leaf.path)))


def _changed_kind(before: Frozen, after: Frozen, name: str) -> tuple[Changed, ...]:
    """The class, if that is another, then the settings."""
    if type(before) is type(after):
        return changed_settings(before, after)
    kind = Changed(Leaf((name,), None, type(before)), Leaf((name,), None, type(after)))
    both = (each for each in changed_settings(before, after) if each.before and each.after)
    return (kind, *both)


def _networks(before: Project, after: Project, difference: Difference) -> Iterator[NetworkChanges]:
    """Each network that differs and is there in both, the project's own first; then those that came or went."""
    yield from _differing(_network("", before, after, difference.network))
    had = _by_id(before.groups)
    for said in difference.groups:
        if isinstance(said, GroupPieces):
            old = had.get(said.id, Network())
            yield from _differing(_network(said.id, old, after.group(said.id), said))
    has = _by_id(after.groups)
    for id, group in had.items():
        if id not in has:
            yield from _differing(NetworkChanges(id, removed=group.nodes, wires_removed=group.wires))


def _differing(changes: NetworkChanges) -> Iterator[NetworkChanges]:
    if changes != NetworkChanges(changes.inside):
        yield changes


def _network(inside: str, before: Network, after: Network, said: NetworkPieces) -> NetworkChanges:
    had, has = _by_id(before.nodes), _by_id(after.nodes)
    new = [node for node in said.nodes if isinstance(node, Node)]
    orders: dict[Order, bool] = {
        "blocks": _keeps_order(tuple(had), tuple(has)),
        "wires": _keeps_order(before.wires, after.wires),
    }
    return NetworkChanges(
        inside=inside,
        added=tuple(node for node in new if node.id not in had),
        removed=tuple(node for node in before.nodes if node.id not in has),
        changed=tuple((had[node.id], node) for node in new if node.id in had),
        wires_added=tuple(wire for wire in said.wires if not isinstance(wire, Kept)),
        wires_removed=_without(before.wires, after.wires),
        order=tuple(name for name, kept in orders.items() if not kept),
    )


def _columns(before: Sequence[Column], after: Sequence[Column]) -> dict[str, Any]:
    had, has = ({column.name: column for column in columns} for columns in (before, after))
    pairs = ((name, column, has[name]) for name, column in had.items() if name in has)
    changed = ((name, changed_settings(old, new)) for name, old, new in pairs if old is not new and old != new)
    return {
        "columns_added": tuple(column for name, column in has.items() if name not in had),
        "columns_removed": tuple(column for name, column in had.items() if name not in has),
        "columns_changed": tuple(changed),
        "columns_in_order": _keeps_order(tuple(had), tuple(has)),
    }


def _canvas(before: Project, after: Project) -> Iterator[str]:
    """What differs that training does not see: the name, and what is laid out how."""
    if before.name != after.name:
        yield "name"
    for name in type(before.layout).model_fields:
        if getattr(before.layout, name) != getattr(after.layout, name):
            yield name
    if before.numbering != after.numbering:
        yield "numbering"


def _by_id(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def _without(things: Sequence[Any], others: Iterable[Any]) -> tuple[Any, ...]:
    there = set(others)
    return tuple(thing for thing in things if thing not in there)


def _keeps_order(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether what is in both comes in the same order."""
    both = set(before) & set(after)
    return [each for each in before if each in both] == [each for each in after if each in both]
