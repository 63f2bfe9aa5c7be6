"""Computing with fewer digits: nearly the same is learnt, and where it is of no use that is told."""

from pathlib import Path

import pytest
import torch

from keras_models import keras_text
from keras_training import animals
from netloom.blocks import BLOCKS, Block, Dense
from netloom.codegen import source
from netloom.data.prepared import prepare
from netloom.events import Told
from netloom.planning import plan
from netloom.project import Project
from netloom.runs import open_run
from netloom.settings.optimizers import Adam
from netloom.settings.training import Training
from netloom.training.device import precision_problems
from netloom.training.loop import batches, take_step
from netloom.training.setup import fit_for
from networks import around, in_line
from small_trainings import epochs, project_file, train_file
from tables import table_of


def test_nearly_the_same_is_learnt_and_weights_keep_all_digits(tmp_path: Path) -> None:
    found = {}
    for precision in ("float32", "bfloat16"):
        rate = Adam(learning_rate=0.05)
        path = project_file(tmp_path, optimizer=rate, epochs=30, early_stopping=None, precision=precision)
        found[precision] = epochs(train_file(path))[-1]
    assert found["bfloat16"] != found["float32"]
    assert found["bfloat16"]["accuracy"] > 0.9
    assert found["bfloat16"]["loss"] == pytest.approx(found["float32"]["loss"], abs=0.05)
    weights = open_run(tmp_path / "points-runs" / "002").network().state_dict().values()
    assert {tensor.dtype for tensor in weights} == {torch.float32}


@pytest.mark.parametrize("block", [declared() for declared in BLOCKS.values()], ids=list(BLOCKS))
def test_every_block_learns_with_fewer_digits(block: Block) -> None:
    project = around(block).model_copy(update={"training": Training(precision="bfloat16")})
    found = plan(project)
    fit = fit_for(found, source(found), prepare(project, Path(), table=table_of(animals())), "cpu")
    (batch, *_) = batches(fit, 1)
    assert take_step(fit, batch).means[0].isfinite()
    assert {tensor.dtype for tensor in fit.network.state_dict().values()} == {torch.float32}


def test_a_cpu_is_told_that_it_gains_nothing(tmp_path: Path) -> None:
    events = train_file(project_file(tmp_path, epochs=1, precision="bfloat16"))
    assert "bfloat16_on_cpu" in {event.code for event in events if isinstance(event, Told)}
    assert precision_problems("float32", "cpu") == ()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA")
def test_a_gpu_computes_with_fewer_digits(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=3, precision="bfloat16")
    assert epochs(train_file(path, device="cuda"))[-1]["loss"] < 1


def test_keras_is_told_so_too() -> None:
    project = Project(**(dict(in_line(Dense(units=3))) | {"training": Training(precision="bfloat16")}))
    assert 'keras.config.set_dtype_policy("mixed_bfloat16")' in keras_text(project)
