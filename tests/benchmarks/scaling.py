"""How an epoch, and all that comes before the first one, grow with rows, columns and blocks."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.benchmarks.contenders.common import Job
from tests.benchmarks.markdown import seconds, table
from tests.benchmarks.material import write_small
from tests.benchmarks.rounds import PROGRAMS
from tests.benchmarks.sizes import Sizes

BATCH_SIZE, EPOCHS = 128, 4
SUPERLINEAR = 1.5  # times the time for each unit, from one size to the next


Shape = tuple[int, int, tuple[int, ...]]  # rows, columns, and the units of each hidden layer


@dataclass(frozen=True)
class Point:
    """One size with the seconds of all before the first epoch, without imports, and of an epoch."""

    size: int
    before: float
    epoch: float


def section(sizes: Sizes) -> str:
    rows = _measure("rows", sizes.scaled_rows, lambda size: (size, 10, (32,)))
    columns = _measure("columns", sizes.scaled_columns, lambda size: (sizes.rows_beside, size, (32,)))
    blocks = _measure("blocks", sizes.scaled_blocks, lambda size: (sizes.rows_beside // 5, 10, (16,) * size))
    return "\n\n".join(
        [
            f"Batches of {BATCH_SIZE}; 7 rows of 10 train, 1 validates. An epoch is the median after the first one.",
            *_told("rows", "a table of 10 columns, one hidden layer", rows),
            *_told("columns", f"a table of {sizes.rows_beside:,} rows, one hidden layer", columns),
            *_told("blocks", f"a table of {sizes.rows_beside // 5:,} × 10, so many layers of 16 units", blocks),
        ]
    )


def _measure(what: str, sizes: Iterable[int], shape: Callable[[int], Shape]) -> list[Point]:
    points = []
    for size in sizes:
        points.append(_point(size, *shape(size)))
        print(f"  {size:,} {what}: {points[-1].epoch:.3f} s an epoch, {points[-1].before:.1f} s before", flush=True)
    return points


def _point(size: int, rows: int, columns: int, hidden: tuple[int, ...]) -> Point:
    with tempfile.TemporaryDirectory() as folder:
        write_small(Path(folder), rows, columns, hidden)
        job = Job(folder, BATCH_SIZE, "adam", EPOCHS, 0)
        call = [sys.executable, str(PROGRAMS / "in_netloom.py"), json.dumps(asdict(job))]
        ran = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(ran.stdout.splitlines()[-1])
    return Point(size, told["before"], median(told["wall"][1:]))


def _told(what: str, where: str, points: list[Point]) -> Iterator[str]:
    yield f"### {what.capitalize()}"
    headings = (what, "before the first epoch", "each", "an epoch", "each")
    rows = [
        [f"{point.size:,}", *(text for value in (point.before, point.epoch) for text in _each(value, point.size))]
        for point in points
    ]
    yield table(headings, rows)
    yield f"In {where}. An epoch {_growth([point.epoch / point.size for point in points])}."


def _each(value: float, size: int) -> tuple[str, str]:
    return seconds(value), seconds(value / size)


def _growth(each: list[float]) -> str:
    steps = [after / before for before, after in pairwise(each)]
    if max(steps) > SUPERLINEAR:
        return (
            f"**grows faster than its size**: each unit costs up to {max(steps):.1f} times as much as one size before"
        )
    if min(steps) < 1 / SUPERLINEAR:
        return "grows no faster than its size, and what each batch costs beside it is shared by more of it"
    return "grows with its size: each unit costs the same"
