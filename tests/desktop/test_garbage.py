"""Garbage is collected while nothing moves on the canvas: a program of its own, since it holds for a whole process."""

import subprocess
import sys
import textwrap

PROGRAM = """
import gc, time
from PySide6.QtCore import QEventLoop
from netloom_desktop.application import application_of
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.editor import Editor
from netloom_desktop.garbage import CalmCollector
from netloom_desktop.theme import LIGHT

class Ring:
    def __init__(self): self.me = self

def wait(until):
    while not until(): application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

application = application_of(["test"], LIGHT)
canvas = Canvas(Editor(), LIGHT)
collector = CalmCollector(canvas.stirred, application)
looked = []
gc.callbacks.append(lambda phase, info: looked.append(info["generation"]))
begun = time.monotonic()
while time.monotonic() - begun < 0.5 or looked.count(1) < 100:
    rings = [Ring() for _ in range(1_000)]
    canvas.pan(1, 1)
    application.processEvents()
assert 2 not in looked, "not while the view moves"
wait(lambda: 2 in looked)
print("collected")
"""


def test_all_objects_are_looked_through_only_while_nothing_moves() -> None:
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(PROGRAM)], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "collected", ran.stderr
