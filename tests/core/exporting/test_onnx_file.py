"""One ONNX file from raw rows to answers, as somebody sees it who has onnxruntime and nothing else."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import polars as pl
import pytest
import torch

from netloom.errors import DataError, ExportError
from netloom.exporting.exported import Exported
from netloom.exporting.formats import export
from netloom.prediction import predict
from netloom.runs import Run

Cells = Mapping[str, Sequence[str]]

ODD_ROWS = {
    "âge (années)": ["41.5", "NA", "", "?", "-3"],
    "prediction_Price": ["0.1", "-2.25", "1e3", "", "7"],
    "net:x": ["", "NA", "5", "0", "-1"],
    "a/b": ["x", "never seen", "", "NA", "=1+1"],
    "label": ["v", "u", "?", "V", "u"],
    "when": ["2024-02-29", "NA", "1969-12-31", "", "2031-07-04"],
}


@pytest.fixture(scope="module")
def odd_file(odd: Run, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(odd, tmp_path_factory.mktemp("odd") / "model.onnx")


@pytest.fixture(scope="module")
def stars_file(stars: Run, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(stars, tmp_path_factory.mktemp("stars") / "model.onnx")


@pytest.fixture(scope="module")
def year_file(year: Run, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(year, tmp_path_factory.mktemp("year") / "model.onnx")


def answers(path: Path, cells: Cells) -> dict[str, np.ndarray]:
    """What onnxruntime alone answers to raw cells."""
    session = onnxruntime.InferenceSession(path)
    feed = {entry.name: raw(cells[entry.name], entry.type) for entry in session.get_inputs()}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


def raw(cells: Sequence[str], kind: str) -> np.ndarray:
    """A column [rows, 1] as the documentation of the file asks for it."""
    if kind == "tensor(string)":
        return np.array(cells, object)[:, np.newaxis]
    return np.array([number(cell) for cell in cells], np.float32)[:, np.newaxis]


def number(cell: str) -> float:
    if cell in ("", "?", "NA"):
        return float("nan")
    return float((date.fromisoformat(cell) - date(1970, 1, 1)).days) if cell[4:5] == "-" else float(cell)


def predicted(run: Run, cells: Cells, folder: Path) -> pl.DataFrame:
    pl.DataFrame(cells).write_csv(folder / "new.csv")
    predict(run, folder / "new.csv", folder / "out.csv", raw=True)
    return pl.read_csv(folder / "out.csv", infer_schema=False)


def floats(frame: pl.DataFrame, *columns: str) -> np.ndarray:
    return frame.select(columns).cast(pl.Float64).to_numpy()


def test_raw_rows_in_onnxruntime_alone_give_what_predict_writes(odd: Run, odd_file: Exported, tmp_path: Path):
    given, written = answers(odd_file.path, ODD_ROWS), predicted(odd, ODD_ROWS, tmp_path)
    assert given["label_State"].tolist() == written["prediction_State"].to_list()
    assert given["label_State_"].tolist() == written["prediction_State_"].to_list()
    churn = floats(written, "probability_State_no", "probability_State_yes")
    grade = floats(written, "probability_State__a", "probability_State__b", "probability_State__c")
    np.testing.assert_allclose(given["probabilities_State"], churn, atol=1e-6)
    np.testing.assert_allclose(given["probabilities_State_"], grade, atol=1e-6)
    np.testing.assert_allclose(given["prediction_Price_"], floats(written, "prediction_Price_")[:, 0], rtol=1e-5)


def test_one_input_for_each_column_that_enters_named_as_it(odd_file: Exported):
    inputs = onnxruntime.InferenceSession(odd_file.path).get_inputs()
    number, text = ("tensor(float)", ["rows", 1]), ("tensor(string)", ["rows", 1])
    assert {entry.name: (entry.type, entry.shape) for entry in inputs} == {
        "âge (années)": number, "prediction_Price": number, "net:x": number, "a/b": text, "label": text, "when": number,
    }  # fmt: skip  # a table reads best as one


def test_of_several_outputs_each_adds_its_name_and_one_that_is_also_a_column_gets_a_dash_below(odd_file: Exported):
    outputs = onnxruntime.InferenceSession(odd_file.path).get_outputs()
    assert {output.name: (output.type, output.shape) for output in outputs} == {
        "prediction_Price_": ("tensor(float)", ["rows"]),
        "label_State": ("tensor(string)", ["rows"]),
        "probabilities_State": ("tensor(float)", ["rows", 2]),
        "label_State_": ("tensor(string)", ["rows"]),
        "probabilities_State_": ("tensor(float)", ["rows", 3]),
    }


def test_labels_are_whole_numbers_where_all_classes_are(stars_file: Exported):
    given = answers(stars_file.path, {"label": ["0.5", "NA"], "probability_3": ["", "-1"]})
    assert given["label_"].dtype == np.int64
    assert given["label_"].tolist() == (given["probabilities"].argmax(1) + 1).tolist()
    np.testing.assert_allclose(given["probabilities"].sum(1), 1, rtol=1e-6)


def test_an_amount_that_float32_cannot_tell_apart_is_float64(year: Run, year_file: Exported, tmp_path: Path):
    cells = {"x": ["0.5", "-1"], "city": ["Rome", "Paris"]}
    given, written = answers(year_file.path, cells)["prediction"], predicted(year, cells, tmp_path)
    assert given.dtype == np.float64
    np.testing.assert_allclose(given, floats(written, "prediction")[:, 0], atol=1e-7)


def test_the_proof_ran_on_test_rows_in_batches_of_1_2_and_33(odd_file: Exported):
    assert odd_file.rows == 40
    assert odd_file.batches == (1, 2, 33)
    assert 0 <= odd_file.largest_difference < 1e-5


def test_the_same_run_exported_twice_gives_the_same_bytes(odd: Run, odd_file: Exported, tmp_path: Path):
    again = export(odd, tmp_path / "again.onnx")
    assert again.path.read_bytes() == odd_file.path.read_bytes()
    assert (tmp_path / "examples.json").read_bytes() == odd_file.examples.read_bytes()


def test_nothing_of_this_machine_is_in_the_file(odd: Run, odd_file: Exported):
    content = odd_file.path.read_bytes()
    for trace in (str(odd.folder), str(Path.home()), sys.prefix, "site-packages", ".py", "<netloom source"):
        assert trace.encode() not in content
    graph = onnx.load(odd_file.path).graph
    assert not any(part.metadata_props or part.doc_string for part in (graph, *graph.node, *graph.initializer))


def test_it_is_sound_and_of_the_promised_versions(odd_file: Exported):
    model = onnx.load(odd_file.path)
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version == 10
    assert {opset.domain: opset.version for opset in model.opset_import} == {"": 20, "ai.onnx.ml": 3}
    assert not model.functions


def test_everything_inside_is_named_apart_from_the_columns(odd_file: Exported):
    graph = onnx.load(odd_file.path).graph
    outside = {info.name for info in (*graph.input, *graph.output)}
    inside = {name for node in graph.node for name in node.output} - outside
    assert {name.split(":")[0] for name in inside} == {"pre", "net", "post"}
    assert "net::dense.weight" in {tensor.name for tensor in graph.initializer}  # "net:" begins a column's name here


def test_the_file_says_what_it_is(odd: Run, odd_file: Exported):
    told = {entry.key: entry.value for entry in onnx.load(odd_file.path).metadata_props}
    assert told["run"] == odd.name
    assert json.loads(told["classes_State_"]) == ["a", "b", "c"]
    assert {"name": "when", "kind": "date", "role": "feature", "type": "float32"} in json.loads(told["columns"])
    assert {"name": "key", "kind": "identifier", "role": "ignored"} in json.loads(told["columns"])
    assert told["onnxruntime"] == "1.19"
    assert {"netloom", "torch", "onnxruntime"} <= json.loads(told["versions"]).keys()


SCORE = """
import json, sys
import numpy as np, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1])
types = {"tensor(float)": np.float32, "tensor(string)": object}
for row in json.load(open(sys.argv[2], encoding="utf-8")):
    feed = {entry.name: np.array([[row["inputs"][entry.name]]], types[entry.type]) for entry in session.get_inputs()}
    answers = session.run(list(row["answer"]), feed)
    for expected, answer in zip(row["answer"].values(), answers):
        assert answer[0] == expected if answer.dtype == object else np.allclose(answer[0], expected, 1e-4, 1e-4)
loaded = {name.split(".")[0] for name in sys.modules}
print(len(json.load(open(sys.argv[2], encoding="utf-8"))), *loaded & {"torch", "onnx", "polars", "netloom"})
"""


def test_the_examples_are_scored_by_a_process_with_onnxruntime_and_numpy_alone(odd_file: Exported):
    command = [sys.executable, "-c", SCORE, str(odd_file.path), str(odd_file.examples)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["5"]


def test_the_examples_hold_raw_rows_with_null_for_a_missing_number(odd_file: Exported):
    rows = json.loads(odd_file.examples.read_text("utf-8"))
    assert any(value is None for row in rows for value in row["inputs"].values())
    assert rows[0]["answer"].keys() == {
        "prediction_Price_", "label_State", "probabilities_State", "label_State_", "probabilities_State_",
    }  # fmt: skip  # a table reads best as one


def test_the_network_alone_takes_and_gives_numbers_only(odd: Run, tmp_path: Path):
    exported = export(odd, tmp_path / "network.onnx", network_only=True)
    session = onnxruntime.InferenceSession(exported.path)
    assert [(entry.name, entry.type) for entry in session.get_inputs()] == [
        ("input_1", "tensor(float)"),
        ("label", "tensor(int64)"),
    ]
    assert [output.name for output in session.get_outputs()] == [
        "prediction_Price", "probabilities_State", "probabilities_State_",
    ]  # fmt: skip  # a table reads best as one
    features = json.loads(session.get_modelmeta().custom_metadata_map["features"])
    assert features["input_1"][:2] == [["âge (années)", "value"], ["âge (années)", "missing"]]
    assert len(features["input_1"]) == session.get_inputs()[0].shape[1]
    assert [path.name for path in tmp_path.iterdir()] == ["network.onnx"]


class Mistaken(Run):
    """A run that answers something else than its network does."""

    def answers(self, *arguments: Any) -> Any:
        return {
            id: type(answer)(answer.probabilities[:, ::-1], answer.values + 1)
            for id, answer in super().answers(*arguments).items()
        }


class Broken(Run):
    """A run whose weights are no numbers."""

    def network(self, *arguments: Any) -> Any:
        network = super().network(*arguments)
        with torch.no_grad():
            next(network.parameters()).fill_(float("nan"))
        return network


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        (Mistaken, "stars", "does not answer 'stars' as the trained network does: .* off by"),
        (Mistaken, "year", "does not answer 'year' as the trained network does: .* off by"),
        (Broken, "stars", "an answer is no number"),
    ],
)
def test_a_file_that_is_not_proven_is_not_written(
    kind: type[Run], name: str, told: str, request: pytest.FixtureRequest, tmp_path: Path
):
    run: Run = request.getfixturevalue(name)
    with pytest.raises(ExportError, match=rf"{told}.*Nothing was written"):
        export(kind(run.folder, run.project, run.state), tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())


def test_without_the_data_there_is_no_proof_and_no_file(stars: Run, tmp_path: Path):
    elsewhere = stars.state.model_copy(update={"project_folder": str(tmp_path)})
    with pytest.raises(DataError, match=r"There is no file .*data.csv"):
        export(Run(stars.folder, stars.project, elsewhere), tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())
