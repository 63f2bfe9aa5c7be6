"""Training on a GPU, with the step in a CUDA graph: all that only a GPU can show."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from keras_training import SETTINGS
from netloom import storage
from netloom.blocks import Dense, Dropout
from netloom.errors import TrainingError
from netloom.events import Progress, Told
from netloom.runs import open_run
from netloom.settings.optimizers import SGD, AdamW, Optimizer
from netloom.settings.schedules import Cosine
from netloom.settings.training import Clipping
from netloom.training.graphed import WARM_UPS, CudaGraphs, Move
from netloom.training.metrics import Outcome
from netloom.training.resuming import resume
from netloom.training.train import train
from small_epochs import STEPS, figures, graphed, restless, stage_of, trained, weights_of, why_it_stopped
from small_trainings import HIDDEN, INSIDE, ONE, PRICE, X, Y, project_file, train_file

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no GPU that torch can use")


class Counting(CudaGraphs):
    """Counts its replays."""

    replays = 0

    def capture(self, move: Move) -> Move:
        replay = super().capture(move)

        def counted() -> Outcome:
            self.replays += 1
            return replay()

        return counted


class Waiting(CudaGraphs):
    """Waits for the device while it captures, which CUDA does not allow."""

    def capture(self, move: Move) -> Move:
        def waiting() -> Outcome:
            outcome = move()
            torch.cuda.synchronize()
            return outcome

        return super().capture(waiting)


def assert_the_same_is_learnt(path: Path, capturing: CudaGraphs, tolerance: float = 1e-4) -> list[Told]:
    """Three epochs with graphs and without; returns what those with graphs told."""
    plain, replayed = stage_of(path, "cuda"), stage_of(path, "cuda")
    expected = figures(trained(plain, replace(plain.fit, graphed=None)))
    events = trained(replayed, graphed(replayed.fit, capturing))
    assert figures(events) == pytest.approx(expected, rel=tolerance)
    torch.testing.assert_close(weights_of(replayed.fit), weights_of(plain.fit), rtol=tolerance, atol=tolerance)
    return [event for event in events if isinstance(event, Told)]


@pytest.mark.parametrize("optimizer", SETTINGS, ids=repr)
def test_what_is_learnt_with_graphs_is_what_is_learnt_without(tmp_path: Path, optimizer: Optimizer) -> None:
    """Noise and Dropout draw the same numbers, the rate falls with each step, and the last batch is a shorter one."""
    path, capturing = restless(tmp_path, optimizer=optimizer, schedule=Cosine(), clipping=Clipping()), Counting()
    assert not assert_the_same_is_learnt(path, capturing)
    assert capturing.replays == 3 * (STEPS - 1) - WARM_UPS


@pytest.mark.parametrize("by", ["norm", "value"])
def test_gradients_are_clipped_in_the_graph(tmp_path: Path, by: str) -> None:
    path = restless(tmp_path, optimizer=SGD(), clipping=Clipping(by=by, limit=0.01))
    assert not assert_the_same_is_learnt(path, Counting())


def test_dropout_differs_from_replay_to_replay(tmp_path: Path) -> None:
    blocks, still = (HIDDEN, Dropout(rate=0.5), ONE), SGD(learning_rate=1e-30)
    stage = stage_of(project_file(tmp_path, *blocks, columns=(X, Y, INSIDE), optimizer=still, batch_size="all"), "cuda")
    capturing = Counting()
    told = figures(trained(stage, graphed(stage.fit, capturing), range(1, 11)))
    losses = told[:: len(told) // 10]
    assert len(set(losses)) == 10
    assert capturing.replays == 10 - WARM_UPS


def test_fewer_digits_are_captured_too(tmp_path: Path) -> None:
    capturing = Counting()
    assert not assert_the_same_is_learnt(restless(tmp_path, precision="bfloat16"), capturing, tolerance=0.02)
    assert capturing.replays


def test_a_run_that_was_stopped_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    path = restless(tmp_path, optimizer=AdamW(weight_decay=0.1), schedule=Cosine(), epochs=4)
    told = [event for event in train_file(path, device="cuda") if isinstance(event, Told)]
    assert "step_not_captured" not in {event.code for event in told}
    events = train(storage.load(path), path, run=tmp_path / "stopped", device="cuda", checkpoint_every=0)
    for event in events:
        if isinstance(event, Progress) and (event.epoch, event.step) == (2, 6):
            break
    events.close()
    list(resume(tmp_path / "stopped"))
    ours, whole = (open_run(run).network("last").state_dict() for run in (tmp_path / "stopped", path))
    torch.testing.assert_close(ours, whole, rtol=1e-4, atol=1e-5)


def test_the_first_bad_step_is_named_with_its_block(tmp_path: Path) -> None:
    wild, blocks = SGD(learning_rate=1.0), (Dense(units=8), Dense(units=8), ONE)
    path = project_file(tmp_path, *blocks, columns=(X, Y, PRICE), optimizer=wild, batch_size=16)
    stage = stage_of(path, "cuda")
    message = why_it_stopped(stage, stage.fit)
    assert int(message.split("at step ")[1].split(":")[0]) > WARM_UPS
    assert "that leaves" in message
    with pytest.raises(TrainingError, match="at step"):
        train_file(path, device="cuda")


def test_memory_does_not_grow_with_the_epochs(tmp_path: Path) -> None:
    stage, used = stage_of(restless(tmp_path), "cuda"), []
    for epochs in (range(1, 4), range(4, 24)):
        trained(stage, stage.fit, epochs)
        torch.cuda.synchronize()
        used.append(torch.cuda.memory_allocated())
    assert used[1] <= used[0]


def test_where_cuda_refuses_to_capture_the_same_is_learnt_without(tmp_path: Path) -> None:
    (told,) = assert_the_same_is_learnt(restless(tmp_path), Waiting())
    assert told.code == "step_not_captured"
