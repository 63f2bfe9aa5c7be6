"""The pages of the steps. Another page for a step is another entry here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QWidget

from netloom_desktop.parts import Parts
from netloom_desktop.steps.command_page import CommandPage
from netloom_desktop.steps.data_page import DataPage
from netloom_desktop.steps.train_page import TrainPage
from netloom_desktop.steps.work import StepId

# The Model step is the canvas with its docks, which the window makes first.
PAGES: Final[Mapping[StepId, Callable[[Parts], QWidget]]] = MappingProxyType(
    {
        "data": DataPage,
        "train": TrainPage,
        "results": lambda parts: CommandPage("results", parts),
        "ship": lambda parts: CommandPage("ship", parts),
    }
)
