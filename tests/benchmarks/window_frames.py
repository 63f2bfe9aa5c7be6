"""How long each frame of working with a large network takes: `python -m tests.benchmarks.window_frames BLOCKS WIRES`
writes the seconds of all frames as JSON, by what is done.

The window has 1600 × 900 pixels and a real engine. A frame is everything from the movement of the mouse, or the edit,
until the pixels are there.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from netloom.blocks import Add, Block, Dense, Dropout, Input, Output
from netloom.edits import SetSettings
from netloom.project import Data, Layout, Node, Position, Project, Wire
from netloom.settings.columns import Category, Column, Number
from netloom.storage import save
from netloom_desktop.application import application_of
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.garbage import CalmCollector
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT

COLUMNS = 40
FRAMES = 60
EDITS = 40
LONGEST = 10  # seconds to wait for a frame
Acts = Iterator[Callable[[], object]]


def large(blocks: int, wires: int) -> Project:
    """A sound network: rows of blocks, each wired to the next, and wires into later sums, 50 of them from one block."""
    last = blocks - 1
    nodes = tuple(Node(id=f"block_{number}", block=_block(number, last)) for number in range(blocks))
    pairs = {(number, number + 1) for number in range(last)}
    sums = [number for number in range(3, last - 1) if isinstance(nodes[number].block, Add)]
    hub = hub_of(blocks)
    pairs |= {(hub, number) for number in [each for each in sums if each > hub + 1][:50]}
    for number in sums * 3:
        source = number - COLUMNS - (number * 7) % 11
        if len(pairs) < wires and source > 0:
            pairs.add((source, number))
    drawn = tuple(Wire(source=f"block_{start}", target=f"block_{end}") for start, end in sorted(pairs)[:wires])
    places = tuple(
        Position(node=node.id, x=number % COLUMNS * 260.0, y=number // COLUMNS * 160.0)
        for number, node in enumerate(nodes)
    )
    columns = (
        Column(name="x", kind="number", transform=Number()),
        Column(name="y", kind="yes_no", role="target", transform=Category(levels=("no", "yes"))),
    )
    return Project(nodes=nodes, wires=drawn, layout=Layout(positions=places), data=Data(columns=columns))


def _block(number: int, last: int) -> Block:
    ends = {0: Input(), 1: Dense(units=64), 2: Dense(units=32), last - 1: Dense(units=1), last: Output()}
    return ends.get(number) or (Dense(units=32, activation="relu"), Dropout(), Add())[number % 3]


def hub_of(blocks: int) -> int:
    """The block from which 50 wires lead."""
    return (blocks // COLUMNS // 2) * COLUMNS + COLUMNS // 2


class Frames(QObject):
    """Counts the frames that are painted."""

    painted = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.painted += event.type() == QEvent.Type.Paint
        return False


class Bench:
    """A window with a large network, and the seconds that each frame of it takes."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.window = MainWindow(LIGHT)
        self.window.resize(1600, 900)
        self.frames = Frames()
        self.canvas.viewport().installEventFilter(self.frames)
        self.window.show()
        CalmCollector(self.canvas.stirred, application)
        self.wait(lambda: self.window.editor.planned.found is not None)

    @property
    def canvas(self) -> Canvas:
        return self.window.canvas

    @property
    def middle(self) -> QPointF:
        """The middle of the view."""
        return QPointF(self.canvas.viewport().rect().center())

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for something, without taking time from the engine."""
        while not until():
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def frame(self, act: Callable[[], object]) -> float:
        """The seconds from an act until the next frame is there."""
        painted, begun = self.frames.painted, time.perf_counter()
        act()
        while self.frames.painted == painted and time.perf_counter() - begun < LONGEST:
            self.application.processEvents()
        return time.perf_counter() - begun

    def run(self, acts: Iterable[Callable[[], object]]) -> list[float]:
        """The frames of some acts."""
        return [self.frame(act) for act in acts]

    def show_full(self, id: str, scale: float = 1.0) -> None:
        """Bring a block into the middle at that scale, in peace."""
        self.canvas.zoom_in_middle(scale / self.canvas.scale_now)
        self.canvas.center_on(self.canvas.graph.rect(id).center)
        self.calm()

    def calm(self) -> None:
        """Let everything that is on its way arrive."""
        begun = time.perf_counter()
        while time.perf_counter() - begun < 0.3:
            self.application.processEvents()

    def mouse(self, kind: QEvent.Type, at: QPointF, *, held: bool = True) -> None:
        """A movement or a button of the mouse at a point of the view."""
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
        place = self.canvas.viewport().mapToGlobal(at)
        event = QMouseEvent(kind, at, place, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.canvas.viewport(), event)

    def replanned(self, units: int) -> float:
        """The seconds from an edit until what it changes of the plan is painted."""
        editor, begun = self.window.editor, time.perf_counter()
        editor.do("Set units", SetSettings(node="block_1", settings=(("units", units),)))
        self.wait(lambda: editor.planned.is_of(editor.project))
        painted = self.frames.painted
        self.wait(lambda: self.frames.painted > painted)
        return time.perf_counter() - begun


def panning(bench: Bench) -> Acts:
    for number in range(FRAMES):
        by = 24 if number // 15 % 2 == 0 else -24
        yield lambda by=by: bench.canvas.pan(by, by / 2)


def zooming(bench: Bench) -> Acts:
    middle = bench.middle
    for number in range(FRAMES):
        factor = 1.1 if number // 15 % 2 == 0 else 1 / 1.1
        yield lambda factor=factor: bench.canvas.zoom_at(middle, factor)


def dragging(bench: Bench, id: str) -> Acts:
    """Every movement of a block that is chosen or not, the first and the release included."""
    start = QPointF(bench.canvas.mapFromScene(QPointF(*bench.canvas.graph.rect(id).center)))
    bench.mouse(QEvent.Type.MouseButtonPress, start)
    for number in range(1, FRAMES):
        at = start + QPointF(20 * (number if number < 30 else 60 - number), 10 * (number % 2))
        yield lambda at=at: bench.mouse(QEvent.Type.MouseMove, at)
    yield lambda: bench.mouse(QEvent.Type.MouseButtonRelease, start + QPointF(40, 40), held=False)


def measured(application: QApplication, path: Path, blocks: int) -> dict[str, list[float]]:
    """The seconds of all frames, by what is done."""
    bench = Bench(application)
    canvas, hub = bench.canvas, f"block_{hub_of(blocks)}"
    found = {"open": [bench.frame(lambda: bench.window.open(path))]}
    bench.wait(lambda: bench.window.editor.planned.is_of(bench.window.editor.project))
    bench.calm()
    canvas.frame_all()
    bench.calm()
    found["pan, all of it shown"] = bench.run(panning(bench))
    found["zoom, all of it shown"] = bench.run(zooming(bench))
    bench.show_full(hub)
    found["pan at 100 %"] = bench.run(panning(bench))
    bench.show_full(hub)
    found["zoom at 100 %"] = bench.run(zooming(bench))
    bench.show_full(hub)
    found["drag a block with 50 wires"] = bench.run(dragging(bench, hub))
    bench.show_full("block_1")
    found["edit, planned again and shown"] = [bench.replanned(100 + number) for number in range(EDITS)]
    for scale in (1.0, 0.5):
        bench.show_full(hub, scale)
        canvas.editor.select_all()
        bench.calm()
        found[f"drag all blocks at {scale:.0%}".replace("%", " %")] = bench.run(dragging(bench, hub))
    canvas.frame_all()
    bench.calm()
    found["drag all blocks, all of it shown"] = bench.run(dragging(bench, hub))
    bench.window.editor.new()
    bench.window.close()
    return found


def main() -> int:
    blocks, wires = map(int, sys.argv[1:])
    application = application_of(["benchmark"], LIGHT)
    with TemporaryDirectory() as folder:
        path = Path(folder, "large.netloom")
        save(large(blocks, wires), path)
        print(json.dumps(measured(application, path, blocks)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
