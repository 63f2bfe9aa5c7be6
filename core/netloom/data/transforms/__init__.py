"""How columns become numbers: what each transform learns from the training rows, and the ONNX nodes that apply it.

The columns of one kind are fitted and computed side by side, so that a thousand of them cost a few nodes. Arithmetic
is in float64 inside the graph: what enters and leaves is float32, and nothing more is lost between.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from netloom.data.transforms.categories import FittedCategories, fit_categories
from netloom.data.transforms.dates import fit_dates
from netloom.data.transforms.fitted import Cells, Constants, Fitted, Markers, Slot, parts
from netloom.data.transforms.numbers import fit_numbers
from netloom.onnx_graph import FLOAT, STRING, GraphBuilder
from netloom.settings.columns import Category, Column, Date, Number, Transform


def declare_inputs(graph: GraphBuilder, columns: Sequence[Column]) -> None:
    """One graph input for each column, named as the column: text for a category, otherwise a float32."""
    for column in columns:
        graph.input(column.name, STRING if isinstance(column.transform, Category) else FLOAT)


def fit(columns: Sequence[Column], cells: Cells, markers: Markers) -> tuple[Fitted, ...]:
    """Fits the transforms of columns on the cells of the training rows: text or float64 (NaN: missing), each [rows]."""
    fitted: list[Fitted] = []
    if numbers := _of_kind(Number, columns):
        fitted.append(fit_numbers(numbers, cells, markers))
    if dates := _of_kind(Date, columns):
        fitted.append(fit_dates(dates, cells))
    if categories := _of_kind(Category, columns):
        fitted.append(fit_categories(categories, cells, markers))
    return tuple(fitted)


Kind = TypeVar("Kind", bound=Transform)


def _of_kind(kind: type[Kind], columns: Sequence[Column]) -> dict[str, Kind]:
    """The transforms of that kind by the name of their column."""
    return {column.name: column.transform for column in columns if isinstance(column.transform, kind)}


def assemble(graph: GraphBuilder, columns: Sequence[Column], fitted: Sequence[Fitted]) -> str:
    """The features of columns as one tensor [rows, width]: column after column, each with its `parts` in order."""
    pieces = [piece for one in fitted for piece in one.features(graph)]
    place: dict[Slot, int] = {}
    for number, slot in enumerate(slot for piece in pieces for slot in piece.slots):
        place.setdefault(slot, number)
    order = [place[column.name, part] for column in columns for part in parts(column.transform)]
    joined = graph.join(piece.tensor for piece in pieces)
    if order == list(range(len(place))):
        return joined
    return graph.apply("Gather", joined, graph.constant(np.array(order, np.int64)), axis=1)


def constants(columns: Sequence[Column], fitted: Sequence[Fitted]) -> list[Constants]:
    """What is fitted of each of the columns, in their order, as plain values."""
    found = {described["name"]: described for one in fitted for described in one.constants()}
    return [found[column.name] for column in columns]


__all__ = [
    "Constants", "Fitted", "FittedCategories", "Markers", "assemble", "constants", "declare_inputs", "fit", "parts",
]  # fmt: skip  # names read best side by side
