"""Wiring without a mouse: arrows choose a port, Enter takes it, arrows go to the ports that fit, Enter wires."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from netloom_desktop.canvas.geometry import Point, Way, nearest_towards
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.gestures.wiring import DrawWire
from netloom_desktop.canvas.hits import Side
from netloom_desktop.canvas.paint import State
from netloom_desktop.canvas.scene import End

if TYPE_CHECKING:
    from netloom_desktop.canvas.canvas import Canvas

ARROWS = {
    Qt.Key.Key_Left: Way(-1, 0),
    Qt.Key.Key_Right: Way(1, 0),
    Qt.Key.Key_Up: Way(0, -1),
    Qt.Key.Key_Down: Way(0, 1),
}
Place = tuple[Side, End]


class PortMode(Gesture):
    """First the ports of one block, then those to which its wire may lead."""

    def __init__(self, canvas: "Canvas", block: str) -> None:
        super().__init__(canvas)
        self.block = block
        self.held = frozenset({block})
        self.ends_at_release = False
        self.wire: DrawWire | None = None

    def start(self, at: Pointer) -> None:
        look = self.scene.look(self.block)
        outputs: list[Place] = [("output", (self.block, port.name)) for port in look.outputs]
        inputs: list[Place] = [("input", (self.block, port.name)) for port in look.inputs]
        self.places = outputs + inputs
        self._go(self.places[0] if self.places else None)

    def _go(self, place: Place | None) -> None:
        self.place = place
        fitting: dict[str, set[tuple[str, str]]] = {}
        for side, (id, port) in self.places if self.wire else ():
            fitting.setdefault(id, set()).add((side, port))
        states = {id: State(fitting=frozenset(ports)) for id, ports in fitting.items()}
        if place is None:
            self.canvas.say("No port fits here. Esc ends wiring.", severity="note")
            return
        side, (id, port) = place
        lit = states[id].fitting if id in states else None
        self.scene.light({**states, id: State(fitting=lit, at_port=(side, port))})
        point = self._point(place)
        self.canvas.reveal(id)
        if self.wire is not None:
            self.wire.move(self._pointer(point))
            self.scene.light({**states, id: State(fitting=lit, at_port=(side, port))})
        else:
            self.canvas.say(f"{side} {port}: arrows choose a port, Enter takes it", at=point)

    def _point(self, place: Place) -> Point:
        return self.scene.port(*place) or Point(0, 0)

    def _pointer(self, point: Point) -> Pointer:
        return Pointer(point, QPointF(self.canvas.mapFromScene(QPointF(*point))))

    def key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in ARROWS and self.place is not None:
            self._step(ARROWS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.wire is None:
                self._take()
            else:
                self._finish()
            return True
        return False

    def _step(self, way: Way) -> None:
        assert self.place is not None
        names = {str(number): place for number, place in enumerate(self.places)}
        points = ((name, self._point(place)) for name, place in names.items() if place != self.place)
        found = nearest_towards(self._point(self.place), points, way)
        if found is not None:
            self._go(names[found])

    def _take(self) -> None:
        """Begin a wire at this port; from now on only ports that fit are gone to."""
        if self.place is None:
            return
        side, end = self.place
        start = self._point(self.place)
        self.wire = DrawWire(self.canvas, side, end)
        self.wire.start(self._pointer(start))
        wanted = self.wire.wanted
        self.places = [(wanted, each) for each in sorted(self.wire.fitting) if each[0] in self.scene.blocks]
        nearest = min(self.places, key=lambda place: _far(start, self._point(place)), default=None)
        self._go(nearest)

    def _finish(self) -> None:
        assert self.wire is not None
        wire, place = self.wire, self.place
        self.wire = None
        self.canvas.let_go()
        if place is None:
            wire.cancel()
        else:
            wire.target = place[1]
            wire.end(self._pointer(self._point(place)))

    def end(self, at: Pointer) -> None:
        self.cancel()

    def cancel(self) -> None:
        if self.wire is not None:
            self.wire.cancel()
        self.scene.light({})
        self.canvas.say("")


def _far(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)
