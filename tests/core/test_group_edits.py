"""Groups are made of blocks, placed and dissolved, and every wire leads on as before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netloom import limits
from netloom.blocks import Add, Dense, Dropout, Group, GroupInput, GroupOutput, Input, Output, Repeat
from netloom.edits import (
    AddBlock,
    Connect,
    MakeGroup,
    Mute,
    PlaceGroup,
    RemoveBlocks,
    RemoveGroup,
    Rename,
    SetSettings,
    Ungroup,
)
from netloom.errors import Edit, EditError
from netloom.project import Network, Project, Wire


def edited(project: Project, *edits: Edit) -> Project:
    for edit in edits:
        project = edit(project)
    return project


def connect(source: str, target: str, *, out: str = "output", into: str = "input") -> Connect:
    return Connect(wire=Wire(source=source, target=target, source_port=out, target_port=into))


def wires(network: Network) -> list[str]:
    return [str(wire) for wire in network.wires]


def ids(network: Network) -> list[str]:
    return [node.id for node in network.nodes]


def refused(project: Project, edit: Edit) -> str:
    with pytest.raises(EditError) as caught:
        edit(project)
    return str(caught.value)


@pytest.fixture
def project() -> Project:
    """input_1 → dense_1 → dropout_1 → add_1 → dense_2 → output_1, with dense_1 → add_1 around dropout_1."""
    blocks = (Input(), Dense(), Dropout(), Add(), Dense(), Output())
    project = edited(Project(), *(AddBlock(block=block, at=(100 * at, 0)) for at, block in enumerate(blocks)))
    pairs = [
        "input_1 dense_1",
        "dense_1 dropout_1",
        "dropout_1 add_1",
        "dense_1 add_1",
        "add_1 dense_2",
        "dense_2 output_1",
    ]
    return edited(project, *(connect(*pair.split()) for pair in pairs))


@pytest.fixture
def grouped(project: Project) -> Project:
    return MakeGroup(nodes=("dropout_1", "add_1"), name="Residual")(project)


def test_a_selection_becomes_a_group_with_one_port_for_each_source(grouped: Project) -> None:
    (group,) = grouped.groups
    assert ids(grouped) == ["input_1", "dense_1", "group_1", "dense_2", "output_1"]
    assert ids(group) == ["group_input_1", "dropout_1", "add_1", "group_output_1"]
    assert grouped.node("group_1").label == "Residual (group_1)"
    assert wires(grouped)[1:3] == ["dense_1.output → group_1.input", "group_1.output → dense_2.input"]
    assert wires(group)[1:3] == ["dropout_1.output → add_1.input", "group_input_1.output → add_1.input"]


def test_the_group_stands_in_the_middle_of_its_blocks(grouped: Project) -> None:
    assert [position.x for position in grouped.layout.positions if position.node == "group_1"] == [250]


def test_dissolving_a_group_gives_the_blocks_back(project: Project, grouped: Project) -> None:
    after = Ungroup(node="group_1")(grouped)
    assert ids(after) == ids(project)
    assert sorted(wires(after)) == sorted(wires(project))
    assert after.groups == ()
    assert after.layout == project.layout


def test_different_sources_get_different_ports(project: Project) -> None:
    project = edited(project, connect("input_1", "add_1"))
    (group,) = MakeGroup(nodes=("add_1", "dense_2"))(project).groups
    assert [block.port for _, block in group.blocks_of(GroupInput)] == ["input", "input_2", "input_3"]
    assert [block.port for _, block in group.blocks_of(GroupOutput)] == ["output"]


def test_loose_ends_become_ports() -> None:
    project = MakeGroup(nodes=("dense_1", "dropout_1"))(
        edited(Project(), AddBlock(block=Dense()), AddBlock(block=Dropout()))
    )
    node = project.node("group_1")
    assert [port.name for port in project.input_ports(node)] == ["input", "input_2"]
    assert [port.name for port in project.output_ports(node)] == ["output", "output_2"]


def test_a_selection_around_another_block_is_refused(project: Project) -> None:
    message = refused(project, MakeGroup(nodes=("dense_1", "add_1")))
    assert "Between these blocks lies dropout_1" in message


@pytest.mark.parametrize("id", ["input_1", "output_1"])
def test_the_ends_of_the_network_stay_outside(project: Project, id: str) -> None:
    assert "cannot go into a group" in refused(project, MakeGroup(nodes=("dense_1", id)))


def test_blocks_of_different_networks_make_no_group(grouped: Project) -> None:
    assert "in different networks" in refused(grouped, MakeGroup(nodes=("dense_1", "dropout_1")))


def test_wires_stay_within_a_network(grouped: Project) -> None:
    assert "not in the same network" in refused(grouped, connect("dense_1", "dropout_1"))


def test_a_group_is_placed_again_and_then_dissolved_into_copies(grouped: Project) -> None:
    placed = edited(
        grouped, PlaceGroup(group="network_1"), connect("dense_2", "group_2"), connect("group_2", "output_1")
    )
    after = Ungroup(node="group_2")(placed)
    assert ids(after)[-2:] == ["dropout_2", "add_2"]
    assert after.groups == grouped.groups
    assert wires(after)[-3:] == [
        "dense_2.output → dropout_2.input", "dropout_2.output → add_2.input", "dense_2.output → add_2.input",
    ]  # fmt: skip  # three wires, one line
    assert "add_2.output → output_1.input" in wires(after)


def test_a_repeat_becomes_a_line_of_groups(grouped: Project) -> None:
    placed = edited(grouped, PlaceGroup(group="network_1", times=3), connect("dense_2", "repeat_1"))
    after = Ungroup(node="repeat_1")(edited(placed, connect("repeat_1", "output_1")))
    assert ids(after)[-3:] == ["group_2", "group_3", "group_4"]
    assert {
        "dense_2.output → group_2.input",
        "group_3.output → group_4.input",
        "group_4.output → output_1.input",
    } < set(wires(after))


def test_what_cannot_be_dissolved_is_told(grouped: Project) -> None:
    assert "is a Dense, not a group" in refused(grouped, Ungroup(node="dense_1"))
    assert "is muted" in refused(Mute(nodes=("group_1",))(grouped), Ungroup(node="group_1"))
    assert "stands for no group" in refused(AddBlock(block=Group())(grouped), Ungroup(node="group_2"))


def test_a_wire_that_would_be_there_twice_keeps_a_group_whole() -> None:
    project = edited(
        Project(), AddBlock(block=Dense()), AddBlock(block=Dropout()), AddBlock(block=Dropout()), AddBlock(block=Add())
    )
    project = MakeGroup(nodes=("dropout_1", "dropout_2", "add_1"))(project)
    project = edited(project, connect("dense_1", "group_1"), connect("dense_1", "group_1", into="input_2"))
    project = RemoveBlocks(nodes=("dropout_1", "dropout_2"))(project)
    project = edited(project, connect("group_input_1", "add_1"), connect("group_input_2", "add_1"))
    assert "the same wire twice" in refused(project, Ungroup(node="group_1"))


def test_only_a_group_that_is_placed_nowhere_is_removed(grouped: Project) -> None:
    assert "is still placed: Residual (group_1)" in refused(grouped, RemoveGroup(group="network_1"))
    after = edited(grouped, RemoveBlocks(nodes=("group_1",)), RemoveGroup(group="network_1"))
    assert after.groups == ()
    assert ids(edited(after, AddBlock(block=Dropout())))[-1] == "dropout_2"


def test_a_group_is_renamed(grouped: Project) -> None:
    assert Rename(node="network_1", name="Skip")(grouped).group("network_1").name == "Skip"


def test_a_renamed_port_keeps_its_wires(grouped: Project) -> None:
    after = SetSettings(node="group_input_1", settings=(("port", "signal"),))(grouped)
    assert "dense_1.output → group_1.signal" in wires(after)
    after = SetSettings(node="group_output_1", settings=(("port", "sum"),))(after)
    assert "group_1.sum → dense_2.input" in wires(after)


def test_a_removed_port_takes_the_wires_at_the_group_along(grouped: Project) -> None:
    after = RemoveBlocks(nodes=("group_input_1",))(grouped)
    assert not [wire for wire in wires(after) if "→ group_1" in wire]
    assert "group_1.output → dense_2.input" in wires(after)


def test_ports_of_a_group_have_names_of_their_own(grouped: Project) -> None:
    after = AddBlock(block=GroupInput(), inside="network_1")(grouped)
    assert [port.name for port in after.input_ports(after.node("group_1"))] == ["input", "input_2"]
    taken = SetSettings(node="group_input_2", settings=(("port", "input"),))
    assert "another port of this name" in refused(after, taken)


def test_another_group_keeps_the_wires_whose_ports_it_has(grouped: Project) -> None:
    project = edited(grouped, AddBlock(block=Dense()), AddBlock(block=Dense()))
    project = MakeGroup(nodes=("dense_3", "dense_4"))(project)
    after = SetSettings(node="group_1", settings=(("network", "network_2"),))(project)
    assert wires(after) == wires(project)
    assert "There is no group" in refused(project, SetSettings(node="group_1", settings=(("network", "network_9"),)))


def test_a_group_never_contains_itself(grouped: Project) -> None:
    assert "cannot contain itself" in refused(grouped, PlaceGroup(group="network_1", inside="network_1"))
    outer = MakeGroup(nodes=("group_1",), name="Outer")(grouped)
    message = refused(outer, AddBlock(block=Repeat(network="network_2"), inside="network_1"))
    assert "this would go round: Residual, Outer" in message


def test_groups_lie_only_so_deep_in_each_other() -> None:
    project = AddBlock(block=Dense())(Project())
    for _ in range(limits.GROUP_DEPTH):
        project = MakeGroup(nodes=(project.nodes[0].id,))(project)
    assert "33 deep" in refused(project, MakeGroup(nodes=(project.nodes[0].id,)))


def arrivals(project: Project) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Where the wires at each port come from, in their order."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for wire in project.wires:
        found.setdefault((wire.target, wire.target_port), []).append((wire.source, wire.source_port))
    return found


@st.composite
def networks(draw: st.DrawFn) -> Project:
    """Merges, each fed by any of the blocks before it in any order."""
    project = AddBlock(block=Input())(Project())
    for number in range(1, draw(st.integers(2, 8))):
        project = AddBlock(block=Add())(project)
        for source in draw(st.lists(st.sampled_from(ids(project)[:-1]), unique=True, max_size=3)):
            project = connect(source, f"add_{number}")(project)
    return project


@settings(max_examples=100, deadline=None)
@given(networks(), st.data())
def test_making_a_group_and_dissolving_it_changes_nothing(project: Project, data: st.DataObject) -> None:
    chosen = tuple(data.draw(st.lists(st.sampled_from(ids(project)[1:]), unique=True, min_size=1)))
    try:
        grouped = MakeGroup(nodes=chosen)(project)
    except EditError:
        return  # blocks between those chosen
    after = Ungroup(node=next(node.id for node in grouped.nodes if isinstance(node.block, Group)))(grouped)
    assert arrivals(after) == arrivals(project)
    assert set(ids(after)) == set(ids(project))
