"""A part of a project that can be copied: as text into a mail, and from there into any project, with ids of its own."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field, ValidationError

from netloom import limits
from netloom.blocks import Placement
from netloom.edits import places
from netloom.edits.blocks import refuse_placement
from netloom.edits.notes import AddNote
from netloom.edits.wires import Connect
from netloom.errors import Edit, EditError
from netloom.project import Bend, Comment, Frame, GroupNetwork, Node, Position, Project, Wire
from netloom.refusals import path_text, refusals
from netloom.strict_json import decoded, parsed
from netloom.values import Frozen

NAME = "what was copied"


class Fragment(Frozen):
    """Some blocks with the wires between them and their bends, the groups they stand for, and the frames and comments
    beside them.

    `arriving` are the wires that came from blocks that were not copied.
    """

    format: Literal["netloom-fragment"] = "netloom-fragment"
    version: Literal[1] = 1
    nodes: tuple[Node, ...] = Field((), max_length=limits.NODES)
    wires: tuple[Wire, ...] = Field((), max_length=limits.WIRES)
    arriving: tuple[Wire, ...] = Field((), max_length=limits.WIRES)
    groups: tuple[GroupNetwork, ...] = ()
    positions: tuple[Position, ...] = ()
    bends: tuple[Bend, ...] = Field((), max_length=limits.WIRES)
    frames: tuple[Frame, ...] = ()
    comments: tuple[Comment, ...] = ()


def fragment_of(project: Project, inside: str, nodes: Collection[str], notes: Collection[str] = ()) -> Fragment:
    """Those blocks, frames and comments of one network (`inside` is the id of its group, or empty) as a fragment."""
    network = places.network(project, inside)
    chosen = tuple(node for node in network.nodes if node.id in nodes)
    ids = frozenset(node.id for node in chosen)
    groups = tuple(_groups(project, chosen))
    kept = ids.union(*(frozenset(node.id for node in group.nodes) for group in groups))
    named = {group.id for group in groups}
    return Fragment(
        nodes=chosen,
        wires=tuple(wire for wire in network.wires if wire.source in ids and wire.target in ids),
        arriving=tuple(wire for wire in network.wires if wire.source not in ids and wire.target in ids),
        groups=groups,
        positions=tuple(each for each in project.layout.positions if each.node in kept),
        bends=tuple(each for each in project.layout.bends if {each.wire.source, each.wire.target} <= kept),
        frames=tuple(each for each in project.layout.frames if each.id in notes or each.inside in named),
        comments=tuple(each for each in project.layout.comments if each.id in notes or each.inside in named),
    )


def _groups(project: Project, nodes: Iterable[Node]) -> Iterator[GroupNetwork]:
    """The groups that blocks stand for, those within first."""
    known = {group.id: group for group in project.groups}
    seen: set[str] = set()
    waiting = [(node.block.network, False) for node in nodes if isinstance(node.block, Placement)]
    while waiting:
        id, finished = waiting.pop()
        if finished:
            yield known[id]
        elif id in known and id not in seen:
            seen.add(id)
            waiting.append((id, True))
            waiting += [(block.network, False) for _, block in known[id].blocks_of(Placement)]


def fragment_text(fragment: Fragment) -> str:
    """A fragment as JSON."""
    return fragment.model_dump_json(indent=1)


def fragment_from_text(text: str) -> Fragment:
    """The fragment in a text; EditError, saying what is wrong, if there is none."""
    if not text.lstrip().startswith("{") or "netloom-fragment" not in text:
        raise EditError("The clipboard holds no blocks. Copy some blocks first, with Ctrl+C.")
    content = text.encode(errors="surrogatepass")
    document = parsed(decoded(content, NAME), NAME)
    try:
        return Fragment.model_validate_json(content)
    except ValidationError as error:
        path, why = refusals(error, Fragment, document)[0]
        raise EditError(f"The copied blocks cannot be read: {path_text(path)}: {why}.") from None


class Paste(Edit, id="paste"):
    """Puts a fragment into a network, moved by so much. With `keep_arriving`, the wires that led into it are drawn
    again from where they came, if that is still there and takes them.
    """

    fragment: Fragment
    inside: str = ""
    by: tuple[float, float] = (0.0, 0.0)
    keep_arriving: bool = False

    def __call__(self, project: Project) -> Project:
        names: dict[str, str] = {}
        project, groups = _with_groups(project, self.fragment, names)
        for node in self.fragment.nodes:
            project = _with_node(project, self.inside, node, groups, names)
        for node in self.fragment.nodes:
            refuse_placement(project, places.find(project, names[node.id]).node.block)
        project = _with_wires(project, self, names)
        project = places.moved(project, tuple(_moved(self.fragment, names, self.by)))
        project = places.led(project, _led(self.fragment, names, self.by))
        return _with_remarks(project, self, groups)


def _with_node(project: Project, inside: str, node: Node, groups: Mapping[str, str], names: dict[str, str]) -> Project:
    block = node.block
    if isinstance(block, Placement):
        block = type(block)(**(dict(block) | {"network": groups.get(block.network, block.network)}))
    network = places.network(project, inside)
    project, id = places.block_id(project, block)
    names[node.id] = id
    new = node.model_copy(update={"id": id, "block": places.free_port(network, block)})
    return places.changed(project, inside, nodes=(*network.nodes, new))


def _with_groups(project: Project, fragment: Fragment, names: dict[str, str]) -> tuple[Project, dict[str, str]]:
    """The project with the groups that it lacks, and what each is called in it. One that is there already is shared."""
    known = {group.id: group for group in project.groups}
    groups: dict[str, str] = {}
    for group in fragment.groups:
        same = known.get(group.id)
        inner = {block.network for _, block in group.blocks_of(Placement)}
        if same == group and all(groups.get(id) == id for id in inner):
            groups[group.id] = group.id
            continue
        project, groups[group.id] = places.next_id(project, "network")
        empty = GroupNetwork(id=groups[group.id], name=group.name)
        project = project.model_copy(update={"groups": (*project.groups, empty)})
        for node in group.nodes:
            project = _with_node(project, empty.id, node, groups, names)
        wires = tuple(_renamed(wire, names) for wire in group.wires)
        project = places.changed(project, empty.id, wires=wires)
    return project, groups


def _renamed(wire: Wire, names: Mapping[str, str]) -> Wire:
    if wire.source not in names or wire.target not in names:
        raise EditError(f"The copied wire {wire} leads to a block that was not copied with it.")
    return wire.model_copy(update={"source": names[wire.source], "target": names[wire.target]})


def _with_wires(project: Project, paste: Paste, names: Mapping[str, str]) -> Project:
    for wire in paste.fragment.wires:
        project = Connect(wire=_renamed(wire, names))(project)
    here = {node.id for node in places.network(project, paste.inside).nodes}
    for wire in paste.fragment.arriving if paste.keep_arriving else ():
        if wire.source in here and wire.target in names:
            project = Connect(wire=wire.model_copy(update={"target": names[wire.target]}))(project)
    return project


def _moved(fragment: Fragment, names: Mapping[str, str], by: tuple[float, float]) -> Iterator[Position]:
    top = {node.id for node in fragment.nodes}
    for position in fragment.positions:
        if position.node in names:
            right, down = by if position.node in top else (0.0, 0.0)
            yield Position(node=names[position.node], x=position.x + right, y=position.y + down)


def _led(fragment: Fragment, names: Mapping[str, str], by: tuple[float, float]) -> Iterator[Bend]:
    """The bends of the wires, those within groups where they were."""
    top = {node.id for node in fragment.nodes}
    yield from places.between(fragment.bends, {old: new for old, new in names.items() if old in top}, by)
    yield from places.between(fragment.bends, {old: new for old, new in names.items() if old not in top})


def _with_remarks(project: Project, paste: Paste, groups: Mapping[str, str]) -> Project:
    for note in (*paste.fragment.frames, *paste.fragment.comments):
        group = groups.get(note.inside, "")
        if group and group == note.inside:
            continue  # it belongs to a group that is shared
        right, down = (0.0, 0.0) if group else paste.by
        at = {"inside": group or paste.inside, "x": note.x + right, "y": note.y + down}
        moved = note.model_copy(update=at)
        assert isinstance(moved, Frame | Comment)
        project = AddNote(note=moved)(project)
    return project


__all__ = ["Fragment", "Paste", "fragment_from_text", "fragment_of", "fragment_text"]
