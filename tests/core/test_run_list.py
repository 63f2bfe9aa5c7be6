"""The runs of a project in a list: what was noted, what differs, and folders that hold anything but a sound run."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import run

from netloom import storage
from netloom.blocks import Dropout
from netloom.edits import AddBlock, with_setting
from netloom.errors import RunError
from netloom.run_folders.notes import NOTES, RunNotes, note_run, noted, read_notes
from netloom.run_list import COLUMNS, KnownRuns, runs_of
from netloom.run_summaries import RunSummary
from netloom.training.train import train
from small_trainings import project_file, train_file


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with two runs, of which the second learnt with another rate and other units."""
    path = project_file(tmp_path_factory.mktemp("trained"), epochs=1)
    train_file(path)
    other = with_setting(storage.load(path), "training.optimizer.learning_rate", "0.01")
    list(train(with_setting(other, "block_1.units", "4"), path))
    return path


@pytest.fixture
def project(trained: Path, tmp_path: Path) -> Path:
    """The same as files of its own, which a test may spoil."""
    shutil.copytree(trained.parent, tmp_path / "copy")
    return tmp_path / "copy" / trained.name


def folder(project: Path, name: str = "001") -> Path:
    return project.with_name("points-runs") / name


def listed(project: Path) -> dict[str, RunSummary]:
    return {run.name: run for run in runs_of(project)}


def settings(summary: RunSummary) -> dict[str, str]:
    return {setting.title: setting.value for setting in summary.settings}


# What is listed


def test_the_settings_that_differ_are_listed_and_the_main_ones(project: Path) -> None:
    first, second = runs_of(project)
    assert settings(first) == {
        "optimizer": "Adam", "learning rate": "0.001", "batch size": "32", "Dense (block_1) units": "16"
    }  # fmt: skip  # a mapping reads best in few lines
    assert settings(second)["learning rate"] == "0.01"
    assert settings(second)["Dense (block_1) units"] == "4"


def test_of_very_different_networks_no_more_settings_are_listed_than_a_table_can_show(project: Path) -> None:
    blocks = {f"dense_{number}": {"type": "dense", "units": number} for number in range(1, 60)}
    document = json.loads((folder(project) / "project.netloom").read_text())
    document["nodes"] += [{"id": id, "block": block} for id, block in blocks.items()]
    (folder(project) / "project.netloom").write_text(json.dumps(document))
    assert len(listed(project)["001"].settings) <= COLUMNS + 3


def test_what_only_another_optimizer_knows_is_not_listed(project: Path) -> None:
    sgd = with_setting(storage.load(project), "training.optimizer", "sgd")
    storage.save(sgd, folder(project, "002") / "project.netloom")
    first, second = runs_of(project)
    assert settings(second) == {"optimizer": "SGD", "learning rate": "0.01", "batch size": "32"}
    assert settings(first) == {"optimizer": "Adam", "learning rate": "0.001", "batch size": "32"}


def test_a_block_that_only_some_runs_have_is_told_by_its_first_setting(project: Path) -> None:
    added = AddBlock(block=Dropout(rate=0.4))(storage.load(project))
    storage.save(added, folder(project, "002") / "project.netloom")
    first, second = runs_of(project)
    assert settings(second)["Dropout 1 rate"] == "0.4"
    assert "Dropout 1 rate" not in settings(first)


def test_a_run_with_a_report_is_listed_with_its_score(project: Path) -> None:
    report = {"outputs": {"output_1": {"target": "inside", "metrics": {"roc_auc": None, "accuracy": 0.75}}}}
    (folder(project) / "report.json").write_text(json.dumps(report))
    (score,) = listed(project)["001"].scores
    assert (score.target, score.metric, score.value) == ("inside", "accuracy", 0.75)


def test_what_was_read_is_remembered_until_a_file_changes(project: Path) -> None:
    known = KnownRuns()
    before = known.of(project)
    assert known.of(project) == before
    note_run(folder(project), noted("better", ["first"]))
    assert [each.note for each in known.of(project)] == ["better", ""]
    shutil.rmtree(folder(project, "002"))
    assert [each.name for each in known.of(project)] == ["001"]


def test_how_far_the_reading_is_is_told(project: Path) -> None:
    reached: list[tuple[int, int]] = []
    KnownRuns().of(project, lambda done, of: reached.append((done, of)))
    assert reached == [(0, 2), (1, 2)]


# What is no sound run


def spoil(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def without(*names: str) -> Callable[[Path], object]:
    return lambda folder: [(folder / name).unlink() for name in names]


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (without("run.json"), "is no run: it holds no run.json"),
        (spoil("run.json", b""), "run.json is damaged"),
        (spoil("run.json", b"\xff\xfe\x00"), "run.json is damaged"),
        (spoil("run.json", b'{"a": ' * 5_000), "run.json is damaged"),
        (spoil("run.json", b" " * 9_000_000), "run.json is damaged: it is far too large"),
        (without("project.netloom"), "There is no file"),
        (spoil("project.netloom", b"{}"), "it is no Netloom project"),
        (without("best.safetensors", "last.safetensors"), "holds no weights any more"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_folder_that_is_no_sound_run_is_listed_with_the_reason(
    project: Path, happens: Callable[[Path], object], reason: str
) -> None:
    happens(folder(project))
    summary = listed(project)["001"]
    assert summary.status == "damaged"
    assert reason in summary.message
    assert listed(project)["002"].status == "finished"


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (spoil("report.json", b"[]"), "report.json is damaged"),
        (spoil("report.json", b'{"outputs": ' + b"[" * 100_000), "report.json is damaged"),
        (spoil(NOTES, b'{"note": 3}'), "notes.json is damaged"),
        (lambda folder: (folder / NOTES).mkdir(), "notes.json is damaged: it is no file"),
    ],
)
def test_what_is_damaged_beside_a_run_does_it_no_harm(
    project: Path, happens: Callable[[Path], object], reason: str
) -> None:
    happens(folder(project))
    summary = listed(project)["001"]
    assert summary.status == "finished"
    assert reason in summary.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_the_place_of_a_file_makes_nobody_wait(project: Path) -> None:
    (folder(project) / "run.json").unlink()
    os.mkfifo(folder(project) / "run.json")
    assert "it is a folder or a device" in listed(project)["001"].message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="here everything may be read")
def test_a_folder_that_may_not_be_read_is_listed_with_the_reason(project: Path) -> None:
    folder(project).chmod(0)
    try:
        summary = listed(project)["001"]
    finally:
        folder(project).chmod(0o700)
    assert summary.status == "damaged"
    assert "Permission denied" in summary.message


def test_what_lies_there_but_folders_is_not_listed(project: Path) -> None:
    (folder(project, "readme.txt")).write_text("hello")
    (folder(project, "photos")).mkdir()
    (folder(project, ".netloom-1-2-3.tmp")).mkdir()
    assert {name: each.status for name, each in listed(project).items()} == {
        "001": "finished", "002": "finished", "photos": "damaged"
    }  # fmt: skip  # a mapping reads best in few lines


# Notes


def test_notes_lie_beside_what_training_wrote_and_change_nothing_of_it(project: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder(project).iterdir()}
    note_run(folder(project), noted("  a first try ", ["good, cheap", "good"]))
    assert read_notes(folder(project)) == RunNotes(note="a first try", tags=("good", "cheap"))
    assert {file.name: file.read_bytes() for file in folder(project).iterdir() if file.name != NOTES} == before
    note_run(folder(project), noted("", []))
    assert sorted(file.name for file in folder(project).iterdir()) == sorted(before)


def test_damaged_notes_are_put_aside_when_something_new_is_noted(project: Path) -> None:
    (folder(project) / NOTES).write_text("?")
    note_run(folder(project), noted("new", []))
    assert read_notes(folder(project)).note == "new"
    assert (folder(project) / f"{NOTES}.damaged").read_text() == "?"


def test_what_cannot_be_noted_is_told() -> None:
    with pytest.raises(RunError, match="note: received 10,001 characters, expected at most 10,000"):
        noted("x" * 10_001, [])
    with pytest.raises(RunError, match=r"tags.*received more than 32 entries"):
        noted("", [f"tag {number}" for number in range(33)])


def test_nothing_is_noted_of_a_run_that_is_gone(project: Path) -> None:
    with pytest.raises(RunError, match=r"There is no run .*009 any more"):
        note_run(folder(project, "009"), noted("late", []))


# On the command line


def test_a_note_and_tags_are_given_shown_and_taken_away(project: Path) -> None:
    assert run("note", folder(project), "wider", "--tag", "good").status == 0
    assert run("note", folder(project), "--tag", "cheap").status == 0
    assert run("note", folder(project)).out == "wider\ngood, cheap\n"
    assert "001" in run("runs", project, "--tag", "cheap").out
    assert "has no runs with the tag dear, and 2 without it" in run("runs", project, "--tag", "dear").out
    run("note", folder(project), "", "--untag", "good", "--untag", "cheap")
    assert run("note", folder(project)).out == f"Nothing is noted of {folder(project)}.\n"


def test_the_list_says_what_differs(project: Path) -> None:
    out = " ".join(run("runs", project).out.split())
    assert "learning rate 0.001" in out
    assert "Adam" not in out


def test_two_runs_are_compared(project: Path) -> None:
    told = run("compare", folder(project), folder(project, "002")).out
    assert told == "≠ units of Dense (block_1): 16 → 4\n≠ learning rate of the optimizer: 0.001 → 0.01\n"
    assert "hold the same project" in run("compare", folder(project), project).out
    assert json.loads(run("compare", project, folder(project, "002"), "--json").out)[0]["node"] == "block_1"
    missing = run("compare", project, folder(project, "009"))
    assert missing.status == 2
    assert "There is no file" in missing.err
