"""Groups in the Keras source are functions; whatever blocks are called, and whichever run, it is the same model."""

from hypothesis import HealthCheck, given, settings

from keras_models import all_weights, assert_the_same_model, keras_text
from netloom.blocks import (
    Add,
    BatchNormalization,
    Block,
    Concatenate,
    Dense,
    Embedding,
    Flatten,
    Group,
    GroupInput,
    GroupOutput,
    Input,
    LayerNormalization,
    Output,
    Repeat,
)
from netloom.codegen import keras_source, keras_weights, source
from netloom.compile import module
from netloom.planning import plan
from netloom.project import GroupNetwork, Project, Wire
from networks import chain, in_line, node, project_of, residual_group
from random_networks import random_projects


def skip_group() -> GroupNetwork:
    """What arrives, added to a Dense layer of its own: keeps any width of 6."""
    nodes = (
        node("entry", GroupInput()),
        node("dense_9", Dense(units=6)),
        node("plus", Add()),
        node("leave", GroupOutput()),
    )
    return GroupNetwork(
        id="network_1",
        name="Skip",
        nodes=nodes,
        wires=chain("entry", "dense_9", "plus", "leave") + chain("entry", "plus"),
    )


def grouped(*placements: Block, groups: tuple[GroupNetwork, ...], first: int = 6) -> Project:
    project = in_line(Dense(units=first), *placements, Dense(units=3))
    return project.model_copy(update={"groups": groups})


def test_a_group_is_a_function_and_a_repeat_a_loop() -> None:
    project = grouped(Group(network="network_1"), Repeat(network="network_1", times=3), groups=(skip_group(),))
    expected = """
def skip(input, name):
    dense_9 = layers.Dense(6, name=f"{name}_dense_9")(input)  # (6,)
    plus = layers.Add(name=f"{name}_plus")([dense_9, input])  # (6,)
    return plus


input_1 = keras.Input(shape=(7,), name="input_1")  # 3 columns as 7 numbers
block_1 = layers.Dense(6, name="block_1")(input_1)  # (6,)
block_2 = skip(block_1, name="block_2")  # (6,)
block_3 = block_2
for number in range(1, 4):
    block_3 = skip(block_3, name=f"block_3_{number}")  # (6,)
block_4 = layers.Dense(3, activation="softmax", name="block_4")(block_3)  # (3,)
"""
    assert expected in keras_text(project)
    model = assert_the_same_model(plan(project))
    assert {"block_2_dense_9", "block_3_1_dense_9", "block_3_3_dense_9"} <= all_weights(model).keys()


def test_a_group_for_several_shapes_is_one_function() -> None:
    project = grouped(Repeat(network="group_1", times=2), groups=(residual_group(),), first=5)
    written = keras_text(project)
    assert written.count("def ") == 1
    assert "def small_part(input, name):" in written
    assert_the_same_model(plan(project))


def test_a_group_that_looks_up_other_indices_is_another_function() -> None:
    nodes = (
        node("gi", GroupInput()),
        node("e", Embedding(output_dim=2)),
        node("f", Flatten()),
        node("go", GroupOutput()),
    )
    lookup = GroupNetwork(id="network_1", name="Lookup", nodes=nodes, wires=chain("gi", "e", "f", "go"))
    nodes = [node("both", Concatenate()), node("last", Dense(units=3)), node("output_1", Output(target="animal"))]
    wires = [*chain("both", "last", "output_1")]
    for at, columns in enumerate((("city",), ("city", "churn")), 1):
        entry = Input(columns=columns, encoding="indices")
        nodes += [node(f"input_{at}", entry), node(f"place_{at}", Group(network="network_1"))]
        wires += chain(f"input_{at}", f"place_{at}", "both")
    project = project_of(nodes, wires, [lookup])
    written = keras_text(project)
    assert "layers.Embedding(4, 2, " in written
    assert "layers.Embedding(8, 2, " in written
    assert_the_same_model(plan(project))


def test_a_group_within_a_group_and_one_with_many_ports() -> None:
    ports = [node("ia", GroupInput(port="left")), node("ib", GroupInput(port="right"))]
    nodes = [
        *ports,
        node("inner", Repeat(network="network_1"), "deep"),
        node("sum", Add()),
        node("oa", GroupOutput(port="sum")),
    ]
    nodes.append(node("ob", GroupOutput(port="class")))
    wires = chain("ia", "inner", "sum", "oa") + chain("ib", "sum") + chain("inner", "ob")
    fork = GroupNetwork(id="network_2", name="Fork", nodes=tuple(nodes), wires=wires)
    nodes = [node("input_1", Input()), node("d", Dense(units=6)), node("g", Group(network="network_2"), "fork")]
    nodes += [node("both", Concatenate()), node("last", Dense(units=3)), node("output_1", Output(target="animal"))]
    wires = (
        *chain("input_1", "d"),
        *(Wire(source="d", target="g", target_port=port) for port in ("left", "right")),
        *(Wire(source="g", target="both", source_port=port) for port in ("sum", "class")),
        *chain("both", "last", "output_1"),
    )
    project = project_of(nodes, wires, [skip_group(), fork])
    written = keras_text(project)
    assert "def fork_block(left, right, name):\n    deep = left\n" in written
    assert "    return sum, deep\n" in written
    assert 'both = layers.Concatenate(name="both")([fork[0], fork[1]])' in written
    model = assert_the_same_model(plan(project))
    assert "fork_deep_2_dense_9" in all_weights(model)


def test_layers_of_groups_are_told_apart_from_all_others() -> None:
    project = grouped(Group(network="network_1"), Dense(units=6), groups=(skip_group(),))
    named = {"block_2": "skip", "block_3": "skip dense 9"}
    nodes = tuple(each.model_copy(update={"name": named.get(each.id, "")}) for each in project.nodes)
    model = assert_the_same_model(plan(project.model_copy(update={"nodes": nodes})))
    assert {"skip__dense_9", "skip_dense_9"} <= all_weights(model).keys()


# Names


NAMES = 'model|keras|layers|name|class|train|1st|Größe/2|dense|dense|训练|x.y[0]|"""'.split("|")


def test_any_names_do() -> None:
    project = in_line(*(Dense(units=4) for _ in NAMES), Dense(units=3))
    names = dict(zip((f"block_{at}" for at in range(1, 99)), NAMES, strict=False))
    nodes = tuple(each.model_copy(update={"name": names.get(each.id, "optimizers")}) for each in project.nodes)
    groups = (residual_group(),)
    renamed = project.model_copy(update={"nodes": nodes, "name": 'Fünf / of "them"', "groups": groups})
    model = assert_the_same_model(plan(renamed))
    assert model.name == "funf_of_them"
    assert [layer.name for layer in model.layers][1:4] == ["model", "keras", "layers"]


# What is not run


def test_muted_and_unused_blocks_are_left_out() -> None:
    nodes = [node("input_1", Input()), node("a", Dense(units=6)), node("off", Dense(units=9), muted=True)]
    nodes += [node("loose", Dense(units=2)), node("last", Dense(units=3)), node("output_1", Output(target="animal"))]
    project = project_of(nodes, chain("input_1", "a", "off", "last", "output_1") + chain("a", "loose"))
    written = keras_text(project)
    assert "off" not in written
    assert "loose" not in written
    assert_the_same_model(plan(project))


def test_what_a_muted_block_no_longer_takes_does_no_harm() -> None:
    nodes = [node("input_1", Input(columns=("age",))), node("input_2", Input(columns=("income",)))]
    nodes += [node("a", Dense(units=6)), node("b", Dense(units=6)), node("plus", Add(), muted=True)]
    nodes += [node("last", Dense(units=3)), node("output_1", Output(target="animal"))]
    wires = chain("input_1", "a", "plus", "last", "output_1") + chain("input_2", "b", "plus")
    model = assert_the_same_model(plan(project_of(nodes, wires)))
    assert "b" not in all_weights(model)


def test_a_function_that_nothing_uses_is_left_out() -> None:
    assert "def " not in keras_text(grouped(groups=(residual_group(),)))


# In general


quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(random_projects())
def test_a_random_network_is_the_same_model_in_keras(project: Project) -> None:
    assert_the_same_model(plan(project))


@quick
@given(random_projects())
def test_every_line_of_a_block_knows_it(project: Project) -> None:
    found = plan(project)
    written = keras_source(found)
    lines = written.text.splitlines()
    assert len(lines) == len(written.blocks)
    names = {step.node.id: step.attribute for step in found.steps if step.runs}
    told = zip(lines, written.blocks, strict=True)
    assert {names[block] for line, block in told if block in names and names[block] in line} == set(names.values())


def test_the_weights_of_embeddings_and_normalizations_are_copied() -> None:
    nodes = [node("input_1", Input(columns=("city",), encoding="indices")), node("e", Embedding(output_dim=5))]
    nodes += [node("f", Flatten()), node("n", LayerNormalization(center=False)), node("b", BatchNormalization())]
    nodes += [node("last", Dense(units=3)), node("output_1", Output(target="animal"))]
    found = plan(project_of(nodes, chain("input_1", "e", "f", "n", "b", "last", "output_1")))
    model = assert_the_same_model(found)
    state = module(source(found)).state_dict()
    backwards = dict(reversed(state.items()))
    weights = keras_weights(found, backwards)
    assert {name: [array.shape for array in arrays] for name, arrays in weights.items()} == {
        name: [array.shape for array in arrays] for name, arrays in all_weights(model).items()
    }
