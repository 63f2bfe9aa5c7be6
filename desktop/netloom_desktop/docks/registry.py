"""The docks around the canvas. Adding one is one entry here; menu, keys, F6 and the saved layout follow from it. What
is in one is loaded when it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtWidgets import QWidget

from netloom_desktop.parts import Parts

Area = Literal["left", "right", "bottom"]


@dataclass(frozen=True)
class Dock:
    """A dock: its id, under which layouts are saved and which never changes; its title; where it stands at first; what
    is in it; and what it is for. `size` is how wide (at the bottom: how high) it is at first. One that names another
    in `with_tab` shares that one's place. `shown`: whether it is open at first. A title that the widget sets for itself
    (`setWindowTitle`) is followed."""

    id: str
    title: str
    area: Area
    make: Callable[[Parts], QWidget]
    about: str
    keys: tuple[str, ...] = ()
    size: int = 250
    with_tab: str = ""
    shown: bool = True


def _palette(parts: Parts) -> QWidget:
    from netloom_desktop.palette.palette import Palette

    made = Palette(parts.editor, parts.theme)
    made.wanted.connect(parts.canvas.adding.add_wanted)
    return made


def _inspector(parts: Parts) -> QWidget:
    from netloom_desktop.inspector.inspector import Inspector

    made = Inspector(parts.editor, parts.theme)
    parts.canvas.fields_wanted.connect(made.edit_fields)
    return made


def _outline(parts: Parts) -> QWidget:
    from netloom_desktop.outline.outline import Outline

    made = Outline(parts.editor, parts.theme)
    made.jumped.connect(parts.canvas.finder.go_to)
    return made


def _problems(parts: Parts) -> QWidget:
    from netloom_desktop.docks.problems import ProblemList

    made = ProblemList(parts.editor, parts.theme)
    made.block_wanted.connect(parts.canvas.finder.go_to)
    made.column_wanted.connect(parts.show_column)
    parts.live_plan.told.connect(made.tell)
    parts.engines.troubled.connect(made.tell)
    return made


def _code(parts: Parts) -> QWidget:
    from netloom_desktop.docks.code import CodePanel

    made = CodePanel(parts.editor, parts.theme)
    made.block_wanted.connect(parts.canvas.finder.show)
    made.languages_wanted.connect(parts.live_plan.show_code)
    return made


def _history(parts: Parts) -> QWidget:
    from netloom_desktop.docks.history import HistoryList

    return HistoryList(parts.editor)


DOCKS: Final = (
    Dock("blocks", "&Blocks", "left", _palette, "All blocks that can be added.", size=230),
    Dock(
        "outline", "&Outline", "left", _outline, "All blocks of the project as a tree.", size=230, with_tab="blocks",
    ),
    Dock("inspector", "&Inspector", "right", _inspector, "The settings of what is chosen.", size=320),
    Dock(
        "code", "&Code", "right", _code, "The network as PyTorch or Keras source.", ("Ctrl+Shift+K",), 360,
        with_tab="inspector", shown=False,
    ),
    Dock(
        "problems", "&Problems", "bottom", _problems, "What is wrong, what to be careful about, and how it is mended.",
        ("Ctrl+Shift+J",), 100,
    ),
    Dock(
        "history", "&Steps to undo", "right", _history,
        "Everything that was done, to go back to any step of it.", ("Ctrl+Shift+H",), 320,
        with_tab="inspector", shown=False,
    ),
)  # fmt: skip  # a table reads best as one or two lines an entry
