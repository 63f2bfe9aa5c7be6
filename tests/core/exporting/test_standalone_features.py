"""Features without a graph: they are those of the graph, for every cell that may stand in a plain CSV file."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netloom.blocks import Input
from netloom.data.preprocess import Preprocess, fit_inputs, missing_constants, preprocess_graph
from netloom.exporting.standalone.features import Features, load_features
from netloom.exporting.standalone.tables import DataError, Table, read_table
from tables import category, date, number, project_with, table_of

PROJECT = project_with(
    number("plain", was_missing=True), number("long", log=True, scale="min_max"), number("kept", scale="none"),
    number("filled", impute="constant", constant=2.5), date("when", time_of_day=True, was_missing=True),
    date("day", elapsed=False, weekday=False),
    category("c", "x", "y", " z ", "unseen", "=1+1"), category("d", "x", "v"),
    inputs=[
        Input(columns=("c", "plain", "when", "long", "filled", "day", "kept")),
        Input(columns=("d", "c"), encoding="indices"),
    ],
)  # fmt: skip  # a table reads best as one
TRAINING = {
    "plain": ["1", "2.5", "-3", ""], "long": ["0", "10", "1e3", "-2"], "kept": ["1", "2", "3", "4"],
    "filled": ["7", "", "8", "9"], "when": ["2024-02-29 18:30", "1969-12-31", "", "2001-09-09 01:46:40"],
    "day": ["2024-01-01", "2024-07-01", "0001-01-01", "9999-12-31"], "c": ["x", "y", " z ", "=1+1"],
    "d": ["x", "x", "v", ""],
}  # fmt: skip  # a table reads best as one

numbers = st.one_of(
    st.floats(width=32).map(repr), st.integers(-(10**6), 10**6).map(str), st.sampled_from(["1e39", "-.5", "+3.", "x"])
)
dates = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat(sep=" ")),
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["2024-02-30", "2024-02-29 24:30", "soon"]),
)
words = st.one_of(st.sampled_from(["x", "y", "v", " z ", "z", "unseen", "=1+1", "never"]), st.text(max_size=4))
missing = st.sampled_from(["", " ", "\u2003", "NA", "na", " n/a ", "?", "-999", "-999.0", "NaN"])
KINDS = {"plain": numbers, "long": numbers, "kept": numbers, "filled": numbers, "when": dates, "day": dates}
rows = st.fixed_dictionaries({name: st.one_of(KINDS.get(name, words), missing) for name in TRAINING})


def fitted(**source: object) -> tuple[Preprocess, Features, dict[str, object]]:
    """The graph, the features as they are read from JSON, and what says how cells are read."""
    table = table_of(TRAINING, **source)
    inputs = fit_inputs(PROJECT, table, np.arange(4))
    kinds = [("numbers", "input_1"), ("indices", "input_2")]
    told = {
        "missing": missing_constants(table.source),
        "inputs": [{"type": kind, "name": id, "columns": inputs[id].constants()} for kind, id in kinds],
        "outputs": [],
    }
    with TemporaryDirectory() as folder:
        path = Path(folder, "features.json")
        path.write_text(json.dumps(told), "utf-8")
        return Preprocess(preprocess_graph(PROJECT, inputs)), load_features(path), source


@pytest.mark.parametrize("made", [fitted(), fitted(missing=("?", "-999"))], ids=["usual markers", "own markers"])
@given(cells=st.lists(rows, min_size=1, max_size=5))
@example(cells=[{**{name: cells[0] for name, cells in TRAINING.items()}, "when": "0001-01-01", "long": "-1e-9"}])
def test_they_are_those_of_the_graph(
    made: tuple[Preprocess, Features, dict[str, object]], cells: list[dict[str, str]]
) -> None:
    preprocess, features, source = made
    columns = {name: [row[name] for row in cells] for name in TRAINING}
    expected = preprocess.features(preprocess.feed(PROJECT, table_of(columns, **source)))
    table = Table("rows.csv", list(TRAINING), [[row[name] for name in TRAINING] for row in cells])
    decimals, indices = (
        np.frombuffer(values, kind).reshape(len(cells), -1)
        for values, kind in zip(features.values(table), (np.float32, np.int64), strict=True)
    )
    assert (indices == expected["input_2"]).all()
    np.testing.assert_allclose(decimals, expected["input_1"], rtol=1e-6, atol=1e-7)
    flags = np.isin(expected["input_1"], (0, 1))
    assert (decimals[flags] == expected["input_1"][flags]).all()


def written(folder: Path, content: bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(content)
    return path


def test_cells_are_read_as_they_stand_in_the_file(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, '\ufeffa,"b,\n"\r\n" x ","1\r\n2"\r\né,""\r\n'.encode()))
    assert table.columns == ["a", "b,\n"]
    assert table.rows == [[" x ", "1\r\n2"], ["é", ""]]


def test_a_blank_line_is_a_missing_cell_of_a_single_column(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, b"a\n1\n\n3\n")).cells("a") == ["1", "", "3"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no rows"),
        (b"a,b\n", "has no rows"),
        (b"a,b\n1,2\n3\n", "rows.csv, line 3: cells found: 1, columns named in the first line: 2"),
        (b"a\n\xff\n", "cannot be read as CSV in UTF-8"),
        (b'a\n"open\n', "cannot be read as CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read_table(written(tmp_path, content))


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(DataError, match=r"rows.csv lacks the column 'a'. It has: A, b."):
        Table("rows.csv", ["A", "b"], [["1", "2"]]).cells("a")


def test_cells_that_are_no_numbers_or_dates_are_told_and_missing_ones_are_not() -> None:
    cells = {name: [training[0], "NA"] for name, training in TRAINING.items()}
    cells |= {"plain": ["1,5", ""], "when": ["29.2.2024", "?"]}
    table = Table("rows.csv", list(cells), [list(row) for row in zip(*cells.values(), strict=True)])
    assert list(fitted()[1].remarks(table)) == [
        "1 of 2 cells of 'plain' are no numbers, such as '1,5': taken as missing.",
        "1 of 2 cells of 'when' are no dates, such as '29.2.2024': taken as missing.",
    ]
