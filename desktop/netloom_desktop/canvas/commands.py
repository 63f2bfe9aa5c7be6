"""What the actions of the menus do on the canvas: each name of `actions.ACTIONS` that belongs here, once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from netloom.blocks import Placement
from netloom.edits import (
    AddNote,
    BendWires,
    Detach,
    Disconnect,
    MakeGroup,
    Mute,
    Paste,
    RemoveBlocks,
    RemoveNotes,
    Ungroup,
)
from netloom.edits.fragments import Fragment, fragment_of
from netloom.errors import NetloomError
from netloom.project import Comment, Frame, Wire
from netloom_desktop import clipboard
from netloom_desktop.actions import ACTIONS, made
from netloom_desktop.canvas.appearance import worst_of
from netloom_desktop.canvas.arranging import Arranging
from netloom_desktop.canvas.bookmarks import Bookmarks
from netloom_desktop.canvas.geometry import GRID, Point, Rect, around, snapped
from netloom_desktop.canvas.gestures.gesture import Pointer
from netloom_desktop.canvas.gestures.ports import PortMode
from netloom_desktop.canvas.gestures.selecting import Lasso
from netloom_desktop.canvas.gestures.wiring import Knife
from netloom_desktop.canvas.pictures import picture_image
from netloom_desktop.editor import Editing
from netloom_desktop.mending import mend

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

STEP: Final = 1.2
BESIDE: Final = 2 * GRID
_IN_MENU: Final = (
    "add,,cut,copy,paste,duplicate,delete,delete_reconnect,,"
    "mend,rename,mute,comment,group,ungroup,detach,bend,,arrange,straighten"
)


class Commands:
    """See the module's own words. `actions` are ready for menus; while a gesture lives, they wait."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.editor = canvas.editor
        self.arranging = Arranging(canvas)
        self.bookmarks = Bookmarks(canvas)
        self.actions = made(ACTIONS, {id: self._waiting(do) for id, do in self._handlers().items()}, canvas)
        canvas.addActions(list(self.actions.values()))

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            **self._copying(),
            **self._changing(),
            **self._choosing(),
            **self._looking(),
            **self.arranging.handlers(),
            **self.bookmarks.handlers(),
        }

    def _copying(self) -> dict[str, Callable[[], object]]:
        return {
            "cut": self.cut,
            "copy": self.copy,
            "copy_picture": lambda: clipboard.put_picture(picture_image(self.canvas.graph)),
            "paste": self.paste,
            "paste_wired": lambda: self.paste(keep_arriving=True),
            "duplicate": self.duplicate,
            "duplicate_wired": lambda: self.duplicate(keep_arriving=True),
            "delete": self.delete,
            "delete_reconnect": lambda: self.delete(reconnect=True),
        }

    def _changing(self) -> dict[str, Callable[[], object]]:
        canvas = self.canvas
        return {
            "add": lambda: canvas.adding.search(canvas.pointer_point()),
            "mute": self.mute,
            "mend": self.mend,
            "comment": self.comment,
            "rename": self.rename,
            "group": self.group,
            "ungroup": self.ungroup,
            "ports": self.ports,
            "bend": self.bend,
            "knife": lambda: canvas.take_up(lambda: Knife(canvas), "Draw a line across wires. Esc ends that."),
            "detach": self.detach,
        }

    def _choosing(self) -> dict[str, Callable[[], object]]:
        canvas = self.canvas
        return {
            "select_all": self.editor.select_all,
            "select_upstream": lambda: self._select_reached(upstream=True),
            "select_downstream": lambda: self._select_reached(upstream=False),
            "select_same": self._select_same,
            "lasso": lambda: canvas.take_up(lambda: Lasso(canvas), "Draw a line around blocks. Esc ends that."),
        }

    def _looking(self) -> dict[str, Callable[[], object]]:
        canvas = self.canvas
        return {
            "find": canvas.finder.open,
            "enter": self.enter,
            "leave": self.editor.leave,
            "zoom_in": lambda: canvas.zoom_in_middle(STEP),
            "zoom_out": lambda: canvas.zoom_in_middle(1 / STEP),
            "zoom_full": lambda: canvas.zoom_in_middle(1 / canvas.scale_now),
            "frame_all": canvas.frame_all,
            "frame_chosen": canvas.frame_chosen,
        }

    def _waiting(self, handler: Callable[[], object]) -> Callable[[], object]:
        return lambda: handler() if self.canvas.gesture is None else None

    def menu(self) -> QMenu:
        """The menu at the pointer: what can be done with what is chosen."""
        menu = QMenu(self.canvas)
        for name in _IN_MENU.split(","):
            if name:
                menu.addAction(self.actions[name])
            else:
                menu.addSeparator()
        return menu

    def action(self, id: str) -> QAction:
        """The action of that id."""
        return self.actions[id]

    # Copying and deleting

    def _fragment(self) -> Fragment:
        chosen = self.editor.selection
        settled = self.editor.project
        for edit in self.canvas.settling():
            settled = edit(settled)
        return fragment_of(settled, self.editor.inside, chosen.blocks, chosen.notes)

    def copy(self) -> None:
        """Copy what is chosen."""
        fragment = self._fragment()
        if fragment.nodes or fragment.frames or fragment.comments:
            clipboard.put_fragment(fragment)

    def cut(self) -> None:
        """Copy what is chosen, and delete it."""
        self.copy()
        self.delete(label="Cut")

    def paste(self, *, keep_arriving: bool = False) -> None:
        """Add what was copied with its middle at the pointer; if that is a picture with its project, open it."""
        try:
            if (project := clipboard.project_there()) is not None:
                self.canvas.project_wanted.emit(project)
                return
            fragment = clipboard.fragment_there()
        except NetloomError as refusal:
            self.canvas.say(str(refusal), severity="warning")
            return
        box, at = _box(fragment), self.canvas.pointer_point()
        by = Point(snapped(at.x - box.center.x), snapped(at.y - box.center.y)) if box else Point(0, 0)
        self._paste("Paste", fragment, by, keep_arriving=keep_arriving)

    def duplicate(self, *, keep_arriving: bool = False) -> None:
        """Add a copy of what is chosen beside it."""
        if self.editor.selection.blocks or self.editor.selection.notes:
            self._paste("Duplicate", self._fragment(), Point(BESIDE, BESIDE), keep_arriving=keep_arriving)

    def _paste(self, label: str, fragment: Fragment, by: Point, *, keep_arriving: bool) -> None:
        before = {*self.canvas.graph.blocks, *self.canvas.graph.notes}
        paste = Paste(fragment=fragment, inside=self.editor.inside, by=(by.x, by.y), keep_arriving=keep_arriving)
        if self.editor.do(label, *self.canvas.settling(), paste):
            graph = self.canvas.graph
            self.editor.select(graph.blocks.keys() - before, graph.notes.keys() - before)

    def delete(self, *, reconnect: bool = False, label: str = "Delete") -> None:
        """Delete what is chosen; with nothing chosen, leave the group."""
        chosen = self.editor.selection
        if not chosen:
            self.editor.leave()
            return
        blocks = chosen.blocks
        wires = sorted(
            (wire for wire in chosen.wires if wire.source not in blocks and wire.target not in blocks), key=str
        )
        edits: list[Editing] = [Disconnect(wire=wire) for wire in wires]
        if blocks:
            edits.append(RemoveBlocks(nodes=tuple(sorted(blocks)), reconnect=reconnect))
        if chosen.notes:
            edits.append(RemoveNotes(notes=tuple(sorted(chosen.notes))))
        what = _count(len(blocks) + len(chosen.notes), len(wires))
        self.editor.do(f"{label} {what}{' and reconnect' if reconnect and blocks else ''}", *edits)

    def detach(self) -> None:
        """Take the chosen blocks out of their wires, which then lead past them."""
        if blocks := self._chosen():
            label = f"Detach {blocks[0]}" if len(blocks) == 1 else f"Detach {len(blocks)} blocks"
            self.editor.do(label, *self.canvas.settling(), Detach(nodes=blocks))

    def bend(self) -> None:
        """Bend each chosen wire in its middle."""
        chosen = sorted(self.editor.selection.wires, key=str)
        wires = tuple((wire, self._bent_in_the_middle(wire)) for wire in chosen)
        if wires:
            self.editor.do("Bend wire" if len(wires) == 1 else f"Bend {len(wires)} wires", BendWires(wires=wires))

    def _bent_in_the_middle(self, wire: Wire) -> tuple[Point, ...]:
        course = self.canvas.graph.wires[wire].course
        place = (len(course.curves) - 1) // 2
        middle = course.curves[place].at(0.5)
        new = Point(snapped(middle.x), snapped(middle.y))
        return (*course.bends[:place], new, *course.bends[place:])

    def unbend(self, wire: Wire, bend: int) -> None:
        """Take one bend out of a wire."""
        bends = self.canvas.graph.bends.get(wire, ())
        left = (*bends[:bend], *bends[bend + 1 :])
        self.editor.do(f"Straighten {wire.source} to {wire.target}", BendWires(wires=((wire, left),)))

    # Choosing

    def mend(self) -> None:
        """Make the change that mends the worst problem of each chosen block that has one."""
        chosen = self.editor.selection.blocks
        worst = worst_of(self.editor.planned.problems)
        mended = [id for id, problem in worst.items() if id in chosen and mend(self.editor, problem)]
        if not mended:
            self.canvas.say("No chosen block has a problem that one change would mend.")

    def _select_reached(self, *, upstream: bool) -> None:
        from netloom import graph  # networkx takes longer to load than a window to open

        reach = graph.leading_to if upstream else graph.reached_from
        self.editor.select(reach(self.editor.network, self.editor.selection.blocks))

    def _select_same(self) -> None:
        nodes = self.editor.network.nodes
        kinds = {node.block.type for node in nodes if node.id in self.editor.selection.blocks}
        self.editor.select(node.id for node in nodes if node.block.type in kinds)

    # Blocks, groups, notes

    def _chosen(self) -> tuple[str, ...]:
        """The chosen blocks in the order of the network."""
        return tuple(id for id in self.canvas.graph.blocks if id in self.editor.selection.blocks)

    def mute(self) -> None:
        """Mute the chosen blocks; let them act again if all are muted."""
        blocks = self._chosen()
        if blocks:
            muted = not all(self.canvas.graph.look(id).muted for id in blocks)
            self.editor.do("Mute" if muted else "Unmute", Mute(nodes=blocks, muted=muted))

    def comment(self) -> None:
        """Put a frame around the chosen blocks, or a comment at the pointer, and let its text be typed."""
        box = around(self.canvas.graph.rect(id) for id in self._chosen())
        inside = self.editor.inside
        note: Frame | Comment
        if box is not None:
            room = box.grown(GRID)
            note = Frame(
                text="Frame", x=room.x, y=room.y - GRID, width=room.width, height=room.height + GRID, inside=inside
            )
        else:
            at = self.canvas.pointer_point()
            note = Comment(text="Comment", x=snapped(at.x), y=snapped(at.y), inside=inside)
        if self.editor.do(f"Add {type(note).__name__.lower()}", *self.canvas.settling(), AddNote(note=note)):
            layout = self.editor.project.layout
            new = (layout.frames if isinstance(note, Frame) else layout.comments)[-1].id
            self.editor.select(notes={new})
            self.canvas.overlay.edit_note(new)

    def rename(self) -> None:
        """Let the name of the chosen block be typed, or the text of the chosen frame or comment."""
        blocks, notes = self._chosen(), self.editor.selection.notes
        if len(blocks) == 1:
            self.canvas.overlay.edit_name(blocks[0])
        elif len(notes) == 1:
            self.canvas.overlay.edit_note(next(iter(notes)))

    def group(self) -> None:
        """Make a group of the chosen blocks."""
        blocks = self._chosen()
        if blocks and self.editor.do("Group", *self.canvas.settling(), MakeGroup(nodes=blocks, name="Group")):
            group = self.editor.project.groups[-1].id
            placed = (node.id for node, block in self.editor.network.blocks_of(Placement) if block.network == group)
            self.editor.select(placed)

    def ungroup(self) -> None:
        """Put the blocks of the chosen groups in their place."""
        groups = [id for id in self._chosen() if self.canvas.graph.look(id).opens]
        if groups:
            before = set(self.canvas.graph.blocks)
            self.editor.do("Ungroup", *self.canvas.settling(), *(Ungroup(node=id) for id in groups))
            self.editor.select(self.canvas.graph.blocks.keys() - before)

    def enter(self) -> None:
        """Go into the chosen group, or ask for the fields of the chosen block."""
        if len(blocks := self._chosen()) == 1:
            self.open_block(blocks[0])

    def open_block(self, id: str) -> None:
        """Go into a group; ask for the fields of any other block."""
        block = self.editor.project.find(id).block
        if isinstance(block, Placement) and block.network:
            self.editor.enter(block.network)
        else:
            self.canvas.fields_wanted.emit(id)

    def ports(self) -> None:
        """Wire the chosen block with the keyboard."""
        if len(blocks := self._chosen()) == 1:
            middle = self.canvas.graph.rect(blocks[0]).center
            position = QPointF(self.canvas.mapFromScene(QPointF(*middle)))
            self.canvas.begin(PortMode(self.canvas, blocks[0]), Pointer(middle, position))


def _box(fragment: Fragment) -> Rect | None:
    """Where the middle of what was copied is."""
    ids = {node.id for node in fragment.nodes}
    corners = [Rect(each.x, each.y, 200, 80) for each in fragment.positions if each.node in ids]
    notes = [Rect(note.x, note.y, 100, 40) for note in (*fragment.frames, *fragment.comments) if not note.inside]
    return around(corners or notes)


def _count(things: int, wires: int) -> str:
    if not things:
        return "wire" if wires == 1 else f"{wires} wires"
    return "block" if things == 1 else f"{things} things"
