"""Runs as they lie in their folders: opened, checked, listed, asked for answers."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from netloom import storage
from netloom.data.prepared import prepare
from netloom.data.reading import Table
from netloom.errors import RunError
from netloom.run_list import runs_of
from netloom.runs import Run, open_run
from netloom.training.state import RunState, Saved
from small_trainings import PRICE, X, Y, project_file, train_file


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project file with one run, of yes or no."""
    path = project_file(tmp_path_factory.mktemp("trained"), epochs=2)
    train_file(path)
    return path


@pytest.fixture
def copied(trained: Path, tmp_path: Path) -> Path:
    """The same as files of its own, which a test may spoil."""
    shutil.copytree(trained.parent, tmp_path / "copy")
    return tmp_path / "copy" / trained.name


def folder_of(path: Path) -> Path:
    return path.with_name("points-runs") / "001"


def table_of(run: Run) -> Table:
    return prepare(run.project, run.project_folder).table


def test_a_project_stands_for_its_latest_run(copied: Path) -> None:
    train_file(copied)
    assert open_run(copied).name == "002"
    assert open_run(folder_of(copied)).name == "001"
    assert open_run(copied).project == storage.load(copied)


def test_runs_are_ordered_by_their_number_beyond_999(copied: Path) -> None:
    runs = folder_of(copied).parent
    for name in ("999", "1000"):
        shutil.copytree(runs / "001", runs / name)
    assert [run.name for run in runs_of(copied)] == ["001", "999", "1000"]
    train_file(copied)
    assert open_run(copied).name == "1001"


def test_a_run_can_be_moved_with_its_project(copied: Path, tmp_path: Path) -> None:
    shutil.move(copied.parent, tmp_path / "elsewhere")
    run = open_run(tmp_path / "elsewhere" / "points-runs" / "001")
    assert run.project_folder.resolve() == (tmp_path / "elsewhere").resolve()
    assert len(run.answers(table_of(run))["output_1"].probabilities) == 200


def test_yes_or_no_is_answered_with_the_probabilities_of_both(trained: Path) -> None:
    run = open_run(trained)
    probabilities = run.answers(table_of(run))["output_1"].probabilities
    assert probabilities.shape == (200, 2)
    assert probabilities.dtype == np.float32
    assert probabilities.sum(1) == pytest.approx(1)


def test_amounts_are_answered_in_original_units(tmp_path: Path) -> None:
    path = project_file(tmp_path, columns=(X, Y, PRICE), epochs=1)
    train_file(path)
    run = open_run(path)
    values = run.answers(table_of(run))["output_1"].values
    assert values.shape == (200,)
    assert values.dtype == np.float64
    assert 4000 < values.mean() < 6000


def test_some_rows_are_answered_as_among_all(trained: Path) -> None:
    run = open_run(trained)
    table, rows = table_of(run), np.array([7, 3, 150])
    everything, some = run.answers(table)["output_1"], run.answers(table, rows)["output_1"]
    assert some.probabilities == pytest.approx(everything.probabilities[rows], abs=1e-6)
    assert run.answers(table, rows[:0])["output_1"].probabilities.shape == (0, 2)


def test_opening_leaves_random_numbers_alone(trained: Path) -> None:
    before = torch.get_rng_state()
    open_run(trained).network()
    assert torch.equal(torch.get_rng_state(), before)


def test_runs_are_listed_with_how_they_ended_and_how_good_they_were(trained: Path) -> None:
    (run,) = runs_of(trained)
    assert (run.name, run.status, run.epochs) == ("001", "finished", 2)
    assert {"loss", "validation_accuracy"} <= {figure.name for figure in run.best_figures}
    assert run.started.startswith("20")


def test_a_damaged_run_is_listed_as_that(copied: Path) -> None:
    (folder_of(copied) / "run.json").write_text('{"format": "netloom-run"}')
    (run,) = runs_of(copied)
    assert run.status == "damaged"
    assert "run.json is damaged at started: Field required" in run.message


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("name", ["best.safetensors", "preprocess.onnx", "project.netloom"])
@pytest.mark.parametrize("place", [0, 100, -1])
def test_one_flipped_bit_is_noticed(copied: Path, name: str, place: int) -> None:
    flip(folder_of(copied) / name, place)
    with pytest.raises(RunError, match=rf"{name} is damaged: its SHA-256 is not the one that training noted"):
        use(copied)


def use(path: Path) -> None:
    run = open_run(path)
    run.answers(table_of(run))


def test_a_kill_while_weights_are_replaced_leaves_the_old_ones_accepted(copied: Path) -> None:
    state = open_run(copied).state
    coming = Saved(epoch=3, sha256="0" * 64)
    during = RunState(**(dict(state) | {"best": (*state.best, coming), "last": (*state.last, coming)}))
    (folder_of(copied) / "run.json").write_text(during.model_dump_json())
    use(copied)


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def write(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content) and None


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (remove("project.netloom"), "project.netloom cannot be read: No such file"),
        (remove("preprocess.onnx"), "preprocess.onnx cannot be read: No such file"),
        (remove("run.json"), "is no run: it holds no run.json"),
        (write("run.json", b""), "run.json is damaged"),
        (write("run.json", b"\xff\xfe"), "run.json is damaged"),
        (write("run.json", b'{"started": 1}'), "run.json is damaged at started: "),
        (write("best.safetensors", b""), "best.safetensors is damaged"),
    ],
)
def test_what_is_missing_or_damaged_is_told_by_name(copied: Path, spoil: Callable[[Path], None], message: str) -> None:
    spoil(folder_of(copied))
    with pytest.raises(RunError, match=message):
        open_run(folder_of(copied)).answers(table_of(open_run(folder_of(copied))))


def test_a_run_without_its_best_weights_answers_with_its_last(copied: Path) -> None:
    (folder_of(copied) / "best.safetensors").unlink()
    assert open_run(copied).answers_with == "last"
    use(copied)


def test_a_run_that_never_had_weights_says_so(copied: Path) -> None:
    for name in ("best", "last"):
        (folder_of(copied) / f"{name}.safetensors").unlink()
    with pytest.raises(RunError, match="holds no weights: its training was ended from outside"):
        open_run(copied)


def test_weights_of_another_network_are_refused(copied: Path, tmp_path: Path) -> None:
    run = open_run(copied)
    bigger = tmp_path / "bigger"
    bigger.mkdir()
    other = project_file(bigger, epochs=1, columns=(X, Y, PRICE))
    train_file(other)
    project = storage.load(other)
    with pytest.raises(RunError, match="SHA-256"):
        Run(run.folder, project, open_run(other).state).network()


def test_a_line_that_a_kill_cut_short_is_left_out(copied: Path) -> None:
    events = open_run(copied).events()
    file = folder_of(copied) / "events.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    assert open_run(copied).events() == events[:-1]


def test_a_line_that_is_no_event_is_told(copied: Path) -> None:
    file = folder_of(copied) / "events.jsonl"
    file.write_bytes(b"{}\n" + file.read_bytes())
    with pytest.raises(RunError, match=r"events.jsonl is damaged: line 1 is no event"):
        open_run(copied).events()


def test_a_project_without_runs_says_how_to_make_one(tmp_path: Path) -> None:
    path = project_file(tmp_path)
    with pytest.raises(RunError, match=r"has no runs yet. Train it first"):
        open_run(path)
    assert runs_of(path) == ()


def test_what_is_not_there_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"There is no .*nothing.netloom"):
        open_run(tmp_path / "nothing.netloom")
    with pytest.raises(RunError, match=r"is no run: it holds no run.json"):
        open_run(tmp_path)
