"""The benchmarks run to their end and tell figures; how large these are is no matter of a test."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[1]
LONG = pytest.mark.soak
FIGURE = r"[\d.,]+ (s|ms|µs)"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "tests.benchmarks", "--quick", *arguments]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("section", "row"),
    [
        ("training", r"\| by hand, lean \| 1 \|"),
        pytest.param("starting", r"\| importing torch \|", marks=LONG),
        pytest.param("scaling", r"\| 1,000 \|", marks=LONG),
        ("window", r"\| drag all blocks at 50 % \|"),
        pytest.param("plots", r"\| logarithmic \|", marks=LONG),
    ],
)
def test_a_section_tells_figures(tmp_path: Path, section: str, row: str) -> None:
    out = tmp_path / "results.md"
    ran = run(section, "--out", str(out))
    assert ran.returncode == 0, ran.stderr
    assert re.search(rf"^{row}.* {FIGURE} \|", out.read_text("utf-8"), re.MULTILINE)


def test_a_section_takes_the_place_of_the_one_that_was_written_before(tmp_path: Path) -> None:
    out = tmp_path / "results.md"
    old = "# How fast\n\n## Rows, columns and blocks\n\nkept\n\n## A large project and a large table\n\ngone\n"
    out.write_text(old, "utf-8")
    assert run("large", "--out", str(out)).returncode == 0
    written = out.read_text("utf-8")
    assert re.findall(r"^## (.+)$", written, re.MULTILINE) == [
        "Rows, columns and blocks",
        "A large project and a large table",
    ]
    assert "kept" in written
    assert "gone" not in written
    assert re.search(r"^\*\d{4}-\d\d-\d\d .*, commit \w+.*at the end\. Netloom .*\*$", written, re.MULTILINE)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_without_a_gpu_that_section_says_why_there_is_nothing() -> None:
    ran = run("gpu")
    assert ran.returncode == 0, ran.stderr
    assert re.search(r"^Nothing was measured, since there is no GPU to train on: .+\.$", ran.stdout, re.MULTILINE)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no GPU that torch can use")
def test_with_a_gpu_it_tells_rows_a_second(tmp_path: Path) -> None:
    ran = run("gpu", "--out", str(tmp_path / "results.md"))
    assert ran.returncode == 0, ran.stderr
    assert re.search(
        r"^\| 12-8-10 \| 32 \|( [\d,]+ \|){3,4}$", (tmp_path / "results.md").read_text("utf-8"), re.MULTILINE
    )


def test_an_unknown_section_is_told_with_the_known_ones() -> None:
    ran = run("sleeping")
    assert ran.returncode == 2
    assert "no section sleeping: name some of training, starting, scaling, gpu, large, window, plots" in ran.stderr


def test_the_frameworks_use_the_torch_of_the_product() -> None:
    pins = [
        next(line for line in path.read_text("utf-8").splitlines() if line.startswith("torch=="))
        for path in (ROOT / "constraints.txt", ROOT / "tests" / "benchmarks" / "requirements.txt")
    ]
    assert pins[0] == pins[1]
