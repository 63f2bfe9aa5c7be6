"""A race: each that takes part is trained, one after the other, as a run that carries its name."""

from collections.abc import Generator, Iterable
from contextlib import closing
from pathlib import Path

from netloom.devices import DeviceName
from netloom.errors import TrainingError
from netloom.events import Event, Told
from netloom.races import Runner
from netloom.training.train import train


def train_race(
    runners: Iterable[Runner], path: Path, *, device: DeviceName = "auto", threads: int | None = None
) -> Generator[Event, None, None]:
    """Train all that take part in a race; see `train` for each, and `Race.runners` for who could.

    `path` is the file of the project that they vary: their runs lie beside it. One whose loss runs away is told and the
    others go on. Closing the generator or Ctrl-C ends the race, with what the runs have learnt so far. Raises what
    `train` raises before anything is trained.
    """
    for runner in runners:
        try:
            with closing(train(runner.project, path, device=device, threads=threads, label=runner.name)) as running:
                yield from running
        except TrainingError as error:
            yield Told(code="runner_failed", severity="error", message=f"{runner.name}: {error}")
