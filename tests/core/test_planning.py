"""Mistakes are told in words, with the block named, and where one edit mends them the fix does so."""

import pytest
import torch

from netloom.blocks import (
    Activation,
    Add,
    Block,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Group,
    GroupInput,
    Input,
    Multiply,
    Output,
    Repeat,
    Reshape,
    UnknownBlock,
)
from netloom.codegen import source
from netloom.compile import module
from netloom.errors import Problem
from netloom.planning import plan
from netloom.project import GroupNetwork, Project, Wire
from netloom.settings.columns import Column
from networks import COLUMNS, around, batch, chain, in_line, node, project_of, residual_group


def problem_of(project: Project, code: str) -> Problem:
    found = {problem.code: problem for problem in plan(project).problems}
    assert code in found, f"told instead: {sorted(found)}"
    return found[code]


def mended(project: Project, code: str) -> Project:
    """The project after the fix of a problem; the problem must be gone."""
    fix = problem_of(project, code).fix
    assert fix is not None
    for edit in fix.edits:
        project = edit(project)
    assert code not in {problem.code for problem in plan(project).problems}
    return project


def test_a_sound_network_has_no_problems_and_known_sizes() -> None:
    found = plan(in_line(Dense(units=8, activation="relu"), Dropout(), Dense(units=3)))
    assert found.problems == ()
    assert found.inputs[0].signal.shape == (7,)
    assert [step.cost.parameters for step in found.steps] == [0, 7 * 8 + 8, 0, 8 * 3 + 3, 0]
    assert [step.cost.multiply_adds for step in found.steps] == [0, 56, 0, 24, 0]
    assert found.step("block_1").cost.memory == 8 * 4


def test_a_circle_names_its_blocks_and_is_opened_where_it_was_closed() -> None:
    project = in_line(Add(), Dense(units=3), Dropout())
    closed = project.model_copy(update={"wires": (*project.wires, Wire(source="block_3", target="block_1"))})
    problem = problem_of(closed, "cycle")
    assert "block_1 → block_2 → block_3 → block_1" in problem.message
    assert plan(mended(closed, "cycle")).errors == ()


def test_a_network_without_output_is_given_one() -> None:
    nodes = [node("input_1", Input()), node("dense_1", Dense(units=3))]
    project = project_of(nodes, chain("input_1", "dense_1"))
    assert plan(mended(project, "no_output")).errors == ()


def test_a_network_without_input_is_told() -> None:
    problem = problem_of(project_of([node("output_1", Output())], []), "no_input")
    assert "Add an Input" in problem.message


def test_a_block_without_its_wire_is_wired_to_the_only_loose_end() -> None:
    nodes = [node("input_1", Input()), node("dense_1", Dense(units=3)), node("output_1", Output())]
    project = project_of(nodes, chain("input_1", "dense_1"))
    assert problem_of(project, "missing_input").node == "output_1"
    assert plan(mended(project, "missing_input")).errors == ()


def test_two_wires_into_one_place_are_too_many() -> None:
    nodes = [node("input_1", Input()), node("a", Dense()), node("b", Dense()), node("c", Dense(units=3))]
    wires = [*chain("input_1", "a", "c", "output_1"), *chain("input_1", "b", "c")]
    project = project_of([*nodes, node("output_1", Output())], wires)
    assert "(from a, b)" in problem_of(project, "too_many_wires").message
    mended(project, "too_many_wires")


def test_a_merge_of_one_input_is_a_warning() -> None:
    project = in_line(Concatenate(), Dense(units=3))
    assert problem_of(project, "merge_of_one").severity == "warning"
    assert plan(mended(project, "merge_of_one")).problems == ()


def test_what_leads_nowhere_is_a_warning_and_can_be_removed() -> None:
    project = in_line(Dense(units=3))
    nodes = (*project.nodes, node("loose", Dense(units=5)))
    loose = project.model_copy(update={"nodes": nodes, "wires": (*project.wires, *chain("input_1", "loose"))})
    assert plan(loose).errors == ()
    assert "self.loose" not in source(plan(loose)).text
    assert plan(mended(loose, "unused_block")).problems == ()


def test_a_misfit_in_a_block_that_leads_nowhere_does_not_keep_the_rest_from_training() -> None:
    project = in_line(Dense(units=3))
    nodes = (*project.nodes, node("loose", Reshape(target_shape=(5, 5))))
    loose = project.model_copy(update={"nodes": nodes, "wires": (*project.wires, *chain("input_1", "loose"))})
    assert problem_of(loose, "shape_misfit").severity == "warning"


def test_a_wire_to_a_port_that_is_not_there_is_told_and_removed() -> None:
    project = in_line(Dense(units=3))
    wrong = Wire(source="input_1", target="block_1", target_port="second")
    project = project.model_copy(update={"wires": (*project.wires, wrong)})
    assert "It has: input" in problem_of(project, "unknown_port").message
    mended(project, "unknown_port")


@pytest.mark.parametrize("merge", [Add(), Multiply()])
def test_unequal_shapes_cannot_be_added(merge: Block) -> None:
    nodes = [node("input_1", Input()), node("a", Dense(units=4)), node("b", Dense(units=5)), node("both", merge)]
    wires = [*chain("input_1", "a", "both", "last", "output_1"), *chain("input_1", "b", "both")]
    project = project_of([*nodes, node("last", Dense(units=3)), node("output_1", Output())], wires)
    problem = problem_of(project, "shape_misfit")
    assert problem.node == "both"
    assert "(4,) and (5,)" in problem.message


def test_a_broadcast_over_the_batch_is_not_mistaken_for_a_fit() -> None:
    nodes = [node("input_1", Input()), node("a", Dense(units=3)), node("b", Dense(units=6))]
    nodes += [node("c", Reshape(target_shape=(2, 3))), node("both", Add()), node("flat", Flatten())]
    wires = [*chain("input_1", "a", "both", "flat", "last", "output_1"), *chain("input_1", "b", "c", "both")]
    project = project_of([*nodes, node("last", Dense(units=3)), node("output_1", Output())], wires)
    assert problem_of(project, "shape_misfit").node == "both"


def test_a_reshape_that_cannot_be_offers_one_axis() -> None:
    project = in_line(Dense(units=8), Reshape(target_shape=(3, 3)), Flatten(), Dense(units=3))
    assert "holds 8 values" in problem_of(project, "shape_misfit").message
    assert plan(mended(project, "shape_misfit")).errors == ()


def test_numbers_into_an_embedding_are_told_in_words() -> None:
    nodes = [node("input_1", Input(columns=("city",))), node("embedding_1", Embedding()), node("flat", Flatten())]
    wires = chain("input_1", "embedding_1", "flat", "last", "output_1")
    project = project_of([*nodes, node("last", Dense(units=3)), node("output_1", Output())], wires)
    assert plan(mended(project, "numbers_into_indices")).errors == ()


def test_indices_into_a_dense_layer_get_an_embedding() -> None:
    nodes = [node("input_1", Input(columns=("city",), encoding="indices")), node("flat", Flatten())]
    nodes += [node("dense", Dense(units=3)), node("output_1", Output())]
    project = project_of(nodes, chain("input_1", "flat", "dense", "output_1"))
    fixed = mended(project, "indices_into_numbers")
    assert plan(mended(fixed, "flatten_needed")).errors == ()


def test_ten_classes_do_not_fit_one_unit() -> None:
    project = in_line(Dense(units=1))
    assert "has 3 classes" in problem_of(project, "units_do_not_fit_target").message
    assert plan(mended(project, "units_do_not_fit_target")).problems == ()


def test_a_softmax_is_absorbed_by_the_output() -> None:
    found = plan(in_line(Dense(units=3, activation="softmax")))
    assert found.problems == ()
    network = module(source(found))
    values = batch(found, 4)
    assert torch.allclose(torch.softmax(network(*values), 1), network.answer(*values))


def test_a_softmax_that_others_see_too_is_a_problem() -> None:
    project = in_line(Dense(units=3, activation="softmax"), Dropout())
    assert problem_of(project, "activation_before_loss").node == "block_1"
    assert plan(mended(project, "activation_before_loss")).problems == ()


def test_a_softmax_inside_a_group_is_found() -> None:
    group = residual_group()
    inside = tuple(
        each if each.id != "dense_9" else node("dense_9", Dense(units=3, activation="softmax")) for each in group.nodes
    )
    project = in_line(Group(network="group_1"))
    project = project.model_copy(update={"groups": (group.model_copy(update={"nodes": inside}),)})
    assert problem_of(project, "activation_before_loss").node == "dense_9"
    mended(project, "activation_before_loss")


def test_softmax_twice_is_told() -> None:
    project = in_line(Dense(units=1, activation="sigmoid"), target="churn")
    nodes = (*project.nodes[:-1], node("output_1", Output(target="churn", activation="softmax")))
    mended(project.model_copy(update={"nodes": nodes}), "activation_twice")


def test_a_sigmoid_for_three_classes_is_told() -> None:
    mended(in_line(Dense(units=3, activation="sigmoid")), "wrong_activation")


@pytest.mark.parametrize(("target", "loss"), [("animal", "mean_squared_error"), ("price", "binary_crossentropy")])
def test_a_loss_that_does_not_fit_its_target_is_told(target: str, loss: str) -> None:
    project = in_line(Dense(units=3 if target == "animal" else 1))
    nodes = (*project.nodes[:-1], node("output_1", Output(target=target, loss=loss)))
    mended(project.model_copy(update={"nodes": nodes}), "wrong_loss")


@pytest.mark.parametrize(("units", "loss"), [(1, "binary_crossentropy"), (2, "categorical_crossentropy")])
def test_yes_or_no_may_be_one_unit_or_two(units: int, loss: str) -> None:
    found = plan(in_line(Dense(units=units), target="churn"))
    assert found.problems == ()
    assert found.outputs[0].loss.id == loss


def test_an_amount_behind_a_relu_is_a_warning() -> None:
    project = in_line(Dense(units=1, activation="relu"), target="price")
    assert problem_of(project, "bounded_answer").severity == "warning"
    assert plan(mended(project, "bounded_answer")).problems == ()


def test_an_output_without_a_known_target_is_told() -> None:
    assert "its targets: animal" in problem_of(in_line(Dense(), target="animla"), "unknown_target").message


def test_the_target_must_not_enter_the_network() -> None:
    project = in_line(Dense(units=3))
    nodes = (node("input_1", Input(columns=("age", "animal"))), *project.nodes[1:])
    project = project.model_copy(update={"nodes": nodes})
    assert problem_of(project, "target_as_feature").column == "animal"
    assert mended(project, "target_as_feature").node("input_1").block == Input(columns=("age",))


def test_a_column_that_is_not_there_is_taken_out_of_its_input_unless_it_is_the_only_one() -> None:
    project = in_line(Dense(units=3))
    nodes = (node("input_1", Input(columns=("age", "weight"))), *project.nodes[1:])
    assert plan(mended(project.model_copy(update={"nodes": nodes}), "unknown_column")).problems == ()
    alone = (node("input_1", Input(columns=("weight",))), *project.nodes[1:])
    assert problem_of(project.model_copy(update={"nodes": alone}), "unknown_column").fix is None


def test_a_feature_that_cannot_become_numbers_is_ignored_by_its_fix() -> None:
    project = in_line(Dense(units=3))
    columns = (*project.data.columns, Column(name="notes", kind="text"))
    project = project.model_copy(update={"data": project.data.model_copy(update={"columns": columns})})
    assert plan(mended(project, "column_without_transform")).problems == ()


def test_an_unknown_block_is_kept_and_told() -> None:
    project = in_line(UnknownBlock(type="hologram", depth=3), Dense(units=3))
    assert "'hologram'" in problem_of(project, "unknown_block").message


@pytest.mark.parametrize("units", [10**9, 2**31])
def test_a_layer_that_no_machine_holds_is_refused_before_it_is_made(units: int) -> None:
    found = plan(in_line(Dense(units=units), Dense(units=units), Dense(units=3)))
    assert {problem.code for problem in found.errors} & {"absurd_size", "too_much_memory"}


def test_many_large_layers_are_refused_from_the_plan() -> None:
    found = plan(in_line(*[Dense(units=10**5) for _ in range(200)], Dense(units=3)))
    assert "too_much_memory" in {problem.code for problem in found.errors}


def test_a_group_within_itself_is_told() -> None:
    nodes = (*residual_group().nodes, node("group_2", Group(network="group_1")))
    group = residual_group().model_copy(update={"nodes": nodes})
    project = in_line(Group(network="group_1"), Dense(units=3)).model_copy(update={"groups": (group,)})
    assert "contains itself" in problem_of(project, "group_contains_itself").message


def test_groups_that_unfold_without_end_in_sight_are_refused() -> None:
    groups = [residual_group()]
    for number in range(2, 8):
        inner = node("inner", Repeat(network=f"group_{number - 1}", times=10))
        nodes = (node(f"in_{number}", GroupInput()), inner.model_copy(update={"id": f"inner_{number}"}))
        groups.append(GroupNetwork(id=f"group_{number}", nodes=nodes, wires=chain(f"in_{number}", f"inner_{number}")))
    project = in_line(Group(network="group_7")).model_copy(update={"groups": tuple(groups)})
    assert "3,111,113" in problem_of(project, "too_many_blocks").message


def test_a_group_that_is_not_there_is_told() -> None:
    assert "no group 'group_9'" in problem_of(in_line(Group(network="group_9")), "unknown_group").message


def test_a_repeat_makes_each_time_weights_of_its_own() -> None:
    project = around(Repeat(times=4))
    found = plan(project)
    network = module(source(found))
    weights = [name for name, _ in network.named_parameters() if name.startswith("tested.")]
    assert len(weights) == 8
    assert found.step("tested").cost.parameters == 4 * (6 * 6 + 6)


def test_only_numbers_and_categories_can_be_targets() -> None:
    columns = tuple(
        column.model_copy(update={"transform": None}) if column.role == "target" else column for column in COLUMNS
    )
    project = in_line(Dense(units=3))
    project = project.model_copy(update={"data": project.data.model_copy(update={"columns": columns})})
    assert problem_of(project, "target_without_transform").column == "animal"


def test_every_activation_can_stand_alone() -> None:
    for name in ("relu", "softplus", "selu"):
        assert plan(in_line(Dense(units=5), Activation(function=name), Dense(units=3))).problems == ()


def test_an_input_without_columns_is_the_only_thing_told() -> None:
    project = in_line(Dense(units=3))
    ignored = tuple(
        column.model_copy(update={"role": "ignored"}) if column.role == "feature" else column for column in COLUMNS
    )
    project = project.model_copy(update={"data": project.data.model_copy(update={"columns": ignored})})
    assert [problem.code for problem in plan(project).problems] == ["input_without_columns"]


def test_the_heaviest_block_is_found_inside_groups_too() -> None:
    small = plan(in_line(*(Dense(units=4) for _ in range(50)), Dense(units=3)))
    assert small.heaviest < small.cost.multiply_adds / 10
    grouped = plan(in_line(Repeat(network="group_1", times=9)).model_copy(update={"groups": (residual_group(),)}))
    inside = [step.cost.multiply_adds for group in grouped.groups for step in group.steps]
    assert grouped.heaviest == max(inside)
