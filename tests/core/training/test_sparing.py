"""The history of a long training stays small, keeps what matters, and has figures from its beginning to its end."""

from itertools import pairwise
from pathlib import Path

import pytest

from netloom import storage
from netloom.events import BlockHealth, EpochFinished, Event, Health, Measured, Progress, to_line
from netloom.runs import open_run
from netloom.training.sparing import BYTES, Sparing, allowed
from netloom.training.train import train
from small_trainings import project_file

FIGURES = tuple(Measured(name=name, value=0.123456789) for name in ("loss", "accuracy"))
PROGRESS = Progress(epoch=10, step=100, loss=0.123456789, rows_per_second=54_321.0, figures=FIGURES, learning_rate=1e-3)
HOUR = 3_600.0


def kept(event: Event, every: float, seconds: float, sparing: Sparing | None = None) -> list[float]:
    """When the lines were told that are kept of an event that is told every so many seconds."""
    sparing, size = sparing or Sparing(), len(to_line(event))
    moments = (number * every for number in range(int(seconds / every)))
    return [moment for moment in moments if sparing.keeps(event, size, moment)]


def test_a_short_training_keeps_all() -> None:
    assert len(kept(PROGRESS, 0.05, 240.0)) == 240 * 20


def test_a_long_training_keeps_few_evenly_until_its_end() -> None:
    moments = kept(PROGRESS, 0.05, 4 * HOUR)
    assert len(moments) * len(to_line(PROGRESS)) <= allowed(4 * HOUR) < 6 * BYTES
    assert max(after - before for before, after in pairwise(moments)) < 4.0
    assert moments[-1] > 4 * HOUR - 4.0


def test_a_network_of_many_blocks_leaves_no_more() -> None:
    blocks = tuple(BlockHealth(node=f"dense_{number}", gradient_norm=0.123456789, dead=0.5) for number in range(1_000))
    health = Health(epoch=1, step=4, blocks=blocks)
    moments = kept(health, 1.0, HOUR)
    assert len(moments) * len(to_line(health)) <= allowed(HOUR)
    assert len(moments) > 50


def test_what_is_told_once_an_epoch_is_always_kept() -> None:
    finished = EpochFinished(epoch=1, seconds=0.1, figures=FIGURES, best=True, learning_rate=0.001)
    assert len(kept(finished, 0.01, 60.0, Sparing(spent=10**9))) == 6_000


@pytest.mark.parametrize("spent", [0, BYTES])
def test_a_run_that_goes_on_counts_what_is_there(spent: int) -> None:
    first = kept(PROGRESS, 0.05, 60.0, Sparing(spent))
    assert (len(first) == 1_200) == (spent == 0)


def test_a_run_has_the_lines_that_were_told(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=3, early_stopping=None)
    events = list(train(storage.load(path), path))
    assert list(open_run(path).events()) == events
