"""Numbers: filled, perhaps as a logarithm, and brought to a common scale."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from netloom.data.statistics import FLOAT32_MAX, center_and_spread, filling, log_of
from netloom.data.transforms.fitted import (
    Cells,
    Constants,
    Features,
    Floats,
    Markers,
    Slot,
    filled,
    missing,
    parts,
    scaled,
    side_by_side,
)
from netloom.onnx_graph import FLOAT, GraphBuilder
from netloom.settings.columns import Number


@parts.register
def _(transform: Number) -> tuple[str, ...]:
    return ("value",) + ("missing",) * transform.was_missing


@dataclass(frozen=True)
class FittedNumbers:
    """The statistics of number columns, each [columns]."""

    transforms: Mapping[str, Number]
    filling: Floats
    center: Floats
    spread: Floats
    markers: tuple[float, ...]

    def features(self, graph: GraphBuilder) -> Iterator[Features]:
        cells = graph.join(self.transforms)
        absent = missing(graph, cells, FLOAT32_MAX, self.markers)
        amounts = self._amounts(graph, cells, absent)
        yield Features(scaled(graph, amounts, self.center, self.spread), self._slots("value"))
        if any(transform.was_missing for transform in self.transforms.values()):
            yield Features(graph.apply("Cast", absent, to=FLOAT), self._slots("missing"))

    def constants(self) -> Iterator[Constants]:
        statistics = zip(self.filling.tolist(), self.center.tolist(), self.spread.tolist(), strict=True)
        for (name, transform), (fill, center, spread) in zip(self.transforms.items(), statistics, strict=True):
            yield {
                "type": "number",
                "name": name,
                "filling": fill,
                "log": transform.log,
                "center": center,
                "spread": spread,
                "was_missing": transform.was_missing,
            }

    def _amounts(self, graph: GraphBuilder, cells: str, absent: str) -> str:
        amounts = filled(graph, cells, absent, self.filling)
        logs = [transform.log for transform in self.transforms.values()]
        if not any(logs):
            return amounts
        at_least_zero = graph.apply("Max", amounts, graph.constant(0.0))
        logarithm = graph.apply("Log", graph.apply("Add", at_least_zero, graph.constant(1.0)))
        return graph.apply("Where", graph.constant(logs), logarithm, amounts)

    def _slots(self, part: str) -> tuple[Slot, ...]:
        return tuple((name, part) for name in self.transforms)


def fit_numbers(transforms: Mapping[str, Number], cells: Cells, markers: Markers) -> FittedNumbers:
    """Fills missing cells, takes logarithms, then measures center and spread."""
    settings = list(transforms.values())
    values = side_by_side(transforms, cells, FLOAT32_MAX)
    fill = np.array([transform.constant for transform in settings])
    for impute in ("median", "mean"):
        if chosen := [i for i, transform in enumerate(settings) if transform.impute == impute]:
            fill[chosen] = filling(impute, values[:, chosen])
    amounts = np.where(np.isnan(values), fill, values)
    amounts = np.where([transform.log for transform in settings], log_of(amounts), amounts)
    center, spread = np.zeros(len(settings)), np.ones(len(settings))
    for scale in ("standard", "min_max", "robust"):
        if chosen := [i for i, transform in enumerate(settings) if transform.scale == scale]:
            center[chosen], spread[chosen] = center_and_spread(scale, amounts[:, chosen])
    return FittedNumbers(transforms, fill, center, spread, markers.numbers)
