"""Everything that can be done, in one table: words, keys, menu. Menus, keys, palette and help are made from it.

A key can be bound anew: the user's own keys are kept in the settings under `keys/ID` and win over those of the table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence


@dataclass(frozen=True)
class Action:
    """One thing that can be done: its id, what the menu calls it, its keys, the menu it is in, and what it does.

    `anywhere`: its keys act in the whole window; else only where the canvas itself has the focus, so that fields keep theirs.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    menu: str
    about: str
    anywhere: bool = False


ACTIONS: Final = tuple(
    Action(*row)
    for row in (
        ("new", "&New", ("Ctrl+N",), "&File", "Begin an empty project.", True),
        ("open", "&Open…", ("Ctrl+O",), "&File", "Open a project file.", True),
        ("open_table", "Open &table…", ("Ctrl+Shift+O",), "&File", "Open a table: CSV, Parquet or Excel.", True),
        ("open_recent", "Open &recent", (), "&File", "Open a project that was opened or saved lately.", True),
        ("save", "&Save", ("Ctrl+S",), "&File", "Write the project to its file.", True),
        ("save_as", "Save &as…", ("Ctrl+Shift+S",), "&File", "Write the project to another file.", True),
        ("save_copy", "Save a &copy…", (), "&File", "Write the project to another file as well, and stay with this one.", True),
        ("revert", "Re&vert", (), "&File", "Go back to the project as it was saved last.", True),
        ("recover", "Recover &unsaved work…", (), "&File", "Restore or discard what was not saved when Netloom ended.", True),
        ("export_picture", "&Export picture…", (), "&File", "Write the diagram as SVG or PNG.", True),
        ("quit", "&Quit", ("Ctrl+Q", "Ctrl+W"), "&File", "Close the window.", True),
        ("undo", "&Undo", ("Ctrl+Z",), "&Edit", "Take the last step back.", True),
        ("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "&Edit", "Do again what was undone.", True),
        ("cut", "Cu&t", ("Ctrl+X",), "&Edit", "Copy what is chosen, and delete it."),
        ("copy", "&Copy", ("Ctrl+C",), "&Edit", "Copy what is chosen as text, for any project or a mail."),
        ("paste", "&Paste", ("Ctrl+V",), "&Edit", "Add what was copied at the pointer."),
        ("paste_wired", "Paste with incoming wires", ("Ctrl+Shift+V",), "&Edit", "Paste; wires that led in are kept."),
        ("duplicate", "&Duplicate", ("Ctrl+D",), "&Edit", "Add a copy of what is chosen beside it."),
        ("duplicate_wired", "Duplicate with incoming wires", ("Ctrl+Shift+D",), "&Edit", "Duplicate; wires that lead in are kept."),
        ("delete", "De&lete", ("Delete", "Backspace"), "&Edit", "Delete what is chosen."),
        ("delete_reconnect", "Delete and reconnect", ("Ctrl+Delete", "Ctrl+Backspace"), "&Edit", "Delete, and lead what entered on to where it went."),
        ("select_all", "Select &all", ("Ctrl+A",), "&Edit", "Choose everything that is shown."),
        ("select_upstream", "Select what leads here", ("Ctrl+Shift+Left",), "&Edit", "Choose also all blocks before the chosen ones."),
        ("select_downstream", "Select what follows", ("Ctrl+Shift+Right",), "&Edit", "Choose also all blocks after the chosen ones."),
        ("select_same", "Select same kind", ("Ctrl+Shift+A",), "&Edit", "Choose all blocks of the chosen kinds."),
        ("lasso", "Select with a &lasso", ("L",), "&Edit", "Draw a line around blocks to choose them. So does Alt with a drag on empty canvas."),
        ("find", "&Find…", ("Ctrl+F",), "&Edit", "Find a block by its name, kind or settings.", True),
        ("copy_picture", "Copy as picture", ("Ctrl+Alt+C",), "&Edit", "Copy the diagram, or what is chosen, as a picture."),
        ("add", "&Add block…", ("Tab",), "&Network", "Search for a block and add it at the pointer."),
        ("mute", "&Mute", ("M",), "&Network", "Let blocks pass their first input on as it is, or act again."),
        ("mend", "Fi&x problem", ("Ctrl+.",), "&Network", "Make the change that mends the problem of the chosen block."),
        ("comment", "&Frame or comment", ("C",), "&Network", "Put a frame around what is chosen, or a comment at the pointer."),
        ("rename", "&Rename…", ("F2",), "&Network", "Give the chosen block a name, or edit the text of a frame or comment."),
        ("group", "&Group", ("Ctrl+G",), "&Network", "Make a group of the chosen blocks."),
        ("ungroup", "&Ungroup", ("Ctrl+Shift+G",), "&Network", "Put the blocks of a group in its place."),
        ("enter", "Edit fields, or &enter group", ("Return", "Enter"), "&Network", "Edit the settings of a block, or go into a group."),
        ("leave", "&Leave group", ("Ctrl+Up",), "&Network", "Go back to where the group is placed."),
        ("ports", "Wire by &keyboard", ("P",), "&Network", "Choose a port with the arrows and Enter, then one to wire it to."),
        ("detach", "&Detach", ("Shift+D",), "&Network", "Take the chosen blocks out of their wires, which then lead past. So does Alt while dragging, or shaking."),
        ("bend", "&Bend wire", ("Shift+B",), "&Network", "Lead the chosen wires through a point. So does dragging a wire; a double-click on the point takes it out."),
        ("knife", "C&ut wires", ("K",), "&Network", "Draw a line across wires to cut them. So does Ctrl with the right button."),
        ("train", "&Train", ("F5",), "&Training", "Train the network as it is now, as a run of its own.", True),
        ("race", "&Race…", ("Ctrl+F5",), "&Training", "Train the network in several ways at once, drawn together.", True),
        ("pause_training", "&Pause, or continue", ("F8",), "&Training", "Let the run that is shown wait, or go on.", True),
        ("stop_training", "&Stop and keep", ("Shift+F5",), "&Training", "End the run that is shown; what it has learnt is kept.", True),
        ("runs", "All &runs", ("Ctrl+Shift+R",), "&Training", "All runs of this project: find, compare, restore and delete them.", True),
        ("compare_runs", "&Compare runs", ("Ctrl+Shift+C",), "&Training", "Show what differs between two runs chosen among all; of one, from the project as it is now.", True),
        ("restore_run", "Restore a run's pro&ject", ("Ctrl+Shift+T",), "&Training", "Make the project what the run chosen among all trained. One step undoes it.", True),
        ("open_run_folder", "Open a run's fol&der", ("Ctrl+Shift+E",), "&Training", "Show the folder of the run chosen among all.", True),
        ("score", "Score a &file", (), "&Training", "Answer new rows of a table with a trained network.", True),
        ("try_row", "Tr&y one row", (), "&Training", "Ask a trained network for its answer to a row that you make up.", True),
        ("export_run", "&Export", ("Ctrl+E",), "&Training", "Hand a trained network on as ONNX, PyTorch, Keras or report.", True),
        ("arrange", "Auto-la&yout", ("Ctrl+L",), "&Arrange", "Lay out the chosen blocks, or all, from left to right."),
        ("align_left", "Align &left", ("Alt+Shift+Left",), "&Arrange", "Align the chosen blocks at their left edges."),
        ("align_right", "Align &right", ("Alt+Shift+Right",), "&Arrange", "Align the chosen blocks at their right edges."),
        ("align_top", "Align &top", ("Alt+Shift+Up",), "&Arrange", "Align the chosen blocks at their top edges."),
        ("align_bottom", "Align &bottom", ("Alt+Shift+Down",), "&Arrange", "Align the chosen blocks at their bottom edges."),
        ("align_center", "Align in a &column", ("Alt+Shift+C",), "&Arrange", "Put the middles of the chosen blocks above each other."),
        ("align_middle", "Align in a ro&w", ("Alt+Shift+M",), "&Arrange", "Put the middles of the chosen blocks beside each other."),
        ("distribute_across", "Distribute &across", ("Alt+Shift+H",), "&Arrange", "Equal gaps from left to right."),
        ("distribute_down", "Distribute &down", ("Alt+Shift+V",), "&Arrange", "Equal gaps from top to bottom."),
        ("straighten", "&Straighten", ("Alt+Shift+S",), "&Arrange", "Level blocks so that the wires between them run straight, and take bends out."),
        ("zoom_in", "Zoom &in", ("Ctrl++", "Ctrl+="), "&View", "Show it larger."),
        ("zoom_out", "Zoom &out", ("Ctrl+-",), "&View", "Show more of it."),
        ("zoom_full", "&100 %", ("Ctrl+0",), "&View", "Show it at its full size."),
        ("frame_all", "Show &all", ("Home",), "&View", "Fit everything into the view."),
        ("frame_chosen", "Show &chosen", ("F",), "&View", "Fit what is chosen into the view."),
        ("bookmark", "&Keep this view…", ("Ctrl+B",), "&View", "Keep the part that is shown under a name, to come back to it."),
        ("bookmarks", "Go &to a view…", ("B",), "&View", "Go to a view that was kept, by its name."),
        ("forget_bookmark", "Forget a view…", (), "&View", "Keep a view no longer."),
        ("next_pane", "&Next pane", ("F6",), "&View", "Go from the canvas into the docks, one after the other.", True),
        ("previous_pane", "&Previous pane", ("Shift+F6",), "&View", "Go through the docks the other way.", True),
        ("theme_system", "Colours of the s&ystem", (), "&View", "Light or dark, as the system is.", True),
        ("theme_light", "&Light", (), "&View", "Dark text on light ground.", True),
        ("theme_dark", "&Dark", (), "&View", "Light text on dark ground.", True),
        ("reset_layout", "&Reset layout", (), "&View", "Put all docks back where they were at first.", True),
        ("health", "&Health of blocks", ("H",), "&View", "Draw below each block how it fares in the training that is looked at: gradient, dead, saturated."),
        ("minimap", "&Minimap", ("Ctrl+M",), "&View", "Show or hide the small map."),
        ("command_palette", "&Command palette…", ("Ctrl+Shift+P",), "&Help", "Find anything that can be done by a few letters.", True),
        ("guide", "&Guided first model", (), "&Help", "From a table to a valid model in six small steps, in this window.", True),
        ("welcome", "&Welcome page", (), "&Help", "Recent projects, examples, and a start from a table.", True),
        ("block_help", "&Block reference", ("F1",), "&Help", "What each block does, its formula and settings; opens at the chosen block.", True),
        ("keys", "&Keys…", ("Ctrl+/",), "&Help", "All keys: find them, change them, take them back.", True),
        ("about", "&About Netloom", (), "&Help", "Versions and licence.", True),
    )
)  # fmt: skip  # a table reads best as one row an action


def plain(text: str) -> str:
    """What a menu calls something, as words: without the mark of its letter and without dots."""
    return " ".join(text.replace("&", "").replace("…", "").split())


def keys_of(action: Action) -> list[QKeySequence]:
    """The keys of an action: the user's own, or those of the table."""
    own = QSettings().value(f"keys/{action.id}")
    keys = own.split(" | ") if isinstance(own, str) else action.keys
    return [QKeySequence(key) for key in keys if key]


def has_own_keys(action: Action) -> bool:
    """Whether the user has bound an action's keys anew."""
    return isinstance(QSettings().value(f"keys/{action.id}"), str)


def bind(action: Action, keys: Iterable[str]) -> None:
    """Keep the user's own keys for an action; it has them when the window is opened next."""
    QSettings().setValue(f"keys/{action.id}", " | ".join(keys))


def reset_keys(action: Action) -> None:
    """Take an action back to the keys of the table."""
    QSettings().remove(f"keys/{action.id}")


def made(
    actions: Iterable[Action], handlers: Mapping[str, Callable[[], object]], parent: QObject
) -> dict[str, QAction]:
    """The table's actions that have a handler here, ready for menus; `parent` is the widget in which their keys act."""
    return {action.id: _made(action, handlers[action.id], parent) for action in actions if action.id in handlers}


def _made(action: Action, handler: Callable[[], object], parent: QObject) -> QAction:
    found = QAction(action.text, parent)
    found.setObjectName(action.id)
    found.setShortcuts(keys_of(action))
    found.setToolTip(action.about)
    found.setStatusTip(action.about)
    context = Qt.ShortcutContext
    found.setShortcutContext(context.WindowShortcut if action.anywhere else context.WidgetShortcut)
    found.triggered.connect(lambda: handler())
    return found
