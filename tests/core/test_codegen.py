"""The source is readable, harmless and runs by itself."""

import keyword
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.codegen import source
from netloom.compile import block_of, module
from netloom.errors import PlanError
from netloom.naming import MODULE_NAMES, attribute_names
from netloom.planning import plan
from networks import batch, chain, in_line, node, project_of


def test_a_network_reads_as_one_would_write_it() -> None:
    text = source(plan(in_line(Dense(units=8, activation="relu"), Dropout(rate=0.5), Dense(units=3)))).text
    assert "        self.block_1 = nn.Linear(7, 8)\n" in text
    assert "        self.block_2 = nn.Dropout(0.5)\n" in text
    assert "        block_1 = F.relu(self.block_1(input_1))  # (8,)\n" in text
    assert "        return block_3\n" in text
    assert "        return torch.softmax(output_1, -1)\n" in text


def test_the_source_runs_with_torch_alone(tmp_path: Path) -> None:
    file = tmp_path / "network.py"
    file.write_text(source(plan(in_line(Dense(units=8, l1=0.01), Dense(units=3)))).text, encoding="utf-8")
    program = (
        "import sys, torch, network; n = network.Network(); "
        "print(tuple(n.answer(torch.zeros(4, 7)).shape), float(n.penalty()) > 0, 'netloom' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "(4, 3) True False"


def test_several_inputs_and_outputs_come_in_the_order_of_the_plan() -> None:
    nodes = [node("input_1", Input(columns=("age",))), node("input_2", Input(columns=("income", "city")))]
    nodes += [node("a", Dense(units=3)), node("b", Dense(units=1))]
    nodes += [node("output_1", Output(target="animal")), node("output_2", Output(target="price"))]
    project = project_of(nodes, [*chain("input_1", "a", "output_1"), *chain("input_2", "b", "output_2")])
    found = plan(project)
    first, second = module(source(found)).answer(*batch(found, 4))
    assert [planned.attribute for planned in found.inputs] == ["input_1", "input_2"]
    assert torch.allclose(first.sum(1), torch.ones(4))
    assert second.shape == (4, 1)


def test_a_plan_with_errors_has_no_source() -> None:
    with pytest.raises(PlanError, match="has 3 classes"):
        source(plan(in_line(Dense(units=2))))


def test_an_error_at_run_time_names_its_block() -> None:
    written = source(plan(in_line(Dense(units=8), Dense(units=3))))
    network = module(written)
    with pytest.raises(RuntimeError) as caught:
        network(torch.zeros(4, 9))
    assert block_of(caught.value, written) == "block_1"


def test_what_torch_calls_its_own_is_known() -> None:
    public = {name for name in dir(nn.Module()) if not name.startswith("_")}
    assert public <= MODULE_NAMES


@given(st.lists(st.text(max_size=20) | st.sampled_from(["parameters", "class", "self", "forward", "é", "1st", "训练"])))
def test_any_names_become_distinct_harmless_attributes(wanted: list[str]) -> None:
    names = attribute_names(wanted)
    assert len(set(names)) == len(wanted)
    for name in names:
        assert name.isidentifier()
        assert name.isascii()
        assert not keyword.iskeyword(name)
        assert not hasattr(nn.Module(), name)


def test_a_block_may_be_called_parameters() -> None:
    project = in_line(Dense(units=3))
    renamed = tuple(
        each.model_copy(update={"name": "parameters"}) if each.id == "block_1" else each for each in project.nodes
    )
    found = plan(project.model_copy(update={"nodes": renamed}))
    assert len(list(module(source(found)).parameters())) == 2
