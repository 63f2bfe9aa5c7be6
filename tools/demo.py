"""The whole path on a bundled table, command by command as it could be typed, and where there is a display the window
with what came of it: `python tools/demo.py FOLDER`."""

import contextlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from netloom.cli import main
from netloom_desktop.display import can_be_seen

TABLE, TARGET = "telco_churn.csv", "Churn"
PROJECT, EXPORTED, PREDICTED = "telco_churn.netloom", "telco_churn.onnx", "predictions.csv"


def commands() -> list[str]:
    """What is run, in order. What an earlier time has left is used as it is."""
    return [
        *([] if Path(TABLE).exists() else ["sample telco_churn"]),
        *([] if Path(PROJECT).exists() else [f"new {TABLE} --target {TARGET} --out {PROJECT}"]),
        f"check {PROJECT}",
        f"train {PROJECT}",
        f"evaluate {PROJECT}",
        f"export {PROJECT} --format onnx --out {EXPORTED}",
        f"predict {PROJECT} --data {TABLE} --out {PREDICTED}",
    ]


def demonstrate() -> int:
    """Runs the commands in the current folder; the exit status of the first that fails, or 0."""
    for command in commands():
        print(f"\n$ netloom {command}\n", flush=True)
        status = exit_status(command)
        if status:
            return status
    print(f"\nEverything lies in {Path.cwd()}:\n")
    for name, what in results():
        print(f"  {name:<34} {what}")
    return show_window()


def show_window() -> int:
    """Opens the window on the project, where there is a display; else says how to."""
    if find_spec("PySide6") is None or not can_be_seen():
        print("\nThe window needs a display, and there is none here. In a graphical session, make window opens it.")
        return 0
    print("\nThe window opens with this project now; make window opens it the next time.", flush=True)
    return subprocess.call([sys.executable, "-m", "netloom_desktop", PROJECT])


def exit_status(command: str) -> int:
    """Runs a command in this process, since loading torch takes seconds."""
    try:
        main(command.split())
    except SystemExit as left:
        return int(left.code or 0)


def results() -> list[tuple[str, str]]:
    """What was made, and what it is."""
    run = max(Path("telco_churn-runs").iterdir(), key=lambda run: run.stat().st_mtime).as_posix()
    return [
        (PROJECT, "the project: change it, or make your own with `netloom new`"),
        (f"{run}/", "the run: weights, history, the exact preprocessing"),
        (f"{run}/report.html", "how good it is, beside three baselines"),
        (EXPORTED, "the network as one file that takes raw rows"),
        ("examples.json", "five raw rows with their answers, to check another system against"),
        (PREDICTED, "the table with a prediction for each row"),
    ]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.chdir(folder):
        sys.exit(demonstrate())
