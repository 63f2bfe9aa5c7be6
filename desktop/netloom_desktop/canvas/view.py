"""The view of the scene: zooming, panning, fitting, and the background. One way of zooming serves every route to it."""

import time
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from netloom_desktop.canvas.geometry import GRID, Point, Rect, around
from netloom_desktop.canvas.scene import Scene

SMALLEST: Final = 0.02
LARGEST: Final = 4.0
STEP: Final = 1.2
BUDGET: Final = 0.014  # seconds a frame may take while something moves, before curves lose their smooth edges
CALM: Final = 120  # milliseconds after the last movement until they have them again
_EVERYWHERE: Final = QRectF(-5e5, -5e5, 1e6, 1e6)


class View(QGraphicsView):
    """Shows a scene. `moved` says that another part of it is shown, or at another size; `stirred` that something moves,
    be it the view or what a hand carries."""

    moved = Signal()
    stirred = Signal()

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSceneRect(_EVERYWHERE)
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(lambda: self._smooth(True))
        self._moving = False
        self._to_fit = True

    @property
    def graph(self) -> Scene:
        """The scene that is shown."""
        scene = self.scene()
        assert isinstance(scene, Scene)
        return scene

    @property
    def scale_now(self) -> float:
        """The zoom: 1 is full size."""
        return self.transform().m11()

    def to_scene(self, position: QPoint | QPointF) -> Point:
        """The point of the scene under a point of the view."""
        place = QPointF(position)
        inverted, _ = self.viewportTransform().inverted()
        return Point(*inverted.map(place).toTuple())

    # Zooming and panning

    def zoom_at(self, position: QPointF, factor: float) -> None:
        """Zoom so that what is under a point of the view stays there."""
        scale = min(max(self.scale_now * factor, SMALLEST), LARGEST)
        if scale == self.scale_now:
            return
        fixed = self.to_scene(position)
        self.graph.show_scale(scale)
        self.setTransform(QTransform.fromScale(scale, scale))
        self._put(fixed, position)

    def zoom_in_middle(self, factor: float) -> None:
        """Zoom around the middle of the view."""
        self.zoom_at(QPointF(self.viewport().rect().center()), factor)

    def pan(self, right: float, down: float) -> None:
        """Move what is shown by so many pixels."""
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        bars[0].setValue(bars[0].value() - round(right))
        bars[1].setValue(bars[1].value() - round(down))
        self.moving()
        self.moved.emit()

    def _put(self, point: Point, position: QPointF) -> None:
        """Pan so that a point of the scene is under a point of the view."""
        now = self.mapFromScene(QPointF(*point))
        self.pan(position.x() - now.x(), position.y() - now.y())

    def frame_all(self) -> None:
        """Fit everything into the view."""
        self.fit(self.graph.box())

    def frame_chosen(self) -> None:
        """Fit what is chosen into the view; everything, if nothing is."""
        scene, chosen = self.graph, self.graph.editor.selection
        rects = [scene.rect(id) for id in chosen.blocks if id in scene.blocks]
        rects += [scene.note_rect(id) for id in chosen.notes if id in scene.notes]
        self.fit(around(rects) or scene.box())

    def fit(self, box: Rect | None, largest: float = 1.0) -> None:
        """Fit a part of the scene into the view, at no more than full size."""
        if box is None:
            return
        room = self.viewport().rect()
        wide, high = box.width + 80, box.height + 80
        scale = min(max(min(room.width() / wide, room.height() / high), SMALLEST), largest)
        self.graph.show_scale(scale)
        self.setTransform(QTransform.fromScale(scale, scale))
        self.center_on(box.center)

    def center_on(self, point: Point) -> None:
        """Bring a point of the scene to the middle of the view."""
        self._put(point, QPointF(self.viewport().rect().center()))

    def reveal(self, id: str) -> None:
        """Bring a block into the view, if it is not."""
        rect = self.graph.rect(id)
        if not rect.within(self.shown()):
            self.center_on(rect.center)

    def shown(self) -> Rect:
        """The part of the scene that is shown."""
        room = self.viewport().rect()
        start, end = self.to_scene(room.topLeft()), self.to_scene(room.bottomRight())
        return Rect(start.x, start.y, end.x - start.x, end.y - start.y)

    def fit_when_shown(self) -> None:
        """Fit everything as soon as the view has its size: something else was opened."""
        self._to_fit = True
        if self.isVisible():
            self._fit_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._to_fit and self.width() > 1:
            self._fit_now()

    def _fit_now(self) -> None:
        self._to_fit = False
        self.frame_all()
        if self.graph.box() is None:
            self.center_on(Point(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._to_fit and event.size().width() > 1:
            self._fit_now()
        self.moved.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms; two fingers on a trackpad pan, with Ctrl they zoom."""
        event.accept()
        pixels, turned = event.pixelDelta(), event.angleDelta()
        trackpad = event.phase() != Qt.ScrollPhase.NoScrollPhase or not pixels.isNull()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if trackpad and not control:
            by = pixels if not pixels.isNull() else turned / 4
            self.pan(by.x(), by.y())
        elif turned.y():
            self.zoom_at(event.position(), STEP ** (turned.y() / 120))
        elif turned.x():
            self.pan(turned.x() / 2, 0)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_at(event.position(), 1 + event.value())
            event.accept()
            return True
        return super().viewportEvent(event)

    # Painting

    def moving(self) -> None:
        """Something moves: should a frame take too long, edges are not smoothed until it is calm again."""
        self._moving = True
        self._calm.start()
        self.stirred.emit()

    def _smooth(self, smooth: bool) -> None:
        if smooth:
            self._moving = False
        if smooth != bool(self.renderHints() & QPainter.RenderHint.Antialiasing):
            self.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        begun = time.perf_counter()
        super().paintEvent(event)
        if self._moving and time.perf_counter() - begun > BUDGET:
            self.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        ink = self.graph.ink
        painter.fillRect(rect, ink.canvas)
        step = GRID * 2 if self.scale_now >= 0.5 else 0
        if not step:
            return
        smooth = bool(painter.renderHints() & QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # lines of one pixel stay sharp
        painter.setPen(ink.grid)
        painter.drawLines(_grid(QRectF(rect), step))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)


def _grid(rect: QRectF, step: float) -> list[QLineF]:
    left, top = rect.left() - rect.left() % step, rect.top() - rect.top() % step
    across = [left + number * step for number in range(int(rect.width() / step) + 2)]
    down = [top + number * step for number in range(int(rect.height() / step) + 2)]
    lines = [QLineF(x, rect.top(), x, rect.bottom()) for x in across]
    return lines + [QLineF(rect.left(), y, rect.right(), y) for y in down]
