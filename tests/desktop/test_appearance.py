"""What blocks look like follows from their declaration, the project and the plan."""

import pytest
from hands import made

from netloom.blocks import BLOCKS, Activation, Block, Dense, Dropout, Group, Input, Output, Repeat, UnknownBlock
from netloom.declare import Signal
from netloom.edits import MakeGroup, Mute, Rename, SetSettings
from netloom.errors import Fix, Problem
from netloom.project import Node, Project, Wire
from netloom_desktop.canvas.appearance import BlockLook, Chip, Looks, chips, wire_words
from netloom_desktop.canvas.search import Found, ranked
from netloom_desktop.planned import BlockPlan, PlannedProject


def look(project: Project, id: str, planned: PlannedProject | None = None) -> BlockLook:
    return Looks().blocks(project, project.nodes, planned or PlannedProject())[id]


def planned(project: Project, id: str, shape: tuple[int, ...], parameters: int = 0) -> PlannedProject:
    return PlannedProject({id: BlockPlan(project.find(id), (("output", Signal(shape)),), parameters)})


@pytest.mark.parametrize("kind", BLOCKS.values(), ids=lambda kind: kind.id)
def test_every_block_of_the_catalogue_has_a_look(kind: type[Block]) -> None:
    project = Project(nodes=(Node(id="block_1", block=kind()),))
    seen = look(project, "block_1")
    assert seen.title == kind.title
    assert seen.icon == kind.id
    assert kind.about.split()[0] in seen.tip


def test_the_first_setting_is_shown_and_all_that_differ_from_their_defaults() -> None:
    assert chips(Dense()) == (Chip("units", "32"),)
    assert chips(Dense(units=8, activation="relu", use_bias=False)) == (
        Chip("units", "8"),
        Chip("activation", "relu"),
        Chip("use_bias", "no"),
    )
    assert chips(Dropout(rate=0.25)) == (Chip("rate", "0.25"),)
    assert chips(Input(columns=("age", "city"))) == (Chip("columns", "age, city"),)
    assert chips(Output()) == (Chip("target", "auto"),)
    assert chips(Repeat(network="network_1", times=6)) == (Chip("times", "6"),)
    assert chips(Activation())[0].name == "function"


def test_a_named_block_shows_its_name_and_its_kind() -> None:
    project = made(Dense())
    assert (look(project, "dense_1").title, look(project, "dense_1").kind) == ("Dense", "dense_1")
    named = Rename(node="dense_1", name="hidden")(project)
    assert (look(named, "dense_1").title, look(named, "dense_1").kind) == ("hidden", "Dense")


def test_shapes_and_parameters_come_from_the_plan() -> None:
    project = made(Dense())
    seen = look(project, "dense_1", planned(project, "dense_1", (32,), 7104))
    assert (seen.shape, seen.parameters) == ("→ (32,)", "7,104 parameters")
    assert look(project, "dense_1").shape == ""


def test_a_shape_that_was_found_for_an_earlier_block_is_not_shown() -> None:
    project = made(Dense())
    found = planned(project, "dense_1", (32,))
    changed = SetSettings(node="dense_1", settings=(("units", 5),))(project)
    assert look(changed, "dense_1", found).shape == ""
    assert look(Mute(nodes=("dense_1",))(project), "dense_1").parameters == "muted"


def test_the_worst_problem_is_shown_with_what_mends_it() -> None:
    project = made(Dense())
    fix = Fix(label="Add an Output", edits=())
    problems = (
        Problem(code="a", node="dense_1", message="dense_1: this is <wrong>.", fix=fix),
        Problem(code="b", node="dense_1", severity="warning", message="dense_1: this is odd."),
    )
    seen = look(project, "dense_1", PlannedProject(problems=problems))
    assert (seen.severity, seen.message) == ("error", "this is <wrong>.")
    assert "this is &lt;wrong&gt;" in seen.tip
    assert "mended at once: Add an Output" in seen.tip


def test_a_group_shows_its_name_and_its_ports() -> None:
    project = MakeGroup(nodes=("dense_1",), name="Encoder")(made(Input(), Dense(), wires="input_1 dense_1"))
    seen = look(project, "group_1")
    assert seen.title == "Encoder"
    assert seen.opens
    assert [port.name for port in seen.inputs] == ["input"]
    assert isinstance(project.find("group_1").block, Group)


def test_a_block_of_an_unknown_type_is_shown_by_its_type() -> None:
    block = UnknownBlock.model_validate({"type": "transformer_9000", "depth": 3})
    seen = look(Project(nodes=(Node(id="block_1", block=block),)), "block_1")
    assert seen.title == "transformer_9000"
    assert seen.chips == ()


def test_only_what_has_changed_looks_different() -> None:
    looks, project = Looks(), made(Input(), Dense(), Output())
    before = looks.blocks(project, project.nodes, PlannedProject())
    changed = SetSettings(node="dense_1", settings=(("units", 5),))(project)
    after = looks.blocks(changed, changed.nodes, PlannedProject())
    assert [id for id in after if after[id] is not before[id]] == ["dense_1"]


def test_a_wire_says_what_flows() -> None:
    project = made(Dense())
    wire = Wire(source="dense_1", target="output_1")
    assert wire_words(wire, planned(project, "dense_1", (32,))) == "(32,) numbers"
    assert wire_words(wire, PlannedProject()) == "The shape is not known yet."
    indices = BlockPlan(project.find("dense_1"), (("output", Signal((2,), "indices", 1200)),))
    assert wire_words(wire, PlannedProject({"dense_1": indices})) == "(2,) indices of 1,200"


# What is meant by a few letters

KNOWN = [Found(kind.id, kind.title, kind.about.partition("\n")[0], kind.id, kind.group) for kind in BLOCKS.values()]


def meant(query: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [found.title for found in ranked(query, KNOWN, recent)]


@pytest.mark.parametrize(
    ("query", "first"),
    [("de", "Dense"), ("NORM", "BatchNormalization"), ("bn", "BatchNormalization"), ("skip", "Add"), ("out", "Output")],
)
def test_a_few_letters_find_what_is_meant(query: str, first: str) -> None:
    assert meant(query)[0] == first


def test_without_letters_all_are_listed_and_what_was_used_last_is_first() -> None:
    assert len(meant("")) == len(KNOWN)
    assert meant("", ("dropout", "add"))[:2] == ["Dropout", "Add"]
    assert meant("zzz") == []
