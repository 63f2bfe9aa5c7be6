"""A folder of plain PyTorch, as somebody uses it who has Python and torch and nothing else."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from torch import nn

from netloom.errors import DataError, ExportError, InputError
from netloom.exporting.canonical import iso
from netloom.exporting.exported import Exported
from netloom.exporting.formats import export
from netloom.exporting.pytorch.optimizer import optimizer_module
from netloom.exporting.standalone.weights import load_weights, save_weights
from netloom.prediction import predict
from netloom.runs import Run, open_run
from netloom.settings.optimizers import OPTIMIZERS
from netloom.training.optimizers import optimizer_for
from netloom.training.resuming import resume
from small_runs import ODD_NAME
from small_trainings import project_file, train_file

ALONE = Path(__file__).parents[2] / "with_torch_alone.py"
RUNS = ("odd", "stars", "year", "heavy")
EPOCH = re.compile(r"^epoch \d+/\d+  loss \d", re.MULTILINE)


@pytest.fixture(scope="module")
def exports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exported]:
    """The folder of each run, by the name of its fixture."""
    folder = tmp_path_factory.mktemp("folders")
    return {name: export(request.getfixturevalue(name), folder / name, format="pytorch") for name in RUNS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of the folders write, each into a folder of its own."""
    return tmp_path_factory.mktemp("made")


def alone(folder: Path, *programs: str) -> subprocess.CompletedProcess[str]:
    """What came of programs of the folder, each with its arguments, where nothing but torch is installed."""
    command = [sys.executable, "-B", str(ALONE), *" -- ".join(programs).split()]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def printed(exports: dict[str, Exported], made: Path) -> dict[str, str]:
    """What each folder prints that is trained, measured and predicts, with nothing but torch."""
    found = {}
    for name, exported in exports.items():
        out = made / name
        out.mkdir()
        ran = alone(
            exported.path,
            f"train.py {out}/again.safetensors",
            f"evaluate.py data/validation.csv --weights {out}/again.safetensors",
            f"predict.py data/test.csv {out}/alike.csv",
        )
        assert ran.returncode == 0, ran.stderr
        found[name] = ran.stdout
    return found


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", RUNS)
def test_it_is_proven_and_holds_the_very_network(name: str, exports: dict[str, Exported], request: Any) -> None:
    run: Run = request.getfixturevalue(name)
    exported = exports[name]
    assert exported.largest_difference < 1e-6
    assert exported.rows == 40
    assert (exported.path / "model.py").read_text("utf-8") == run.source.text
    assert (exported.path / "weights.safetensors").read_bytes() == run.weights()
    assert sorted(path.name for path in exported.path.iterdir()) == [
        "README.md", "clipping.py", "data", "evaluate.py", "examples.py", "features.json", "features.py", "model.py",
        "objective.py", "optimizer.py", "outputs.py", "predict.py", "requirements.txt", "settings.py", "tables.py",
        "train.py", "weights.py", "weights.safetensors",
    ]  # fmt: skip  # a table reads best as one
    assert sorted(path.name for path in exported.path.parent.iterdir()) == sorted(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_it_trains_to_the_same_weights(name: str, printed: dict[str, str], made: Path, request: Any) -> None:
    run: Run = request.getfixturevalue(name)
    assert len(EPOCH.findall(printed[name])) == run.state.epochs
    assert ("Stopped early" in printed[name]) == (run.state.status == "early_stopping")
    expected = run.network().state_dict()
    again = safetensors.torch.load_file(made / name / "again.safetensors")
    assert again.keys() == expected.keys()
    for weight, tensor in again.items():
        torch.testing.assert_close(tensor, expected[weight], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", RUNS)
def test_it_measures_what_training_measured(name: str, printed: dict[str, str], request: Any) -> None:
    run: Run = request.getfixturevalue(name)
    _, told = printed[name].split("20 rows of validation.csv\n")
    figures = dict(re.findall(r"^  (\w+) (\S+)$", told, re.MULTILINE))
    expected = {figure.name: figure.value for figure in run.state.best_figures if figure.name.startswith("validation_")}
    assert [f"validation_{figure}" for figure in figures] == list(expected)
    for figure, value in figures.items():
        assert float(value) == pytest.approx(expected[f"validation_{figure}"], rel=1e-4)


@pytest.mark.parametrize("name", RUNS)
def test_it_predicts_what_netloom_predicts(
    name: str, exports: dict[str, Exported], printed: dict[str, str], made: Path, request: Any
) -> None:
    assert "40 rows predicted" in printed[name]
    given, ours = exports[name].path / "data" / "test.csv", made / name / "ours.csv"
    predict(request.getfixturevalue(name), given, ours, raw=True)
    (names, *rows), (expected_names, *expected) = rows_of(made / name / "alike.csv"), rows_of(ours)
    assert names == expected_names
    for row, expected_row in zip(rows, expected, strict=True):
        for cell, expected_cell in zip(row, expected_row, strict=True):
            assert cell == expected_cell or float(cell) == pytest.approx(float(expected_cell), rel=1e-6)


def test_a_run_that_went_on_trains_for_all_its_epochs(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=2, early_stopping=None)
    train_file(path)
    list(resume(tmp_path / "points-runs" / "001", epochs=3))
    export(open_run(path), tmp_path / "folder", format="pytorch")
    assert "EPOCHS = 5\n" in (tmp_path / "folder" / "settings.py").read_text("utf-8")


def test_raw_rows_need_no_target_and_keep_their_own_columns(exports: dict[str, Exported], tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(f'id,"{ODD_NAME}",x\n7,0.5,\n8,1e39,soon\n', "utf-8")
    ran = alone(exports["heavy"].path, f"predict.py {rows} {tmp_path}/out.csv")
    assert ran.returncode == 0, ran.stderr
    assert "rows.csv: 1 of 2 cells of 'x' are no numbers, such as 'soon': taken as missing." in ran.stderr
    assert f"rows.csv: 1 of 2 cells of {ODD_NAME!r} are no numbers, such as '1e39': taken as missing." in ran.stderr
    names, first, second = rows_of(tmp_path / "out.csv")
    assert names == ["id", ODD_NAME, "x", "prediction", "probability_no", "probability_yes"]
    assert (first[:3], second[:3]) == (["7", "0.5", ""], ["8", "1e39", "soon"])


def test_rows_that_cannot_be_predicted_are_one_line(exports: dict[str, Exported], tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id\n7\n", "utf-8")
    ran = alone(exports["heavy"].path, f"predict.py {tmp_path}/rows.csv {tmp_path}/out.csv")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "error: rows.csv lacks the column 'x'. It has: id."
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "out.csv").exists()


def test_its_readme_tells_columns_classes_and_what_is_missing(exports: dict[str, Exported]) -> None:
    text = (exports["odd"].path / "README.md").read_text("utf-8")
    assert "predicts `price`, `churn` and `grade` from 6 columns" in text
    assert "| `âge (années)` | number | missing becomes 2.9105 |" in text
    assert "| `a/b` | category | `x`, `y`, `=1+1` |" in text
    assert "blank, or says `?` or `NA`." in text
    assert "140 training rows, 20 validation rows, 40 test rows" in text


def test_what_names_hold_does_not_break_the_readme(exports: dict[str, Exported]) -> None:
    text = (exports["heavy"].path / "README.md").read_text("utf-8")
    assert r"| `` a\|b`c�d `` | number |" in text


def test_an_export_is_replaced_and_anything_else_is_not(
    exports: dict[str, Exported], stars: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(exports["stars"].path, folder)
    (folder / "data" / "test.csv").write_text("damaged", "utf-8")
    export(stars, folder, format="pytorch")
    assert (folder / "data" / "test.csv").read_text("utf-8") != "damaged"
    (folder / "trained.safetensors").write_text("mine", "utf-8")
    with pytest.raises(InputError, match=r"folder holds trained.safetensors, which would be lost"):
        export(stars, folder, format="pytorch")
    assert (folder / "trained.safetensors").read_text("utf-8") == "mine"
    with pytest.raises(InputError, match=r"a folder was expected"):
        export(stars, folder / "README.md", format="pytorch")


class Mistaken(Run):
    """A run that answers something else than its network does."""

    def answers(self, *arguments: Any) -> Any:
        return {
            id: type(answer)(answer.probabilities[:, ::-1], answer.values + 1)
            for id, answer in super().answers(*arguments).items()
        }


def test_a_folder_that_is_not_proven_is_not_there(year: Run, tmp_path: Path) -> None:
    told = r"does not answer 'year' .* an answer is off by .* where 1e-05 is allowed. Nothing was written"
    with pytest.raises(ExportError, match=told):
        export(Mistaken(year.folder, year.project, year.state), tmp_path / "folder", format="pytorch")
    assert not list(tmp_path.iterdir())


@pytest.fixture
def changed(stars: Run, tmp_path: Path) -> Run:
    """A run whose data lies elsewhere now, and may be changed there."""
    data = (stars.project_folder / "data.csv").read_bytes()
    (tmp_path / "data.csv").write_bytes(data)
    return Run(stars.folder, stars.project, stars.state.model_copy(update={"project_folder": str(tmp_path)}))


def test_data_that_has_changed_is_told_and_nothing_is_written(changed: Run, tmp_path: Path) -> None:
    lines = (tmp_path / "data.csv").read_text("utf-8").splitlines()
    (tmp_path / "data.csv").write_text("\n".join(lines[:1] + lines[:0:-1]) + "\n", "utf-8")
    with pytest.raises(DataError, match=r"data.csv has changed since run 001 was trained: .* train again"):
        export(changed, tmp_path / "folder", format="pytorch")
    (tmp_path / "data.csv").unlink()
    with pytest.raises(DataError, match=r"There is no file .*data.csv"):
        export(changed, tmp_path / "folder", format="pytorch")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("settings", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_the_optimizer_takes_the_very_steps_of_training(settings: Any) -> None:
    scope: dict[str, Any] = {}
    exec(optimizer_module(settings()), scope)  # noqa: S102  # the text under test
    weights = [[nn.Parameter(torch.linspace(-1, 1, 6).reshape(2, 3))] for _ in range(2)]
    optimizers = [optimizer_for(settings(), weights[0]), scope["optimizer_for"](weights[1])]
    for step in range(5):
        for (weight,), optimizer in zip(weights, optimizers, strict=True):
            weight.grad = torch.sin(weight.detach() * (step + 1))
            optimizer.step()
    assert torch.equal(weights[0][0], weights[1][0])


TENSORS = {
    "a.weight": torch.linspace(0, 1, 6).reshape(2, 3).t(), "none": torch.zeros(0, 4), "one": torch.tensor(3),
    "double": torch.tensor([1e300], dtype=torch.float64), "flags": torch.tensor([True, False]),
}  # fmt: skip  # a table reads best as one


def test_weights_are_read_and_written_as_safetensors_does(tmp_path: Path) -> None:
    save_weights(tmp_path / "ours", TENSORS)
    contiguous = {name: tensor.contiguous() for name, tensor in TENSORS.items()}
    safetensors.torch.save_file(contiguous, tmp_path / "theirs", metadata={"format": "pt"})
    for found in (safetensors.torch.load_file(tmp_path / "ours"), load_weights(tmp_path / "theirs")):
        assert found.keys() == TENSORS.keys()
        for name, tensor in TENSORS.items():
            assert found[name].dtype == tensor.dtype
            assert torch.equal(found[name], tensor)


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (0.0, "1970-01-01"),
        (-719162.0, "0001-01-01"),
        (19782.770833333332, "2024-02-29 18:30:00"),
        (19782.0 + 0.25 / 86_400, "2024-02-29 00:00:00.250000"),
        (2932897.0, "9999-12-31 23:59:59"),
    ],
)
def test_days_are_written_as_iso_dates(days: float, written: str) -> None:
    assert iso(days) == written
