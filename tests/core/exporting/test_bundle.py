"""Everything in one zip file, as somebody sees it who unpacks it."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from netloom.data.progress import Reached
from netloom.errors import DataError, InputError
from netloom.evaluation import evaluate
from netloom.exporting.exported import Exported
from netloom.exporting.formats import export
from netloom.runs import Run
from netloom.storage import load


@pytest.fixture(scope="module")
def told() -> list[Reached]:
    """How far the export was said to be, in order."""
    return []


@pytest.fixture(scope="module")
def packed(stars: Run, told: list[Reached], tmp_path_factory: pytest.TempPathFactory) -> Exported:
    evaluate(stars, importance_seconds=0)
    return export(stars, tmp_path_factory.mktemp("packed") / "stars.zip", format="zip", tell=told.append)


@pytest.fixture(scope="module")
def unpacked(packed: Exported, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with ZipFile(packed.path) as archive:
        archive.extractall(folder)
    return folder / "stars"


def test_all_of_it_is_there(unpacked: Path, stars: Run) -> None:
    for name in ("model.onnx", "examples.json", "pytorch/predict.py", "keras/network-files/weights.safetensors"):
        assert (unpacked / name).exists()
    assert load(unpacked / "project.netloom") == stars.project
    assert (unpacked / "report.html").read_bytes() == (stars.folder / "report.html").read_bytes()


def test_its_page_has_the_hash_of_each_file(unpacked: Path) -> None:
    page = (unpacked / "README.md").read_text("utf-8")
    told = {name: hash for hash, name in re.findall(r"^([0-9a-f]{64})  (.+)$", page, re.MULTILINE)}
    files = [file for file in unpacked.rglob("*") if file.is_file() and file != unpacked / "README.md"]
    assert told == {
        file.relative_to(unpacked).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }
    for name in re.findall(r"^\| `([\w./-]+)`", page, re.MULTILINE):
        assert (unpacked / name).exists()


def test_its_page_has_the_proof_of_each_part(unpacked: Path, packed: Exported) -> None:
    page = (unpacked / "README.md").read_text("utf-8")
    proofs = [part for part in packed.parts if part.largest_difference is not None]
    assert [str(part.path) for part in proofs] == ["model.onnx", "pytorch", str(Path("keras/network.py"))]
    for part in proofs:
        assert re.search(rf"^\| `{part.path.as_posix()}` \| 40 rows .*{part.largest_difference:.1e} \|$", page, re.M)
    assert packed.largest_difference == max(part.largest_difference for part in proofs)


def test_its_program_runs_where_it_was_unpacked(unpacked: Path) -> None:
    ran = subprocess.run([sys.executable, "run_onnx.py"], cwd=unpacked, capture_output=True, text=True)
    assert re.search(r"^label_ (\d) expected: \1$", ran.stdout, re.MULTILINE), ran.stderr


def test_nothing_of_when_and_where_it_was_packed_is_in_it(packed: Exported) -> None:
    with ZipFile(packed.path) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.filename.split("/")[0] for entry in entries} == {"stars"}


@pytest.mark.soak
def test_the_same_run_packed_twice_gives_the_same_bytes(stars: Run, packed: Exported, tmp_path: Path) -> None:
    assert export(stars, tmp_path / "stars.zip", format="zip").path.read_bytes() == packed.path.read_bytes()


def test_it_tells_how_far_it_is(packed: Exported, told: list[Reached]) -> None:
    assert packed.path.exists()
    assert [each.doing for each in told] == [
        "Exporting the ONNX file",
        "Exporting the PyTorch folder",
        "Exporting the Keras script",
        "Looking for the report, or measuring",
        "Packing everything",
    ]
    assert all(each.done < each.of for each in told)
    assert sorted(told, key=lambda each: each.done) == told


def test_where_the_data_is_gone_nothing_is_written(stars: Run, tmp_path: Path) -> None:
    elsewhere = stars.state.model_copy(update={"project_folder": str(tmp_path / "gone")})
    with pytest.raises(DataError, match=r"There is no file .*data.csv"):
        export(Run(stars.folder, stars.project, elsewhere), tmp_path / "stars.zip", format="zip")
    assert not list(tmp_path.iterdir())


def test_the_report_is_that_of_the_run(stars: Run, packed: Exported, tmp_path: Path) -> None:
    assert packed.path.exists()
    written = export(stars, tmp_path / "stars.html", format="report")
    assert written.path.read_bytes() == (stars.folder / "report.html").read_bytes()


def test_the_network_alone_is_no_zip(stars: Run, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="written as ONNX only, and zip was asked for"):
        export(stars, tmp_path / "stars.zip", format="zip", network_only=True)
