"""What pages and docks are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.live_plan import LivePlan
from netloom_desktop.theme import Theme

if TYPE_CHECKING:
    from netloom_desktop.data.warnings_checks import DataChecks
    from netloom_desktop.run_choice.chosen_run import ChosenRun
    from netloom_desktop.training.book import RunBook


@dataclass(frozen=True)
class Parts:
    """What a page or dock may use: the editor, the theme that is shown, the canvas, the engines, the plan that
    follows each edit, what is wrong with the data, the runs and the chosen one, the actions of the menus by their id
    (`act("save")`), and the way to a column of the data by its name."""

    editor: Editor
    theme: Theme
    canvas: Canvas
    engines: EngineClient
    live_plan: LivePlan
    data_checks: "DataChecks"
    runs: "RunBook"
    chosen_run: "ChosenRun"
    act: Callable[[str], None]
    show_column: Callable[[str], None]


@runtime_checkable
class Themed(Protocol):
    """A page or dock that can show itself in other colours; one that cannot is made anew with the new theme."""

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
