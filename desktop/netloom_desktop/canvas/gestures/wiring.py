"""Drawing wires, and leading the end of one elsewhere."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from netloom.edits import Connect, Disconnect, MoveWire
from netloom.edits.fitting import ends_after, ends_before, misfit, why_not
from netloom.project import Wire
from netloom_desktop.canvas.geometry import Point, crosses, wire_course
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.hits import Side, block_at, port_near
from netloom_desktop.canvas.items import Sketch, path_of
from netloom_desktop.canvas.paint import State
from netloom_desktop.canvas.scene import End

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

SNAP = 26.0  # pixels of the screen around a port where a wire jumps to it


class DrawWire(Gesture):
    """Draws a wire from a port: by dragging, or by a click on each of its ends.

    Ports that fit light up. Where it does not fit, a sentence says why. On a block it takes the first port that fits;
    on empty canvas it opens the list of blocks that fit.
    """

    pans_at_edges = True

    def __init__(self, canvas: "Canvas", side: Side, end: End, instead: Wire | None = None) -> None:
        super().__init__(canvas)
        self.side = side  # of the port that stays
        self.fixed = end
        self.instead = instead  # the wire whose other end is led elsewhere
        self.held = frozenset({end[0], *((instead.source, instead.target) if instead else ())})
        self.target: End | None = None

    @property
    def wanted(self) -> Side:
        """The side of the ports where it may end."""
        return "input" if self.side == "output" else "output"

    def start(self, at: Pointer) -> None:
        scene = self.scene
        project = self.editor.project
        if self.instead is not None:
            project = Disconnect(wire=self.instead)(project)
            scene.wires[self.instead].setVisible(False)
        self.project = project
        self.signals = self.editor.planned.signals()
        find = ends_after if self.side == "output" else ends_before
        self.fitting = find(project, self.editor.inside, self.fixed, self.signals)
        self._light()
        self.sketch = Sketch(scene.ink.wire_chosen)
        scene.addItem(self.sketch)
        self.move(at)

    def _light(self) -> None:
        ports: dict[str, set[tuple[str, str]]] = {id: set() for id in self.scene.blocks}
        for id, port in self.fitting:
            if id in ports:
                ports[id].add((self.wanted, port))
        self.scene.light({id: State(fitting=frozenset(lit)) for id, lit in ports.items()})

    def move(self, at: Pointer) -> None:
        self.target = self._target(at)
        place = self.scene.port(self.wanted, self.target) if self.target else None
        self._sketch_to(place or at.point)
        self.canvas.moving()
        sentence, severity = self._verdict()
        self.canvas.say(sentence, at=at.point, severity=severity)

    def _target(self, at: Pointer) -> End | None:
        """The port under the pointer, or the first that fits of the block under it."""
        scale = self.canvas.scale_now
        near = port_near(self.scene, at.point, SNAP / scale, self.wanted)
        if near is not None:
            return near
        id = block_at(self.scene, at.point)
        if id is None or id == self.fixed[0]:
            return None
        look = self.scene.look(id)
        ports = [port.name for port in (look.inputs if self.wanted == "input" else look.outputs)]
        taken = {(wire.target, wire.target_port) for wire in self.scene.wires_at(id)}
        order = sorted(ports, key=lambda port: ((id, port) not in self.fitting, (id, port) in taken))
        return (id, order[0]) if order else None

    def _sketch_to(self, point: Point) -> None:
        fixed = self.scene.port(self.side, self.fixed) or point
        course = wire_course(fixed, point) if self.side == "output" else wire_course(point, fixed)
        self.sketch.setPath(path_of(course))

    def _wire(self, target: End) -> Wire:
        source, end = (self.fixed, target) if self.side == "output" else (target, self.fixed)
        return Wire(source=source[0], source_port=source[1], target=end[0], target_port=end[1])

    def _verdict(self) -> tuple[str, str]:
        """What is to be said where the pointer is: why the wire cannot be drawn, or what will be wrong then."""
        if self.target is None:
            return "", ""
        wire = self._wire(self.target)
        if wire == self.instead:
            return "", ""
        if refusal := why_not(self.project, wire, self.signals):
            return refusal, "error"
        return misfit(self.project, wire, self.signals), "warning"

    def end(self, at: Pointer) -> None:
        sentence, severity = self._verdict()
        self.cancel()
        if self.target is None:
            self._end_on_nothing(at)
            return
        wire = self._wire(self.target)
        if severity != "error" and wire != self.instead:
            edit = MoveWire(wire=self.instead, to=wire) if self.instead else Connect(wire=wire)
            self.editor.do(f"Wire {wire.source} to {wire.target}", edit)
        self.canvas.say(sentence, at=at.point, severity=severity)

    def _end_on_nothing(self, at: Pointer) -> None:
        if self.instead is not None:
            self.editor.do("Delete wire", Disconnect(wire=self.instead))
        else:
            self.canvas.search_for_end(self.side, self.fixed, at.point)

    def cancel(self) -> None:
        if self.instead is not None and self.instead in self.scene.wires:
            self.scene.wires[self.instead].setVisible(True)
        self.scene.light({})
        self.scene.removeItem(self.sketch)
        self.canvas.say("")


class Knife(Gesture):
    """Cuts all wires that it crosses."""

    pans_at_edges = True

    def start(self, at: Pointer) -> None:
        self.points = [at.point]
        self.sketch = Sketch(self.scene.ink.wire_error)
        self.scene.addItem(self.sketch)

    def move(self, at: Pointer) -> None:
        self.points.append(at.point)
        path = QPainterPath(QPointF(*self.points[0]))
        for point in self.points[1:]:
            path.lineTo(*point)
        self.sketch.setPath(path)

    def end(self, at: Pointer) -> None:
        self.cancel()
        cut = [wire for wire, item in self.scene.wires.items() if crosses(item.course, self.points)]
        if cut:
            self.editor.do("Cut wires", *(Disconnect(wire=wire) for wire in cut))

    def cancel(self) -> None:
        self.scene.removeItem(self.sketch)
