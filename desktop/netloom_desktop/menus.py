"""The menus of the window: every action of the table, and one for each step and dock, in the menu that it names."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from netloom_desktop.actions import ACTIONS, Action
from netloom_desktop.docks.registry import DOCKS
from netloom_desktop.steps.work import STEPS

EVERYTHING: Final = (
    *ACTIONS,
    *(
        Action(f"step_{step.id}", f"&{number}  {step.title}", (f"Ctrl+{number}",), "&View", step.about, True)
        for number, step in enumerate(STEPS, 1)
    ),
    *(Action(f"dock_{dock.id}", dock.title, dock.keys, "&View", dock.about, True) for dock in DOCKS),
)
_MENUS: Final = ("&File", "&Edit", "&Network", "&Training", "&Arrange", "&View", "&Help")
_LINES_BEFORE: Final = frozenset(
    {
        "save", "revert", "export_picture", "quit", "cut", "select_all", "find", "group", "enter", "align_left",
        "distribute_across", "frame_all", "step_data", "dock_blocks", "next_pane", "theme_system", "reset_layout",
        "health",
    }
)  # fmt: skip  # a list reads best in few lines


def fill_menus(bar: QMenuBar, made: Mapping[str, QAction]) -> dict[str, QMenu]:
    """Put all actions that there are into the menu bar; returns its menus by their titles."""
    menus: dict[str, QMenu] = {}
    for title in _MENUS:
        rows = [action.id for action in EVERYTHING if action.menu == title and action.id in made]
        if rows:
            menus[title] = bar.addMenu(title)
        for id in rows:
            if id in _LINES_BEFORE:
                menus[title].addSeparator()
            menus[title].addAction(made[id])
    return menus
