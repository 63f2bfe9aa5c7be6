"""Steps that are replayed: which they are, and that they learn nothing else. Here the CPU runs what is captured."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from keras_training import SETTINGS, animals
from netloom.blocks import BLOCKS, Dense
from netloom.codegen import source
from netloom.data.prepared import prepare
from netloom.events import Told
from netloom.planning import plan
from netloom.settings.optimizers import SGD, Adadelta, AdamW, Optimizer
from netloom.settings.schedules import Cosine
from netloom.settings.training import Clipping, Training
from netloom.training.checkpoint import Standing, restored, taken
from netloom.training.graphed import WARM_UPS
from netloom.training.loop import Fit, batches, epoch, step_of
from netloom.training.metrics import Outcome
from netloom.training.setup import fit_for
from networks import around
from small_epochs import STEPS, checkup_for, figures, graphed, restless, stage_of, trained, weights_of, why_it_stopped
from small_trainings import ONE, PRICE, X, Y, project_file
from tables import table_of

Move = Callable[[], Outcome]


class Rerun:
    """Runs what was captured anew each time, into the same tensors, as a GPU does. Notes what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def warm_up(self, move: Move) -> Outcome:
        self.asked.append("warm up")
        return move()

    def capture(self, move: Move) -> Move:
        self.asked.append("capture")
        first: list[Outcome] = []

        def replay() -> Outcome:
            self.asked.append("replay")
            outcome = move()
            if not first:
                first.append(outcome)
            for place, new in zip(tensors_of(first[0]), tensors_of(outcome), strict=True):
                place.copy_(new)
            return first[0]

        return replay


def tensors_of(outcome: Outcome) -> list[torch.Tensor]:
    return [*outcome.means, *outcome.logits]


class Refusing(Rerun):
    """Breaks off when it is to capture, and leaves gradients that were never computed."""

    def __init__(self, fit: Fit) -> None:
        super().__init__()
        self._weights = fit.weights

    def capture(self, move: Move) -> Move:
        self.asked.append("capture")
        for weight in self._weights:
            weight.grad = torch.full_like(weight, torch.nan)
        try:
            raise RuntimeError("operation not permitted\nwhen stream is capturing")
        finally:
            raise RuntimeError("the capture was invalidated")  # as torch does when it leaves one that has failed


@pytest.mark.parametrize("optimizer", SETTINGS, ids=repr)
def test_what_is_learnt_with_replays_is_what_is_learnt_without(tmp_path: Path, optimizer: Optimizer) -> None:
    path = restless(tmp_path, optimizer=optimizer, schedule=Cosine(), clipping=Clipping())
    plain, replayed = stage_of(path), stage_of(path)
    before = weights_of(plain.fit)
    expected = figures(trained(plain, plain.fit))
    capturing = Rerun()
    assert figures(trained(replayed, graphed(replayed.fit, capturing))) == pytest.approx(expected, rel=1e-5)
    after = weights_of(plain.fit)
    torch.testing.assert_close(weights_of(replayed.fit), after, rtol=1e-4, atol=2e-5)
    assert not any(torch.equal(before[name], after[name]) for name in before)
    assert capturing.asked.count("replay") == 3 * (STEPS - 1) - WARM_UPS


def test_the_first_steps_and_shorter_ones_are_run_and_all_others_replayed(tmp_path: Path) -> None:
    stage, capturing = stage_of(restless(tmp_path)), Rerun()
    fit = graphed(stage.fit, capturing)
    assert fit.steps == STEPS
    trained(stage, fit, [1])
    assert capturing.asked == [*["warm up"] * WARM_UPS, "capture", *["replay"] * (STEPS - 1 - WARM_UPS)]
    capturing.asked.clear()
    trained(stage, fit, [2])
    assert capturing.asked == ["replay"] * (STEPS - 1)


def test_all_rows_at_once_are_replayed_as_well(tmp_path: Path) -> None:
    path, capturing = restless(tmp_path, batch_size="all"), Rerun()
    plain, replayed = stage_of(path), stage_of(path)
    expected = figures(trained(plain, plain.fit, range(1, 7)))
    found = figures(trained(replayed, graphed(replayed.fit, capturing), range(1, 7)))
    assert capturing.asked.count("replay") == 6 - WARM_UPS
    assert found == pytest.approx(expected, rel=1e-5)


def test_a_step_that_is_looked_at_is_run(tmp_path: Path) -> None:
    stage, capturing = stage_of(restless(tmp_path)), Rerun()
    fit = graphed(stage.fit, capturing)
    trained(stage, fit, [1])
    capturing.asked.clear()
    events = list(epoch(fit, fit.begun(2), checkup_for(stage, due=0.0)))
    assert any(block.gradient_norm for block in events[0].blocks)
    assert capturing.asked == ["replay"] * (STEPS - 2)


def test_where_nothing_can_be_captured_it_trains_on_and_tells_that_once(tmp_path: Path) -> None:
    path = restless(tmp_path)
    refused, replayed = stage_of(path), stage_of(path)
    capturing = Refusing(refused.fit)
    events = trained(refused, graphed(refused.fit, capturing))
    expected = trained(replayed, graphed(replayed.fit, Rerun()))
    assert figures(events) == figures(expected)
    assert capturing.asked == [*["warm up"] * WARM_UPS, "capture"]
    (told,) = [event for event in events if isinstance(event, Told)]
    assert (told.code, told.severity) == ("step_not_captured", "note")
    assert (
        "could not be captured as a CUDA graph (operation not permitted), so the GPU is told each step" in told.message
    )
    assert not any(isinstance(event, Told) for event in expected)


def test_a_run_taken_up_again_goes_on_as_it_would_have(tmp_path: Path) -> None:
    path = restless(tmp_path, optimizer=AdamW(weight_decay=0.1), schedule=Cosine())
    whole, stopped, resumed = (stage_of(path) for _ in range(3))
    expected = figures(trained(whole, graphed(whole.fit, Rerun()), range(1, 5)))
    fit = graphed(stopped.fit, Rerun())
    trained(stopped, fit, [1, 2])
    checkpoint, tensors = taken(fit, Standing(stopped.watch, fit.begun(3)))
    capturing = Rerun()
    fit = graphed(resumed.fit, capturing)
    trained(resumed, fit, [1])  # it has captured, and then loads what lies elsewhere
    restored(fit, resumed.watch, checkpoint, {name: tensor.clone() for name, tensor in tensors.items()})
    capturing.asked.clear()
    assert figures(trained(resumed, fit, [3, 4])) == expected[-len(expected) // 2 :]
    assert capturing.asked[: WARM_UPS + 1] == [*["warm up"] * WARM_UPS, "capture"]


def test_the_first_bad_step_is_found_among_replays_as_without_them(tmp_path: Path) -> None:
    wild, blocks = SGD(learning_rate=1.0), (Dense(units=8), Dense(units=8), ONE)
    path, capturing = project_file(tmp_path, *blocks, columns=(X, Y, PRICE), optimizer=wild, batch_size=16), Rerun()
    plain, replayed = stage_of(path), stage_of(path)
    expected = why_it_stopped(plain, plain.fit)
    assert int(expected.split("at step ")[1].split(":")[0]) > WARM_UPS
    assert "that leaves" in expected
    assert why_it_stopped(replayed, graphed(replayed.fit, capturing)) == expected
    assert capturing.asked.count("capture") == 2  # where it trains, and again where steps are repeated


@pytest.mark.parametrize("block", [declared() for declared in BLOCKS.values()], ids=list(BLOCKS))
def test_a_step_never_asks_the_device_for_a_value(block: Any) -> None:
    settings = Training(optimizer=Adadelta(), clipping=Clipping(), batch_size=16)
    project = around(block).model_copy(update={"training": settings})
    found = plan(project)
    fit = fit_for(found, source(found), prepare(project, Path(), table=table_of(animals())), "meta")  # has no values
    outcome = step_of(graphed(fit, Rerun()))(next(batches(fit, 1)), None)
    assert outcome.logits[0].is_meta
