"""The scene mirrors the network that the editor shows: whatever changes there is found by comparing, and only that is
touched here. Nothing is ever cleared; an item goes when its id does."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsScene

from netloom.project import Bend, Comment, Frame, Position, Wire
from netloom_desktop.canvas.appearance import BlockLook, Looks
from netloom_desktop.canvas.badges import Badge
from netloom_desktop.canvas.carrying import Carrying
from netloom_desktop.canvas.geometry import WIDTH, Course, Point, Rect, around, wire_course
from netloom_desktop.canvas.items import BlockItem, FarLayer, NoteItem, Root, WireItem, Words
from netloom_desktop.canvas.paint import FAR, PLAIN, FarShapes, Ink, State, prepared
from netloom_desktop.canvas.standing import standing
from netloom_desktop.changes import notes_in
from netloom_desktop.editor import Editor, Selection
from netloom_desktop.theme import Theme

MARGIN: Final = 4_000.0
_NOWHERE: Final = Point(math.nan, math.nan)
End = tuple[str, str]


class Scene(QGraphicsScene):
    """See the module's own words. `blocks`, `wires` and `notes` are what stands here, by id, wire and id; `bends` the
    points that wires are led through."""

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
        self._positions: tuple[Position, ...] = ()
        self._placed: set[str] = set()  # the blocks that have a place of their own
        self._at: defaultdict[str, set[Wire]] = defaultdict(set)
        self._wires: tuple[Wire, ...] = ()
        self.bends: dict[Wire, tuple[Point, ...]] = {}
        self._looks = Looks()
        self._chosen = Selection()
        self.badges: Mapping[str, Badge] = {}
        self._lit: Mapping[str, State] = {}
        self._lit_wire: Wire | None = None
        self._far_is_stale = True
        self.carrying = Carrying(self)
        editor.project_changed.connect(self.mirror)
        editor.plan_changed.connect(self.mirror)
        editor.entered.connect(self.mirror)
        editor.selection_changed.connect(self.show_states)
        self.mirror()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.ink = Ink(theme)
        self.far.ink = self.words.ink = self.ink
        self.carrying.picture.show_ink(self.ink)
        for item in self.blocks.values():
            item.ink = self.ink
            item.show_as(prepared(item.ready.look, self.ink))
        for note in self.notes.values():
            note.ink = self.ink
            note.show_as(note.note)
        self._show_states_of((), self.wires)
        self.invalidate()

    def close(self) -> None:
        """Hear no more of the editor; to be called before the scene goes."""
        self.editor.project_changed.disconnect(self.mirror)
        self.editor.plan_changed.disconnect(self.mirror)
        self.editor.entered.disconnect(self.mirror)
        self.editor.selection_changed.disconnect(self.show_states)

    # Mirroring

    def mirror(self, _: object = None) -> None:
        """Make the scene what the editor's network is, touching only what differs. What is carried is put down for
        it, and taken up again."""
        carried, by = self.carrying.blocks, self.carrying.by
        self.carrying.put_down()
        self._mirror()
        self.carrying.lift(id for id in carried if id in self.blocks)
        self.carrying.carry(by)

    def _mirror(self) -> None:
        editor = self.editor
        network = editor.network
        looks = self._looks.blocks(editor.project, network.nodes, editor.planned)
        different = self._mirror_blocks(looks)
        moved = self._place_blocks(looks)
        bent = self._mirror_bends(editor.project.layout.bends)
        bent |= self._mirror_wires(network.wires)
        self._lead_wires(moved, different, bent)
        self._mirror_notes()
        self._fit_scene_rect(moved)
        self._far_is_stale = True
        self._show_states_of(different, {wire for id in different for wire in self._at[id]})
        self._show_badges_of(different)
        self.show_far()

    def _mirror_blocks(self, looks: Mapping[str, BlockLook]) -> set[str]:
        """Which blocks are new or look different."""
        for id in self.blocks.keys() - looks.keys():
            self.removeItem(self.blocks.pop(id))
            self.places.pop(id, None)
        different = set()
        for id, look in looks.items():
            item = self.blocks.get(id)
            if item is not None and item.ready.look is look:
                continue
            different.add(id)
            if item is not None:
                item.show_as(prepared(look, self.ink))
            else:
                item = self.blocks[id] = BlockItem(prepared(look, self.ink), self.ink)
                item.setParentItem(self.root)
        if list(self.blocks) != list(looks):
            self.blocks = {id: self.blocks[id] for id in looks}  # in the order of the network
        return different

    def _place_blocks(self, looks: Mapping[str, BlockLook]) -> dict[str, Point]:
        """Which blocks stand elsewhere than before, and by how much."""
        project = self.editor.project
        if project.layout.positions is self._positions and self.places.keys() == looks.keys() <= self._placed:
            return {}
        places = standing(project, self.editor.network, looks)
        self._positions, self._placed = project.layout.positions, {each.node for each in project.layout.positions}
        moved, by = {}, Point(0, 0)
        for id, place in places.items():
            before = self.places.get(id, _NOWHERE)
            if before != place:
                self.blocks[id].setPos(*place)
                way = place.x - before.x, place.y - before.y
                moved[id] = by = by if by == way else Point(*way)  # mostly all go the same way
        self.places = dict(places)
        return moved

    def _lead_wires(self, moved: Mapping[str, Point], different: Collection[str], bent: Collection[Wire]) -> None:
        """Wires between blocks that have moved by the same way move along with them; others are led anew."""
        anew = {*bent, *self.wires_of(different)}
        for wire in self.wires_of(moved):
            by = moved.get(wire.source)
            if by is None or by != moved.get(wire.target) or (self.bends and wire in self.bends):
                anew.add(wire)
            elif not anew or wire not in anew:
                self.wires[wire].shift(by)
        self.lead(anew)

    def _mirror_wires(self, wires: tuple[Wire, ...]) -> set[Wire]:
        """Which wires are new."""
        if wires is self._wires:
            return set()
        self._wires = wires
        wanted = dict.fromkeys(wires)
        for wire in self.wires.keys() - wanted.keys():
            self.removeItem(self.wires.pop(wire))
            self._at[wire.source].discard(wire)
            self._at[wire.target].discard(wire)
        new = wanted.keys() - self.wires.keys()
        for wire in new:
            item = WireItem(wire, self.course(wire), self.ink.wire)
            item.setParentItem(self.root)
            self.wires[wire] = item
            self._at[wire.source].add(wire)
            self._at[wire.target].add(wire)
            self._show_states_of((), (wire,))
        return new

    def _mirror_bends(self, bends: Iterable[Bend]) -> set[Wire]:
        """Which wires are led through other points than before."""
        now = {bend.wire: tuple(Point(*point) for point in bend.points) for bend in bends}
        before, self.bends = self.bends, now
        return {wire for wire in before.keys() | now.keys() if before.get(wire) != now.get(wire)}

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
            else:
                item.show_as(note)

    def _fit_scene_rect(self, moved: Iterable[str]) -> None:
        """The scene grows before blocks come near its edge, and never shrinks while it is shown."""
        inner = self.sceneRect().adjusted(MARGIN / 2, MARGIN / 2, -MARGIN / 2, -MARGIN / 2)
        if inner.isEmpty() or not all(inner.contains(*self.places[id]) for id in moved):
            box = self.box() or Rect(0, 0, 0, 0)
            self.setSceneRect(self.sceneRect().united(QRectF(*box.grown(MARGIN))))

    # How it is shown

    def show_states(self, _: object = None) -> None:
        """Show what is chosen."""
        before, now = self._chosen, self.editor.selection
        self._chosen = now
        self._show_states_of(before.blocks ^ now.blocks, before.wires ^ now.wires)
        for id in before.notes ^ now.notes:
            if id in self.notes:
                self.notes[id].show_chosen(id in now.notes)
        self._far_is_stale = True
        self.show_far()

    def _show_states_of(self, blocks: Iterable[str], wires: Iterable[Wire]) -> None:
        chosen = self._chosen
        for id in blocks:
            if id in self.blocks:
                lit = self._lit.get(id, PLAIN)
                self.blocks[id].show_state(State(id in chosen.blocks, lit.fitting, lit.at_port))
        for wire in wires:
            if wire in self.wires:
                self.wires[wire].show_pen(self._pen(wire))

    def light(self, states: Mapping[str, State]) -> None:
        """Light ports of some blocks; none, when nothing is given."""
        before, self._lit = self._lit, states
        self._show_states_of(before.keys() | states.keys(), ())

    def light_wire(self, wire: Wire | None) -> None:
        """Light one wire up, on which a block is about to be put."""
        before, self._lit_wire = self._lit_wire, wire
        self._show_states_of((), [each for each in (before, wire) if each is not None])

    def show_badges(self, badges: Mapping[str, Badge]) -> None:
        """Show a few words below some blocks, by their ids, and below no others."""
        if badges != self.badges:
            before, self.badges = self.badges, badges
            self._show_badges_of(before.keys() | badges.keys())
            self._far_is_stale = True
            self.show_far()

    def _show_badges_of(self, blocks: Iterable[str]) -> None:
        for id in blocks:
            if id in self.blocks:
                self.blocks[id].show_badge(self.badges.get(id))

    def _pen(self, wire: Wire) -> QPen:
        if wire == self._lit_wire:
            return self.ink.wire_lit
        if wire in self._chosen.wires:
            return self.ink.wire_chosen
        return self.ink.wire_error if self.blocks[wire.target].ready.look.misfits else self.ink.wire

    def show_scale(self, scale: float) -> None:
        """Show single blocks, or all as one layer when they are far away."""
        far = scale < FAR
        if far != self.far.isVisible():
            self.far.setVisible(far)
            self.show_rest()
            self.carrying.show_scale()
        self.show_far()

    def show_rest(self) -> None:
        """Show what is not carried, or hide it if that is nothing; seen from afar, `show_far` does it."""
        self.root.setVisible(not self.far.isVisible() and not self.carrying.is_all)
        self._far_is_stale = True

    @property
    def far_is_seen(self) -> bool:
        """Whether the layer that is seen from afar is shown, and up to date."""
        return self.far.isVisible() and not self._far_is_stale

    def show_far(self) -> None:
        """Bring the layer that is seen from afar up to date, if it is seen."""
        if self.far.isVisible() and self._far_is_stale:
            self._far_is_stale = False
            carried = self.carrying.blocks
            wires = [item for wire, item in self.wires.items() if not {wire.source, wire.target} & carried]
            self.far.show_shapes(self.shapes(self.blocks.keys() - carried, wires), self.sceneRect())

    def far_shapes(self) -> FarShapes:
        """All blocks and wires as they are seen from afar, also while some are carried."""
        places = self.places
        if self.carrying.blocks:
            places = {id: self.carrying.place(id, place) for id, place in places.items()}
        return self.shapes(self.blocks, self.wires.values(), places)

    def shapes(
        self, ids: Iterable[str], wires: Iterable[WireItem], places: Mapping[str, Point] | None = None
    ) -> FarShapes:
        """Some blocks and wires as they are seen from afar: where the project says, or at other places."""
        blocks: defaultdict[str, list[QRectF]] = defaultdict(list)
        chosen, broken, ailing = [], [], []
        at = self.places if places is None else places
        for id in ids:
            item = self.blocks[id]
            rect = QRectF(*at[id], WIDTH, item.ready.height)
            blocks[item.ready.look.group].append(rect)
            if id in self._chosen.blocks:
                chosen.append(rect)
            elif item.ready.look.severity == "error":
                broken.append(rect)
            elif item.badge is not None and item.badge.severity != "note":
                ailing.append(rect)
        lines = [line for item in wires for line in item.lines]
        return FarShapes(dict(blocks), chosen, broken, lines, ailing)

    # Where things are

    def look(self, id: str) -> BlockLook:
        """What a block looks like."""
        return self.blocks[id].ready.look

    def tip(self, id: str) -> str:
        """What the tooltip of a block says."""
        badge = self.badges.get(id)
        return (badge.tip if badge is not None else "") + self.look(id).tip

    def rect(self, id: str) -> Rect:
        """Where a block is shown, also while it is carried."""
        return Rect(*self._place(id), WIDTH, self.blocks[id].ready.height)

    def _place(self, id: str) -> Point:
        return self.carrying.place(id, self.places.get(id, Point(0, 0)))

    def note_rect(self, id: str) -> Rect:
        """Where a frame or a comment is shown, also while it is carried."""
        item = self.notes[id]
        return Rect(item.x(), item.y(), item.area.width(), item.area.height())

    def around(self, ids: Iterable[str]) -> Rect | None:
        """The rectangle around some blocks where the project has them; None if there are none."""
        return around((*self.places[id], WIDTH, self.blocks[id].ready.height) for id in ids)

    def rects(self) -> dict[str, Rect]:
        """Where all blocks are shown."""
        return {id: self.rect(id) for id in self.blocks}

    def blocks_in(self, area: Rect) -> list[Rect]:
        """Where those blocks are that are shown one by one in a part of the scene, and are not carried."""
        items = self.items(QRectF(*area), Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        return [self.rect(item.ready.look.id) for item in items if isinstance(item, BlockItem)]

    def box(self) -> Rect | None:
        """The rectangle around everything."""
        return around([*self.rects().values(), *map(self.note_rect, self.notes)])

    def port(self, side: str, end: End) -> Point | None:
        """Where a port (side `input` or `output`) is; None if it is not there."""
        item = self.blocks.get(end[0])
        down = item.ready.heights.get((side, end[1])) if item else None
        if down is None:
            return None
        x, y = self._place(end[0])
        return Point(x if side == "input" else x + WIDTH, y + down)

    def course(self, wire: Wire) -> Course:
        """The course of a wire, also while a block at its ends is carried."""
        start = self.port("output", (wire.source, wire.source_port)) or Point(0, 0)
        end = self.port("input", (wire.target, wire.target_port)) or Point(0, 0)
        return wire_course(start, end, self.bends.get(wire, ()))

    def wires_at(self, id: str) -> frozenset[Wire]:
        """The wires that begin or end at a block."""
        return frozenset(self._at[id])

    def wires_of(self, ids: Collection[str]) -> Collection[Wire]:
        """The wires that begin or end at some blocks."""
        if len(ids) * 4 < len(self.blocks):
            return {wire for id in ids for wire in self._at[id]}
        return [wire for wire in self.wires if wire.source in ids or wire.target in ids]

    def hide_wires(self, wires: Iterable[Wire]) -> None:
        """Show some wires no more; `show_wires` shows them again."""
        for wire in wires:
            self.wires[wire].setVisible(False)

    def show_wires(self, wires: Iterable[Wire]) -> None:
        """Show wires that were hidden, as far as they are there."""
        for wire in wires:
            if wire in self.wires:
                self.wires[wire].setVisible(True)

    def place_notes(self, places: Mapping[str, Point]) -> None:
        """Show frames and comments elsewhere."""
        for id, place in places.items():
            if id in self.notes:
                self.notes[id].setPos(*place)

    def lead(self, wires: Iterable[Wire]) -> None:
        """Lead wires to where their ends are shown."""
        for wire in wires:
            if wire in self.wires:
                self.wires[wire].lead(self.course(wire))
