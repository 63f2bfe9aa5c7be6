"""One contract for the whole catalogue: a new block is tested the moment it is declared."""

import inspect
import json
from importlib.resources import files

import keras
import pytest
import torch
from pydantic import ValidationError

from keras_models import answers, keras_model
from netloom.blocks import BLOCKS, GroupInput, GroupOutput, Input, Output, Placement
from netloom.codegen import source
from netloom.compile import module
from netloom.declare import Block, settings_of
from netloom.figures import figures_of
from netloom.planning import Plan, plan
from netloom.project import Project
from networks import around, batch
from onnx_answers import onnx_answers

ENDS = (Input, Output, GroupInput, GroupOutput)
every_block = pytest.mark.parametrize("block", [declared() for declared in BLOCKS.values()], ids=list(BLOCKS))


def planned(block: Block) -> Plan:
    found = plan(around(block))
    assert not found.problems
    return found


@every_block
def test_its_defaults_make_a_network_without_problems(block: Block) -> None:
    assert planned(block).outputs[0].width == 3


@every_block
@pytest.mark.parametrize("rows", [2, 5])
def test_its_planned_shape_is_the_shape_of_a_real_run(block: Block, rows: int) -> None:
    found = planned(block)
    seen: dict[str, torch.Size] = {}
    network = module(source(found)).eval()
    for step in found.steps:
        layer = getattr(network, step.attribute, None)
        if layer is not None:
            layer.register_forward_hook(lambda _, __, output, name=step.attribute: seen.update({name: output.shape}))
    result = network(*batch(found, rows))
    assert result.shape == (rows, found.outputs[0].width)
    planned_shapes = {step.attribute: step.outputs for step in found.steps}
    for name, shape in seen.items():
        activated = planned_shapes[name][0].shape
        assert shape == (rows, *activated)


@every_block
def test_its_source_makes_the_same_network_again(block: Block) -> None:
    found = planned(block)
    first, second = module(source(found)).eval(), module(source(found)).eval()
    second.load_state_dict(first.state_dict())
    values = batch(found, 5)
    assert torch.equal(first(*values), second(*values))
    assert found.parameters == sum(weight.numel() for weight in first.parameters())


@every_block
def test_it_survives_being_written_and_read(block: Block) -> None:
    project = around(block)
    assert Project.model_validate_json(project.model_dump_json()) == project


@every_block
def test_gradients_reach_every_weight(block: Block) -> None:
    found = planned(block)
    network = module(source(found)).train()
    network(*batch(found, 8)).square().sum().backward()
    assert all(weight.grad is not None and weight.grad.abs().sum() > 0 for weight in network.parameters())


@every_block
def test_it_gives_the_same_answers_in_onnxruntime(block: Block) -> None:
    found = planned(block)
    network = module(source(found)).eval()
    batches = [batch(found, rows) for rows in (1, 2, 5)]
    for answer, values in zip(onnx_answers(network, found, batches), batches, strict=True):
        torch.testing.assert_close(answer, network.answer(*values).detach(), atol=1e-5, rtol=1e-5)


@every_block
def test_it_gives_the_same_answers_in_keras(block: Block) -> None:
    found = planned(block)
    network = module(source(found)).eval()
    values = batch(found, 5)
    (answer,) = answers(keras_model(found, network), values)
    torch.testing.assert_close(answer, network.answer(*values).detach(), atol=1e-5, rtol=1e-5)


@every_block
def test_keras_has_the_same_defaults(block: Block) -> None:
    if isinstance(block, (*ENDS, Placement)):
        pytest.skip("is no layer of Keras")
    theirs = inspect.signature(getattr(keras.layers, block.title)).parameters
    ours = {setting.name: setting.default for setting in settings_of(type(block)) if setting.name in theirs}
    for name in ours:
        if theirs[name].default is not inspect.Parameter.empty:
            assert ours[name] == ("linear" if theirs[name].default is None else theirs[name].default)


@every_block
def test_it_refuses_every_value_beyond_its_bounds(block: Block) -> None:
    for setting in settings_of(type(block)):
        beyond = {setting.minimum: -1, setting.maximum: 1}
        for bound, step in beyond.items():
            if bound is not None:
                value = type(setting.default)(bound + step)
                with pytest.raises(ValidationError, match=setting.name):
                    type(block)(**{setting.name: value})
        if setting.choices:
            with pytest.raises(ValidationError, match="expected one of"):
                type(block)(**{setting.name: "no such choice"})


@every_block
def test_it_has_an_icon_and_help_for_each_setting(block: Block) -> None:
    icon = files("netloom_resources") / "icons" / f"{block.id}.svg"
    assert icon.read_text(encoding="utf-8").startswith("<svg")
    assert len(block.about) > 20
    assert block.title
    assert block.group
    assert all(len(setting.description) > 10 for setting in settings_of(type(block)))


@every_block
def test_the_figures_of_its_formula_add_up_to_its_weights(block: Block) -> None:
    for step in planned(block).steps:
        if not isinstance(step.block, Placement):
            figures = figures_of(step.block, step.inputs, step.outputs)
            assert sum(figure.learnt for figure in figures) == step.cost.parameters
            assert [figure.symbol for figure in figures].count("y") == len(step.outputs)


@every_block
def test_it_can_be_muted_where_that_makes_sense(block: Block) -> None:
    project = around(block)
    if isinstance(block, (*ENDS, Placement)) or block.inputs[0].carries == "indices":
        pytest.skip("has no input of the kind that it gives")
    nodes = tuple(node.model_copy(update={"muted": node.id == "tested"}) for node in project.nodes)
    muted = plan(project.model_copy(update={"nodes": nodes}))
    assert not muted.errors
    assert "self.tested" not in source(muted).text


def test_the_file_names_every_setting() -> None:
    for name, declared in BLOCKS.items():
        written = json.loads(declared().model_dump_json())
        assert list(written) == ["type", *(setting.name for setting in settings_of(declared))]
        assert written["type"] == name
