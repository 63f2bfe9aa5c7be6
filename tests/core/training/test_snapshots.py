"""The weights of some epochs are kept to look back at: few enough, evenly spread, and what they were."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from netloom import storage
from netloom.errors import RunError
from netloom.events import EpochFinished
from netloom.runs import open_run
from netloom.settings.training import Snapshots
from netloom.training.album import album_for, epochs_kept
from netloom.training.resuming import resume
from netloom.training.train import train
from small_trainings import project_file, train_file


@given(epochs=st.integers(0, 5000), most=st.integers(1, 100))
def test_few_enough_epochs_are_kept_and_they_are_evenly_spread(epochs: int, most: int) -> None:
    kept = list(epochs_kept(epochs, most))
    assert kept[0] == 0
    assert len(kept) <= most
    assert len(kept) > most / 2 or kept == list(range(epochs + 1))
    assert len({later - earlier for earlier, later in pairwise(kept)}) <= 1


@given(epochs=st.integers(1, 1000), most=st.integers(1, 100))
def test_what_is_kept_later_was_kept_before(epochs: int, most: int) -> None:
    assert set(epochs_kept(epochs, most)) - {epochs} <= set(epochs_kept(epochs - 1, most))


def kept(folder: Path, **training: Any) -> Path:
    """A project that keeps the weights of at most four epochs."""
    return project_file(folder, early_stopping=None, snapshots=Snapshots(most=4), **training)


def test_they_are_what_the_weights_were_after_that_epoch(tmp_path: Path) -> None:
    train_file(kept(tmp_path, epochs=9))
    run = open_run(tmp_path / "points-runs" / "001")
    assert run.snapshots == (0, 4, 8)
    assert sorted(file.name for file in run.folder.glob("epoch-*")) == [f"epoch-{n}.safetensors" for n in (0, 4, 8)]
    for epochs, name in ((4, "002"), (8, "003")):
        shorter = project_file(tmp_path, epochs=epochs, early_stopping=None)
        train_file(shorter)
        ended = open_run(tmp_path / "points-runs" / name).network("last").state_dict()
        looked_back = run.network(epochs).state_dict()
        assert all(torch.equal(looked_back[weight], ended[weight]) for weight in ended)


def test_they_are_the_same_after_an_interruption(tmp_path: Path) -> None:
    path = kept(tmp_path, epochs=9)
    train_file(path)
    events = train(storage.load(path), path, run=tmp_path / "stopped")
    for event in events:
        if isinstance(event, EpochFinished) and event.epoch == 5:
            break
    events.close()
    assert open_run(tmp_path / "stopped").snapshots == (0, 2, 4)
    list(resume(tmp_path / "stopped"))
    whole, stopped = open_run(tmp_path / "points-runs" / "001"), open_run(tmp_path / "stopped")
    assert whole.snapshots == stopped.snapshots
    assert all(whole.weights(epoch) == stopped.weights(epoch) for epoch in whole.snapshots)


def test_an_epoch_that_was_not_kept_is_told_with_those_that_were(tmp_path: Path) -> None:
    train_file(kept(tmp_path, epochs=3))
    with pytest.raises(RunError, match=r"kept no weights of epoch 7. There are those of: 0, 1, 2, 3\."):
        open_run(tmp_path / "points-runs" / "001").network(7)


def test_a_run_keeps_none_unless_it_is_asked_to(tmp_path: Path) -> None:
    train_file(project_file(tmp_path, epochs=3))
    run = open_run(tmp_path / "points-runs" / "001")
    assert run.snapshots == ()
    with pytest.raises(RunError, match=r"There are those of: none; --set training.snapshots.most=20 keeps some"):
        run.network(0)


def test_large_weights_are_kept_of_fewer_epochs() -> None:
    weights = {"weight": torch.zeros(250_000)}
    assert album_for(Snapshots(most=20, megabytes=5), weights).most == 5
    assert album_for(Snapshots(most=3, megabytes=5), weights).most == 3
    assert list(album_for(Snapshots(most=20, megabytes=5), {"weight": torch.zeros(10_000_000)}).kept(30)) == []
