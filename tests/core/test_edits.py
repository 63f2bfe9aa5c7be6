"""An edit is a value: called with a project, it returns the changed one, or says why it does not fit."""

from itertools import pairwise

import pytest

from netloom import limits
from netloom.blocks import Activation, Add, Block, Dense, Dropout, Input, Output, UnknownBlock
from netloom.edits import (
    AddBlock,
    Arrange,
    Connect,
    Disconnect,
    InsertBlock,
    Mute,
    RemoveBlocks,
    Rename,
    RenameProject,
    ReplaceBlock,
    SetColumn,
    SetData,
    SetRole,
    SetSettings,
    SetSource,
    SetSplit,
    SetTraining,
)
from netloom.errors import Edit, EditError
from netloom.project import Data, Node, Numbering, Position, Project, Wire
from netloom.settings.columns import Column, Number
from netloom.settings.sources import TableFile
from netloom.settings.splits import TimeSplit
from netloom.settings.training import Training

AGE = Column(name="age", kind="number", transform=Number(), why="a number")
PRICE = Column(name="price", kind="number", transform=Number())


def edited(project: Project, *edits: Edit) -> Project:
    for edit in edits:
        project = edit(project)
    return project


def wire(source: str, target: str) -> Wire:
    return Wire(source=source, target=target)


def wires(project: Project) -> list[str]:
    return [f"{each.source} {each.target}" for each in project.wires]


def ids(project: Project) -> list[str]:
    return [node.id for node in project.nodes]


def line(*blocks: Block) -> Project:
    """The blocks in a line, each wired to the next."""
    project = edited(Project(), *(AddBlock(block=block, at=(200.0 * at, 0.0)) for at, block in enumerate(blocks)))
    names = ids(project)
    return edited(project, *(Connect(wire=wire(*pair)) for pair in pairwise(names)))


@pytest.fixture
def project() -> Project:
    return line(Input(), Dense(), Dropout(), Dense(), Output())


def refused(project: Project, edit: Edit) -> str:
    with pytest.raises(EditError) as caught:
        edit(project)
    return str(caught.value)


def test_an_edit_leaves_the_project_it_is_given(project: Project) -> None:
    before = project.model_copy(deep=True)
    edited(project, AddBlock(block=Dense()), RemoveBlocks(nodes=("dropout_1",)), RenameProject(name="new"))
    assert project == before


def test_blocks_are_numbered_by_type(project: Project) -> None:
    assert ids(project) == ["input_1", "dense_1", "dropout_1", "dense_2", "output_1"]


def test_a_number_is_never_given_twice(project: Project) -> None:
    after = edited(project, RemoveBlocks(nodes=("dense_1", "dense_2")), AddBlock(block=Dense()))
    assert ids(after)[-1] == "dense_3"


def test_numbers_that_a_file_uses_without_counting_are_left_out() -> None:
    by_hand = Project(nodes=tuple(Node(id=f"dense_{number}", block=Dense()) for number in (1, 2, 4)))
    assert ids(edited(by_hand, AddBlock(block=Dense()), AddBlock(block=Dense())))[3:] == ["dense_3", "dense_5"]
    assert ids(edited(by_hand, RemoveBlocks(nodes=("dense_4",)), AddBlock(block=Dense())))[-1] == "dense_5"


def test_numbers_can_be_used_up() -> None:
    counted = Project(numbering=(Numbering(prefix="dense", last=limits.INTEGER),))
    assert "are used up" in refused(counted, AddBlock(block=Dense()))


def test_a_block_is_added_with_its_name_and_place() -> None:
    after = AddBlock(block=Dense(units=3), name="first", at=(10, 20))(Project())
    assert after.nodes == (Node(id="dense_1", name="first", block=Dense(units=3)),)
    assert after.layout.positions == (Position(node="dense_1", x=10, y=20),)


def test_a_removed_block_takes_its_wires_and_its_place_along(project: Project) -> None:
    after = RemoveBlocks(nodes=("dropout_1",))(project)
    assert wires(after) == ["input_1 dense_1", "dense_2 output_1"]
    assert "dropout_1" not in {position.node for position in after.layout.positions}


def test_removing_can_reconnect_what_was_around(project: Project) -> None:
    after = RemoveBlocks(nodes=("dense_1", "dropout_1"), reconnect=True)(project)
    assert wires(after) == ["input_1 dense_2", "dense_2 output_1"]


def test_reconnecting_keeps_the_order_at_a_merge() -> None:
    project = edited(line(Input(), Dense(), Add()), AddBlock(block=Dense()), Connect(wire=wire("input_1", "dense_2")))
    project = Connect(wire=wire("dense_2", "add_1"))(project)
    after = RemoveBlocks(nodes=("dense_1",), reconnect=True)(project)
    assert [each for each in wires(after) if "add" in each] == ["input_1 add_1", "dense_2 add_1"]


def test_reconnecting_never_draws_a_wire_twice() -> None:
    project = edited(line(Input(), Dense(), Add()), Connect(wire=wire("input_1", "add_1")))
    assert wires(RemoveBlocks(nodes=("dense_1",), reconnect=True)(project)) == ["input_1 add_1"]


def test_a_wire_takes_the_place_of_the_one_that_ended_there(project: Project) -> None:
    after = Connect(wire=wire("input_1", "dense_2"))(project)
    assert wires(after) == ["input_1 dense_1", "dense_1 dropout_1", "dense_2 output_1", "input_1 dense_2"]


def test_a_merge_takes_any_number_of_wires() -> None:
    project = edited(line(Input(), Dense(), Add()), Connect(wire=wire("input_1", "add_1")))
    assert wires(project)[1:] == ["dense_1 add_1", "input_1 add_1"]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("dense_1", "dense_1", "would close a circle: dense_1 → dense_1"),
        ("dense_2", "dense_1", "would close a circle: dense_1 → dropout_1 → dense_2 → dense_1"),
        ("input_1", "dense_1", "is there already"),
        ("output_1", "dense_1", "output_1 has no output 'output'. It has: no output"),
        ("dense_1", "input_1", "input_1 has no input 'input'"),
        ("dense_1", "dense_9", "There is no block 'dense_9'; it may have been removed. Did you mean"),
    ],
)
def test_a_wire_that_cannot_be_is_refused(project: Project, source: str, target: str, words: str) -> None:
    assert words in refused(project, Connect(wire=wire(source, target)))


def test_a_port_that_is_not_there_is_told_with_those_that_are(project: Project) -> None:
    odd = Wire(source="dense_1", target="dense_2", target_port="side")
    assert "dense_2 has no input 'side'. It has: input." in refused(project, Connect(wire=odd))


def test_a_wire_is_removed(project: Project) -> None:
    after = Disconnect(wire=wire("dense_1", "dropout_1"))(project)
    assert "dense_1 dropout_1" not in wires(after)
    assert "There is no wire" in refused(after, Disconnect(wire=wire("dense_1", "dropout_1")))


def test_a_block_is_inserted_on_a_wire_where_it_lies(project: Project) -> None:
    after = InsertBlock(block=Activation(), wire=wire("dense_1", "dropout_1"))(project)
    assert wires(after)[1:3] == ["dense_1 activation_1", "activation_1 dropout_1"]
    assert Position(node="activation_1", x=300, y=0) in after.layout.positions


@pytest.mark.parametrize("block", [Input(), Output()])
def test_a_block_without_both_ends_stands_on_no_wire(project: Project, block: Block) -> None:
    assert "so it cannot stand on the wire" in refused(project, InsertBlock(block=block, wire=project.wires[0]))


def test_settings_are_checked_by_their_declaration(project: Project) -> None:
    after = SetSettings(node="dense_2", settings=(("units", 5), ("activation", "tanh")))(project)
    assert after.node("dense_2").block == Dense(units=5, activation="tanh")
    message = refused(project, SetSettings(node="dense_2", settings=(("units", 0),)))
    assert message == "dense_2: units: received 0, expected a whole number from 1 to 2,147,483,648."
    assert "Did you mean units?" in refused(project, SetSettings(node="dense_2", settings=(("unit", 3),)))


def test_a_block_of_an_unknown_type_keeps_its_settings() -> None:
    project = Project(nodes=(Node(id="a", block=UnknownBlock(type="someday")),))
    assert "leaves their settings alone" in refused(project, SetSettings(node="a", settings=(("x", 1),)))


def test_another_block_keeps_the_wires_that_still_fit(project: Project) -> None:
    assert wires(ReplaceBlock(node="dropout_1", block=Activation())(project)) == wires(project)
    after = ReplaceBlock(node="dropout_1", block=Output())(project)
    assert wires(after) == ["input_1 dense_1", "dense_1 dropout_1", "dense_2 output_1"]


def test_of_many_wires_one_is_left_where_only_one_fits() -> None:
    project = edited(line(Input(), Dense(), Add()), Connect(wire=wire("input_1", "add_1")))
    assert wires(ReplaceBlock(node="add_1", block=Dense())(project)) == ["input_1 dense_1", "dense_1 add_1"]


def test_blocks_are_renamed_muted_and_moved(project: Project) -> None:
    after = edited(
        project,
        Rename(node="dense_1", name="first"),
        Mute(nodes=("dense_1", "dropout_1")),
        Arrange(positions=(Position(node="dense_1", x=1, y=2),)),
    )
    assert after.node("dense_1").label == "first (dense_1)"
    assert [node.id for node in after.nodes if node.muted] == ["dense_1", "dropout_1"]
    assert Position(node="dense_1", x=1, y=2) in after.layout.positions
    assert len(after.layout.positions) == 5
    assert not any(node.muted for node in Mute(nodes=("dense_1", "dropout_1"), muted=False)(after).nodes)


@pytest.mark.parametrize(
    "edit",
    [
        RemoveBlocks(nodes=("dens_1",)),
        SetSettings(node="dens_1", settings=()),
        ReplaceBlock(node="dens_1", block=Dense()),
        Rename(node="dens_1", name=""),
        Mute(nodes=("dens_1",)),
        Arrange(positions=(Position(node="dens_1", x=0, y=0),)),
    ],
)
def test_a_block_that_is_not_there_is_told_with_the_nearest_one(project: Project, edit: Edit) -> None:
    assert "There is no block 'dens_1'; it may have been removed. Did you mean dense_1?" in refused(project, edit)


def test_no_more_blocks_than_a_file_may_hold() -> None:
    full = Project(nodes=tuple(Node(id=f"dense_{number}", block=Dense()) for number in range(limits.NODES)))
    assert "At most 10,000 blocks" in refused(full, AddBlock(block=Dense()))


def test_the_meaning_of_the_data_is_set_as_a_whole_and_in_parts() -> None:
    project = edited(
        Project(),
        SetData(data=Data(columns=(AGE, PRICE))),
        SetSource(source=TableFile(path="a.csv")),
        SetSplit(split=TimeSplit(column="age")),
        SetColumn(column=AGE.model_copy(update={"transform": Number(log=True)})),
        SetRole(columns=("price",), role="target"),
    )
    assert project.data.source == TableFile(path="a.csv")
    assert project.data.split == TimeSplit(column="age")
    assert project.data.column("age").transform == Number(log=True)
    assert [column.name for column in project.data.targets] == ["price"]


def test_a_role_that_the_user_chose_has_no_reason_of_the_program() -> None:
    project = SetData(data=Data(columns=(AGE,)))(Project())
    assert SetRole(columns=("age",), role="ignored")(project).data.column("age").why == ""


def test_a_column_that_is_not_there_is_told() -> None:
    project = SetData(data=Data(columns=(AGE, PRICE)))(Project())
    assert "no column 'agee'. Did you mean age?" in refused(project, SetRole(columns=("agee",), role="target"))
    unknown = Column(name="prise", kind="number")
    assert "Did you mean price?" in refused(project, SetColumn(column=unknown))


def test_training_and_name_are_set() -> None:
    project = edited(Project(), SetTraining(training=Training(epochs=3)), RenameProject(name="Churn"))
    assert (project.training.epochs, project.name) == (3, "Churn")
