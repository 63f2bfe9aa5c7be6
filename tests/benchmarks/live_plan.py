"""How long an edit takes until its shapes are to be seen: `python -m tests.benchmarks.live_plan`.

Median and 99th percentile in milliseconds, in a window of 1600 × 900 with a real engine: until the project is changed
and the engine asked, and until what it answered is painted.
"""

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from tests.benchmarks.canvas import Frames, told
from tests.benchmarks.engine import BLOCKS, chain_of

from netloom.edits import SetSettings
from netloom_desktop.application import application_of
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT

REPETITIONS = 40


class Bench:
    """A window whose edits are timed."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.window = MainWindow(LIGHT)
        self.window.resize(1600, 900)
        self.frames = Frames()
        self.window.canvas.viewport().installEventFilter(self.frames)
        self.window.show()

    def wait(self, until: Callable[[], bool]) -> None:
        while not until():  # a loop that spins would take time from the engine
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def edit(self, units: int) -> tuple[float, float]:
        """The milliseconds until an edit is made, and until its shapes are painted."""
        editor, begun = self.window.editor, time.perf_counter()
        editor.do("Set units", SetSettings(node="dense_2", settings=(("units", units),)))
        made = time.perf_counter()
        self.wait(lambda: editor.planned.is_of(editor.project))
        painted = self.frames.painted
        self.wait(lambda: self.frames.painted > painted)
        return (made - begun) * 1_000, (time.perf_counter() - begun) * 1_000

    def measure(self, blocks: int) -> None:
        editor = self.window.editor
        editor.new(chain_of(blocks))
        self.wait(lambda: editor.planned.is_of(editor.project))
        self.window.canvas.center_on(self.window.canvas.graph.rect("dense_2").center)
        times = [self.edit(100 + number) for number in range(REPETITIONS)]
        made, shown = (sorted(each) for each in zip(*times, strict=True))
        print(f"  {f'{blocks:,} blocks':20s}{told(made)}{told(shown)}", flush=True)


def main() -> int:
    bench = Bench(application_of(["benchmark"], LIGHT))
    print("an edit, in ms: median and p99 until it is made, then until its shapes are painted")
    for blocks in BLOCKS:
        bench.measure(blocks)
    bench.window.editor.new()
    bench.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
