"""The whole path on a bundled table, command by command as it could be typed: `python tools/demo.py FOLDER`."""

import signal
import subprocess
import sys
from pathlib import Path

TABLE, TARGET = "telco_churn.csv", "Churn"
PROJECT, EXPORTED, PREDICTED = "telco_churn.netloom", "telco_churn.onnx", "predictions.csv"


def commands(folder: Path) -> list[str]:
    """What is run, in order; a project that is there already is used as it is."""
    made = (folder / PROJECT).exists()
    return [
        "sample telco_churn",
        *([] if made else [f"new {TABLE} --target {TARGET} --out {PROJECT}"]),
        f"check {PROJECT}",
        f"train {PROJECT}",
        f"evaluate {PROJECT}",
        f"export {PROJECT} --format onnx --out {EXPORTED}",
        f"predict {PROJECT} --data {TABLE} --out {PREDICTED}",
    ]


def main(folder: Path) -> int:
    """Runs the commands in a folder, which is made if need be; the exit status of the first that fails, or 0."""
    # Ctrl-C is for the command that runs: training ends with what it has learnt, and then so does this.
    signal.signal(signal.SIGINT, lambda *_: None)
    folder.mkdir(parents=True, exist_ok=True)
    for command in commands(folder):
        print(f"\n$ netloom {command}\n", flush=True)
        status = subprocess.run([sys.executable, "-m", "netloom", *command.split()], cwd=folder).returncode
        if status:
            return status
    print(f"\nEverything lies in {folder.resolve()}:\n")
    for name, what in results(folder):
        print(f"  {name:<34} {what}")
    return 0


def results(folder: Path) -> list[tuple[str, str]]:
    """What was made, and what it is."""
    run = max((folder / "telco_churn-runs").iterdir(), key=lambda run: run.stat().st_mtime)
    return [
        (PROJECT, "the project: change it, or make your own with `netloom new`"),
        (f"{run.relative_to(folder)}/", "the run: weights, history, the exact preprocessing"),
        (f"{run.relative_to(folder)}/report.html", "how good it is, beside three baselines"),
        (EXPORTED, "the network as one file that takes raw rows"),
        (PREDICTED, "the table with a prediction for each row"),
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
