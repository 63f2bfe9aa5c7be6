"""What Qt must do for the canvas to be safe: a small program for each trap that has crashed others. They run in
processes of their own, since what they guard against is a crash."""

import subprocess
import sys
import textwrap

import pytest

BEGIN = """
import gc, sys, weakref
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QGraphicsView
application = QApplication([])
class Item(QGraphicsItem):
    def boundingRect(self): return QRectF(0, 0, 50, 50)
    def paint(self, painter, option, widget=None): painter.drawRect(0, 0, 50, 50)
scene = QGraphicsScene(); view = QGraphicsView(scene); view.resize(400, 300); view.show(); application.processEvents()
def repaint(): view.viewport().repaint(); application.processEvents()
"""

PROGRAMS = {
    "an item that only the scene knows lives on": """
        for _ in range(20): scene.addItem(Item())
        gc.collect(); repaint()
        assert len(scene.items()) == 20 and all(type(item) is Item for item in scene.items())
    """,
    "a removed item is freed": """
        item = Item(); scene.addItem(item); repaint(); scene.removeItem(item)
        known = weakref.ref(item); del item; gc.collect(); repaint()
        assert known() is None
    """,
    "an item can be removed and added again many times": """
        item = Item(); child = Item(); child.setParentItem(item)
        for _ in range(500): scene.addItem(item); scene.removeItem(item)
        scene.addItem(item); repaint()
        assert len(scene.items()) == 2
    """,
    "bounds may change when Qt is told before": """
        class Growing(Item):
            size = 50
            def boundingRect(self): return QRectF(0, 0, self.size, self.size)
        items = [Growing() for _ in range(200)]
        for number, item in enumerate(items): scene.addItem(item); item.setPos(number * 60, 0)
        for size in (3000, 20, 700):
            for item in items: item.prepareGeometryChange(); item.size = size
            repaint(); scene.items(QRectF(0, 0, 5000, 500))
        for item in items: scene.removeItem(item)
        del items; gc.collect(); repaint()
        assert not scene.items(QRectF(0, 0, 5000, 500))
    """,
    "children are shown and hidden with their parent": """
        root = Item(); scene.addItem(root)
        for _ in range(100): Item().setParentItem(root)
        root.setVisible(False); repaint()
        assert len(root.childItems()) == 100 and not any(item.isVisible() for item in root.childItems())
        root.setVisible(True); repaint()
        assert all(item.isVisible() for item in root.childItems())
    """,
    "a signal of an object carries any value as it is": """
        class Source(QObject): told = Signal(object)
        source, got = Source(), []
        source.told.connect(got.append)
        value = {1: (1.0, 2.0), object: "x"}
        source.told.emit(value)
        assert got[0] is value
    """,
    "a scene, its view and its items go in any order": """
        for number in range(60):
            one = QGraphicsScene(); shown = QGraphicsView(one); items = [Item() for _ in range(20)]
            for item in items: one.addItem(item)
            shown.show(); application.processEvents()
            if number % 3 == 0: del one; gc.collect(); shown.close(); del shown, items
            elif number % 3 == 1: del shown; gc.collect(); del items; gc.collect(); del one
            else: del items; gc.collect(); del one, shown
            gc.collect(); application.processEvents()
    """,
    "what is hit is told by the bounds alone when that is asked for": """
        path = QPainterPath(QPointF(0, 0)); path.cubicTo(200, 0, 0, 200, 200, 200)
        scene.addItem(QGraphicsPathItem(path))
        mode = Qt.ItemSelectionMode.IntersectsItemBoundingRect
        assert len(scene.items(QRectF(190, 5, 5, 5), mode)) == 1
    """,
    "an exception while painting is told and does not end the process": """
        told = []
        sys.excepthook = lambda kind, value, trace: told.append(value)
        class Odd(Item):
            def paint(self, *_): raise ValueError("boom")
        scene.addItem(Odd())
        try: repaint()
        except ValueError as error: told.append(error)
        assert told
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_qt_keeps_its_side(name: str) -> None:
    program = f"{BEGIN}{textwrap.dedent(PROGRAMS[name])}\nprint('held'); sys.stdout.flush(); import os; os._exit(0)"
    ran = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.strip() == "held", ran.stderr
