"""What the command palette lists: actions, steps and docks, blocks to add, recent projects. No widgets here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QKeySequence

from netloom_desktop.actions import Action, plain
from netloom_desktop.canvas.search import Found
from netloom_desktop.frame import Frame
from netloom_desktop.menus import EVERYTHING
from netloom_desktop.palette.entries import Entry, entries
from netloom_desktop.recent import RecentProjects, is_missing

KEPT: Final = 12  # of those that were used last
_USED: Final = "recent/commands"
_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True)
class Command:
    """One line: what is found by letters, the keys that do the same, and what it does."""

    found: Found
    run: Callable[[], object]
    keys: str = ""


def commands(window: Frame) -> dict[str, Command]:
    """All that can be done now, by key. What cannot be done at the moment is left out."""
    found = (*_actions(window.actions_by_id, window), *_blocks(window), *_recent(window))
    return {command.found.key: command for command in found}


def _actions(made: Mapping[str, QAction], window: Frame) -> Iterator[Command]:
    for action in EVERYTHING:
        if action.id in made and made[action.id].isEnabled():
            shown = made[action.id]
            line = Found(action.id, plain(shown.text()), f"{action.about} {action.id}", "", plain(action.menu))
            yield Command(line, partial(_act, action, shown, window), shown.shortcut().toString(_NATIVE))


def _act(action: Action, shown: QAction, window: Frame) -> None:
    """What is done on the canvas is done where it is seen."""
    if not action.anywhere:
        window.show_step("model")
    shown.trigger()


def _blocks(window: Frame) -> Iterator[Command]:
    editor = window.parts.editor
    for entry in entries(editor.project, editor.inside):
        yield Command(_block_line(entry), partial(_add, entry.key, window))


def _block_line(entry: Entry) -> Found:
    return Found(f"add:{entry.key}", f"Add {entry.title}", entry.about, entry.icon, entry.group)


def _add(key: str, window: Frame) -> None:
    window.show_step("model")
    window.parts.canvas.adding.add_wanted(key)


def _recent(window: Frame) -> Iterator[Command]:
    for path in RecentProjects().paths():
        if not is_missing(path):
            line = Found(f"open:{path}", f"Open {path.name}", f"Recent project in {path.parent}", "", "Recent")
            yield Command(line, partial(window.open, path))


def used_last() -> list[str]:
    """The keys of the commands that were run last, the latest first."""
    return [key for key in str(QSettings().value(_USED, "")).split("\n") if key]


def remember_use(key: str) -> None:
    """Put a command at the front of those that were run last."""
    keys = [key, *(each for each in used_last() if each != key)]
    QSettings().setValue(_USED, "\n".join(keys[:KEPT]))
