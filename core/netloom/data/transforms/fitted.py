"""What the transforms of all kinds have in common: what is fitted, how it is applied, and the steps that they share."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from netloom.errors import DataError
from netloom.onnx_graph import DOUBLE, FLOAT, GraphBuilder
from netloom.settings.columns import Transform

Floats = np.ndarray[Any, np.dtype[np.float64]]
Cells = Mapping[str, np.ndarray[Any, np.dtype[Any]]]
Constants = dict[str, Any]

MISSING: Final = 0
OTHER: Final = 1
FIRST_LEVEL: Final = 2

Slot = tuple[str, str]  # a column, and the part of it that one feature is


class Features(NamedTuple):
    """A float32 tensor [rows, slots] in a graph, and what each of its columns is."""

    tensor: str
    slots: tuple[Slot, ...]


class Fitted(Protocol):
    """What the training rows told of all columns of one kind."""

    @abstractmethod
    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        """Adds the nodes that compute every part of the columns, in any order, and perhaps parts nobody asked for."""

    @abstractmethod
    def constants(self) -> Iterator[Constants]:
        """The same as plain values, for each column one description that JSON can hold.

        Its `type` is a class of `netloom.exporting.standalone.features`, which computes the same without a graph, and
        the rest are the values of that class.
        """


class Markers(NamedTuple):
    """What means missing: a regular expression (RE2) for whole texts, and numbers."""

    texts: str
    numbers: tuple[float, ...] = ()


@singledispatch
def parts(transform: Transform | None) -> tuple[str, ...]:
    """What each number is that a cell becomes, in order: as many as the width of the transform."""
    raise DataError(f"There is no way to compute the transform {transform!r}.")


def side_by_side(names: Mapping[str, Any], cells: Cells, largest: float) -> Floats:
    """The cells of columns as [rows, columns]; what is beyond `largest` is missing, as it will be in the graph."""
    values = np.column_stack([cells[name] for name in names])
    return np.where(np.abs(values) <= largest, values, np.nan)


def missing(graph: GraphBuilder, cells: str, largest: float, markers: tuple[float, ...] = ()) -> str:
    """Which float32 cells are missing: NaN, beyond `largest`, infinite, or a number that means missing."""
    known = graph.apply("LessOrEqual", graph.apply("Abs", cells), graph.constant(np.float32(largest)))
    found = graph.apply("Not", known)
    for marker in markers:
        marked = graph.apply("Equal", cells, graph.constant(np.float32(marker)))
        found = graph.apply("Or", found, marked)
    return found


def filled(graph: GraphBuilder, cells: str, missing: str, fill: Floats) -> str:
    """The cells in float64, those that are missing with `fill` [columns] in their place."""
    return graph.apply("Where", missing, graph.constant(fill), graph.apply("Cast", cells, to=DOUBLE))


def scaled(graph: GraphBuilder, amounts: str, center: Floats, spread: Floats) -> str:
    """The amounts moved by `center` and divided by `spread`, each [columns], in float32."""
    moved = graph.apply("Sub", amounts, graph.constant(center))
    return graph.apply("Cast", graph.apply("Div", moved, graph.constant(spread)), to=FLOAT)
