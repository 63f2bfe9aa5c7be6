"""Adding blocks: from the list at the pointer, on a wire, at the end of a wire, or dragged here from a palette."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QDropEvent

from netloom.blocks import BLOCKS, Block, Group, GroupInput, GroupOutput, Input, Output, Placement
from netloom.declare import Signal
from netloom.edits import AddWired, Arrange, InsertBlock
from netloom.edits.fitting import gives, takes, why_not
from netloom.edits.following import often_next
from netloom.errors import EditError, ProjectError
from netloom.project import Position, Project, Wire
from netloom_desktop.canvas.alignment import free_place, making_room
from netloom_desktop.canvas.geometry import HEIGHT, WIDTH, Point, Rect, snapped
from netloom_desktop.canvas.gestures.gesture import Pointer
from netloom_desktop.canvas.hits import Side, wire_under
from netloom_desktop.canvas.layout import ACROSS
from netloom_desktop.canvas.scene import End
from netloom_desktop.canvas.search import Found, Search, recent_blocks, remember
from netloom_desktop.editor import Editing
from netloom_desktop.in_pictures import may_carry, project_in

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

MIME: Final = "application/x-netloom-block"
"""What a palette drags: the id of a block of the catalogue, or of a group of the project."""


def addable(project: Project, inside: str) -> dict[str, Block]:
    """Every block that can stand in a network, by its key: the catalogue's, and the project's other groups."""
    odd: tuple[type[Block], ...] = (Placement, *((Input, Output) if inside else (GroupInput, GroupOutput)))
    blocks: dict[str, Block] = {id: kind() for id, kind in BLOCKS.items() if not issubclass(kind, odd)}
    groups = {group.id: Group(network=group.id) for group in project.groups if group.id != inside}
    return blocks | groups


class Adding:
    """See the module's own words."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.editor = canvas.editor
        self.popup = Search(canvas, canvas.theme)

    def _blocks(self) -> dict[str, Block]:
        return addable(self.editor.project, self.editor.inside)

    # Through the list

    def search(self, point: Point) -> None:
        """Open the list; what is chosen is put at that point, and wired to the one chosen block if that fits."""
        likely = self._likely_after(self._chosen_end())
        add = partial(self._add_here, point)
        self._open(point, self._blocks(), add, "Search blocks", likely)

    def _add_here(self, point: Point, block: Block) -> None:
        self.add(block, point, self._chosen_end())

    def _likely_after(self, end: End | None) -> tuple[str, ...]:
        return often_next(self.editor.project, end, self.editor.planned.signals()) if end else ()

    def search_on_wire(self, wire: Wire, point: Point) -> None:
        """Open the list of blocks that can stand on a wire."""
        signal = self.editor.planned.signals().get((wire.source, wire.source_port))
        blocks = self._blocks().items()
        fitting = {key: block for key, block in blocks if _is_group(block) or (block.outputs and takes(block, signal))}
        self._open(point, fitting, lambda block: self.insert(block, wire, point), "Insert a block on this wire")

    def search_for_end(self, side: Side, end: End, point: Point) -> None:
        """Open the list of blocks that fit at the other end of a wire."""
        blocks = self._blocks().items()
        if side == "output":
            signal: Signal | None = self.editor.planned.signals().get(end)
            fitting = {key: block for key, block in blocks if _is_group(block) or takes(block, signal)}
            place = Point(point.x + WIDTH / 2, point.y)
            likely = self._likely_after(end)
            self._open(point, fitting, lambda block: self.add(block, place, after=end), "What takes it?", likely)
        else:
            node = self.editor.project.find(end[0])
            port = next(port for port in self.editor.project.input_ports(node) if port.name == end[1])
            fitting = {key: block for key, block in blocks if _is_group(block) or gives(block, port)}
            place = Point(point.x - WIDTH / 2, point.y)
            self._open(point, fitting, lambda block: self.add(block, place, before=end), "What gives it?")

    def _open(
        self,
        point: Point,
        blocks: Mapping[str, Block],
        chosen: Callable[[Block], None],
        asks: str,
        likely: Sequence[str] = (),
    ) -> None:
        def choose(key: str) -> None:
            remember(key)
            chosen(blocks[key])

        place = self.canvas.mapFromScene(QPointF(*point))
        self.popup.open(place, list(self._lines(blocks)), choose, asks=asks, recent=recent_blocks(), likely=likely)

    def _lines(self, blocks: Mapping[str, Block]) -> Iterable[Found]:
        names = {group.id: group.name or group.id for group in self.editor.project.groups}
        for key, block in blocks.items():
            title = names.get(key, block.title)
            about = "A group of this project" if key in names else block.about.partition("\n")[0]
            yield Found(key, title, about, block.id, block.group)

    def add_wanted(self, key: str) -> None:
        """Add what was chosen in a palette: after the one chosen block, else in the middle of what is shown."""
        block = self._blocks().get(key)
        if block is None:
            return
        remember(key)
        end = self._chosen_end()
        after = self.canvas.graph.rect(end[0]) if end else None
        middle = Point(after.right + ACROSS + WIDTH / 2, after.y + HEIGHT / 2) if after else self.canvas.shown().center
        self.add(block, middle, end)
        for id in self.editor.selection.blocks:
            self.canvas.reveal(id)

    # Into the network

    def add(self, block: Block, point: Point, after: End | None = None, before: End | None = None) -> None:
        """Add a block with its middle at a point, wired as wanted; it becomes what is chosen."""
        wanted = Rect(point.x - WIDTH / 2, point.y - HEIGHT / 2, WIDTH, HEIGHT)
        place = free_place(self.canvas.graph.rects(), wanted)
        inside = self.editor.inside
        edit = AddWired(block=block, inside=inside, at=(place.x, place.y), after=after, before=before)
        if after is not None and not self._fits(edit):
            edit = edit.model_copy(update={"after": None})
        self._do(f"Add {block.title}", edit)

    def _fits(self, edit: AddWired) -> bool:
        """Whether a new block takes the wire that is offered to it."""
        alone = edit.model_copy(update={"after": None, "before": None})
        try:
            project = alone(self.editor.project)
        except EditError:
            return False
        new = (project.group(edit.inside) if edit.inside else project).nodes[-1]
        ports = project.input_ports(new)
        if not ports or edit.after is None:
            return False
        wire = Wire(source=edit.after[0], source_port=edit.after[1], target=new.id, target_port=ports[0].name)
        return not why_not(project, wire, self.editor.planned.signals())

    def insert(self, block: Block, wire: Wire, point: Point) -> None:
        """Add a block on a wire, its middle at a point; its new neighbours make room."""
        dropped = Rect(snapped(point.x - WIDTH / 2), snapped(point.y - HEIGHT / 2), WIDTH, HEIGHT)
        new, room = making_room(self.canvas.graph.rects(), dropped, ACROSS / 2)
        positions = tuple(Position(node=id, x=at.x, y=at.y) for id, at in room.items())
        edits: list[Editing] = [InsertBlock(block=block, wire=wire, at=(new.x, new.y))]
        self._do(f"Insert {block.title}", *edits, *([Arrange(positions=positions)] if positions else []))

    def _do(self, label: str, *edits: Editing) -> None:
        if self.editor.do(label, *self.canvas.settling(), *edits):
            new = self.editor.network.nodes[-1].id
            self.editor.select({new})
            self.canvas.setFocus()

    def _chosen_end(self) -> End | None:
        """The output of the one chosen block."""
        blocks = self.editor.selection.blocks
        if len(blocks) != 1:
            return None
        (id,) = blocks
        outputs = self.canvas.graph.look(id).outputs
        return (id, outputs[0].name) if outputs else None

    # Dragged here

    def drag_over(self, event: QDropEvent, at: Pointer) -> None:
        """Something is dragged over the canvas: the wire that a block would be put on lights up, unless Alt is held."""
        if may_carry(event.mimeData()):
            event.acceptProposedAction()
            return
        block = self._dragged(event)
        if block is None:
            event.ignore()
            return
        self.canvas.graph.light_wire(self._wire_for(block, at))
        event.acceptProposedAction()

    def drag_gone(self) -> None:
        """It was dragged away again."""
        self.canvas.graph.light_wire(None)

    def drop(self, event: QDropEvent, at: Pointer) -> None:
        """It was dropped: a block is added here, or on the wire under it; the project of a picture is opened."""
        self.drag_gone()
        if may_carry(event.mimeData()):
            self._open_picture(event)
            return
        block = self._dragged(event)
        if block is None:
            event.ignore()
            return
        wire = self._wire_for(block, at)
        if wire is not None:
            self.insert(block, wire, at.point)
        else:
            self.add(block, at.point)
        event.acceptProposedAction()

    def _open_picture(self, event: QDropEvent) -> None:
        try:
            project = project_in(event.mimeData())
        except ProjectError as refusal:
            self.canvas.say(str(refusal), severity="error")
            return
        event.acceptProposedAction()
        if project is not None:  # once the drop is over: a question may be asked first
            QTimer.singleShot(0, self.canvas, lambda: self.canvas.project_wanted.emit(project))

    def _dragged(self, event: QDropEvent) -> Block | None:
        if not event.mimeData().hasFormat(MIME):
            return None
        key = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
        return self._blocks().get(key)

    def _wire_for(self, block: Block, at: Pointer) -> Wire | None:
        if at.alt or not (_is_group(block) or (block.inputs and block.outputs)):
            return None
        rect = Rect(at.point.x - WIDTH / 2, at.point.y - HEIGHT / 2, WIDTH, HEIGHT)
        return wire_under(self.canvas.graph, rect, at.point)


def _is_group(block: Block) -> bool:
    return isinstance(block, Placement)
