"""A network to look at, with marks on what is not as in another one: by colour, by line and by sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from netloom.edits.changes import NetworkChanges
from netloom.project import Project, Wire
from netloom_desktop.canvas.geometry import Rect
from netloom_desktop.canvas.items import path_of
from netloom_desktop.canvas.scene import Scene
from netloom_desktop.canvas.view import STEP, View
from netloom_desktop.editor import Editor
from netloom_desktop.theme import Theme, font

How = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Sign:
    """How a difference is shown: the sign, the name of its colour, and its line."""

    text: str
    color: str
    line: Qt.PenStyle


SIGNS: Final[Mapping[How, Sign]] = {
    "added": Sign("+", "fitting", Qt.PenStyle.SolidLine),
    "removed": Sign("−", "error", Qt.PenStyle.DashLine),
    "changed": Sign("≠", "warning", Qt.PenStyle.DotLine),
}
_BADGE: Final = 22.0  # of the scene, and at least so many pixels:
_SMALLEST_BADGE: Final = 15.0
_PAN: Final = 60.0


@dataclass(frozen=True)
class Marks:
    """What is marked: blocks by id, and wires."""

    blocks: Mapping[str, How]
    wires: Mapping[Wire, How]


def marks_before(changes: Iterable[NetworkChanges]) -> Marks:
    """What is marked in the first of two networks."""
    blocks, wires = dict[str, How](), dict[Wire, How]()
    for each in changes:
        blocks |= {node.id: "removed" for node in each.removed}
        blocks |= {node.id: "changed" for node, _ in each.changed}
        wires |= dict.fromkeys(each.wires_removed, "removed")
    return Marks(blocks, wires)


def marks_after(changes: Iterable[NetworkChanges]) -> Marks:
    """What is marked in the second of two networks."""
    blocks, wires = dict[str, How](), dict[Wire, How]()
    for each in changes:
        blocks |= {node.id: "added" for node in each.added}
        blocks |= {node.id: "changed" for _, node in each.changed}
        wires |= dict.fromkeys(each.wires_added, "added")
    return Marks(blocks, wires)


class ComparedPicture(View):
    """Dragging moves it and the wheel zooms; so do the arrows, + and −; Home shows all."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        self.editor = Editor()
        super().__init__(Scene(self.editor, theme))
        self.setParent(parent)
        self.editor.setParent(self)
        self.setObjectName(name)
        self.setInteractive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.theme = theme
        self.marks = Marks({}, {})
        self._dragged: QPointF | None = None

    def show_network(self, project: Project, marks: Marks, inside: str = "") -> None:
        """Show a network of a project with these marks: its own, or that of a group, which may not be there."""
        self.marks = marks
        is_there = not inside or any(group.id == inside for group in project.groups)
        self.editor.new(project if is_there else Project())
        self.editor.go_inside(inside)
        for wire, item in self.graph.wires.items():
            if (how := marks.wires.get(wire)) is not None:
                item.show_pen(self._pen(how, 3.0))
        self.setAccessibleDescription(", ".join(f"{id} {how}" for id, how in marks.blocks.items()))
        self.fit_when_shown()
        self.viewport().update()

    def go_to(self, node: str) -> None:
        """Bring a block into the middle, if it is here."""
        if node in self.graph.blocks:
            self.center_on(self.graph.rect(node).center)

    def close_picture(self) -> None:
        """Hear no more of the editor; to be called before the picture goes."""
        self.graph.close()

    # Painting

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        for wire, how in self.marks.wires.items():
            if (item := self.graph.wires.get(wire)) is not None:
                self._badge(painter, path_of(item.course).pointAtPercent(0.5), how)
        for id, how in self.marks.blocks.items():
            if id in self.graph.blocks:
                self._frame(painter, self.graph.rect(id), how)

    def _frame(self, painter: QPainter, block: Rect, how: How) -> None:
        painter.setPen(self._pen(how, 3.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(*block.grown(5)), 11, 11)
        self._badge(painter, QPointF(block.right, block.y), how)

    def _pen(self, how: How, width: float) -> QPen:
        return QPen(self.theme.color(SIGNS[how].color), max(width, 2.0 / self.scale_now), SIGNS[how].line)

    def _badge(self, painter: QPainter, middle: QPointF, how: How) -> None:
        size = max(_BADGE, _SMALLEST_BADGE / self.scale_now)
        area = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
        painter.setPen(QPen(self.theme.color("canvas"), size / 12))
        painter.setBrush(self.theme.color(SIGNS[how].color))
        painter.drawEllipse(area)
        painter.setFont(font(round(size * 0.75), bold=True))
        painter.setPen(QColor(self.theme.canvas))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, SIGNS[how].text)

    # Moving about

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = event.position()
        self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            by = event.position() - self._dragged
            self._dragged = event.position()
            self.pan(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.frame_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        ways = {keys.Key_Left: (1, 0), keys.Key_Right: (-1, 0), keys.Key_Up: (0, 1), keys.Key_Down: (0, -1)}
        match event.key():
            case keys.Key_Plus | keys.Key_Equal:
                self.zoom_in_middle(STEP)
            case keys.Key_Minus:
                self.zoom_in_middle(1 / STEP)
            case keys.Key_Home:
                self.frame_all()
            case key if key in ways:
                right, down = ways[keys(key)]
                self.pan(right * _PAN, down * _PAN)
            case _:
                super().keyPressEvent(event)
