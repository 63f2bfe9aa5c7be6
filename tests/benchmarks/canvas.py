"""How long the canvas takes to open a network, and for each frame of working in it.

`python -m tests.benchmarks.canvas` prints the median and the 99th percentile in milliseconds for 1,000 blocks with
1,500 wires and for 5,000 with 7,500, in a window of 1600 × 900. A frame is everything from the movement of the
mouse, or the edit, until the pixels are there. Beside the time that passed stands the time of this process alone: on a
machine with other work to do, that is what the canvas needs.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from netloom.blocks import Add, Dense, Dropout
from netloom.edits import SetSettings
from netloom.project import Layout, Node, Position, Project, Wire
from netloom.storage import save
from netloom_desktop.application import application_of
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT

COLUMNS = 40
LONGEST = 5  # seconds to wait for a frame
SIZES = ((1_000, 1_500), (5_000, 7_500))


def large(blocks: int, wires: int) -> Project:
    """A network of rows of blocks, each wired to the next, with wires between the rows and one block with 50."""
    kinds = (Dense(), Dropout(), Add())
    nodes = tuple(Node(id=f"block_{number}", block=kinds[number % 3]) for number in range(blocks))
    pairs = {(number, number + 1) for number in range(blocks - 1)}
    hub = (blocks // COLUMNS // 2) * COLUMNS + COLUMNS // 2
    pairs |= {(hub, hub + 1 + 2 * number) for number in range(50) if hub + 1 + 2 * number < blocks}
    for number in range(0, blocks, 2):
        if len(pairs) < wires and number + COLUMNS < blocks:
            pairs.add((number, number + COLUMNS))
    drawn = tuple(Wire(source=f"block_{start}", target=f"block_{end}") for start, end in sorted(pairs)[:wires])
    places = tuple(
        Position(node=node.id, x=number % COLUMNS * 260.0, y=number // COLUMNS * 160.0)
        for number, node in enumerate(nodes)
    )
    return Project(nodes=nodes, wires=drawn, layout=Layout(positions=places))


class Frames(QObject):
    """Counts the frames that are painted."""

    painted = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.painted += event.type() == QEvent.Type.Paint
        return False


class Bench:
    """A window with a large network, and the time that each frame of it takes."""

    def __init__(self, application: QApplication, path: Path) -> None:
        self.application = application
        self.window = MainWindow(LIGHT)
        self.window.resize(1600, 900)
        self.frames = Frames()
        self.canvas.viewport().installEventFilter(self.frames)
        self.window.show()
        application.processEvents()
        self.opened = self.frame(lambda: self.window.open(path))

    @property
    def canvas(self) -> Canvas:
        return self.window.canvas

    @property
    def middle(self) -> QPointF:
        """The middle of the view."""
        return QPointF(self.canvas.viewport().rect().center())

    def frame(self, act: Callable[[], object]) -> tuple[float, float]:
        """The milliseconds from an act until the next frame is there: those that passed, and those of this process."""
        painted, begun, worked = self.frames.painted, time.perf_counter(), time.process_time()
        act()
        while self.frames.painted == painted and time.perf_counter() - begun < LONGEST:
            self.application.processEvents()
        return (time.perf_counter() - begun) * 1_000, (time.process_time() - worked) * 1_000

    def run(self, name: str, acts: Iterable[Callable[[], object]]) -> None:
        """Print what the frames of some acts take."""
        passed, worked = (sorted(times) for times in zip(*[self.frame(act) for act in acts][2:], strict=True))
        print(f"  {name:34s}" + told(passed) + told(worked))

    def mouse(self, kind: QEvent.Type, at: QPointF, *, held: bool = True) -> None:
        """A movement or a button of the mouse at a point of the view."""
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
        place = self.canvas.viewport().mapToGlobal(at)
        event = QMouseEvent(kind, at, place, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.canvas.viewport(), event)


def told(times: Sequence[float]) -> str:
    """The median and the 99th percentile."""
    return f"{statistics.median(times):9.1f}{times[min(len(times) - 1, int(len(times) * 0.99))]:9.1f}"


def panning(bench: Bench) -> Iterator[Callable[[], object]]:
    for number in range(60):
        by = 24 if number // 15 % 2 == 0 else -24
        yield lambda by=by: bench.canvas.pan(by, by / 2)


def zooming(bench: Bench) -> Iterator[Callable[[], object]]:
    middle = bench.middle
    for number in range(60):
        factor = 1.1 if number // 15 % 2 == 0 else 1 / 1.1
        yield lambda factor=factor: bench.canvas.zoom_at(middle, factor)


def dragging(bench: Bench) -> Iterator[Callable[[], object]]:
    start = bench.middle
    bench.mouse(QEvent.Type.MouseButtonPress, start)
    for number in range(1, 61):
        at = start + QPointF(20 * (number if number < 30 else 60 - number), 10 * (number % 2))
        yield lambda at=at: bench.mouse(QEvent.Type.MouseMove, at)
    bench.mouse(QEvent.Type.MouseButtonRelease, start, held=False)


def editing(bench: Bench) -> Iterator[Callable[[], object]]:
    editor = bench.window.editor
    for number in range(1, 41):
        edit = SetSettings(node="block_0", settings=(("units", number),))
        yield lambda edit=edit: editor.do("Set units", edit)


def measure(application: QApplication, blocks: int, wires: int, folder: Path) -> None:
    """Print all figures for a network of that size."""
    path = folder / f"{blocks}.netloom"
    save(large(blocks, wires), path)
    bench = Bench(application, path)
    canvas = bench.canvas
    print(f"{blocks:,} blocks, {wires:,} wires, in ms: median and p99 as passed, then of this process alone")
    print(f"  {'open until shown':34s}{bench.opened[0]:9.1f}{'':9s}{bench.opened[1]:9.1f}")
    hub = f"block_{(blocks // COLUMNS // 2) * COLUMNS + COLUMNS // 2}"
    canvas.frame_all()
    bench.run("pan, all of it shown", panning(bench))
    canvas.frame_all()
    bench.run("zoom from all of it", zooming(bench))
    canvas.zoom_in_middle(1 / canvas.scale_now)
    canvas.center_on(canvas.graph.rect(hub).center)
    bench.run("pan at 100 %", panning(bench))
    bench.run("zoom at 100 %", zooming(bench))
    canvas.zoom_in_middle(1 / canvas.scale_now)
    canvas.center_on(canvas.graph.rect(hub).center)
    bench.run("drag a block with 50 wires", dragging(bench))
    canvas.center_on(canvas.graph.rect("block_0").center)
    bench.run("edit a setting until shown", editing(bench))
    canvas.zoom_in_middle(0.5)
    canvas.editor.select_all()
    bench.run("drag all blocks at 50 %", dragging(bench))
    bench.window.editor.new()
    bench.window.close()


def main() -> int:
    application = application_of(["benchmark"], LIGHT)
    with TemporaryDirectory() as folder:
        for blocks, wires in SIZES:
            measure(application, blocks, wires, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
