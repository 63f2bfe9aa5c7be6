"""What the plan says of a random network is what torch makes of it."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings

from netloom.codegen import source
from netloom.compile import module
from netloom.planning import plan
from netloom.project import Project
from networks import batch
from onnx_answers import onnx_answers
from random_networks import random_projects

SCALED_TOLERANCE = 1e-4  # of what an export may differ from torch
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(random_projects())
def test_the_planned_shapes_and_parameters_are_the_real_ones(project: Project) -> None:
    found = plan(project)
    assert found.errors == ()
    network = module(source(found)).eval()
    seen: dict[str, torch.Size] = {}
    for step in found.steps:
        layer = getattr(network, step.attribute, None)
        if layer is not None:
            layer.register_forward_hook(lambda _, __, output, name=step.attribute: seen.update({name: output.shape}))
    assert network(*batch(found, 5)).shape == (5, 3)
    assert found.parameters == sum(weight.numel() for weight in network.parameters())
    for step in found.steps:
        if step.attribute in seen:
            assert seen[step.attribute] == (5, *step.outputs[0].shape)


@quick
@given(random_projects())
def test_every_line_of_the_source_knows_its_block(project: Project) -> None:
    found = plan(project)
    written = source(found)
    lines = written.text.splitlines()
    assert len(lines) == len(written.blocks)
    for line, block in zip(lines, written.blocks, strict=True):
        attribute = next((step.attribute for step in found.steps if step.node.id == block), "")
        assert attribute in line
    assert {step.node.id for step in found.steps if f"self.{step.attribute}" in written.text} <= set(written.blocks)


@quick
@given(random_projects())
def test_planning_twice_gives_the_same_plan_and_the_same_text(project: Project) -> None:
    again = Project.model_validate_json(project.model_dump_json())
    assert plan(again) == plan(project)
    assert source(plan(again)) == source(plan(project))


@quick
@given(random_projects())
def test_a_networks_penalty_is_the_sum_over_its_regularized_weights(project: Project) -> None:
    found = plan(project)
    network = module(source(found))
    expected = sum(
        step.block.l2 * getattr(network, step.attribute).weight.square().sum()
        for step in found.steps
        if getattr(step.block, "l2", 0.0) and step.used
    )
    penalty = network.penalty() if hasattr(network, "penalty") else 0
    assert torch.allclose(torch.as_tensor(penalty), torch.as_tensor(expected))


def assert_exported_alike(project: Project) -> None:
    found = plan(project)
    network = module(source(found)).eval()
    batches = [batch(found, rows) for rows in (1, 2, 5)]
    for answer, values in zip(onnx_answers(network, found, batches), batches, strict=True):
        expected = network.answer(*values).detach()
        assert ((answer - expected).abs() <= SCALED_TOLERANCE * expected.abs().clamp(min=1)).all()


@settings(quick, max_examples=15)
@given(random_projects())
def test_an_export_gives_the_answers_of_torch(project: Project) -> None:
    assert_exported_alike(project)


@pytest.mark.soak
@settings(quick, max_examples=100)
@given(random_projects())
def test_a_hundred_exports_give_the_answers_of_torch(project: Project) -> None:
    assert_exported_alike(project)
