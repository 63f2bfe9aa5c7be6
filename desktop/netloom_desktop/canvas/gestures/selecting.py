"""Choosing with a band around things."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

from netloom_desktop.canvas.geometry import Rect, spanning
from netloom_desktop.canvas.gestures.gesture import Gesture, Pointer
from netloom_desktop.canvas.items import Sketch


class BoxSelect(Gesture):
    """Chooses the blocks that a band touches, and the frames and comments within it. Shift adds, Ctrl toggles."""

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
        self._choose(box, at)

    def _choose(self, box: Rect, at: Pointer) -> None:
        blocks = {id for id, rect in self.scene.rects().items() if rect.meets(box)}
        notes = {id for id in self.scene.notes if self.scene.note_rect(id).within(box)}
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
