"""Runs are deleted so that they can be brought back, and only those that may go."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import run

from netloom.errors import InputError, RunError
from netloom.events import RunStarted
from netloom.protocol import stop_training
from netloom.run_folders.removal import (
    ASIDE,
    KEPT,
    bring_back,
    delete_for_good,
    delete_runs,
    deleted_runs,
    sweep_deleted,
)
from netloom.run_list import runs_of
from netloom.series import train_repeats
from netloom.storage import load
from netloom.training.train import train
from small_trainings import project_file, train_file


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with a run, and a series of two."""
    path = project_file(tmp_path_factory.mktemp("trained"), epochs=1)
    train_file(path)
    list(train_repeats(load(path), path, 2))
    return path


@pytest.fixture
def project(trained: Path, tmp_path: Path) -> Path:
    """The same as files of its own."""
    shutil.copytree(trained.parent, tmp_path / "copy")
    return tmp_path / "copy" / trained.name


def runs_in(project: Path) -> Path:
    return project.with_name("points-runs")


def names(project: Path) -> list[str]:
    return [each.name for each in runs_of(project)]


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_deleted_run_is_brought_back_as_it_was(project: Path) -> None:
    before = files(runs_in(project))
    deleted = delete_runs([runs_in(project) / "001"])
    assert deleted.words == "run 001"
    assert names(project) == ["002", "003"]
    assert bring_back(deleted) == (runs_in(project) / "001",)
    assert files(runs_in(project)) == before
    assert deleted_runs(runs_in(project)) == ()


def test_the_next_run_does_not_take_the_number_of_one_that_may_come_back(project: Path) -> None:
    deleted = delete_runs([runs_in(project) / "series-001"])
    train_file(project)
    assert names(project) == ["001", "004"]
    bring_back(deleted)
    assert names(project) == ["001", "002", "003", "004"]


def test_a_run_that_trains_is_not_deleted(project: Path) -> None:
    events = train(load(project), project)
    assert isinstance(next(events), RunStarted)
    with pytest.raises(RunError, match=r"Run 004 was not deleted: it is being trained. Stop it first"):
        delete_runs([runs_in(project) / "001", runs_in(project) / "004"])
    assert "001" in names(project)
    stop_training(runs_in(project) / "004")
    list(events)
    delete_runs([runs_in(project) / "004"])


def test_a_run_of_a_series_goes_only_with_the_whole(project: Path) -> None:
    with pytest.raises(RunError, match=r"it belongs to series-001, whose figures are of all of its runs. .*whole: "):
        delete_runs([runs_in(project) / "002"])
    deleted = delete_runs([runs_in(project) / "002", runs_in(project) / "series-001"])
    assert deleted.words == "series-001 with 2 runs"
    assert names(project) == ["001"]


def test_a_run_whose_series_is_gone_may_go(project: Path) -> None:
    shutil.rmtree(runs_in(project) / "series-001")
    delete_runs([runs_in(project) / "002"])
    assert names(project) == ["001", "003"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"place": 3}', b"\xff"])
def test_a_damaged_run_may_go(project: Path, content: bytes) -> None:
    (runs_in(project) / "001" / "run.json").write_bytes(content)
    delete_runs([runs_in(project) / "001"])
    assert names(project) == ["002", "003"]


def test_a_folder_that_holds_nothing_of_a_run_is_not_deleted(project: Path) -> None:
    (runs_in(project) / "photos").mkdir()
    (runs_in(project) / "photos" / "cat.png").write_bytes(b"?")
    with pytest.raises(RunError, match=r"photos was not deleted: it holds nothing of a run"):
        delete_runs([runs_in(project) / "photos"])
    with pytest.raises(RunError, match=r"There is no run .*009 any more"):
        delete_runs([runs_in(project) / "009"])


def test_what_stands_in_the_way_is_not_overwritten(project: Path) -> None:
    deleted = delete_runs([runs_in(project) / "001"])
    (runs_in(project) / "001").mkdir()
    with pytest.raises(RunError, match=r"was not brought back: there is a .*001. Rename that first"):
        bring_back(deleted)
    assert deleted_runs(runs_in(project))[0].names == ("001",)


def test_weeks_later_it_is_gone_for_good(project: Path) -> None:
    deleted = delete_runs([runs_in(project) / "001"])
    sweep_deleted(project)
    assert deleted_runs(runs_in(project)) == (deleted,)
    sweep_deleted(project, datetime.now(UTC) + KEPT + timedelta(seconds=1))
    assert not list((runs_in(project) / ASIDE).iterdir())
    with pytest.raises(RunError, match="Run 001 cannot be brought back: nothing is left of it"):
        bring_back(deleted)


def test_it_can_be_gone_for_good_at_once(project: Path) -> None:
    delete_for_good(delete_runs([runs_in(project) / "001"]))
    assert deleted_runs(runs_in(project)) == ()


def test_what_lies_among_the_deleted_but_was_not_deleted_is_left_alone(project: Path) -> None:
    delete_runs([runs_in(project) / "001"])
    (runs_in(project) / ASIDE / "mine").mkdir()
    sweep_deleted(project, datetime.now(UTC) + 2 * KEPT)
    assert [entry.name for entry in (runs_in(project) / ASIDE).iterdir()] == ["mine"]


def test_where_one_cannot_be_moved_none_is(project: Path) -> None:
    runs_in(project).chmod(0o500)
    try:
        (runs_in(project) / "try").mkdir()
    except OSError:
        with pytest.raises(InputError, match="not made"):
            delete_runs([runs_in(project) / "001"])
    finally:
        runs_in(project).chmod(0o700)
    assert "001" in names(project)


def test_runs_are_deleted_and_brought_back_on_the_command_line(project: Path) -> None:
    runs = runs_in(project)
    assert run("delete", runs / "001").out == f"run 001 deleted. To bring it back: netloom undelete {runs}\n"
    refused = run("delete", runs / "002")
    assert refused.status == 2
    assert "belongs to series-001" in refused.err
    run("delete", runs / "series-001")
    assert run("undelete", runs, "001").out == f"{runs / '001'} is there again.\n"
    assert run("undelete", runs).out.count("is there again") == 3
    nothing = run("undelete", runs)
    assert nothing.status == 2
    assert "has no deleted run. There are: none" in nothing.err
