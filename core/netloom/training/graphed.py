"""A step that is captured once, as a CUDA graph, and then replayed: a small network keeps a GPU waiting for Python.

All that happens on the device is replayed: forward, backward, clipping, the optimizer. So whatever changes from step to
step is put in places there that stay the same: the rows of the batch and the numbers of the optimizer. Random numbers
go on by themselves, since torch counts them for each replay as it would for each step.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import torch
from torch import Tensor

from netloom.events import Told
from netloom.training.examples import Examples
from netloom.training.health import Checkup
from netloom.training.metrics import Outcome
from netloom.training.optimizers import Fused

WARM_UPS = 3  # steps in which torch's libraries set up what they may not set up while it captures

Move = Callable[[], Outcome]
Learn = Callable[[Examples, tuple[Any, ...], Checkup | None], Outcome]


class Capturing(Protocol):
    """How a step is captured."""

    def warm_up(self, move: Move) -> Outcome:
        """Takes a step in the surroundings in which the next one is captured."""

    def capture(self, move: Move) -> Move:
        """A function that does again on the device what `move` does there, and returns the same tensors each time.

        To capture does nothing by itself. RuntimeError where that fails.
        """


class CudaGraphs:
    """Captures as CUDA does, on a stream of its own, since on the usual one it cannot."""

    def __init__(self) -> None:
        self._stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # torch leaves it so
        self._needed = 0  # bytes that a step takes while it lasts

    def warm_up(self, move: Move) -> Outcome:
        usual = torch.cuda.current_stream()
        self._stream.wait_stream(usual)
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        with torch.cuda.stream(self._stream):
            outcome = move()
        usual.wait_stream(self._stream)
        self._needed = torch.cuda.max_memory_allocated() - before
        return outcome

    def capture(self, move: Move) -> Move:
        self._look_for_room()
        self._graph = graph = torch.cuda.CUDAGraph()  # kept, since torch's memory refers to it even where this fails
        chance = torch.cuda.default_generators[torch.cuda.current_device()]
        before = chance.clone_state()
        try:
            # Where it fails torch does not leave the stream, and takes random numbers to be captured still.
            with torch.cuda.stream(torch.cuda.current_stream()), torch.cuda.graph(graph, stream=self._stream):
                outcome = move()
        except RuntimeError:
            chance.graphsafe_set_state(before)
            raise

        def replay() -> Outcome:
            graph.replay()
            return outcome

        return replay

    def _look_for_room(self) -> None:
        """What is captured keeps the memory of a step, and steps that are run as they are need it once more."""
        torch.cuda.empty_cache()
        free, _ = torch.cuda.mem_get_info()
        if free < 2 * self._needed:
            raise RuntimeError(
                f"it would take {2 * self._needed / 2**20:,.0f} MiB, and {free / 2**20:,.0f} MiB of the GPU are free"
            )


@dataclass
class _Places:
    """Where steps find their batch and the numbers of the optimizer: from the first on the same tensors."""

    batch: Examples | None = None
    numbers: tuple[Tensor, ...] = ()
    _put: Examples | None = None

    def put_numbers(self, numbers: tuple[float, ...], device: torch.device) -> tuple[Tensor, ...]:
        if not self.numbers:
            self.numbers = tuple(torch.empty((), dtype=torch.float32, device=device) for _ in numbers)
        for place, number in zip(self.numbers, numbers, strict=True):
            place.fill_(number)
        return self.numbers

    def put_batch(self, batch: Examples) -> Examples:
        if self.batch is None:
            self.batch = batch.copied()
        elif batch is not self._put:  # where all rows are one batch it is the same each time
            self.batch.become(batch)
        self._put = batch
        return self.batch


@dataclass
class GraphedStep:
    """Takes the steps of a training, most of them by replaying one.

    Run as they are: the first ones, those that a checkup looks at, the last of an epoch if it has fewer rows than
    `batch_size`, and all where capturing fails. They are the same steps, from the same places.
    """

    optimizer: Fused
    batch_size: int
    capturing: Capturing
    _places: _Places = field(default_factory=_Places)
    _kept: Any = None  # what the optimizer keeps, as it was when the warm-ups began
    _warm_ups: int = 0
    _replay: Move | None = None
    _failed: bool = False
    _told: list[Told] = field(default_factory=list)

    def take(self, learn: Learn, batch: Examples, checkup: Checkup | None = None) -> Outcome:
        """One step; `learn` does all of it that happens on the device. Returns what the network gave before it."""
        numbers = self._places.put_numbers(self.optimizer.count_step(), batch.targets[0].device)
        if batch.rows != self.batch_size:
            return learn(batch, numbers, checkup)
        move = partial(learn, self._places.put_batch(batch), numbers, checkup)
        outcome = move() if checkup is not None or self._failed else self._warmed_up_or_replayed(move)
        return outcome._replace(targets=batch.targets)

    def told(self) -> list[Told]:
        """What is to be told since the last time."""
        told, self._told = self._told, []
        return told

    def _warmed_up_or_replayed(self, move: Move) -> Outcome:
        if self.optimizer.state is not self._kept:  # it was loaded, and lies elsewhere now
            self._kept, self._warm_ups, self._replay = self.optimizer.state, 0, None
        if self._warm_ups < WARM_UPS:
            self._warm_ups += 1
            return self.capturing.warm_up(move)
        if self._replay is None:
            self._capture(move)
        return move() if self._replay is None else _copied(self._replay())

    def _capture(self, move: Move) -> None:
        try:
            self._replay = self.capturing.capture(move)
        except RuntimeError as error:
            self._failed = True
            self.optimizer.zero_grad()  # gradients that were captured and never computed
            self._told.append(_not_captured(error))


def _copied(outcome: Outcome) -> Outcome:
    """In tensors that the next replay leaves alone."""
    means, logits = (tuple(tensor.clone() for tensor in tensors) for tensors in (outcome.means, outcome.logits))
    return Outcome(means, logits, outcome.targets)


def _not_captured(error: BaseException) -> Told:
    while error.__context__ is not None:  # that the capture ended too early is no cause
        error = error.__context__
    lines = str(error).splitlines() or [type(error).__name__]
    message = (
        f"The step could not be captured as a CUDA graph ({lines[0]}), so the GPU is told each step anew. The same is "
        "learnt; a small network takes longer."
    )
    return Told(code="step_not_captured", severity="note", message=message)
