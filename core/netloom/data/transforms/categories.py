"""Categories: a 0/1 feature for each level, or the index of the level."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from netloom.data.transforms.fitted import (
    FIRST_LEVEL,
    MISSING,
    OTHER,
    Cells,
    Constants,
    Features,
    Markers,
    parts,
)
from netloom.onnx_graph import FLOAT, ML_DOMAIN, GraphBuilder
from netloom.settings.columns import Category, Column


@parts.register
def _(transform: Category) -> tuple[str, ...]:
    return ("missing", "other", *(f"= {level}" for level in transform.levels))


@dataclass(frozen=True)
class FittedCategories:
    """The levels of category columns that training rows have; any other is told apart from missing, but not more."""

    transforms: Mapping[str, Category]
    seen: Mapping[str, frozenset[str]]
    missing: str

    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        widths = [transform.width for transform in self.transforms.values()]
        owner = np.repeat(np.arange(len(widths)), widths)
        repeated = graph.apply("Gather", self._codes(graph), graph.constant(owner), axis=1)
        code = np.concatenate([np.arange(width) for width in widths])
        flags = graph.apply("Cast", graph.apply("Equal", repeated, graph.constant(code)), to=FLOAT)
        yield Features(flags, tuple((name, part) for name, kind in self.transforms.items() for part in parts(kind)))

    def constants(self) -> Iterator[Constants]:
        for name, transform in self.transforms.items():
            unseen = [level for level in transform.levels if level not in self.seen[name]]
            yield {"type": "category", "name": name, "levels": list(transform.levels), "unseen": unseen}

    def indices(self, graph: GraphBuilder, columns: Sequence[Column]) -> str:
        """int64 [rows, columns]: the index of each cell, above all indices of the columns before its own."""
        names = list(self.transforms)
        order = [names.index(column.name) for column in columns]
        sizes = [self.transforms[column.name].indices for column in columns]
        offsets = np.cumsum([0, *sizes[:-1]])
        codes = graph.apply("Gather", self._codes(graph), graph.constant(order), axis=1)
        return graph.apply("Add", codes, graph.constant(offsets))

    def _codes(self, graph: GraphBuilder) -> str:
        """int64 [rows, columns]: missing, other, or the number of the level."""
        codes = graph.join(self._code(graph, name, transform) for name, transform in self.transforms.items())
        missing = graph.join(graph.apply("RegexFullMatch", name, pattern=self.missing) for name in self.transforms)
        return graph.apply("Where", missing, graph.constant(MISSING), codes)

    def _code(self, graph: GraphBuilder, name: str, transform: Category) -> str:
        codes = {
            level: number for number, level in enumerate(transform.levels, FIRST_LEVEL) if level in self.seen[name]
        }
        return graph.apply(
            "LabelEncoder",
            name,
            domain=ML_DOMAIN,
            keys_strings=list(codes) or [""],
            values_int64s=list(codes.values()) or [MISSING],
            default_int64=OTHER,
        )


def fit_categories(transforms: Mapping[str, Category], cells: Cells, markers: Markers) -> FittedCategories:
    """Which texts each column has."""
    seen = {name: frozenset(cells[name]) for name in transforms}
    return FittedCategories(transforms, seen, markers.texts)
