"""The programs that come with an ONNX file, run as they are by somebody who has onnxruntime and nothing else."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run as command
from hypothesis import given
from hypothesis import strategies as st

from netloom.errors import DataError
from netloom.exporting.formats import export
from netloom.exporting.snippets import snippets
from netloom.exporting.snippets.writing import quoted
from netloom.runs import Run

ROOT = Path(__file__).resolve().parents[3]
NODE = shutil.which("node")
LIBRARIES = ROOT / ".node" / "node_modules"  # put there by `make soak`
SYSTEMS = ("onnxruntime-node", "onnxruntime-web")

IN_PYTHON = """
import runpy, sys
import numpy as np
found = runpy.run_path(sys.argv[1])
for name, known in found["expected"].items():
    answer = found["answer"][name][0]
    assert answer == known if isinstance(known, (str, int)) else np.allclose(answer, known, 1e-5, 1e-5), name
loaded = {name.split(".")[0] for name in sys.modules}
print(len(found["expected"]), *loaded & {"torch", "onnx", "polars", "netloom"})
"""
IN_JAVASCRIPT = """
for (const [name, known] of Object.entries(expected)) {
  const given = Array.from(answer[name].data), wanted = [known].flat();
  const near = (one, other) => Math.abs(one - other) <= 1e-5 * (1 + Math.abs(one));
  const same = given.every((value, at) => typeof value === "number" ? near(value, wanted[at]) : value === wanted[at]);
  if (!same || given.length !== wanted.length) throw new Error(name);
}
"""


@pytest.fixture(scope="module", params=["odd", "stars", "year"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ONNX file of a run and the programs that ask it."""
    run: Run = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    export(run, folder / "model.onnx")
    for language, text in snippets(run).items():
        (folder / language).write_text(text, "utf-8")
    return folder


def test_the_program_in_python_gets_the_answers_of_the_network(place: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [sys.executable, "-c", IN_PYTHON, "python"], cwd=place, env=plain, capture_output=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    *told, checked = ran.stdout.splitlines()
    assert [line.split()[0] for line in told] == list(json.loads((place / "examples.json").read_text())[0]["answer"])
    assert checked == str(len(told))


@pytest.mark.skipif(NODE is None, reason="there is no Node.js here")
@pytest.mark.parametrize("system", SYSTEMS)
def test_the_program_in_javascript_gets_the_answers_of_the_network(place: Path, system: str) -> None:
    text = (place / "javascript").read_text("utf-8").replace('"onnxruntime-node"', f'"{system}"')
    program = place / f"{system}.mjs"
    program.write_text(text + IN_JAVASCRIPT, "utf-8")
    assert NODE is not None
    assert subprocess.run([NODE, "--check", str(program)], capture_output=True).returncode == 0
    if not (LIBRARIES / system).exists():
        pytest.skip(f"{system} is not there to run it, so it was only parsed")
    (place / "node_modules").unlink(missing_ok=True)
    (place / "node_modules").symlink_to(LIBRARIES)
    ran = subprocess.run([NODE, program.name], cwd=place, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("expected:") == text[text.index("const expected") :].count('": ')


def test_it_names_each_column_its_kind_and_its_classes(odd: Run) -> None:
    written = snippets(odd, "odd.onnx")
    for text in written.values():
        assert '"when": 19' in text
        assert "days since 1970-01-01, here 2024-" in text
        assert 'one of "x", "y", "=1+1"' in text
        assert 'of "a", "b", "c"' in text
        assert 'predicts "churn"' in text
        assert '("odd.onnx")' in text


def test_a_row_with_all_its_cells_is_taken_if_there_is_one(odd: Run) -> None:
    python = snippets(odd)["python"]
    row = python[python.index("row = {") : python.index("# Each column")]
    assert "np.nan" not in row
    assert '""' not in row


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_is_the_same_in_both_languages(text: str) -> None:
    literal = quoted(text)
    assert ast.literal_eval(literal) == json.loads(literal) == text
    assert len(literal.splitlines()) == 1


def test_the_command_line_prints_them(stars: Run) -> None:
    for language in ("python", "javascript"):
        printed = command("show", str(stars.folder), "--snippet", language)
        assert printed.out.rstrip() == snippets(stars)[language].rstrip()  # type: ignore[index]  # one of them


def test_without_the_data_there_is_no_row_to_show(stars: Run, tmp_path: Path) -> None:
    elsewhere = stars.state.model_copy(update={"project_folder": str(tmp_path)})
    with pytest.raises(DataError, match=r"There is no file .*data.csv"):
        snippets(Run(stars.folder, stars.project, elsewhere))
