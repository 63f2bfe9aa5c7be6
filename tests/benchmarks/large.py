"""What a large project costs to plan and to plan again after an edit, and a large table to read."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.benchmarks.markdown import seconds, table
from tests.benchmarks.material import digits, project_for, write_table
from tests.benchmarks.sizes import Sizes

import netloom
from netloom.settings.sources import TableFile


def section(sizes: Sizes) -> str:
    return "\n\n".join([_plans(sizes), _reading(sizes)])


def _plans(sizes: Sizes) -> str:
    blocks = sizes.scaled_blocks[-1]
    netloom.plan(project_for("table.parquet", 10, (8,)))  # loads torch
    rows = []
    for name, hidden in (
        ("layers that are all alike", (16,) * blocks),
        ("layers that all differ", tuple(range(16, 16 + blocks))),
    ):
        project = project_for("table.parquet", 10, hidden)
        first = _time(lambda project=project: netloom.plan(project))
        edits, plans = _edited(project, sizes.edits)
        rows.append([name, seconds(first), seconds(edits), seconds(plans)])
    words = "Each edit changes the units of one layer, and every shape is worked out again."
    headings = (f"{blocks:,} blocks", "first plan", "an edit", "plan after it")
    return f"{table(headings, rows)}\n\n{words}"


def _edited(project: netloom.Project, edits: int) -> tuple[float, float]:
    """The median seconds of an edit, and of the plan of what it gave."""
    changing, planning = [], []
    for number in range(edits):
        place = 2 + number * (len(project.nodes) - 4) // edits
        started = time.perf_counter()
        project = netloom.with_setting(project, f"block_{place}.units", str(5000 + number))
        changing.append(time.perf_counter() - started)
        planning.append(_time(lambda project=project: netloom.plan(project)))
    return median(changing), median(planning)


def _reading(sizes: Sizes) -> str:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        inputs, classes = digits(sizes.large_rows, 10)
        for kind in ("csv", "parquet"):
            path = Path(folder, f"table.{kind}")
            write_table(path, inputs, classes, ["training"] * len(classes))
            read = _time(lambda path=path: netloom.read_table(path, TableFile(path=path.name)))
            profiled = _time(lambda path=path: netloom.profile(netloom.read_table(path, TableFile(path=path.name))))
            size = f"{path.stat().st_size / 2**20:.1f} MiB"
            rows.append([kind, size, seconds(read), seconds(read / sizes.large_rows), seconds(profiled)])
    headings = (f"{sizes.large_rows:,} × 12", "file", "read", "each row", "read and profiled")
    return table(headings, rows)


def _time(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
