"""The one graph that computes all features, fitted on training rows: in training, in prediction and in the export."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import onnxruntime

from netloom.blocks import Input
from netloom.data.cells import MARKERS
from netloom.data.columns import marker_numbers, read_columns
from netloom.data.reading import Table
from netloom.data.statistics import FLOAT32_MAX
from netloom.data.transforms import (
    Constants,
    Fitted,
    FittedCategories,
    Markers,
    assemble,
    constants,
    declare_inputs,
    fit,
)
from netloom.declare import Signal
from netloom.errors import RunError
from netloom.onnx_graph import FLOAT, INT64, GraphBuilder, free_names, to_bytes
from netloom.project import Project
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.signature import input_columns, input_signal

Array = np.ndarray[Any, np.dtype[Any]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

PREFIX: Final = "pre:"
_INPUTS_KEY: Final = "netloom.inputs"
_VALUES_AT_ONCE: Final = 2**22
_SPACE: Final = r"[\s\v\x{85}\p{Z}]"  # all white space of Unicode, as RE2 spells it


def entering_columns(project: Project) -> tuple[Column, ...]:
    """The columns that enter the network at any Input, each once, in the order of the data."""
    entering = {column.name for _, block in project.blocks_of(Input) for column in input_columns(project, block)}
    return tuple(column for column in project.data.columns if column.name in entering)


@dataclass(frozen=True)
class FittedInput:
    """What the training rows told of the columns that enter at one Input block."""

    columns: tuple[Column, ...]
    fitted: tuple[Fitted, ...]
    signal: Signal

    def add_to(self, graph: GraphBuilder, name: str) -> None:
        """Adds the nodes that compute what the Input delivers, and hands it out under a name."""
        match self.fitted:
            case (FittedCategories() as categories,) if self.signal.carries == "indices":
                delivered, kind = categories.indices(graph, self.columns), INT64
            case _:
                delivered, kind = assemble(graph, self.columns, self.fitted), FLOAT
        graph.output(name, delivered, kind, ("rows", *self.signal.shape))

    def constants(self) -> list[Constants]:
        """What is fitted of each column, in order, as plain values."""
        return constants(self.columns, self.fitted)


def fit_inputs(project: Project, table: Table, training_rows: Rows) -> dict[str, FittedInput]:
    """What the training rows tell of the columns of each Input block, by its id."""
    cells = read_columns(entering_columns(project), table, training_rows)
    markers = markers_of(table.source)
    found = {}
    for node, block in project.blocks_of(Input):
        columns = input_columns(project, block)
        found[node.id] = FittedInput(columns, fit(columns, cells, markers), input_signal(project, block))
    return found


def fit_preprocess(project: Project, table: Table, training_rows: Rows) -> bytes:
    """The graph of all features as an ONNX file, its constants fitted on the training rows."""
    return preprocess_graph(project, fit_inputs(project, table, training_rows))


def preprocess_graph(project: Project, fitted: Mapping[str, FittedInput]) -> bytes:
    """The graph of all features as an ONNX file.

    One graph input for each column, named as the column, [rows, 1]: float32 for a number (NaN: missing) or a date
    (days since 1970), text for a category ("" or a marker: missing). One output for each Input block, named by its id
    (with a trailing `_` where a column has that name): float32 [rows, width], column after column, or int64
    [rows, columns] for indices. Names inside begin with `pre:`. The same fit gives the same bytes.
    """
    graph = GraphBuilder(PREFIX, taken=(column.name for column in project.data.columns))
    declare_inputs(graph, entering_columns(project))
    names = output_names(project)
    for id, each in fitted.items():
        each.add_to(graph, names[id])
    return to_bytes(graph.model("preprocess", {_INPUTS_KEY: json.dumps(list(names))}))


def output_names(project: Project) -> dict[str, str]:
    """The name of the graph's output for each Input block, by the block's id."""
    return free_names((node.id for node in project.having(Input)), (column.name for column in project.data.columns))


def markers_of(source: TableFile) -> Markers:
    """What means missing in cells of this source."""
    return Markers(missing_pattern(source), marker_numbers(source))


def missing_pattern(source: TableFile) -> str:
    """What `cells.is_missing` looks for, as a regular expression (RE2) of the whole text."""
    if source.missing:
        return "|".join((f"{_SPACE}*", *map(re.escape, source.missing)))
    return f"{_SPACE}*(?i:{'|'.join(map(re.escape, MARKERS))})?{_SPACE}*"


def missing_constants(source: TableFile) -> Constants:
    """The same as plain values: texts, whether only their spelling counts, and numbers as float32."""
    numbers = [float(np.float32(number)) for number in marker_numbers(source) if abs(number) <= FLOAT32_MAX]
    return {"texts": list(source.missing or MARKERS), "as_written": bool(source.missing), "numbers": numbers}


class Preprocess:
    """A fitted graph, ready to compute features. RunError if the bytes are none."""

    def __init__(self, content: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums on every machine
        options.log_severity_level = 4  # what matters is raised as well
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
            self.inputs = tuple(json.loads(self._session.get_modelmeta().custom_metadata_map[_INPUTS_KEY]))
        except Exception as error:  # onnxruntime's own exceptions share no other base
            raise RunError(
                f"The preprocessing graph cannot be read: {error}. Train again, or restore the file."
            ) from None
        self.content = content
        self.columns = tuple(entry.name for entry in self._session.get_inputs())

    def feed(self, project: Project, table: Table, rows: Rows | None = None) -> dict[str, Array]:
        """What the graph takes for some rows of a table (None: all): a column's cells by name, each [rows, 1].

        float32 for numbers and dates (NaN: missing), objects of str for categories. DataError for a column that the
        table lacks.
        """
        cells = read_columns((project.data.column(name) for name in self.columns), table, rows)
        return {name: as_fed(values) for name, values in cells.items()}

    def features(self, feed: Mapping[str, Array]) -> dict[str, Array]:
        """The features of fed rows by the id of the Input block: float32 [rows, width] or int64 [rows, columns]."""
        rows = max((len(cells) for cells in feed.values()), default=0)
        step = max(1, _VALUES_AT_ONCE // max(1, sum(self._widths())))
        pieces = [self._piece(feed, slice(start, start + step)) for start in range(0, max(rows, 1), step)]
        return {node: np.concatenate(parts) for node, *parts in zip(self.inputs, *pieces, strict=True)}

    def _piece(self, feed: Mapping[str, Array], rows: slice) -> list[Array]:
        answers: list[Array] = self._session.run(None, {name: cells[rows] for name, cells in feed.items()})
        return answers

    def _widths(self) -> list[int]:
        return [output.shape[1] for output in self._session.get_outputs()]


def as_fed(cells: Array) -> Array:
    """Cells [rows] as the graph takes them, [rows, 1]: text as it is, numbers as float32 (too large ones: infinite)."""
    with np.errstate(over="ignore"):
        fed = cells if cells.dtype == object else cells.astype(np.float32)
    return fed[:, np.newaxis]
