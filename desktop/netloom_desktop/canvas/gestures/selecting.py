"""Choosing with a band or a lasso around things."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

from netloom_desktop.canvas.geometry import encloses, spanning
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.items import Sketch


class BoxSelect(Gesture):
    """Chooses the blocks that a band touches, and the frames and comments within it. Shift adds, Ctrl toggles."""

    pans_at_edges = True

    def start(self, at: Pointer) -> None:
        self.begun = at.point
        self.before = self.editor.selection
        fill = QColor(self.scene.ink.accent.color())
        fill.setAlpha(28)
        pen = QPen(self.scene.ink.accent.color(), 1)
        pen.setCosmetic(True)
        self.band = Sketch(pen, QBrush(fill))
        self.scene.addItem(self.band)

    def move(self, at: Pointer) -> None:
        box = spanning(self.begun, at.point)
        path = QPainterPath()
        path.addRect(QRectF(*box))
        self.band.setPath(path)
        self._choose(
            {id for id, rect in self.scene.rects().items() if rect.meets(box)},
            {id for id in self.scene.notes if self.scene.note_rect(id).within(box)},
            at,
        )

    def _choose(self, blocks: set[str], notes: set[str], at: Pointer) -> None:
        before = self.before
        if at.shift:
            self.editor.select(before.blocks | blocks, before.notes | notes, before.wires)
        elif at.control:
            self.editor.select(before.blocks ^ blocks, before.notes ^ notes, before.wires)
        else:
            self.editor.select(blocks, notes)

    def end(self, at: Pointer) -> None:
        self.scene.removeItem(self.band)

    def cancel(self) -> None:
        self.scene.removeItem(self.band)
        self.editor.select(self.before.blocks, self.before.notes, self.before.wires)


class Lasso(BoxSelect):
    """Chooses what a line drawn by hand goes round: the blocks whose middle is within it, the frames and comments."""

    def start(self, at: Pointer) -> None:
        super().start(at)
        self.line = [at.point]

    def move(self, at: Pointer) -> None:
        self.line.append(at.point)
        path = QPainterPath(QPointF(*self.begun))
        for point in self.line[1:]:
            path.lineTo(*point)
        path.closeSubpath()
        self.band.setPath(path)
        self._choose(
            {id for id, rect in self.scene.rects().items() if encloses(self.line, rect.center)},
            {id for id in self.scene.notes if encloses(self.line, self.scene.note_rect(id).center)},
            at,
        )
