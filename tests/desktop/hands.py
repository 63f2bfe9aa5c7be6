"""What a person does with a canvas: points are points of the scene, and everything goes through the mouse and keys."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from netloom.blocks import Block
from netloom.edits import AddBlock, Connect
from netloom.project import Project, Wire
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point

Keys = Qt.KeyboardModifier
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
PLAIN, SHIFT, CONTROL, ALT = Keys.NoModifier, Keys.ShiftModifier, Keys.ControlModifier, Keys.AltModifier


def made(*blocks: Block, wires: str = "") -> Project:
    """Blocks in a row, 300 apart, with wires such as `input_1 dense_1, dense_1 output_1`."""
    project = Project()
    for number, block in enumerate(blocks):
        project = AddBlock(block=block, at=(number * 300.0, 0.0))(project)
    for pair in filter(None, wires.split(", ")):
        source, target = pair.split()
        project = Connect(wire=Wire(source=source, target=target))(project)
    return project


def ids(canvas: Canvas) -> list[str]:
    """The ids of the blocks that are shown, in their order."""
    return [node.id for node in canvas.editor.network.nodes]


def wires(canvas: Canvas) -> list[str]:
    """The wires of the network that is shown."""
    return [f"{wire.source} {wire.target}" for wire in canvas.editor.network.wires]


def output(canvas: Canvas, id: str, port: str = "output") -> Point:
    """Where an output is."""
    point = canvas.graph.port("output", (id, port))
    assert point is not None
    return point


def input(canvas: Canvas, id: str, port: str = "input") -> Point:
    """Where an input is."""
    point = canvas.graph.port("input", (id, port))
    assert point is not None
    return point


def middle(canvas: Canvas, id: str) -> Point:
    """A place of a block that shows no setting."""
    rect = canvas.graph.rect(id)
    return Point(rect.center.x + 60, rect.y + 15)


def on_view(canvas: Canvas, point: Point) -> QPoint:
    """A point of the scene as one of the view."""
    return canvas.mapFromScene(QPointF(*point))


class Hand:
    """A mouse over a canvas. A movement goes in small steps, as a hand's does."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.button = Qt.MouseButton.NoButton
        self.at = Point(0, 0)
        self.view = QPoint()

    def _send(self, kind: QEvent.Type, point: Point, button: Qt.MouseButton, keys: Keys) -> None:
        self._send_at(kind, on_view(self.canvas, point), button, keys)
        self.at = point

    def _send_at(self, kind: QEvent.Type, view: QPoint, button: Qt.MouseButton, keys: Keys) -> None:
        self.view = view
        place = QPointF(view)
        globally = self.canvas.viewport().mapToGlobal(place)
        event = QMouseEvent(kind, place, globally, button, self.button, keys)
        QApplication.sendEvent(self.canvas.viewport(), event)

    def press(self, point: Point, button: Qt.MouseButton = LEFT, keys: Keys = PLAIN) -> None:
        """Press a button."""
        self.button = button
        self._send(QEvent.Type.MouseButtonPress, point, button, keys)

    def move(self, point: Point, keys: Keys = PLAIN, steps: int = 6) -> None:
        """Go to a point."""
        start = self.at
        for step in range(1, steps + 1):
            part = step / steps
            between = Point(start.x + (point.x - start.x) * part, start.y + (point.y - start.y) * part)
            self._send(QEvent.Type.MouseMove, between, Qt.MouseButton.NoButton, keys)

    def release(self, keys: Keys = PLAIN) -> None:
        """Let the button go."""
        button, self.button = self.button, Qt.MouseButton.NoButton
        self._send_at(QEvent.Type.MouseButtonRelease, self.view, button, keys)  # the scene may have moved meanwhile

    def drag(self, start: Point, end: Point, button: Qt.MouseButton = LEFT, keys: Keys = PLAIN) -> None:
        """Press at one point and let go at another."""
        self.press(start, button, keys)
        self.move(end, keys)
        self.release(keys)

    def click(self, point: Point, keys: Keys = PLAIN, button: Qt.MouseButton = LEFT) -> None:
        """Press and let go."""
        self.move(point, keys)
        self.press(point, button, keys)
        self.release(keys)

    def double_click(self, point: Point) -> None:
        """Click twice."""
        self.click(point)
        QTest.mouseDClick(self.canvas.viewport(), LEFT, PLAIN, on_view(self.canvas, point))

    def wheel(self, point: Point, turns: float, keys: Keys = PLAIN) -> None:
        """Turn the wheel."""
        place = QPointF(on_view(self.canvas, point))
        event = QWheelEvent(
            place,
            self.canvas.viewport().mapToGlobal(place),
            QPoint(),
            QPoint(0, int(120 * turns)),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas.viewport(), event)

    def pinch(self, point: Point, by: float) -> None:
        """Move two fingers apart on a trackpad, or, with less than 0, together."""
        place = QPointF(on_view(self.canvas, point))
        globally = self.canvas.viewport().mapToGlobal(place)
        kind, pad = Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice()
        event = QNativeGestureEvent(kind, pad, 2, place, place, globally, by, QPointF())
        QApplication.sendEvent(self.canvas.viewport(), event)

    def fingers(self, point: Point, right: int, down: int, keys: Keys = PLAIN) -> None:
        """Move two fingers on a trackpad."""
        place = QPointF(on_view(self.canvas, point))
        event = QWheelEvent(
            place,
            self.canvas.viewport().mapToGlobal(place),
            QPoint(right, down),
            QPoint(right * 4, down * 4),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.ScrollUpdate,
            False,
        )
        QApplication.sendEvent(self.canvas.viewport(), event)


def key(canvas: Canvas, which: Qt.Key, keys: Keys = PLAIN) -> None:
    """Press a key where the focus is."""
    widget = QApplication.focusWidget() or canvas
    QTest.keyClick(widget, which, keys)


def type_text(text: str) -> None:
    """Type where the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClicks(widget, text)
