"""The pages of the steps in their stack: each is loaded and made when it is first asked for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from netloom_desktop.parts import Parts, Themed
from netloom_desktop.steps.registry import PAGES
from netloom_desktop.steps.work import StepId
from netloom_desktop.theme import Theme

if TYPE_CHECKING:
    from netloom_desktop.runs.tab import RunsTab
    from netloom_desktop.steps.data_page import DataPage
    from netloom_desktop.steps.results_page import ResultsPage
    from netloom_desktop.steps.ship_page import ShipPage
    from netloom_desktop.steps.train_page import TrainPage


class Pages:
    """`pages["train"]` is the page of that step. The Model step's is there from the beginning."""

    def __init__(self, stack: QStackedWidget, model_page: QWidget, parts: Parts) -> None:
        self._stack, self._parts = stack, parts
        self._made: dict[StepId, QWidget] = {"model": model_page}
        stack.addWidget(model_page)

    def __getitem__(self, id: StepId) -> QWidget:
        if id not in self._made:
            self._made[id] = PAGES[id](self._parts)
            self._stack.addWidget(self._made[id])
        return self._made[id]

    @property
    def _data(self) -> "DataPage":
        return cast("DataPage", self["data"])

    @property
    def _train(self) -> "TrainPage":
        return cast("TrainPage", self["train"])

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions of the Training menu do."""
        return {
            "train": lambda: self._train.train(),
            "race": lambda: self._train.ask_race(),
            "stop_training": lambda: self._train.stop(),
            "pause_training": lambda: self._train.pause_or_go_on(),
            "runs": self._show_runs,
            "compare_runs": lambda: self._do_with_runs("compare"),
            "restore_run": lambda: self._do_with_runs("restore"),
            "open_run_folder": lambda: self._do_with_runs("folder"),
            "score": lambda: self._show_shipping("score"),
            "try_row": lambda: self._show_shipping("try"),
            "export_run": lambda: self._show_shipping("export"),
        }

    def _show_runs(self) -> "RunsTab":
        self._parts.act("step_results")
        return cast("RunsTab", cast("ResultsPage", self["results"]).show_tab("runs"))

    def _do_with_runs(self, what: str) -> None:
        """Do it with the runs that one sees are chosen; where the table is not seen, go there first."""
        tab = cast("ResultsPage", self["results"]).tabs.get("runs")
        if tab is not None and tab.isVisible():
            cast("RunsTab", tab).menu.ask(what)
        else:
            self._show_runs()

    def _show_shipping(self, part: str) -> None:
        self._parts.act("step_ship")
        cast("ShipPage", self["ship"]).show_part(part)

    def open_table(self, path: Path | None) -> None:
        """Open a table on the page of the data: that one, or one that is chosen there."""
        opening = self._data.opening
        opening.open(path) if path else opening.ask()

    def choose_column(self, name: str) -> None:
        """Go to a column on the page of the data."""
        self._data.choose_column(name)

    def show_theme(self, theme: Theme) -> None:
        """Show the pages in other colours, those too that are made later."""
        self._parts = replace(self._parts, theme=theme)
        for page in self._made.values():
            if isinstance(page, Themed):
                page.show_theme(theme)
