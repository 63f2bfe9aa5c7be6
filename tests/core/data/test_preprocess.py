"""One graph computes all features: for raw cells of any kind, under the columns' own names, from training rows only."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from netloom.blocks import Input
from netloom.data.cells import is_missing
from netloom.data.preprocess import Preprocess, fit_preprocess, missing_pattern
from netloom.data.reading import Table, read_table
from netloom.errors import DataError, RunError
from netloom.onnx_graph import FLOAT, STRING, GraphBuilder, to_bytes
from netloom.project import Project
from netloom.settings.columns import Category, Column, Number
from netloom.settings.sources import TableFile
from tables import category, date, number, project_with, table_of

ODD_NAMES = ["a/b", "âge (années)", " ", "pre:1", "input_1", "input_1_", "x\ny", "名前", "^a$", "'; --", "nan"]


def fitted(project: Project, table: Table, training: object = None) -> Preprocess:
    rows = np.arange(table.frame.height) if training is None else np.asarray(training)
    return Preprocess(fit_preprocess(project, table, rows))


def features(project: Project, table: Table, training: object = None) -> dict[str, np.ndarray]:
    preprocess = fitted(project, table, training)
    return preprocess.features(preprocess.feed(project, table))


def plainly(column: Column, cells: list[str | None], training: list[int]) -> np.ndarray:
    """The features of one column, read plainly: [rows, width]."""
    if isinstance(column.transform, Category):
        seen = {cells[row] for row in training}
        places = {level: 2 + place for place, level in enumerate(column.transform.levels) if level in seen}
        codes = [places.get(cell, 1) if cell and cell.strip() and cell != "NA" else 0 for cell in cells]
        return np.eye(column.transform.width)[codes]
    values = np.array([float(cell) if cell and cell.strip() and cell != "NA" else np.nan for cell in cells])
    known = values[training][~np.isnan(values[training])]
    filled = np.where(np.isnan(values), np.median(known) if len(known) else 0.0, values)
    center, spread = filled[training].mean(), filled[training].std()
    flags = [np.isnan(values)] if isinstance(column.transform, Number) and column.transform.was_missing else []
    return np.column_stack([(filled - center) / (spread if spread > 1e-9 * abs(center) else 1.0), *flags])


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, list[str | None]], tuple[Column, ...], list[int]]:
    """Cells and columns of a random table under odd names, and its training rows."""
    rows = draw(st.integers(2, 8))
    names = draw(
        st.lists(
            st.one_of(st.sampled_from(ODD_NAMES), st.text(min_size=1, max_size=5)), min_size=1, max_size=5, unique=True
        )
    )
    nothing = st.sampled_from([None, " ", "NA"])
    words, amounts = st.sampled_from("abcdé"), st.integers(-1000, 1000).map(lambda value: str(value / 8))
    cells, columns = {}, []
    for name in names:
        is_number = draw(st.booleans())
        cells[name] = draw(st.lists(nothing | (amounts if is_number else words), min_size=rows, max_size=rows))
        columns.append(number(name, was_missing=draw(st.booleans())) if is_number else category(name, "a", "b", "é"))
    training = draw(st.lists(st.integers(0, rows - 1), min_size=1, unique=True).map(sorted))
    return cells, tuple(columns), training


@given(tables())
@settings(max_examples=60, deadline=None)
def test_features_are_those_of_a_plain_reading(
    drawn: tuple[dict[str, list[str | None]], tuple[Column, ...], list[int]],
) -> None:
    cells, columns, training = drawn
    found = features(project_with(*columns), table_of(cells), training)["input_1"]
    expected = np.hstack([plainly(column, cells[column.name], training) for column in columns])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_features_stand_in_the_order_of_the_columns() -> None:
    columns = (category("c", "x"), number("n", was_missing=True), date("d", elapsed=False, season=False), number("m"))
    table = table_of({"c": ["x", None], "n": ["1", "3"], "d": ["2024-01-01", "2024-01-02"], "m": ["5", "3"]})
    found = features(project_with(*columns), table)["input_1"]
    assert found.tolist() == [
        [0, 0, 1, -1, 0, 1, 0, 0, 0, 0, 0, 0, 1],
        [1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, -1],
    ]


def test_a_column_at_two_inputs_is_one_graph_input() -> None:
    columns = (category("c", "x", "y"), number("n"))
    inputs = [Input(columns=("c", "n")), Input(columns=("c",), encoding="indices")]
    project, table = project_with(*columns, inputs=inputs), table_of({"c": ["x", "y"], "n": ["1", "3"]})
    preprocess = fitted(project, table)
    assert preprocess.columns == ("c", "n")
    assert preprocess.features(preprocess.feed(project, table))["input_2"].tolist() == [[2], [3]]


def test_columns_may_be_called_like_the_blocks() -> None:
    project = project_with(number("input_1"), number("input_1_"), inputs=[Input(columns=("input_1_", "input_1"))])
    table = table_of({"input_1": ["1", "3"], "input_1_": ["3", "1"]})
    session = onnxruntime.InferenceSession(fit_preprocess(project, table, np.arange(2)))
    assert [output.name for output in session.get_outputs()] == ["input_1__"]
    assert features(project, table)["input_1"].tolist() == [[1, -1], [-1, 1]]


def test_the_graph_is_as_agreed() -> None:
    columns = (number("âge (années)", log=True), category("a/b", "x"), date("when", time_of_day=True))
    table = table_of({"âge (années)": ["1", "2"], "a/b": ["x", "y"], "when": ["2024-01-01", None]})
    model = onnx.load_from_string(fit_preprocess(project_with(*columns), table, np.arange(2)))
    onnx.checker.check_model(model, full_check=True)
    assert (model.ir_version, [(opset.domain, opset.version) for opset in model.opset_import]) == (
        10,
        [("", 20), ("ai.onnx.ml", 3)],
    )
    entries = [(entry.name, entry.type.tensor_type.elem_type) for entry in model.graph.input]
    assert entries == [("âge (années)", FLOAT), ("a/b", STRING), ("when", FLOAT)]
    inside = {name for node in model.graph.node for name in node.output} - {"input_1"}
    assert all(name.startswith("pre:") for name in inside | {constant.name for constant in model.graph.initializer})


def test_the_same_fit_gives_the_same_bytes() -> None:
    project = project_with(number("n"), category("c", "x", "y"), date("d"))
    table = table_of({"n": ["1", None], "c": ["x", "y"], "d": ["2024-01-01", "1999-12-31"]})
    assert len({fit_preprocess(project, table, np.arange(2)) for _ in range(3)}) == 1


def test_it_is_fitted_on_training_rows_only() -> None:
    project = project_with(number("n"), category("c", "x", "y"), date("d"))
    cells = {"n": ["1", "2", "5"], "c": ["x", "x", "x"], "d": ["2024-01-01", "2024-02-01", None]}
    other = {"n": ["1", "2", "-9e9"], "c": ["x", "x", "y"], "d": ["2024-01-01", "2024-02-01", "1800-01-01"]}
    first, second, third = (
        fit_preprocess(project, table_of(table), np.arange(rows))
        for table, rows in ((cells, 2), (other, 2), (other, 3))
    )
    assert first == second != third


TEXTS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["NA", " n/a ", "None", "?", "-999", "unknown", "\u00a0", "\u2003x", "\x85", "\\n", "#N/A", "nan\t"]
    ),
)


@given(st.lists(TEXTS, min_size=1, max_size=20), st.lists(TEXTS, max_size=3))
@settings(max_examples=60, deadline=None)
def test_the_graph_takes_for_missing_what_the_reader_does(cells: list[str], markers: list[str]) -> None:
    source = TableFile(missing=tuple(markers))
    graph = GraphBuilder("pre:")
    graph.input("c", STRING)
    graph.output("missing", graph.apply("RegexFullMatch", "c", pattern=missing_pattern(source)), 9, ("rows", 1))
    session = onnxruntime.InferenceSession(to_bytes(graph.model("markers", {})))
    (found,) = session.run(None, {"c": np.array(cells, object)[:, np.newaxis]})
    assert found.ravel().tolist() == is_missing(pl.Series(cells), source).to_list()


def test_many_rows_go_through_piece_by_piece() -> None:
    levels = [f"level {number}" for number in range(5000)]
    project, table = project_with(category("c", *levels)), table_of({"c": [*levels[:2000], None]})
    found = features(project, table)["input_1"]
    assert found.argmax(1).tolist() == [*range(2, 2002), 0]


def test_no_rows_give_no_features() -> None:
    project = project_with(number("n"), category("c", "x"), date("d"))
    preprocess = fitted(project, table_of({"n": ["1"], "c": ["x"], "d": ["2024-01-01"]}))
    nothing = preprocess.feed(project, table_of({"n": [], "c": [], "d": []}))
    assert preprocess.features(nothing)["input_1"].shape == (0, 14)


def test_a_column_that_is_not_there_is_named() -> None:
    project = project_with(number("income"), number("age"))
    preprocess = fitted(project, table_of({"income": ["1"], "age": ["2"]}))
    with pytest.raises(DataError, match=r"lacks 1 column: 'income' \(Did you mean 'Income'\?\)."):
        preprocess.feed(project, table_of({"Income": ["1"], "age": ["2"]}))


def test_a_damaged_graph_is_refused_in_words(capfd: pytest.CaptureFixture[str]) -> None:
    content = fit_preprocess(project_with(number("n")), table_of({"n": ["1"]}), np.arange(1))
    for damaged in (content[:100], b"", b"no graph", to_bytes(GraphBuilder("pre:").model("empty", {}))):
        with pytest.raises(RunError, match="The preprocessing graph cannot be read"):
            Preprocess(damaged)
    assert capfd.readouterr().err == ""


def test_numbers_of_a_real_table_are_scikit_learns(shared_data: Path) -> None:
    table = read_table(shared_data / "california_housing.csv", TableFile())
    names = [name for name in table.frame.columns if name != "ocean_proximity"]
    training = np.arange(0, table.frame.height, 2)
    matrix = table.frame.select(pl.col(names).cast(pl.Float64)).to_numpy()
    pipeline = make_pipeline(SimpleImputer(strategy="median"), StandardScaler()).fit(matrix[training])
    found = features(project_with(*map(number, names)), table, training)["input_1"]
    np.testing.assert_allclose(found, pipeline.transform(matrix), rtol=1e-6, atol=1e-5)


def test_a_blank_in_a_real_table_is_missing(shared_data: Path) -> None:
    table = read_table(shared_data / "telco_churn.csv", TableFile())
    columns = (number("TotalCharges", was_missing=True), category("InternetService", "DSL", "Fiber optic", "No"))
    found = features(project_with(*columns), table)["input_1"]
    assert found[:, 1].sum() == 11
    assert found[:, 2:].sum(0).tolist() == [0, 0, 2421, 3096, 1526]


def test_a_wide_real_table_takes_few_nodes(shared_data: Path) -> None:
    table = read_table(shared_data / "wide_acsf1.csv", TableFile())
    columns = tuple(number(name) for name in table.frame.columns if name not in ("appliance", "part"))
    content = fit_preprocess(project_with(*columns), table, np.arange(140))
    assert len(columns) == 1460
    assert len(onnx.load_from_string(content).graph.node) < 20
