"""The scene mirrors the network that the editor shows: whatever changes there is found by comparing, and only that is
touched here. Nothing is ever cleared; an item goes when its id does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsScene

from netloom.project import Comment, Frame, Wire
from netloom_desktop.canvas.appearance import BlockLook, Looks, wire_look
from netloom_desktop.canvas.geometry import Curve, Point, Rect, around, wire_curve
from netloom_desktop.canvas.items import BlockItem, FarLayer, NoteItem, Root, WireItem, Words
from netloom_desktop.canvas.paint import FAR, FarShapes, Ink, State, prepared
from netloom_desktop.canvas.standing import standing
from netloom_desktop.changes import notes_in
from netloom_desktop.editor import Editor
from netloom_desktop.theme import Theme

MARGIN: Final = 4_000.0
End = tuple[str, str]


class Scene(QGraphicsScene):
    """See the module's own words. `blocks`, `wires` and `notes` are what stands here, by id, wire and id."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.BspTreeIndex)
        self.editor = editor
        self.ink = Ink(theme)
        self.root, self.far, self.words = Root(), FarLayer(self.ink), Words(self.ink)
        for item in (self.root, self.far, self.words):
            self.addItem(item)
        self.blocks: dict[str, BlockItem] = {}
        self.wires: dict[Wire, WireItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.places: dict[str, Point] = {}
        self._at: defaultdict[str, set[Wire]] = defaultdict(set)
        self._looks = Looks()
        self._shown: dict[str, BlockLook] = {}
        self._lit: Mapping[str, State] = {}
        self._far_is_stale = True
        editor.project_changed.connect(self.mirror)
        editor.plan_changed.connect(self.mirror)
        editor.entered.connect(self.mirror)
        editor.selection_changed.connect(self.show_states)
        self.mirror()

    def close(self) -> None:
        """Hear no more of the editor; to be called before the scene goes."""
        self.editor.project_changed.disconnect(self.mirror)
        self.editor.plan_changed.disconnect(self.mirror)
        self.editor.entered.disconnect(self.mirror)
        self.editor.selection_changed.disconnect(self.show_states)

    # Mirroring

    def mirror(self, _: object = None) -> None:
        """Make the scene what the editor's network is, touching only what differs."""
        editor = self.editor
        network = editor.network
        looks = self._looks.blocks(editor.project, network.nodes, editor.planned)
        places = standing(editor.project, network, looks)
        self._mirror_blocks(looks, places)
        self._mirror_wires(network.wires)
        self._mirror_notes()
        self._far_is_stale = True
        self._fit_scene_rect()
        self.show_states()

    def _mirror_blocks(self, looks: Mapping[str, BlockLook], places: Mapping[str, Point]) -> None:
        for id in self.blocks.keys() - looks.keys():
            self.removeItem(self.blocks.pop(id))
            self.places.pop(id, None)
        moved = set()
        for id, look in looks.items():
            item = self.blocks.get(id)
            if item is None:
                item = self.blocks[id] = BlockItem(prepared(look, self.ink), self.ink)
                item.setParentItem(self.root)
            elif self._shown[id] is not look:
                ports = (item.ready.look.inputs, item.ready.look.outputs)
                item.show_as(prepared(look, self.ink))
                moved |= {id} if ports != (look.inputs, look.outputs) else set()
            if self.places.get(id) != places[id]:
                self.places[id] = places[id]
                item.setPos(*places[id])
                moved.add(id)
        self._shown = dict(looks)
        self._lead(wire for id in moved for wire in self._at[id] if wire.source in looks and wire.target in looks)

    def _mirror_wires(self, wires: Iterable[Wire]) -> None:
        wanted = dict.fromkeys(wires)
        for wire in self.wires.keys() - wanted.keys():
            self.removeItem(self.wires.pop(wire))
            self._at[wire.source].discard(wire)
            self._at[wire.target].discard(wire)
        signals = self.editor.planned.signals()
        for wire in wanted:
            item = self.wires.get(wire)
            if item is None:
                item = self.wires[wire] = WireItem(wire, self.curve(wire), self.ink.wire)
                item.setParentItem(self.root)
                self._at[wire.source].add(wire)
                self._at[wire.target].add(wire)
            item.look = wire_look(wire, signals, self._shown)

    def _mirror_notes(self) -> None:
        notes = {note.id: note for note in notes_in(self.editor.project, self.editor.inside)}
        for id in self.notes.keys() - notes.keys():
            self.removeItem(self.notes.pop(id))
        for id, note in notes.items():
            assert isinstance(note, Frame | Comment)
            item = self.notes.get(id)
            if item is None:
                self.notes[id] = item = NoteItem(note, self.ink)
                self.addItem(item)
            elif item.note is not note:
                item.show_as(note)

    def _fit_scene_rect(self) -> None:
        box = self.box()
        wanted = QRectF(*box.grown(MARGIN)) if box else QRectF(-MARGIN, -MARGIN, 2 * MARGIN, 2 * MARGIN)
        if not self.sceneRect().contains(wanted.adjusted(MARGIN / 2, MARGIN / 2, -MARGIN / 2, -MARGIN / 2)):
            self.setSceneRect(wanted)

    # How it is shown

    def show_states(self, _: object = None) -> None:
        """Show what is chosen, and which ports are lit."""
        chosen = self.editor.selection
        for id, item in self.blocks.items():
            lit = self._lit.get(id)
            item.show_state(State(id in chosen.blocks, *((lit.fitting, lit.at_port) if lit else ())))
        for wire, wire_item in self.wires.items():
            wire_item.setPen(self._pen(wire_item, wire in chosen.wires))
        for id, note_item in self.notes.items():
            note_item.show_chosen(id in chosen.notes)
        self._far_is_stale = True

    def light(self, states: Mapping[str, State]) -> None:
        """Light ports of some blocks; none, when nothing is given."""
        self._lit = states
        self.show_states()

    def light_wire(self, wire: Wire | None) -> None:
        """Light one wire up, on which a block is about to be put."""
        for each, item in self.wires.items():
            item.setPen(self.ink.wire_lit if each == wire else self._pen(item, each in self.editor.selection.wires))

    def _pen(self, item: WireItem, chosen: bool) -> QPen:
        if chosen:
            return self.ink.wire_chosen
        return self.ink.wire_error if item.look.severity == "error" else self.ink.wire

    def show_scale(self, scale: float) -> None:
        """Show single blocks, or all as one layer when they are far away."""
        far = scale < FAR
        if far and self._far_is_stale:
            self.far.show_shapes(self._far_shapes(), self.sceneRect())
            self._far_is_stale = False
        if far != self.far.isVisible():
            self.far.setVisible(far)
            self.root.setVisible(not far)

    def _far_shapes(self) -> FarShapes:
        blocks: defaultdict[str, list[QRectF]] = defaultdict(list)
        chosen, broken = [], []
        for id in self.blocks:
            rect = QRectF(*self.rect(id))
            look = self._shown[id]
            blocks[look.group].append(rect)
            if id in self.editor.selection.blocks:
                chosen.append(rect)
            elif look.severity == "error":
                broken.append(rect)
        lines = [QLineF(QPointF(*item.curve.start), QPointF(*item.curve.end)) for item in self.wires.values()]
        return FarShapes(dict(blocks), chosen, broken, lines)

    # Where things are

    def look(self, id: str) -> BlockLook:
        """What a block looks like."""
        return self._shown[id]

    def rect(self, id: str) -> Rect:
        """Where a block is shown, also while it is dragged."""
        item = self.blocks[id]
        place = item.pos()
        return Rect(place.x(), place.y(), item.boundingRect().width() - 28, item.ready.height)

    def note_rect(self, id: str) -> Rect:
        """Where a frame or a comment is shown, also while it is dragged."""
        item = self.notes[id]
        return Rect(item.x(), item.y(), item.area.width(), item.area.height())

    def rects(self) -> dict[str, Rect]:
        """Where all blocks are shown."""
        return {id: self.rect(id) for id in self.blocks}

    def box(self) -> Rect | None:
        """The rectangle around everything."""
        return around([*self.rects().values(), *map(self.note_rect, self.notes)])

    def port(self, side: str, end: End) -> Point | None:
        """Where a port (side `input` or `output`) is; None if it is not there."""
        item = self.blocks.get(end[0])
        if item is None:
            return None
        look = item.ready.look
        ports, points = (look.inputs, item.ready.inputs) if side == "input" else (look.outputs, item.ready.outputs)
        for port, point in zip(ports, points, strict=True):
            if port.name == end[1]:
                return Point(item.x() + point.x(), item.y() + point.y())
        return None

    def curve(self, wire: Wire) -> Curve:
        """The course of a wire, also while a block at its ends is dragged."""
        start = self.port("output", (wire.source, wire.source_port)) or Point(0, 0)
        end = self.port("input", (wire.target, wire.target_port)) or Point(0, 0)
        return wire_curve(start, end)

    def wires_at(self, id: str) -> frozenset[Wire]:
        """The wires that begin or end at a block."""
        return frozenset(self._at[id])

    # Previews: what a gesture shows before it is an edit

    def preview(self, places: Mapping[str, Point], notes: Mapping[str, Point] | None = None) -> None:
        """Show blocks and notes elsewhere, without any edit."""
        touched: set[Wire] = set()
        for id, place in places.items():
            self.blocks[id].setPos(*place)
            touched |= self._at[id]
        for id, place in (notes or {}).items():
            self.notes[id].setPos(*place)
        self._lead(touched)
        if self.far.isVisible():
            self.far.show_shapes(self._far_shapes(), self.sceneRect())

    def end_preview(self, places: Iterable[str], notes: Iterable[str] = ()) -> None:
        """Show blocks and notes where the project says."""
        back = {id: self.places[id] for id in places if id in self.blocks}
        notes_back = {id: Point(self.notes[id].note.x, self.notes[id].note.y) for id in notes if id in self.notes}
        self.preview(back, notes_back)

    def _lead(self, wires: Iterable[Wire]) -> None:
        for wire in wires:
            if wire in self.wires:
                self.wires[wire].lead(self.curve(wire))
