"""How long the window takes to be seen, and each frame of working with a large network in it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from tests.benchmarks.markdown import seconds, table
from tests.benchmarks.sizes import Sizes

Frames = dict[str, list[float]]


def section(sizes: Sizes) -> str:
    return "\n\n".join([_first_window(sizes.repeats), _frames(sizes), _BELOW])


_BELOW = (
    "The window has 1600 × 900 pixels, painted without a graphics card, and a real engine. A frame is everything from "
    "the movement of the mouse, or the edit, until the pixels are there; the first movement of a drag and its release "
    "are among them. Each figure is the median over rounds, each a process of its own, with all modules compiled as an "
    "installation has them."
)


def _first_window(repeats: int) -> str:
    _first_paint()  # leaves what an installation has: all modules compiled
    times = [_first_paint() for _ in range(repeats)]
    return table(("window", "from its start until it is seen"), [["the welcome page", seconds(median(times))]])


def _first_paint() -> float:
    started = time.perf_counter()
    with _python("window_start") as process:
        assert process.stdout is not None  # for the type checker: it is piped
        line = process.stdout.readline()
        took = time.perf_counter() - started
    if process.returncode or line != "painted\n":
        raise SystemExit("The window did not open, see above.")
    return took


def _frames(sizes: Sizes) -> str:
    """All sizes in turns, so that a busy moment hits none alone."""
    found: dict[int, list[Frames]] = {blocks: [] for blocks, _ in sizes.window_blocks}
    for number in range(1, sizes.repeats + 1):
        for blocks, wires in sizes.window_blocks:
            print(f"  round {number}, {blocks:,} blocks and {wires:,} wires", flush=True)
            found[blocks].append(_round(blocks, wires))
    headings = [
        f"{blocks:,} blocks, {wires:,} wires: {what}" for blocks, wires in sizes.window_blocks for what in _TOLD
    ]
    rows = [
        [act, *(_figure(act, rounds, told) for rounds in found.values() for told in _TOLD.values())]
        for act in next(iter(found.values()))[0]
    ]
    return table(("what", *headings), rows)


def _figure(act: str, rounds: list[Frames], told: Callable[[list[float]], float]) -> str:
    return seconds(median(told(each[act]) for each in rounds))


def _last_percent(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


_TOLD = {"median": median, "99th percentile": _last_percent}


def _round(blocks: int, wires: int) -> Frames:
    with _python("window_frames", str(blocks), str(wires)) as process:
        said, _ = process.communicate()
    if process.returncode:
        raise SystemExit("Working in the window failed, see above.")
    frames: Frames = json.loads(said.splitlines()[-1])
    return frames


def _python(module: str, *arguments: str) -> "subprocess.Popen[str]":
    call = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=installed)
