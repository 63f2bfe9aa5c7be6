"""Whatever is edited, undone, redone, saved and opened again: the project is what history says, and always sound."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from netloom.blocks import (
    Activation,
    Add,
    Concatenate,
    Dense,
    Dropout,
    GroupInput,
    GroupOutput,
    Input,
    Output,
    Placement,
)
from netloom.declare import Block
from netloom.edits import (
    AddBlock,
    AddNote,
    AddWired,
    Arrange,
    Connect,
    Disconnect,
    InsertBlock,
    MakeGroup,
    MoveWire,
    Mute,
    Paste,
    PlaceGroup,
    PutOnWire,
    RemoveBlocks,
    RemoveGroup,
    Rename,
    ReplaceBlock,
    SetSettings,
    Ungroup,
)
from netloom.edits.fragments import fragment_of
from netloom.errors import Edit, EditError
from netloom.project import Comment, Frame, GroupNetwork, Network, Node, Position, Project, Wire
from netloom.storage import from_text, load, save, to_text

Thing = TypeVar("Thing")

BLOCKS = (Dense(), Dropout(), Activation(), Add(), Concatenate(), Input(), Output(), GroupInput(), GroupOutput())
NOWHERE = Node(id="nowhere_1", block=Dense())
Drawn = st.DataObject


def beginning() -> Project:
    """Input → Dense → Add → Output, with Dense → Dropout → Add beside it, as if by hand: ids are not counted."""
    project = Project()
    for block in (Input(), Dense(), Dropout(), Add(), Output()):
        project = AddBlock(block=block, at=(0, 0))(project)
    for pair in ("input_1 dense_1", "dense_1 add_1", "dense_1 dropout_1", "dropout_1 add_1", "add_1 output_1"):
        source, target = pair.split()
        project = Connect(wire=Wire(source=source, target=target))(project)
    return project.model_copy(update={"numbering": ()})


def one(things: Iterable[Thing], data: Drawn) -> Thing:
    return data.draw(st.sampled_from(list(things)))


def node_of(project: Project, data: Drawn, kind: type[Block] = Block) -> str:
    """The id of a block of that kind, or, where there is none, of one that is not there."""
    return one([node for network in project.networks() for node in network.having(kind)] or [NOWHERE], data).id


def some_of(network: Network, data: Drawn) -> tuple[str, ...]:
    known = [node.id for node in network.nodes] or [NOWHERE.id]
    return tuple(data.draw(st.lists(st.sampled_from(known), unique=True, min_size=1, max_size=4)))


def wire_of(project: Project, network: Network, data: Drawn) -> Wire:
    """A wire from a block to one that is mostly behind it."""
    source, target = (one(network.nodes or [NOWHERE], data) for _ in range(2))
    if network.nodes.index(source) > network.nodes.index(target) and data.draw(st.booleans()):
        source, target = target, source
    leaving = [port.name for port in project.output_ports(source)] or ["output"]
    entering = [port.name for port in project.input_ports(target)] or ["input"]
    ports = {"source_port": one(leaving, data), "target_port": one(entering, data)}
    return Wire(source=source.id, target=target.id, **ports)


def edit_of(project: Project, data: Drawn) -> Edit:
    """Any edit; most of them fit."""
    network = one(project.networks(), data)
    inside = network.id if isinstance(network, GroupNetwork) else ""
    group = one([*project.groups, GroupNetwork(id=NOWHERE.id)], data).id
    block = one(BLOCKS, data)
    wire = one(network.wires or [Wire(source=NOWHERE.id, target=NOWHERE.id)], data)
    kinds: list[Callable[[], Edit]] = [
        *[lambda: AddBlock(block=block, inside=inside, at=(1.5, 2))] * 2,
        *[lambda: Connect(wire=wire_of(project, network, data) if network.nodes else wire)] * 4,
        *[lambda: MakeGroup(nodes=some_of(network, data), name="part")] * 3,
        *[lambda: Ungroup(node=node_of(project, data, Placement))] * 2,
        *[lambda: PlaceGroup(group=group, times=data.draw(st.integers(1, 3)), inside=inside)] * 2,
        lambda: Disconnect(wire=wire),
        lambda: InsertBlock(block=block, wire=wire),
        lambda: AddWired(block=block, inside=inside, after=(wire.source, wire.source_port)),
        lambda: PutOnWire(node=node_of(project, data), wire=wire),
        lambda: MoveWire(wire=wire, to=wire_of(project, network, data) if network.nodes else wire),
        lambda: Paste(
            fragment=fragment_of(project, inside, some_of(network, data)),
            inside=one(["", inside], data),
            keep_arriving=data.draw(st.booleans()),
        ),
        lambda: AddNote(note=one([Frame(x=0, y=0, width=9, height=9), Comment(x=1, y=1)], data)),
        lambda: RemoveBlocks(nodes=some_of(network, data), reconnect=data.draw(st.booleans())),
        lambda: RemoveGroup(group=group),
        lambda: ReplaceBlock(node=node_of(project, data), block=block),
        lambda: SetSettings(node=node_of(project, data, Placement), settings=(("network", group),)),
        lambda: SetSettings(node=node_of(project, data, GroupInput), settings=(("port", one("ab", data)),)),
        lambda: SetSettings(node=node_of(project, data, Dense), settings=(("units", data.draw(st.integers(0, 9))),)),
        lambda: Rename(node=node_of(project, data), name=data.draw(st.text(max_size=3, alphabet="aé\n"))),
        lambda: Mute(nodes=some_of(network, data), muted=data.draw(st.booleans())),
        lambda: Arrange(positions=(Position(node=node_of(project, data), x=0.25, y=-1),)),
    ]
    return one(kinds, data)()


class History(RuleBasedStateMachine):
    """A list of projects with a place in it is all that undo needs; `used` is every id that each of them has seen."""

    @initialize()
    def begin(self) -> None:
        self.projects = [beginning()]
        self.texts = [to_text(self.projects[0])]
        self.used = [frozenset(self.projects[0].ids())]
        self.place = 0

    @property
    def project(self) -> Project:
        return self.projects[self.place]

    @rule(data=st.data())
    def edit(self, data: Drawn) -> None:
        try:
            after = edit_of(self.project, data)(self.project)
        except EditError as refusal:
            assert str(refusal).endswith((".", "?"))  # noqa: PT017  # which edits are refused is for other tests
            return
        assert not (set(after.ids()) - set(self.project.ids())) & self.used[self.place]
        text = to_text(after)
        opened = from_text(text, "P.netloom")
        assert opened == after
        assert to_text(opened) == text
        self.projects[self.place + 1 :] = [data.draw(st.sampled_from([after, opened]))]
        self.texts[self.place + 1 :] = [text]
        self.used[self.place + 1 :] = [self.used[self.place] | set(after.ids())]
        self.place += 1

    @rule(data=st.data())
    def edit_once_more(self, data: Drawn) -> None:
        self.edit(data)

    @rule(steps=st.integers(-3, 3))
    def undo_or_redo(self, steps: int) -> None:
        self.place = min(max(self.place + steps, 0), len(self.projects) - 1)

    def teardown(self) -> None:
        """At the end it is saved to a real file, opened, and saved again."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "P.netloom"
            save(self.project, path)
            content = path.read_bytes()
            save(load(path), path)
            assert path.read_bytes() == content

    @invariant()
    def the_project_is_what_history_says(self) -> None:
        assert to_text(self.project) == self.texts[self.place]

    @invariant()
    def every_wire_has_both_its_ports(self) -> None:
        for network in self.project.networks():
            nodes = {node.id: node for node in network.nodes}
            for wire in network.wires:
                assert wire.source_port in {port.name for port in self.project.output_ports(nodes[wire.source])}
                assert wire.target_port in {port.name for port in self.project.input_ports(nodes[wire.target])}

    @invariant()
    def only_merges_take_several_wires_and_nothing_goes_round(self) -> None:
        for network in self.project.networks():
            ends = [(wire.target, wire.target_port) for wire in network.wires]
            many = {node.id for node in network.nodes if any(port.many for port in self.project.input_ports(node))}
            single = [end for end in ends if end[0] not in many]
            assert len(single) == len(set(single))
            assert is_acyclic(network)


def is_acyclic(network: Network) -> bool:
    left = {node.id for node in network.nodes}
    while first := left - {wire.target for wire in network.wires if wire.source in left}:
        left -= first
    return not left


@pytest.mark.parametrize(("histories", "steps"), [(25, 40), pytest.param(1000, 60, marks=pytest.mark.soak)])
def test_history(histories: int, steps: int) -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
