"""A Keras script, as somebody runs it who has Keras and numpy: here with torch below."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from netloom.errors import DataError, ExportError, InputError
from netloom.exporting.exported import Exported
from netloom.exporting.formats import export
from netloom.runs import Run

RUNS = ("odd", "stars", "year", "heavy")


@pytest.fixture(scope="module")
def scripts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exported]:
    """The script of each run, by the name of its fixture."""
    folder = tmp_path_factory.mktemp("scripts")
    return {name: export(request.getfixturevalue(name), folder / f"{name}.py", format="keras") for name in RUNS}


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What came of the script, where Netloom is out of reach."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-B", "-W", "error::UserWarning", str(script), *arguments],
        env=environment | {"KERAS_BACKEND": "torch"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("name", RUNS)
def test_with_the_weights_of_the_run_it_answers_as_the_run_does(name: str, scripts: dict[str, Exported]) -> None:
    exported = scripts[name]
    assert exported.largest_difference is not None
    assert exported.largest_difference < 1e-5
    assert exported.rows == 40
    assert exported.files == exported.path.with_name(f"{name}-files")
    text = exported.path.read_text("utf-8")
    compile(text, str(exported.path), "exec", dont_inherit=True)
    assert "import netloom" not in text
    assert "from netloom" not in text


def test_it_trains_as_the_project_says_then_measures_and_shows(scripts: dict[str, Exported], heavy: Run) -> None:
    ran = run(scripts["heavy"].path)
    assert ran.returncode == 0, ran.stderr
    epochs = len(re.findall(r"^Epoch \d+/20$", ran.stdout, re.MULTILINE))
    assert 4 <= epochs <= 20
    assert re.search(r"^40 test rows\n  loss \S+\n  inside: accuracy 0\.\d+\n", ran.stdout, re.MULTILINE)
    assert len(re.findall(r"^  inside (no|yes)  prediction (no|yes)  probability_no", ran.stdout, re.MULTILINE)) == 5


@pytest.mark.soak
def test_several_answers_train_with_balanced_classes_as_well(scripts: dict[str, Exported]) -> None:
    script = scripts["odd"].path
    edited = script.with_name("edited.py")
    edited.write_text(script.read_text("utf-8").replace("BALANCED_CLASSES = False", "BALANCED_CLASSES = True"), "utf-8")
    ran = run(edited)
    assert ran.returncode == 0, ran.stderr
    assert [line.split(": ")[0].strip() for line in ran.stdout.split("40 test rows")[1].splitlines()[2:6]] == [
        "price", "price", "churn", "grade",
    ]  # fmt: skip  # a table reads best as one


def test_it_measures_what_the_run_measures(scripts: dict[str, Exported], year: Run) -> None:
    """Amounts are in their own units: years."""
    ran = run(scripts["year"].path, "evaluate")
    assert ran.returncode == 0, ran.stderr
    _, loss, mae, rmse = ran.stdout.splitlines()
    assert 0 < float(mae.removeprefix("  year: mae ")) < float(rmse.removeprefix("  year: rmse ")) < 0.1
    assert float(loss.split()[1]) > 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("churn", "a name that ends with .py was expected"),
        ("keras.py", "would stand in for the module keras"),
        ("json.py", "would stand in for the module json"),
        ('a"b.py', "without quotes and backslashes"),
        ("mine.py", "is there already, and no such export"),
    ],
)
def test_a_name_that_cannot_be_taken_is_refused(name: str, told: str, stars: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("print('mine')\n", "utf-8")
    with pytest.raises(InputError, match=re.escape(told)):
        export(stars, tmp_path / name, format="keras")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


class Mistaken(Run):
    """A run that answers something else than its network does."""

    def answers(self, *arguments: Any) -> Any:
        return {
            id: type(answer)(answer.probabilities[:, ::-1], answer.values)
            for id, answer in super().answers(*arguments).items()
        }


def test_a_script_that_is_not_proven_is_not_written(stars: Run, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"model.py does not answer 'stars' as the trained network does"):
        export(Mistaken(stars.folder, stars.project, stars.state), tmp_path / "model.py", format="keras")
    gone = stars.state.model_copy(update={"project_folder": str(tmp_path)})
    with pytest.raises(DataError, match=r"There is no file .*data.csv"):
        export(Run(stars.folder, stars.project, gone), tmp_path / "model.py", format="keras")
    assert not list(tmp_path.iterdir())
