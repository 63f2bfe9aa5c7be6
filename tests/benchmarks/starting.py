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

from netloom_resources import SAMPLES

STAGES = Path(__file__).parent / "contenders" / "stages.py"
PRESSED = {"a while after the page is there": 12.0, "as soon as the page is there": 0.0}  # seconds
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
            _pressed(sizes.repeats),
            _commands(Path(small), sizes.repeats),
        ]
    return "\n\n".join([*told, _BELOW])


_BELOW = (
    "The first table is measured from outside, from starting the process to reading the line. The second follows the "
    "same way in one process, step by step, which shows what each costs: importing torch is most of it for a small "
    "table, reading and preparing every cell for a large one. In the window an engine has loaded torch ahead; steps "
    "are told every 50 ms at most. `--help` needs neither; `check` and `show` ask torch for the shapes."
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


def _pressed(repeats: int) -> str:
    """In the window, where an engine that has loaded all that trains waits for it."""
    with tempfile.TemporaryDirectory() as folder:
        sample = SAMPLES["telco_churn"]
        for name, content in sample.contents().items():
            Path(folder, name).write_bytes(content)
        _netloom("new", "telco_churn.csv", "--target", sample.target, folder=Path(folder))
        found = {
            how: [_press(Path(folder, "telco_churn.netloom"), rest) for _ in range(repeats)]
            for how, rest in PRESSED.items()
        }
    headings = ("Train is pressed", *next(iter(found.values()))[0])
    rows = [
        [how, *(seconds(median(each[what] for each in told)) for what in headings[1:])] for how, told in found.items()
    ]
    return "Train pressed in the window, with the bundled sample:\n\n" + table(headings, rows)


def _press(project: Path, rest: float) -> dict[str, float]:
    call = [sys.executable, "-m", "tests.benchmarks.train_pressed", str(project), str(rest)]
    told: dict[str, float] = json.loads(subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return told


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
        _netloom(*arguments, folder=folder)
        times.append(time.perf_counter() - started)
    return median(times)


def _netloom(*arguments: str, folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "netloom", *arguments], cwd=folder, capture_output=True, check=True)
