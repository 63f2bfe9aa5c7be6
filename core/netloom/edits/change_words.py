"""What is different in one project from another, in sentences for people."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from netloom.blocks import UnknownBlock
from netloom.described import Leaf, worded
from netloom.edits.changes import Changed, NetworkChanges, ProjectChanges, changed_settings, changes_between
from netloom.project import Network, Node, Project, Wire
from netloom.refusals import shortened
from netloom.values import Frozen

Part = Literal["network", "training", "data", "canvas"]
How = Literal["added", "removed", "changed"]

_WITHIN: Final = {"optimizer": "the optimizer", "schedule": "the schedule"}
_CANVAS: Final = {
    "name": "The project has another name",
    "positions": "Blocks stand elsewhere on the canvas",
    "frames": "Frames are others",
    "comments": "Comments are others",
    "bends": "Wires are led otherwise",
    "bookmarks": "The views that are kept are others",
    "numbering": "Blocks that come next get other numbers",
}
_LONGEST: Final = 80  # characters of a value
_FEW: Final = 3  # names in a row


class Change(Frozen):
    """One thing that is different, in a sentence: `units of Dense 2: 32 → 64`.

    `part` is what it is of; what is of the `canvas` makes no difference to training. `node` is the id of the block
    that it is about, if it is about one.
    """

    part: Part
    how: How
    sentence: str
    node: str = ""


def told_changes(before: Project, after: Project) -> tuple[Change, ...]:
    """All that is different in the second project, a sentence each; none where they are equal, and only there."""
    found = changes_between(before, after)
    return (
        *_groups(before, after, found),
        *(change for network in found.networks for change in _network(before, after, found, network)),
        *(_setting("training", each, "") for each in found.training),
        *_data(found),
        *(Change(part="canvas", how="changed", sentence=f"{_CANVAS[name]}.") for name in found.canvas),
    )


def called(node: Node) -> str:
    """What a block is called: `Dense 2`; with a name of its own by that, and by its id."""
    if node.name:
        return node.label
    title = node.block.type if isinstance(node.block, UnknownBlock) else node.block.title
    number = node.id.removeprefix(f"{node.block.type}_")
    return f"{title} {number}" if number.isdecimal() else f"{title} ({node.id})"


def setting_title(leaf: Leaf) -> str:
    """What a column of a table calls a setting: `learning rate`, `early stopping patience`."""
    path = leaf.path[1:] if leaf.path[0] in _WITHIN and len(leaf.path) > 1 else leaf.path
    return " ".join(path).replace("_", " ")


# The network


def _groups(before: Project, after: Project, found: ProjectChanges) -> Iterator[Change]:
    for id in found.groups_added:
        yield _network_change("added", f"Group {_group_name(after, id)} added, {_amount(after.group(id))}.")
    for id in found.groups_removed:
        yield _network_change("removed", f"Group {_group_name(before, id)} removed, {_amount(before.group(id))}.")
    for id in found.groups_renamed:
        names = (_shown(project.group(id).name) for project in (before, after))
        yield _network_change("changed", f"name of group {id}: {' → '.join(names)}")
    if not found.groups_in_order:
        yield _network_change("changed", "The groups come in another order.")


def _network(before: Project, after: Project, found: ProjectChanges, network: NetworkChanges) -> Iterator[Change]:
    """What differs inside a network; of a group that came or went as a whole nothing more."""
    if network.inside in (*found.groups_added, *found.groups_removed):
        return
    where = f" in group {_group_name(after, network.inside)}" if network.inside else ""
    old, new = (_network_of(project, network.inside) for project in (before, after))
    for node in network.added:
        yield _network_change("added", f"{called(node)} added{_between(node, new)}{where}.", node)
    for node in network.removed:
        yield _network_change("removed", f"{called(node)} removed{where}.", node)
    for pair in network.changed:
        yield from _block(*pair, where)
    yield from _wires(network, old, new, where)
    for what in network.order:
        yield _network_change("changed", f"The {what}{where} come in another order.")


def _network_of(project: Project, inside: str) -> Network:
    return project.group(inside) if inside else project


def _between(node: Node, network: Network) -> str:
    before = _names([wire.source for wire in network.wires if wire.target == node.id], network)
    after = _names([wire.target for wire in network.wires if wire.source == node.id], network)
    if before and after:
        return f" between {before} and {after}"
    return f" after {before}" if before else f" before {after}" if after else ""


def _names(ids: Iterable[str], network: Network) -> str:
    names = [called(network.node(id)) for id in dict.fromkeys(ids)]
    return ", ".join(names[:_FEW]) + (f" and {len(names) - _FEW} more" if len(names) > _FEW else "")


def _block(before: Node, after: Node, where: str) -> Iterator[Change]:
    name = called(after)
    if before.name != after.name:
        sentence = f"name of {called(before)}{where}: {_shown(before.name)} → {_shown(after.name)}"
        yield _network_change("changed", sentence, after)
    if before.muted != after.muted:
        yield _network_change("changed", f"{name}{where} is {'' if after.muted else 'no longer '}muted.", after)
    if before.block.type != after.block.type:
        yield _network_change("changed", f"{called(before)}{where} became {name}.", after)
    for each in _settings_of_block(before, after):
        yield _setting("network", each, f"{name}{where}", after.id)


def _settings_of_block(before: Node, after: Node) -> Iterator[Changed]:
    same = before.block.type == after.block.type
    yield from (each for each in changed_settings(before.block, after.block) if same or (each.before and each.after))


def _wires(network: NetworkChanges, old: Network, new: Network, where: str) -> Iterator[Change]:
    """Wires between blocks that are in both: those of blocks that came or went are told with them."""
    added, removed = ({node.id for node in nodes} for nodes in (network.added, network.removed))
    for wire in network.wires_added:
        if not {wire.source, wire.target} & added:
            yield _network_change("added", f"Wire from {_wire(wire, new)} added{where}.")
    for wire in network.wires_removed:
        if not {wire.source, wire.target} & removed:
            yield _network_change("removed", f"Wire from {_wire(wire, old)} removed{where}.")


def _wire(wire: Wire, network: Network) -> str:
    source, target = called(network.node(wire.source)), called(network.node(wire.target))
    leaving = f" ({wire.source_port})" if wire.source_port != "output" else ""
    entering = f" ({wire.target_port})" if wire.target_port != "input" else ""
    return f"{source}{leaving} to {target}{entering}"


def _group_name(project: Project, id: str) -> str:
    return project.group(id).name or id


def _amount(group: Network) -> str:
    return f"of {len(group.nodes):,} block{'' if len(group.nodes) == 1 else 's'}"


def _network_change(how: How, sentence: str, node: Node | None = None) -> Change:
    return Change(part="network", how=how, sentence=sentence, node=node.id if node is not None else "")


# Settings


def _setting(part: Part, changed: Changed, owner: str, node: str = "") -> Change:
    """`units of Dense 2: 32 → 64`."""
    *within, name = changed.leaf.path
    owners = [_WITHIN.get(each, each.replace("_", " ")) for each in reversed(within)]
    of = "".join(f" of {each}" for each in (*owners, owner) if each)
    unit = changed.leaf.setting.unit if changed.leaf.setting is not None else ""
    unit = f" {unit}" if unit and unit not in name and part != "network" else ""
    values = " → ".join(_values(changed))
    how: How = "changed" if changed.before and changed.after else "added" if changed.after else "removed"
    return Change(part=part, how=how, sentence=f"{name.replace('_', ' ')}{of}: {values}{unit}", node=node)


def _values(changed: Changed) -> tuple[str, str]:
    """The value before and after, told apart where they are read alike."""
    given = [None if leaf is None else leaf.value for leaf in changed]
    words = [_shown(worded(value)) for value in given]
    if words[0] == words[1]:
        words = [shortened(repr(value), _LONGEST) for value in given]
    return (words[0], words[1]) if words[0] != words[1] else (words[0], "another one that begins alike")


def _shown(text: str) -> str:
    return shortened(text, _LONGEST) if text else "none"


# The data


def _data(found: ProjectChanges) -> Iterator[Change]:
    for each in (*found.source, *found.split):
        owner = "the table" if each in found.source else "the split"
        yield _setting("data", each, "" if each.leaf.path == ("split",) else owner)
    for column in found.columns_added:
        yield Change(part="data", how="added", sentence=f"Column {_shown(column.name)} added, as {_role(column.role)}.")
    for column in found.columns_removed:
        yield Change(part="data", how="removed", sentence=f"Column {_shown(column.name)} removed.")
    for name, settings in found.columns_changed:
        yield from (_setting("data", each, f"column {_shown(name)}") for each in settings)
    if not found.columns_in_order:
        yield Change(part="data", how="changed", sentence="The columns come in another order.")


def _role(role: str) -> str:
    return "ignored" if role == "ignored" else f"a {role}"
