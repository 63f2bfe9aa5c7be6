"""The pages of the steps. Another page for a step is another entry here; each is loaded when it is first made."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QWidget

from netloom_desktop.parts import Parts
from netloom_desktop.steps.work import StepId


def _data(parts: Parts) -> QWidget:
    from netloom_desktop.steps.data_page import DataPage

    return DataPage(parts)


def _train(parts: Parts) -> QWidget:
    from netloom_desktop.steps.train_page import TrainPage

    return TrainPage(parts)


def _results(parts: Parts) -> QWidget:
    from netloom_desktop.steps.results_page import ResultsPage

    return ResultsPage(parts)


def _ship(parts: Parts) -> QWidget:
    from netloom_desktop.steps.ship_page import ShipPage

    return ShipPage(parts)


# The Model step is the canvas with its docks, which the window makes first.
PAGES: Final[Mapping[StepId, Callable[[Parts], QWidget]]] = MappingProxyType(
    {"data": _data, "train": _train, "results": _results, "ship": _ship}
)
