"""Series on the command line: trained, shown, compared, listed and stopped."""

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Ran, run

import netloom
from netloom.events import from_line
from small_trainings import project_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a project to train; all commands are run there."""
    folder = tmp_path_factory.mktemp("commands")
    project_file(folder, epochs=4)
    with contextlib.chdir(folder):
        yield folder


@pytest.fixture(scope="module")
def repeated(folder: Path) -> Ran:
    return run("train", "points.netloom", "--repeats", 3)


def test_training_repeats_tells_each_run_and_then_what_they_say_together(repeated: Ran) -> None:
    assert repeated.status == 0
    assert "Series points-runs/series-001: 3 repeats, seeds 0 to 2" in repeated.out
    assert "repeat 2/3  Run points-runs/002 on cpu" in repeated.out
    assert "repeat 2/3  All 4 epochs are done" in repeated.out
    assert "epoch 1/4" not in repeated.out
    assert "3 of 3 repeats complete. Run 00" in repeated.out
    assert "inside: binary, 40 test rows, 3 repeats" in repeated.out
    assert "ROC AUC" in repeated.out
    assert " ± " in repeated.out
    assert "The network is " in repeated.out


def test_a_series_is_shown_again_and_as_json(repeated: Ran) -> None:
    shown = run("evaluate", "points-runs/series-001")
    assert shown.out.strip() in repeated.out
    document = json.loads(run("evaluate", "points-runs/series-001", "--json").out)
    assert document["kind"] == "repeat"
    assert [member["seed"] for member in document["members"]] == [0, 1, 2]
    assert len(document["outputs"][0]["models"][0]["spreads"][0]["values"]) == 3


def test_runs_marks_the_one_that_stands_for_the_series(repeated: Ran) -> None:
    ran = run("runs", "points.netloom")
    stars = [line for line in ran.out.splitlines() if "of 3 *" in line]
    assert len(stars) == 1
    assert f"* Run {stars[0].split()[0]} stands for it." in ran.out
    listed = json.loads(run("runs", "points.netloom", "--json").out)
    assert listed[1]["place"] == {"series": "series-001", "kind": "repeat", "number": 2, "count": 3}


def test_predicting_by_the_project_tells_which_run_stands_for_it(repeated: Ran) -> None:
    ran = run("predict", "points.netloom", "--data", "data.csv", "--out", "answers.csv")
    assert ran.status == 0
    assert "stands for the repeats of series-001" in ran.err


def test_events_are_lines_that_can_be_read_again(repeated: Ran) -> None:
    ran = run("train", "points.netloom", "--folds", 2, "--events")
    kinds = [from_line(line).kind for line in ran.out.splitlines()]
    assert (kinds[0], kinds[-1]) == ("series_started", "series_finished")
    assert kinds.count("run_announced") == kinds.count("run_finished") == kinds.count("run_measured") == 2


def test_a_series_is_compared_with_another_one(repeated: Ran) -> None:
    ran = run("train", "points.netloom", "--repeats", 2, "--set", "block_1.units=1", "--against", "points-runs/001")
    assert "run 001 of points" in ran.out
    series = netloom.series_of(Path("points.netloom"))[-1]
    ran = run("evaluate", series.folder, "--against", "points-runs/series-001")
    assert " series-001 of points (3 repeats): ROC AUC " in ran.out
    assert "of 6 pairs." in ran.out


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("train points.netloom --repeats 2 --folds 2", "Give one of them"),
        ("train points.netloom --repeats 2 --run here", "a series has several. Leave it out"),
        ("train points.netloom --against points-runs/001", "Give --repeats 5 or --folds 5 with it"),
        ("train points.netloom --repeats 1", "A series has 2 to 1,000 repeats"),
        ("evaluate points-runs/001 --against points-runs/002", "which shows no spread. Name the folder"),
        ("evaluate points-runs/series-001 --data data.csv", "folder of one of its runs"),
        ("evaluate points-runs/series-001 --cost-false-negative 5", "are asked of one run"),
    ],
)
def test_what_does_not_go_together_is_refused(repeated: Ran, command: str, words: str) -> None:
    ran = run(*command.split())
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_with_what_is_complete(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=300, early_stopping=None)
    command = [sys.executable, "-m", "netloom", "train", path, "--repeats", "100"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        next(line for line in process.stdout if line.startswith("repeat 2/100  Run"))
        process.send_signal(signal.SIGINT)
        left = process.stdout.read()
        assert "Traceback" not in process.stderr.read()
    assert process.returncode == 130
    (series,) = netloom.series_of(path)
    assert series.status == "stopped"
    assert f"Stopped by hand with {len(series.outputs[0].models[0].spreads[0].values)} of 100 repeats complete." in left
    assert "ROC AUC" in left
