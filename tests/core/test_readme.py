"""The README and the guides are true: their commands and their code run as they stand there."""

import contextlib
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def execute(folder: Path, program: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every command of the README was run, in order, on the first rows of the table, which is quicker."""
    folder = tmp_path_factory.mktemp("readme")
    table = folder / "telco_churn.csv"
    with contextlib.chdir(folder):
        for line in "".join(blocks(README, "console")).splitlines():
            ran = run(*shlex.split(line.removeprefix("$ netloom ")))
            assert ran.status == 0, ran.err
            table.write_bytes(b"".join(table.read_bytes().splitlines(keepends=True)[:1000]))
    return folder


def test_its_commands_leave_what_it_promises(folder: Path) -> None:
    written = ("telco_churn.onnx", "churn_pytorch/README.md", "churn.py", "churn-files/weights.safetensors")
    for name in (*written, "examples.json", "predictions.csv", "telco_churn-runs/001/report.html"):
        assert (folder / name).exists()


def test_its_snippet_scores_a_row_with_onnxruntime_alone(folder: Path) -> None:
    snippet = blocks(README, "python")[0]
    loaded = "\nimport sys; print(*({'torch', 'netloom', 'polars', 'sklearn', 'onnx'} & set(sys.modules)))"
    answer, heavy = execute(folder, snippet + loaded).split("\n", 1)
    assert re.fullmatch(r"(Yes|No) \[ *0\.\d+ +0\.\d+ *\]", answer)
    assert heavy.strip() == ""


def test_its_python_example_trains(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "example.py").write_text(blocks(README, "python")[1], "utf-8")
    with contextlib.chdir(folder):
        runpy.run_path("example.py")
    assert "epoch=5" in capsys.readouterr().out


def test_the_guide_to_a_new_block_is_all_that_is_needed(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "adding-a-block.md").read_text("utf-8")
    printed = execute(tmp_path, "\n".join(blocks(guide, "python")))
    assert "pixels * 0.00392156862745098 + 0.0" in printed
    assert 'layers.Rescaling(0.00392156862745098, name="rescaling")(pixels)' in printed


DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_its_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target
