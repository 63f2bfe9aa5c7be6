"""Adding blocks: from the list at the pointer, on a wire, at the end of a wire, or dragged here from a palette."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QDropEvent

from netloom.declare import Block
from netloom.edits import AddWired, Arrange, InsertBlock
from netloom.edits.fitting import gives, takes, why_not
from netloom.errors import EditError
from netloom.project import Position, Project, Wire
from netloom_desktop.canvas.alignment import free_place, making_room
from netloom_desktop.canvas.geometry import HEIGHT, WIDTH, Point, Rect, snapped
from netloom_desktop.canvas.gestures.gesture import Pointer
from netloom_desktop.canvas.hits import Side, wire_under
from netloom_desktop.canvas.layout import ACROSS
from netloom_desktop.canvas.scene import End
from netloom_desktop.canvas.search import Candidate, Search, candidates
from netloom_desktop.editor import Editing

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

MIME: Final = "application/x-netloom-block"


class Adding:
    """See the module's own words."""

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.editor = canvas.editor
        self.popup = Search(canvas, canvas.theme)

    def _candidates(self) -> tuple[Candidate, ...]:
        return candidates(self.editor.project, self.editor.inside)

    # Through the list

    def search(self, point: Point) -> None:
        """Open the list; what is chosen is put at that point, and wired to the one chosen block if that fits."""
        self._open(point, self._candidates(), lambda found: self.add(found.block, point, self._chosen_end()))

    def search_on_wire(self, wire: Wire, point: Point) -> None:
        """Open the list of blocks that can stand on a wire."""
        signal = self.editor.planned.signals().get((wire.source, wire.source_port))
        fitting = [each for each in self._candidates() if each.block.outputs and takes(each.block, signal)]
        self._open(point, fitting, lambda found: self.insert(found.block, wire, point), "Insert a block on this wire")

    def search_for_end(self, side: Side, end: End, point: Point) -> None:
        """Open the list of blocks that fit at the other end of a wire."""
        if side == "output":
            signal = self.editor.planned.signals().get(end)
            fitting = [each for each in self._candidates() if self._has_inputs(each) and self._takes(each, signal)]
            self._open(
                point, fitting, lambda found: self.add(found.block, self._left_of(point), after=end), "What takes it?"
            )
        else:
            node = self.editor.project.find(end[0])
            port = next(port for port in self.editor.project.input_ports(node) if port.name == end[1])
            known = [each for each in self._candidates() if gives(each.block, port) or self._is_group(each)]
            self._open(
                point, known, lambda found: self.add(found.block, self._right_of(point), before=end), "What gives it?"
            )

    def _open(self, point: Point, known: Sequence[Candidate], chosen: object, why: str = "") -> None:
        place = self.canvas.mapFromScene(QPointF(*point))
        assert callable(chosen)
        self.popup.open(QPoint(place.x(), place.y()), known, chosen, why)

    def _is_group(self, candidate: Candidate) -> bool:
        return bool(getattr(candidate.block, "network", ""))

    def _has_inputs(self, candidate: Candidate) -> bool:
        return bool(candidate.block.inputs) or self._is_group(candidate)

    def _takes(self, candidate: Candidate, signal: object) -> bool:
        from netloom.declare import Signal

        assert signal is None or isinstance(signal, Signal)
        return self._is_group(candidate) or takes(candidate.block, signal)

    @staticmethod
    def _left_of(point: Point) -> Point:
        return Point(point.x + WIDTH / 2, point.y)

    @staticmethod
    def _right_of(point: Point) -> Point:
        return Point(point.x - WIDTH / 2, point.y)

    # Into the network

    def add(self, block: Block, point: Point, after: End | None = None, before: End | None = None) -> None:
        """Add a block with its middle at a point, wired as wanted; it becomes what is chosen."""
        place = free_place(self.canvas.graph.rects(), Rect(point.x - WIDTH / 2, point.y - HEIGHT / 2, WIDTH, HEIGHT))
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
        new = _newest(project, self.editor.inside)
        ports = project.input_ports(project.find(new))
        if not ports or edit.after is None:
            return False
        wire = Wire(source=edit.after[0], source_port=edit.after[1], target=new, target_port=ports[0].name)
        return not why_not(project, wire, self.editor.planned.signals())

    def insert(self, block: Block, wire: Wire, point: Point) -> None:
        """Add a block on a wire, its middle at a point; its new neighbours make room."""
        new = Rect(snapped(point.x - WIDTH / 2), snapped(point.y - HEIGHT / 2), WIDTH, HEIGHT)
        room = making_room(self.canvas.graph.rects(), new, ACROSS / 2)
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
        """It was dropped: a block is added here, or on the wire under it."""
        self.drag_gone()
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

    def _dragged(self, event: QDropEvent) -> Block | None:
        if not event.mimeData().hasFormat(MIME):
            return None
        key = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
        return next((each.block for each in self._candidates() if each.key == key), None)

    def _wire_for(self, block: Block, at: Pointer) -> Wire | None:
        if at.alt or not block.inputs or not block.outputs:
            return None
        rect = Rect(at.point.x - WIDTH / 2, at.point.y - HEIGHT / 2, WIDTH, HEIGHT)
        return wire_under(self.canvas.graph, rect, at.point)


def _newest(project: Project, inside: str) -> str:
    network = project.group(inside) if inside else project
    return network.nodes[-1].id
