"""How soon something happens: from a command to its first finished step, and where that time goes."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.markdown import seconds, table
from tests.benchmarks.material import write_mlp, write_small
from tests.benchmarks.sizes import Sizes

STAGES = Path(__file__).parent / "contenders" / "stages.py"
COMMANDS = (("--help",), ("check", "project.netloom"), ("show", "project.netloom"))


def section(sizes: Sizes) -> str:
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        write_small(Path(small), sizes.rows_beside, min(20, sizes.columns), (32,))
        write_mlp(Path(large), sizes)
        tables = {
            f"{sizes.rows_beside:,} × {min(20, sizes.columns)}": Path(small),
            f"{sizes.training_rows + sizes.validation_rows:,} × {sizes.columns}": Path(large),
        }
        told = [
            _first_steps(tables, sizes.repeats),
            _stages(tables, sizes.repeats),
            _commands(Path(small), sizes.repeats),
        ]
    return "\n\n".join([*told, _BELOW])


_BELOW = (
    "The first table is measured from outside, from starting the process to reading the line. The second follows the "
    "same way in one process, step by step, which shows what each costs: importing torch is most of it for a small "
    "table, reading and preparing every cell for a large one. `--help` needs neither; `check` and `show` ask torch for "
    "the shapes."
)


def _first_steps(tables: dict[str, Path], repeats: int) -> str:
    rows = []
    for name, folder in tables.items():
        found = [_first_event(folder) for _ in range(repeats)]
        rows.append([name, seconds(median(at["run_started"] for at in found)), seconds(median(map(_step, found)))])
    return "`netloom train`, from its start:\n\n" + table(("table", "run started", "first step told"), rows)


def _step(at: dict[str, float]) -> float:
    return min(at[kind] for kind in ("progress", "epoch_finished") if kind in at)


def _first_event(folder: Path) -> dict[str, float]:
    """Seconds from the start of `netloom train` to the first event of each kind."""
    call = [sys.executable, "-m", "netloom", "train", "project.netloom", "--events", "--set", "training.epochs=1"]
    found: dict[str, float] = {}
    started = time.perf_counter()
    with subprocess.Popen(call, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # for the type checker: it is piped
        for line in process.stdout:
            found.setdefault(json.loads(line)["kind"], time.perf_counter() - started)
    if process.returncode:
        raise SystemExit("netloom train failed, see above.")
    return found


def _stages(tables: dict[str, Path], repeats: int) -> str:
    found = {name: [_stages_of(folder) for _ in range(repeats)] for name, folder in tables.items()}
    stages = next(iter(found.values()))[0]
    rows = [[stage, *(seconds(median(each[stage] for each in told)) for told in found.values())] for stage in stages]
    return "Where it goes:\n\n" + table(("stage", *found), rows)


def _stages_of(folder: Path) -> dict[str, float]:
    call = [sys.executable, str(STAGES), str(folder / "project.netloom")]
    ran = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(ran.stdout)
    return told


def _commands(folder: Path, repeats: int) -> str:
    rows = [[f"`netloom {' '.join(each[:1])}`", seconds(_time_of(each, folder, repeats))] for each in COMMANDS]
    return "Other commands:\n\n" + table(("command", "from start to end"), rows)


def _time_of(arguments: tuple[str, ...], folder: Path, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "netloom", *arguments], cwd=folder, capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return median(times)
